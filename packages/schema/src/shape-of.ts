import { contractKeys, type EventType, eventTypes } from './generated/event-types.ts';

export type JsonTypeName = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** What quarantine keeps of an event whose consent cannot be read: no value, and no key that the client made up. */
export type EventShape = {
  readonly type: JsonTypeName;
  /** Only if it is one that has a contract. */
  readonly event_type?: EventType;
  /** Top-level keys that contracts know → JSON type of their value; in the order of the contracts. */
  readonly keys: Readonly<Record<string, JsonTypeName>>;
  /** Number of other top-level keys. */
  readonly unknown_keys: number;
};

/** The content-free shape of parsed JSON. */
export function shapeOf(value: unknown): EventShape {
  const type = jsonTypeOf(value);
  if (type !== 'object') return { type, keys: {}, unknown_keys: 0 };
  const event = new Map(Object.entries(value as object));
  const keys = contractKeys.filter((key) => event.has(key));
  const eventType = eventTypes.find((known) => known === event.get('event_type'));
  return {
    type,
    ...(eventType === undefined ? {} : { event_type: eventType }),
    keys: Object.fromEntries(keys.map((key) => [key, jsonTypeOf(event.get(key))])),
    unknown_keys: event.size - keys.length,
  };
}

function jsonTypeOf(value: unknown): JsonTypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  if (type === 'string' || type === 'number' || type === 'boolean' || type === 'object') return type;
  throw new TypeError(`a ${type} is not JSON`);
}
