import type { BundledContract } from './bundle-contract.ts';
import {
  findValue,
  isSatisfied,
  type JsonObject,
  type JsonValue,
  type ValueOptions,
  valueAt,
  withValueAt,
} from './find-value.ts';
import { isObject } from './json-schema.ts';
import { listFields } from './list-fields.ts';
import { listVariants } from './list-variants.ts';

/** An event with every field that the contract knows. Throws when none is found. The same contract, the same event. */
export function toExample(contract: BundledContract): JsonObject {
  const event = findEvent(contract, 'full');
  if (event) return event;
  const { eventType, version } = contract;
  throw new Error(
    `${eventType} ${version}: no example found; do its patterns, limits and conditions contradict each other?`,
  );
}

/** An event with the required fields only. Throws when none is found. The same contract, the same event. */
export function toMinimalExample(contract: BundledContract): JsonObject {
  return findEvent(contract, 'minimal') ?? withoutOptional(contract, toExample(contract));
}

function findEvent({ client, eventType }: BundledContract, extent: ValueOptions['extent']): JsonObject | undefined {
  const first = findValue(client, { extent, seed: eventType });
  if (isEvent(first) && isSatisfied(client, first)) return first;
  // What comes first to mind breaks a condition that cannot be satisfied that way: take the conditions another way.
  for (const { schema, omitted } of listVariants(client)) {
    const event = findValue(schema, { extent, seed: eventType, omitted });
    if (isEvent(event) && isSatisfied(client, event)) return event;
  }
  return undefined;
}

/** Without each field that the rest can do without. */
function withoutOptional({ client }: BundledContract, event: JsonObject): JsonObject {
  let smaller = event;
  for (const { path } of listFields(client)) {
    if (valueAt(smaller, path) === undefined) continue;
    const without = withValueAt(smaller, path, undefined);
    if (isSatisfied(client, without)) smaller = without;
  }
  return smaller;
}

function isEvent(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}
