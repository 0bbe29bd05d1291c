import { toPointer } from '@millrace/schema';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { nearestName } from './nearest-name.ts';

/** One thing that is wrong with an event. The file is the reader's own: values may be shown, if they are short. */
export type EventFault = {
  /** JSON Pointer; empty for the event itself. */
  readonly path: string;
  /** Keyword of the contract, or ingest's reason. */
  readonly rule: string;
  readonly message: string;
};

const maxShownLength = 60;

/** What a contract, checked with `allErrors` and `verbose`, has against an event; undefined where another fault says it. */
export function describeContractFault(error: ErrorObject): EventFault | undefined {
  const { keyword, instancePath, params, data, propertyName } = error;
  // The fault of a branch or of a name comes on its own, too.
  if (keyword === 'if' || keyword === 'propertyNames') return undefined;
  const fault = (message: string, key?: unknown): EventFault => ({
    path: key === undefined ? instancePath : `${instancePath}${toPointer([String(key)])}`,
    rule: keyword,
    message: propertyName === undefined ? message : `name of a property: ${message}`,
  });
  const value: unknown = propertyName ?? data;
  const found = `found ${toShownValue(value)}`;
  switch (keyword) {
    case 'required':
      return fault('is missing', params['missingProperty']);
    case 'dependentRequired':
      return fault(`is missing, though ${params['property']} is there`, params['missingProperty']);
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const near = nearestName(key, Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {}));
      return fault(
        `the contract does not know this key${near === undefined ? '' : `; did you mean ${near}?`}`,
        params['additionalProperty'],
      );
    }
    case 'type':
      return fault(`expected ${toList([params['type']].flat())}, ${found}`);
    case 'const':
      return fault(`expected ${JSON.stringify(params['allowedValue'])}, ${found}`);
    case 'enum':
      return fault(
        `expected ${toList((params['allowedValues'] as unknown[]).map((entry) => JSON.stringify(entry)))}, ${found}`,
      );
    case 'format':
      return fault(`expected a ${params['format']}, ${found}`);
    case 'pattern':
      return fault(`expected to match ${params['pattern']}, ${found}`);
    case 'minLength':
      return fault(`expected at least ${params['limit']} characters, found ${countOf(value)} characters`);
    case 'maxLength':
      return fault(`expected at most ${params['limit']} characters, found ${countOf(value)} characters`);
    case 'minimum':
      return fault(`expected at least ${params['limit']}, ${found}`);
    case 'maximum':
      return fault(`expected at most ${params['limit']}, ${found}`);
    case 'minItems':
      return fault(`expected at least ${params['limit']} items, found ${countOf(value)} items`);
    case 'maxItems':
      return fault(`expected at most ${params['limit']} items, found ${countOf(value)} items`);
    case 'maxProperties':
      return fault(`expected at most ${params['limit']} properties, found ${countOf(value)} properties`);
    default:
      return fault(`not kept, ${found}`);
  }
}

/** A value in a few words: `"shoes"`, `number 12`, `an array of 3`. */
export function toShownValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object') return `an object of ${Object.keys(value).length}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number beyond what a double holds';
  if (typeof value !== 'string') return `${typeof value} ${value}`;
  const text = JSON.stringify(value);
  if (text.length <= maxShownLength) return text;
  const start = [...text.slice(0, 2 * maxShownLength)].slice(0, maxShownLength - 2).join(''); // whole characters
  return `${start}…" (${countOf(value)} characters)`;
}

/** Of a text its characters, as JSON Schema counts. */
function countOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}

function toList(names: readonly unknown[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
