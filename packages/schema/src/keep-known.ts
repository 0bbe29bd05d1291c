import { type EventType, eventTypes } from './generated/event-types.ts';
import { knownKeys } from './generated/known-keys.ts';
import { type KeyTree, takeUnrecognized } from './take-unrecognized.ts';

const newestKeys: ReadonlyMap<unknown, KeyTree> = new Map(
  eventTypes.map((eventType) => [eventType, Object.values(knownKeys[eventType]).at(-1) ?? {}]),
);
/** What every event type has. */
const commonKeys: KeyTree = Object.fromEntries(
  Object.entries(newestKeys.get(eventTypes[0] satisfies EventType) ?? {}).filter(([key]) =>
    [...newestKeys.values()].every((tree) => Object.hasOwn(tree, key)),
  ),
);

/**
 * An event without whatever its newest contract does not know; of an event type without a contract, what all event types
 * have in common. For where nothing may be kept that could name a person and that nobody has looked at.
 */
export function keepKnown(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return takeUnrecognized(event, newestKeys.get(event['event_type']) ?? commonKeys).known;
}
