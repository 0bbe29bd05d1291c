import type { BundledContract } from './bundle-contract.ts';
import { findValue, isSatisfied, type JsonObject, type JsonValue, type ValueOptions } from './find-value.ts';
import { isObject } from './json-schema.ts';
import { listVariants } from './list-variants.ts';

/** An event with every field that the contract knows. Throws when none is found. The same contract, the same event. */
export function toExample(contract: BundledContract): JsonObject {
  return toEvent(contract, 'full');
}

/** An event with the required fields only. Throws when none is found. The same contract, the same event. */
export function toMinimalExample(contract: BundledContract): JsonObject {
  return toEvent(contract, 'minimal');
}

function toEvent({ client, eventType, version }: BundledContract, extent: ValueOptions['extent']): JsonObject {
  const first = findValue(client, { extent, seed: eventType });
  if (isEvent(first) && isSatisfied(client, first)) return first;
  // What comes first to mind breaks a condition that cannot be satisfied that way: take the conditions another way.
  for (const { schema, omitted } of listVariants(client)) {
    const event = findValue(schema, { extent, seed: eventType, omitted });
    if (isEvent(event) && isSatisfied(client, event)) return event;
  }
  throw new Error(
    `${eventType} ${version}: no example found; do its patterns, limits and conditions contradict each other?`,
  );
}

function isEvent(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}
