import { readsLikeName } from '@millrace/schema';
import type { QuarantineReason } from './outcome.ts';

export const maxEventDepth = 16;
/** Keys of all objects of an event together. */
export const maxEventKeys = 256;
/** Of an event's JSON, in UTF-16 code units. */
export const maxEventLength = 32_768;
/** Of one text, in UTF-16 code units. */
export const maxStringLength = 8192;
/** From here on JSON.stringify writes an exponent: whoever sends so much did not mean an exact integer. */
const firstInexact = 1e21;
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** path: JSON Pointer, ending above the first key that a client made up. detail: never a value of the event. */
export type Fault = { readonly reason: QuarantineReason; readonly path: string; readonly detail: string };

type Found = { readonly reason: QuarantineReason; readonly detail: string; path: string };

/** Whether JSON content is nested deeper than `limit`: deeper than anything that may be walked or serialised again. */
export function exceedsDepth(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const inner of Object.values(value)) if (exceedsDepth(inner, limit - 1)) return true;
  return false;
}

/** What makes an event unfit to be looked at: a key that is forbidden anywhere, or nesting that is too deep. */
export function findStructuralFault(event: object): Fault | undefined {
  return findStructural(event, 1);
}

/** What contracts do not limit. Expects an event without a structural fault. */
export function findLimitFault(event: object): Fault | undefined {
  const fault = findLimit(event, { keys: 0 });
  if (fault) return fault;
  if (JSON.stringify(event).length <= maxEventLength) return undefined;
  return { reason: 'too-large', path: '', detail: `an event may have ${maxEventLength} characters` };
}

/** A number that another reader would read as another one, or that no double holds (JSON text can say 1e400). */
export function isInexact(value: number): boolean {
  const size = Math.abs(value);
  return size > Number.MAX_SAFE_INTEGER && (size < firstInexact || size === Number.POSITIVE_INFINITY);
}

/** The path is put together on the way back: a faultless event pays for no strings. */
function findStructural(value: object, depth: number): Found | undefined {
  if (depth > maxEventDepth) {
    return { reason: 'too-deep', detail: `an event may be ${maxEventDepth} levels deep`, path: '' };
  }
  for (const key of Object.keys(value)) {
    if (forbiddenKeys.has(key)) return { reason: 'forbidden-key', detail: `the key ${key} is not allowed`, path: '' };
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner !== 'object' || inner === null) continue;
    const fault = findStructural(inner, depth + 1);
    if (fault) return below(key, fault);
  }
  return undefined;
}

function findLimit(value: unknown, seen: { keys: number }): Found | undefined {
  if (typeof value === 'string') {
    if (value.length <= maxStringLength) return undefined;
    return { reason: 'too-large', detail: `a text may have ${maxStringLength} characters`, path: '' };
  }
  if (typeof value === 'number') {
    if (!isInexact(value)) return undefined;
    const detail = 'a number beyond 2^53 - 1 or beyond what a double holds: send it as text';
    return { reason: 'schema-invalid', detail, path: '' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.keys(value);
  if (!Array.isArray(value)) seen.keys += keys.length;
  if (seen.keys > maxEventKeys) {
    return { reason: 'too-large', detail: `an event may have ${maxEventKeys} keys`, path: '' };
  }
  for (const key of keys) {
    const fault = findLimit((value as Record<string, unknown>)[key], seen);
    if (fault) return below(key, fault);
  }
  return undefined;
}

function below(key: string, fault: Found): Found {
  fault.path = readsLikeName(key) ? `/${key}${fault.path}` : '';
  return fault;
}
