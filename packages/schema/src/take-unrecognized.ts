import { toPointer } from './to-pointer.ts';

/** The keys of a closed object; null: a value, or an object that takes any key. */
export type KeyTree = { readonly [key: string]: KeyTree | null };

type JsonObject = Record<string, unknown>;

/**
 * Splits an event into what a contract knows and what it does not: JSON Pointer → value. Objects on the way to an unknown
 * key are copied, the event is not changed.
 */
export function takeUnrecognized(
  event: Readonly<JsonObject>,
  knownKeys: KeyTree,
): { readonly known: JsonObject; readonly unrecognized: Readonly<JsonObject> } {
  const unrecognized: JsonObject = {};
  return { known: takeFrom(event, knownKeys, '', unrecognized), unrecognized };
}

function takeFrom(object: Readonly<JsonObject>, tree: KeyTree, pointer: string, unrecognized: JsonObject): JsonObject {
  const known: JsonObject = {};
  for (const key of Object.keys(object)) {
    const value = object[key];
    const inner = Object.hasOwn(tree, key) ? tree[key] : undefined;
    if (inner === undefined) unrecognized[`${pointer}${toPointer([key])}`] = value;
    else if (inner === null || !isObject(value)) known[key] = value;
    else known[key] = takeFrom(value, inner, `${pointer}${toPointer([key])}`, unrecognized);
  }
  return known;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
