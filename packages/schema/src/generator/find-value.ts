import { createHash } from 'node:crypto';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isDateTime } from '../date-time.ts';
import { toPointer } from '../to-pointer.ts';
import { isUuid } from '../uuid.ts';
import { isObject, type JsonSchema, type JsonType, jsonTypes } from './json-schema.ts';
import { listConditions } from './list-fields.ts';
import { namedExamples } from './named-examples.ts';
import { samplePattern } from './sample-pattern.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };

export type ValueOptions = {
  /** `full`: every optional field; `minimal`: only what is required. */
  readonly extent: 'full' | 'minimal';
  /** UUIDs are made from it. */
  readonly seed: string;
  /** Fields to leave out, as JSON Pointers. */
  readonly omitted?: readonly string[];
};

/** Bounds the work on conditions that undo each other. */
const maxRounds = 64;
const ajv = new Ajv2020({
  strict: false,
  addUsedSchema: false, // two schemas may have one $id
  code: { optimize: false },
  formats: { 'date-time': isDateTime, uuid: isUuid },
  logger: false,
});

/** Whether a value satisfies a schema of the subset. */
export function isSatisfied(schema: JsonSchema, value: unknown): boolean {
  return ajv.compile(schema)(value) === true; // compiled once per schema object
}

/**
 * A value that satisfies a schema of the subset, its conditions included: a plausible one where the name of the field is
 * a known one, else one made from type, limits and pattern. The same schema gives the same value.
 * undefined where none is found, either because there is none or because it takes more than following the conditions.
 */
export function findValue(schema: JsonSchema, options: ValueOptions): JsonValue | undefined {
  let narrowed = schema;
  for (let round = 0; round < maxRounds; round++) {
    const value = build(narrowed, options, []);
    if (value === undefined) return undefined;
    const broken = findBrokenBranch(narrowed, value);
    if (!broken) return value;
    narrowed = narrow(narrowed, at(broken.path, broken.branch));
  }
  return undefined;
}

/** The schema that says `inner` of what lies at the path, and that it is there. */
export function at(path: readonly string[], inner: JsonSchema): JsonSchema {
  return path.reduceRight<JsonSchema>((schema, key) => ({ required: [key], properties: { [key]: schema } }), inner);
}

/** Both schemas hold, written as one, as far as findValue reads it. */
export function narrow(base: JsonSchema, narrower: JsonSchema): JsonSchema {
  const { if: _if, then: _then, else: _else, ...plain } = { ...base, ...narrower };
  const merged: Record<string, unknown> = plain;
  const combined: Partial<Record<keyof JsonSchema, unknown>> = {
    type: intersectTypes(base.type, narrower.type),
    enum: base.enum && narrower.enum ? base.enum.filter((entry) => narrower.enum?.includes(entry)) : undefined,
    required: [...new Set([...(base.required ?? []), ...(narrower.required ?? [])])],
    dependentRequired: narrowEach(base.dependentRequired, narrower.dependentRequired, (one, other) => [
      ...one,
      ...other,
    ]),
    properties: narrowEach(base.properties, narrower.properties, narrow),
    minimum: pick(Math.max, base.minimum, narrower.minimum),
    maximum: pick(Math.min, base.maximum, narrower.maximum),
    minLength: pick(Math.max, base.minLength, narrower.minLength),
    maxLength: pick(Math.min, base.maxLength, narrower.maxLength),
    minItems: pick(Math.max, base.minItems, narrower.minItems),
    maxItems: pick(Math.min, base.maxItems, narrower.maxItems),
    maxProperties: pick(Math.min, base.maxProperties, narrower.maxProperties),
    items: base.items && narrower.items ? narrow(base.items, narrower.items) : undefined,
    pattern: base.pattern, // the narrower one goes into allOf
    allOf: [
      ...(base.allOf ?? []),
      ...(narrower.allOf ?? []),
      ...(base.pattern !== undefined && narrower.pattern !== undefined ? [{ pattern: narrower.pattern }] : []),
      ...[base, narrower].flatMap(ownCondition),
    ],
  };
  for (const [keyword, value] of Object.entries(combined)) if (value !== undefined) merged[keyword] = value;
  return merged;
}

function ownCondition({ if: condition, then = {}, else: otherwise = {} }: JsonSchema): readonly JsonSchema[] {
  return condition ? [{ if: condition, then, else: otherwise }] : [];
}

function intersectTypes(base: JsonSchema['type'], narrower: JsonSchema['type']): readonly JsonType[] | undefined {
  if (base === undefined || narrower === undefined) return undefined;
  const allowed = [narrower].flat();
  const types = [base].flat();
  const kept = types.filter((type) => allowed.includes(type) || (type === 'integer' && allowed.includes('number')));
  return types.includes('number') && allowed.includes('integer') ? [...kept, 'integer'] : kept;
}

function pick(
  choose: (...values: readonly number[]) => number,
  base: number | undefined,
  narrower: number | undefined,
): number | undefined {
  const values = [base, narrower].filter((value) => value !== undefined);
  return values.length === 0 ? undefined : choose(...values);
}

function narrowEach<T>(
  base: Readonly<Record<string, T>> | undefined,
  narrower: Readonly<Record<string, T>> | undefined,
  combine: (one: T, other: T) => T,
): Readonly<Record<string, T>> | undefined {
  if (!base || !narrower) return undefined;
  const combined: Record<string, T> = { ...base };
  for (const [key, value] of Object.entries(narrower)) {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    combined[key] = before === undefined ? value : combine(before, value);
  }
  return combined;
}

function findBrokenBranch(schema: JsonSchema, value: JsonValue) {
  for (const condition of listConditions(schema)) {
    const place = valueAt(value, condition.path);
    if (place === undefined) continue;
    const branch = isSatisfied(condition.if, place) ? condition.then : condition.else;
    if (branch && !isSatisfied(branch, place)) return { path: condition.path, branch };
  }
  return undefined;
}

/** The value at the path; undefined where there is none. */
export function valueAt(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? (inner[key] as JsonValue) : undefined),
    value,
  );
}

function build(schema: JsonSchema, options: ValueOptions, path: readonly string[]): JsonValue | undefined {
  const scalar = findScalar(schema, options, path);
  if (scalar !== undefined && scalar !== null) return scalar;
  const types = typesOf(schema);
  if (types.includes('array')) return buildArray(schema, options, path);
  if (types.includes('object')) return buildObject(schema, options, path);
  return scalar;
}

/** The types that a value may have; where the schema does not say, what its keywords are about. */
export function typesOf(schema: JsonSchema): readonly JsonType[] {
  if (schema.type !== undefined) return [schema.type].flat();
  return schema.properties || schema.required ? ['object'] : jsonTypes;
}

function buildArray(schema: JsonSchema, options: ValueOptions, path: readonly string[]): JsonValue | undefined {
  const { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (minItems > maxItems) return undefined;
  const named = namesOf(path).flatMap((name) => namedExamples.get(name) ?? []);
  const fitting = named.filter((example) => isScalar(items, example));
  const first = fitting[0] ?? build(items, options, path);
  if (first === undefined) return minItems === 0 ? [] : undefined;
  const count = options.extent === 'minimal' ? minItems : Math.max(minItems, Math.min(maxItems, fitting.length || 1));
  return Array.from({ length: count }, (_value, index) => fitting[index % fitting.length] ?? first);
}

function buildObject(schema: JsonSchema, options: ValueOptions, path: readonly string[]): JsonValue | undefined {
  const { properties = {}, additionalProperties } = schema;
  const needed = requiredKeys(schema);
  const isOmitted = (key: string) => options.omitted?.includes(toPointer([...path, key])) === true;
  const optional = options.extent === 'full' ? Object.keys(properties) : [];
  const most = Math.max(needed.size, schema.maxProperties ?? Number.POSITIVE_INFINITY);
  let keys = needed;
  for (const key of optional) {
    const more = requiredKeys(schema, [...keys, key]);
    if (more.size <= most && ![...more].some(isOmitted)) keys = more;
  }
  const entries: [string, JsonValue][] = [];
  for (const key of [...Object.keys(properties), ...keys].filter(isFirst)) {
    if (!keys.has(key)) continue;
    const value = isOmitted(key) ? undefined : build(properties[key] ?? {}, options, [...path, key]);
    if (value === undefined && needed.has(key)) return undefined;
    if (value !== undefined) entries.push([key, value]);
  }
  if (additionalProperties && options.extent === 'full') entries.push(...inventEntries(schema, options, path));
  return Object.fromEntries(entries);
}

function isFirst(key: string, index: number, keys: readonly string[]): boolean {
  return keys.indexOf(key) === index;
}

/** What must be there when `present` is, over any number of steps. */
function requiredKeys(schema: JsonSchema, present: Iterable<string> = []): ReadonlySet<string> {
  const keys = new Set([...present, ...(schema.required ?? [])]);
  for (const key of keys) for (const other of schema.dependentRequired?.[key] ?? []) keys.add(other); // grows as it goes
  return keys;
}

/** Entries of an object that takes any names. */
function inventEntries(schema: JsonSchema, options: ValueOptions, path: readonly string[]): [string, JsonValue][] {
  const { additionalProperties, propertyNames = {}, maxProperties = Number.POSITIVE_INFINITY } = schema;
  const [sample = []] = propertyNames.pattern === undefined ? [] : samplePattern(propertyNames.pattern);
  const names = ['loyalty_tier', 'basket_size', 'is_gift'].concat(sample);
  return names
    .filter((name) => isScalar({ ...propertyNames, type: 'string' }, name))
    .slice(0, Math.min(3, maxProperties))
    .flatMap((name): [string, JsonValue][] => {
      const value = additionalProperties ? build(additionalProperties, options, [...path, name]) : undefined;
      return value === undefined ? [] : [[name, value]];
    });
}

/** The first candidate that the schema takes; null only where it takes nothing else. */
function findScalar(schema: JsonSchema, options: ValueOptions, path: readonly string[]): JsonValue | undefined {
  for (const candidate of scalarCandidates(schema, options, path)) if (isScalar(schema, candidate)) return candidate;
  return undefined;
}

function* scalarCandidates(schema: JsonSchema, { seed }: ValueOptions, path: readonly string[]): Generator<JsonValue> {
  if (schema.const !== undefined) return yield schema.const;
  if (schema.enum) yield* schema.enum;
  const types = typesOf(schema);
  for (const name of namesOf(path)) yield* [namedExamples.get(name) ?? []].flat();
  if (types.includes('string')) yield* textsOfFormat(schema, `${seed}/${path.join('/')}`);
  if (types.includes('string')) yield* textCandidates(schema, path);
  if (types.includes('number') || types.includes('integer')) yield* numberCandidates(schema, path);
  yield true;
  yield false;
  yield null;
}

/** `parent.key`, then `key`: the names that an example may be known by. */
function namesOf(path: readonly string[]): readonly string[] {
  return [path.slice(-2).join('.'), path.at(-1) ?? ''];
}

function* textsOfFormat(schema: JsonSchema, seed: string): Generator<string> {
  const { format, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (format === 'uuid') yield toUuid(seed);
  if (format !== 'date-time') return;
  for (const time of ['2026-11-21T10:20:30.123Z', '2026-11-21T10:20:30Z']) yield time;
  const digits = Math.min(maxLength, Math.max(minLength, 22)) - '2026-11-21T10:20:30.Z'.length;
  if (digits > 0) yield `2026-11-21T10:20:30.${'123456789'.repeat(Math.ceil(digits / 9)).slice(0, digits)}Z`;
}

function* textCandidates(schema: JsonSchema, path: readonly string[]): Generator<string> {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const name = (path.at(-1) ?? 'text').replaceAll('_', '-');
  const named = namesOf(path).flatMap((key) => namedExamples.get(key) ?? []);
  const texts = [...named.filter((example) => typeof example === 'string'), ...textsByEnding(name), name];
  yield* texts;
  yield* ['EUR', '1.0.0', 'en-GB', createHash('sha256').update(name).digest('hex')];
  for (const text of texts) yield [...text].slice(0, maxLength).join('').padEnd(minLength, 'x');
  const patterns = [schema, ...(schema.allOf ?? [])].flatMap((part) => part.pattern ?? []);
  for (const pattern of patterns) yield* samplePattern(pattern, Math.min(Math.max(64, minLength), 1024));
}

function textsByEnding(name: string): readonly string[] {
  if (/(?:^|-)(?:url|link|href)$/.test(name)) return ['https://shop.example/'];
  if (name.endsWith('-id')) return [`${name.slice(0, -'-id'.length)}-1`];
  return [];
}

function* numberCandidates(schema: JsonSchema, path: readonly string[]): Generator<number> {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
  const named = namesOf(path).flatMap((key) => namedExamples.get(key) ?? []);
  const isFraction = typesOf(schema).includes('number');
  for (const guess of [...named.filter((example) => typeof example === 'number'), isFraction ? 1.5 : 3]) {
    const near = Math.min(maximum, Math.max(minimum, guess));
    yield* [near, Math.round(near), Math.ceil(near), Math.floor(near)];
  }
}

/** Whether the schema takes the scalar, its conditions aside. */
function isScalar(schema: JsonSchema, value: JsonValue): boolean {
  if (typeof value === 'object' && value !== null) return false;
  const types = typesOf(schema);
  const isType =
    typeof value === 'number'
      ? types.includes('number') || (types.includes('integer') && Number.isInteger(value))
      : types.includes(value === null ? 'null' : (typeof value as JsonType));
  if (!isType) return false;
  return [schema, ...(schema.allOf ?? [])].every((part) => isWithin(part, value));
}

function isWithin(schema: JsonSchema, value: string | number | boolean | null): boolean {
  if (schema.const !== undefined && schema.const !== value) return false;
  if (schema.enum && !schema.enum.some((entry) => entry === value)) return false;
  if (typeof value === 'number') {
    return value >= (schema.minimum ?? value) && value <= (schema.maximum ?? value) && Number.isFinite(value);
  }
  if (typeof value !== 'string') return true;
  const length = [...value].length;
  return (
    length >= (schema.minLength ?? 0) &&
    length <= (schema.maxLength ?? length) &&
    (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(value)) &&
    (schema.format !== 'uuid' || isUuid(value)) &&
    (schema.format !== 'date-time' || isDateTime(value))
  );
}

/** The same text, the same UUID: version 8, which is for ids of one's own making. */
function toUuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** The event with the value at the path; without what is there for undefined. What leads there must be there. */
export function withValueAt(event: JsonObject, path: readonly string[], value: JsonValue | undefined): JsonObject {
  const [key = '', ...rest] = path;
  const inner = event[key];
  if (rest.length > 0) {
    if (!isObject(inner)) throw new Error(`there is nothing at ${toPointer(path)}`);
    return { ...event, [key]: withValueAt(inner as JsonObject, rest, value) };
  }
  if (value !== undefined) return { ...event, [key]: value };
  const { [key]: _removed, ...others } = event;
  return others;
}
