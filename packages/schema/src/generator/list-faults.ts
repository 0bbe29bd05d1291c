import { toPointer } from '../to-pointer.ts';
import { at, findValue, type JsonObject, type JsonValue, narrow, typesOf, withValueAt } from './find-value.ts';
import type { JsonSchema, JsonType } from './json-schema.ts';
import { samplePattern } from './sample-pattern.ts';

/** One way to break a contract. */
export type ListedFault = {
  readonly name: string;
  /** JSON Pointer to the value, or to the key that is missing or unknown. */
  readonly path: string;
  /** Keyword of JSON Schema. */
  readonly rule: string;
  /** What must be there before it can be broken. */
  readonly needed: JsonSchema;
  readonly apply: (event: JsonObject) => JsonObject;
};

type BrokenValue = { readonly rule: string; readonly what: string; readonly value: JsonValue };

/** Longer texts and lists than this are not written out. */
export const longestWritten = 256;
const unknownKey = 'unknown_key';
const options = { extent: 'minimal', seed: 'fault' } as const;
const valueOfType: readonly [type: JsonType, what: string, value: JsonValue][] = [
  ['string', 'a text', 'text'],
  ['number', 'a number', 42],
  ['boolean', 'true', true],
  ['array', 'a list', []],
  ['object', 'an object', {}],
];

/** Faults of what lies at the path: of the value, and of the keys of an object. `brief` leaves out limits and null. */
export function listFaults(schema: JsonSchema, path: readonly string[], brief: boolean): readonly ListedFault[] {
  const name = path.join('.') || 'event';
  const ofValue = path.length === 0 ? [] : breakValue(schema, brief);
  const faults = ofValue.map(({ rule, what, value }): ListedFault => {
    return replaced(`${name}: ${what}`, path, rule, value);
  });
  return [...faults, ...listKeyFaults(schema, path, name), ...listInnerFaults(schema, path, name, brief)];
}

function replaced(name: string, path: readonly string[], rule: string, value: JsonValue): ListedFault {
  return { name, path: toPointer(path), rule, needed: at(path, {}), apply: (event) => withValueAt(event, path, value) };
}

function listKeyFaults(schema: JsonSchema, path: readonly string[], name: string): readonly ListedFault[] {
  const without = (key: string, rule: string, what: string, needed: readonly string[]): ListedFault => ({
    name: `${[...path, key].join('.')}: ${what}`,
    path: toPointer([...path, key]),
    rule,
    needed: at(path, { required: needed }),
    apply: (event) => withValueAt(event, [...path, key], undefined),
  });
  const dependent = Object.entries(schema.dependentRequired ?? {}).flatMap(([key, others]) =>
    others
      .filter((other) => other !== key)
      .map((other) => without(other, 'dependentRequired', `missing beside ${key}`, [key])),
  );
  const unknown: ListedFault = {
    name: `${name}: unknown key`,
    path: toPointer([...path, unknownKey]),
    rule: 'additionalProperties',
    needed: at(path, {}),
    apply: (event) => withValueAt(event, [...path, unknownKey], 1),
  };
  return [
    ...(schema.required ?? []).map((key) => without(key, 'required', 'missing', [])),
    ...dependent,
    ...(schema.additionalProperties === false ? [unknown] : []),
  ];
}

/** Faults in items, and in the entries of an object that takes any names. */
function listInnerFaults(
  schema: JsonSchema,
  path: readonly string[],
  name: string,
  brief: boolean,
): readonly ListedFault[] {
  const { items, minItems = 0, additionalProperties, propertyNames = {} } = schema;
  const faults: ListedFault[] = [];
  if (items) {
    const count = Math.max(1, minItems);
    const list = findValue(narrow(schema, { type: 'array', minItems: count, maxItems: count }), options);
    const before = Array.isArray(list) ? list.slice(0, -1) : [];
    for (const { rule, what, value } of breakValue(items, brief)) {
      const fault = replaced(`${name}: an item is ${what}`, path, rule, [...before, value]);
      faults.push({ ...fault, path: `${fault.path}/${before.length}` });
    }
  }
  if (additionalProperties) {
    const entries = findValue(narrow(schema, { type: 'object' }), { ...options, extent: 'full' });
    const [key, valid] = Object.entries((entries ?? {}) as JsonObject)[0] ?? [];
    if (key === undefined || valid === undefined) return faults;
    for (const { rule, what, value } of breakValue(additionalProperties, brief)) {
      const fault = replaced(`${name}: an entry is ${what}`, path, rule, { [key]: value });
      faults.push({ ...fault, path: toPointer([...path, key]) });
    }
    for (const { rule, what, value } of breakValue({ ...propertyNames, type: 'string' }, brief)) {
      if (typeof value !== 'string') continue; // a name is always a text
      faults.push(replaced(`${name}: a name is ${what}`, path, rule, { [value]: valid }));
    }
  }
  return faults;
}

/** Values that break one rule of a schema; where it can be helped, no other. */
function breakValue(schema: JsonSchema, brief: boolean): readonly BrokenValue[] {
  const types = typesOf(schema);
  const typeRule = schema.type !== undefined ? 'type' : schema.const !== undefined ? 'const' : 'enum';
  const hasType = schema.type !== undefined || schema.const !== undefined || schema.enum !== undefined;
  const isTaken = (type: JsonType) => types.includes(type) || (type === 'number' && types.includes('integer'));
  const broken: BrokenValue[] = [];
  const wrong = valueOfType.find(([type]) => !isTaken(type));
  if (wrong && hasType) broken.push({ rule: typeRule, what: wrong[1], value: wrong[2] });
  if (hasType && !types.includes('null') && !brief) broken.push({ rule: typeRule, what: 'null', value: null });
  if (types.includes('integer') && !types.includes('number') && !brief) {
    broken.push({ rule: 'type', what: 'half a number', value: (schema.minimum ?? 0) + 0.5 });
  }
  if (schema.const !== undefined) broken.push({ rule: 'const', what: 'another value', value: `not-${schema.const}` });
  else if (schema.enum) broken.push({ rule: 'enum', what: 'not in the list', value: notIn(schema.enum) });
  else if (types.includes('string')) broken.push(...breakText(schema, brief));
  if (!brief) broken.push(...breakNumber(schema), ...breakCount(schema));
  return broken;
}

function notIn(values: readonly string[]): string {
  let text = 'not-in-the-list';
  while (values.includes(text)) text += '-x';
  return text;
}

function breakText(schema: JsonSchema, brief: boolean): readonly BrokenValue[] {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, format, type: _type, ...rest } = schema;
  const lengths = { minLength, ...(Number.isFinite(maxLength) ? { maxLength } : {}) };
  const text = (length: number): JsonValue => {
    const { minLength: _min, maxLength: _max, ...unlimited } = schema;
    const exact = { type: 'string', minLength: length, maxLength: length } as const;
    return findValue(narrow(unlimited, exact), options) ?? 'x'.repeat(length); // a pattern may know no text so long
  };
  const broken: BrokenValue[] = [];
  if (minLength > 0 && !brief) broken.push({ rule: 'minLength', what: 'too short', value: text(minLength - 1) });
  if (maxLength <= longestWritten && !brief) {
    broken.push({ rule: 'maxLength', what: 'too long', value: text(maxLength + 1) });
  }
  const others = findValue({ ...rest, ...lengths, type: 'string' }, options);
  const against = textsAgainst(schema, typeof others === 'string' ? others : 'x');
  if (pattern !== undefined) {
    broken.push(...against.map(([what, value]) => ({ rule: 'pattern', what, value })));
  }
  if (format !== undefined) {
    const wrong = wrongFormats[format].slice(0, brief ? 2 : undefined);
    broken.push(...wrong.map(([what, value]) => ({ rule: 'format', what, value })));
  }
  return broken;
}

const wrongFormats: Readonly<Record<NonNullable<JsonSchema['format']>, readonly [what: string, text: string][]>> = {
  'date-time': [
    ['30 February', '2026-02-30T10:20:30Z'],
    ['29 February of 2100', '2100-02-29T10:20:30Z'],
    ['a blank instead of T', '2026-11-21 10:20:30Z'],
    ['a small z', '2026-11-21T10:20:30z'],
    ['a leap second', '2026-06-30T23:59:60Z'],
    ['1999 in UTC', '2000-01-01T00:00:00+00:01'],
    ['without offset', '2026-11-21T10:20:30'],
    ['a line end after it', '2026-11-21T10:20:30Z\n'],
  ],
  uuid: [
    ['urn:uuid:', 'urn:uuid:0190c2a4-7b1d-7c3e-8f2a-1234567890ab'],
    ['without dashes', '0190c2a47b1d7c3e8f2a1234567890ab'],
    ['no hex digit', '0190c2a4-7b1d-7c3e-8f2a-1234567890ag'],
    ['a line end after it', '0190c2a4-7b1d-7c3e-8f2a-1234567890ab\n'],
  ],
};

/** Texts of an allowed length that do not match the pattern. */
export function textsAgainst(schema: JsonSchema, other: string): readonly [what: string, text: string][] {
  const { pattern = '', minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const matching = findValue({ ...schema, type: 'string' }, options) ?? [...samplePattern(pattern)][0] ?? '';
  const text = String(matching);
  const swapped = [...text].map((letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  const candidates: [string, string][] = [
    ['upper case for lower case', swapped.join('')],
    ['another sign at its start', `!${[...text].slice(1).join('')}`],
    ['against the pattern', other],
    ['a line end after it', `${text}\n`],
  ];
  const against = candidates.filter(([, candidate]) => {
    const length = [...candidate].length;
    return length >= minLength && length <= maxLength && !new RegExp(pattern, 'u').test(candidate);
  });
  const [first] = against;
  return first ? [first, ...against.slice(1).filter(([what]) => what === 'a line end after it')] : [];
}

function breakNumber({ minimum, maximum }: JsonSchema): readonly BrokenValue[] {
  const values = [
    { rule: 'minimum', what: 'too small', value: minimum === undefined ? Number.NaN : below(minimum) },
    { rule: 'maximum', what: 'too large', value: maximum === undefined ? Number.NaN : above(maximum) },
  ];
  return values.filter(({ value }) => Number.isFinite(value));
}

function breakCount(schema: JsonSchema): readonly BrokenValue[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, maxProperties = Number.POSITIVE_INFINITY } = schema;
  const { minItems: _min, maxItems: _max, ...unlimited } = schema;
  const list = (count: number) =>
    findValue(narrow(unlimited, { type: 'array', minItems: count, maxItems: count }), options);
  const broken: BrokenValue[] = [];
  const shorter = minItems > 0 ? list(minItems - 1) : undefined;
  if (shorter !== undefined) broken.push({ rule: 'minItems', what: 'too few items', value: shorter });
  const longer = maxItems < longestWritten ? list(maxItems + 1) : undefined;
  if (longer !== undefined) broken.push({ rule: 'maxItems', what: 'too many items', value: longer });
  const more = maxProperties < longestWritten ? entriesOf(schema, maxProperties + 1) : undefined;
  if (more) broken.push({ rule: 'maxProperties', what: 'too many entries', value: more });
  return broken;
}

/** An object that takes any names, with that many of them; undefined where the names follow a pattern. */
export function entriesOf(schema: JsonSchema, count: number): JsonObject | undefined {
  const { additionalProperties, propertyNames = {} } = schema;
  const value = additionalProperties ? findValue(additionalProperties, options) : undefined;
  if (value === undefined || propertyNames.pattern !== undefined || propertyNames.enum) return undefined;
  return Object.fromEntries(Array.from({ length: count }, (_value, index) => [`key_${index + 1}`, value]));
}

/** The next number below a limit that every language reads as another one; -Infinity where there is none. */
export function below(limit: number): number {
  return limit - 1 < limit ? limit - 1 : limit - Math.abs(limit);
}

/** The next number above a limit that every language reads as another one; Infinity where there is none. */
export function above(limit: number): number {
  return -below(-limit);
}
