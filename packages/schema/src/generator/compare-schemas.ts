import { isDeepStrictEqual } from 'node:util';
import { countCodePoints } from '../code-points.ts';
import { isDateTime } from '../date-time.ts';
import { toPointer } from '../to-pointer.ts';
import { isUuid } from '../uuid.ts';
import { columnTypeOf } from './column-type.ts';
import { annotationKeywords, isObject, type JsonSchema, jsonTypes } from './json-schema.ts';

/** `none`: nothing is different for them. `compatible`: something is, and they need to do nothing about it. */
export type Effect = 'none' | 'compatible' | 'breaking';

type Effects = {
  /** Who sends what the old contract says: would the new one refuse it, or take it for something else? */
  readonly writers: Effect;
  /** Who knows the old contract, and applies it to the fields it knows: would it still hold for events of the new one? */
  readonly readers: Effect;
  /** The columns of bronze and silver. */
  readonly tables: Effect;
};

const tightened = { writers: 'breaking', readers: 'compatible', tables: 'none' } as const;
const loosened = { writers: 'compatible', readers: 'breaking', tables: 'none' } as const;
const replaced = { writers: 'breaking', readers: 'breaking', tables: 'none' } as const;
const extended = { writers: 'compatible', readers: 'compatible', tables: 'none' } as const;
const reinterpreted = { writers: 'breaking', readers: 'breaking', tables: 'breaking' } as const;
const described = { writers: 'none', readers: 'none', tables: 'none' } as const;
const tableExtended = { writers: 'none', readers: 'none', tables: 'compatible' } as const;
const tableBroken = { writers: 'none', readers: 'none', tables: 'breaking' } as const;

/** Every kind of change, whom it concerns, and why. */
export const changeKinds = {
  'field-added-optional': {
    ...extended,
    reason: 'senders may leave it out, readers leave aside what they do not know',
  },
  'field-added-required': { ...tightened, reason: 'what is sent today does not have it' },
  'field-removed': { ...replaced, reason: 'who sends it is refused, who reads it finds nothing any more' },
  'required-added': { ...tightened, reason: 'what is sent today may not have it' },
  'required-removed': { ...loosened, reason: 'readers count on it being there' },
  'dependency-added': { ...tightened, reason: 'what is sent today may have the one field without the other' },
  'dependency-removed': { ...loosened, reason: 'readers count on the one field wherever the other is' },
  'map-key-reserved': { ...tightened, reason: 'senders were free to give the key a meaning of their own' },
  'map-key-freed': { ...loosened, reason: 'the key may now mean what a sender likes' },
  'object-opened': { ...extended, reason: 'readers leave aside the keys that they do not know' },
  'object-closed': { ...tightened, reason: 'what is sent today may have other keys' },
  'type-changed': { ...replaced, reason: 'each side has values that the other one refuses' },
  'type-widened': { ...loosened, reason: 'readers do not expect the added type' },
  'type-narrowed': { ...tightened, reason: 'senders may send the type that is gone' },
  'null-added': { ...loosened, reason: 'readers do not expect null' },
  'null-removed': { ...tightened, reason: 'senders may send null' },
  'null-meaning-added': { ...described, reason: 'says what null meant before' },
  'null-meaning-changed': { ...reinterpreted, reason: 'the same null says something else' },
  'enum-added': { ...tightened, reason: 'senders may send a value that is not on the list' },
  'enum-removed': { ...loosened, reason: 'readers know the values of the list only' },
  'enum-value-added': { ...loosened, reason: 'readers do not know the value' },
  'enum-value-removed': { ...tightened, reason: 'senders may send the value' },
  'const-changed': { ...replaced, reason: 'each side refuses the value of the other' },
  'limit-tightened': { ...tightened, reason: 'what is sent today may be beyond the limit' },
  'limit-loosened': { ...loosened, reason: 'readers count on the old limit' },
  'pattern-added': { ...tightened, reason: 'what is sent today may not match' },
  'pattern-removed': { ...loosened, reason: 'readers count on the pattern' },
  'pattern-changed': { ...replaced, reason: 'either pattern may refuse what matches the other' },
  'format-added': { ...tightened, reason: 'what is sent today may not be of the format' },
  'format-removed': { ...loosened, reason: 'readers count on the format' },
  'format-changed': { ...replaced, reason: 'what is of one format is not of the other' },
  'condition-added': { ...tightened, reason: 'what is sent today may not meet it' },
  'condition-removed': { ...loosened, reason: 'readers count on it being met' },
  'condition-changed': { ...replaced, reason: 'either one may refuse what meets the other' },
  'unit-added': { ...described, reason: 'says what the numbers meant before' },
  'unit-changed': { ...reinterpreted, reason: 'the same numbers say something else' },
  'replaced-part-changed': { ...reinterpreted, reason: 'another part of what clients send is stored' },
  'privacy-raised': {
    ...{ writers: 'compatible', readers: 'compatible', tables: 'compatible' },
    reason: 'erasure and the privacy modes reach more',
  },
  'privacy-lowered': {
    ...{ writers: 'none', readers: 'breaking', tables: 'none' },
    reason: 'erasure and the privacy modes would reach less than was promised',
  },
  'column-added': { ...tableExtended, reason: 'older rows have null in it' },
  'column-removed': { ...tableBroken, reason: 'queries that read the column find nothing any more' },
  'column-renamed': { ...tableBroken, reason: 'queries know the column by its old name' },
  'column-retyped': { ...tableBroken, reason: 'files and tables hold the column with its old type' },
  'stored-order-changed': {
    ...{ writers: 'none', readers: 'compatible', tables: 'none' },
    reason: 'lines of both orders are stored; nothing reads by order',
  },
  'description-changed': { ...described, reason: 'words only' },
  'title-changed': { ...described, reason: 'words only' },
} as const satisfies Record<string, Effects & { readonly reason: string }>;

export type ChangeKind = keyof typeof changeKinds;

export type Change = Effects & {
  /** JSON Pointer to the field in the event; `*` stands for any entry of a list or of an open object. */
  readonly path: string;
  readonly kind: ChangeKind;
  /** What was, and what is: `maxLength 256 → 128`. */
  readonly detail: string;
};

/**
 * What makes one contract another. Both are plain object schemas, as bundleContract makes them; their order of keys and
 * keywords is no change, nor is the version they name. A field that moved is one removed and one added.
 * Where two rules can only be compared by what they accept (patterns, conditions), the change counts as breaking for both
 * sides. Throws where columnTypeOf does.
 */
export function compareSchemas(before: JsonSchema, after: JsonSchema): readonly Change[] {
  return [...compareValues(before, after, '')];
}

type Changes = Generator<Change, void>;

function toChange(kind: ChangeKind, path: string, detail: string): Change {
  const { writers, readers, tables } = changeKinds[kind];
  return { path, kind, detail, writers, readers, tables };
}

function toDetail(keyword: string, before: unknown, after: unknown): string {
  const toText = (value: unknown): string => (value === undefined ? 'none' : JSON.stringify(value));
  return `${keyword} ${toText(before)} → ${toText(after)}`;
}

function* compareValues(earlier: JsonSchema, later: JsonSchema, path: string): Changes {
  if (isDeepStrictEqual(earlier, later)) return;
  const [before, after] = path === versionPath ? [withoutConst(earlier), withoutConst(later)] : [earlier, later];
  const oldKinds = valueKindsOf(before);
  const newKinds = valueKindsOf(after);
  const isOnBothSides = (...kinds: readonly ValueKind[]): boolean =>
    kinds.some((kind) => oldKinds.has(kind)) && kinds.some((kind) => newKinds.has(kind));

  yield* compareTypes(before, after, path, oldKinds, newKinds);
  yield* compareMeaning(before, after, path, oldKinds, newKinds);
  yield* compareColumn(before, after, path);
  if (isOnBothSides('string')) yield* compareTexts(before, after, path);
  if (isOnBothSides('integer', 'fraction')) yield* compareLimits(limits.number, before, after, path);
  if (isOnBothSides('array')) yield* compareArrays(before, after, path);
  if (isOnBothSides('object')) yield* compareObjects(before, after, path);
  else {
    yield* innerColumns('column-removed', before, path);
    yield* innerColumns('column-added', after, path);
  }
}

const versionPath = '/schema_version';

function withoutConst({ const: _version, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

// Types

/** The types of JSON Schema without an overlap: a number is an integer or a fraction. */
type ValueKind = 'string' | 'integer' | 'fraction' | 'boolean' | 'null' | 'array' | 'object';

/** What kinds of values a schema lets through. A list of texts lets nothing else through, whatever the type says. */
function valueKindsOf(schema: JsonSchema): ReadonlySet<ValueKind> {
  const types = [schema.type ?? jsonTypes].flat();
  const kinds = types.flatMap((type): ValueKind[] => (type === 'number' ? ['integer', 'fraction'] : [type]));
  const isList = schema.const !== undefined || schema.enum !== undefined;
  return new Set(isList ? kinds.filter((kind) => kind === 'string') : kinds);
}

function* compareTypes(
  before: JsonSchema,
  after: JsonSchema,
  path: string,
  oldKinds: ReadonlySet<ValueKind>,
  newKinds: ReadonlySet<ValueKind>,
): Changes {
  const detail = toDetail('type', before.type, after.type);
  const isGone = [...oldKinds].some((kind) => kind !== 'null' && !newKinds.has(kind));
  const isNew = [...newKinds].some((kind) => kind !== 'null' && !oldKinds.has(kind));
  if (isGone && isNew) yield toChange('type-changed', path, detail);
  else if (isGone) yield toChange('type-narrowed', path, detail);
  else if (isNew) yield toChange('type-widened', path, detail);
  if (oldKinds.has('null') && !newKinds.has('null')) yield toChange('null-removed', path, detail);
  if (!oldKinds.has('null') && newKinds.has('null')) yield toChange('null-added', path, detail);
}

// Meaning: what decides nothing about an event, and a lot about what can be done with it

const privacyRank = { none: 0, sensitive: 1, pseudonym: 2, identifier: 3 } as const;

function* compareMeaning(
  before: JsonSchema,
  after: JsonSchema,
  path: string,
  oldKinds: ReadonlySet<ValueKind>,
  newKinds: ReadonlySet<ValueKind>,
): Changes {
  const compare = (keyword: 'x-unit' | 'x-null', added: ChangeKind, changed: ChangeKind): Change[] => {
    const [old, now] = [before[keyword], after[keyword]];
    if (old === now) return [];
    return [toChange(old === undefined ? added : changed, path, toDetail(keyword, old, now))];
  };
  if ([...oldKinds].some((kind) => newKinds.has(kind))) yield* compare('x-unit', 'unit-added', 'unit-changed');
  if (oldKinds.has('null') && newKinds.has('null')) {
    yield* compare('x-null', 'null-meaning-added', 'null-meaning-changed');
  }
  const rise = privacyRank[after['x-privacy'] ?? 'none'] - privacyRank[before['x-privacy'] ?? 'none'];
  if (rise !== 0) {
    const detail = toDetail('x-privacy', before['x-privacy'], after['x-privacy']);
    yield toChange(rise > 0 ? 'privacy-raised' : 'privacy-lowered', path, detail);
  }
  if (before['x-replaces'] !== after['x-replaces']) {
    yield toChange('replaced-part-changed', path, toDetail('x-replaces', before['x-replaces'], after['x-replaces']));
  }
  const [oldOrder, newOrder] = [before['x-order'] ?? [], after['x-order'] ?? []];
  const kept = oldOrder.filter((key) => newOrder.includes(key));
  const keptNow = newOrder.filter((key) => oldOrder.includes(key));
  if (!isDeepStrictEqual(kept, keptNow))
    yield toChange('stored-order-changed', path, toDetail('x-order', kept, keptNow));
  if (before.title !== after.title) {
    yield toChange('title-changed', path, toDetail('title', before.title, after.title));
  }
  if (before.description !== after.description) {
    yield toChange('description-changed', path, toDetail('description', before.description, after.description));
  }
}

// Columns

function* compareColumn(before: JsonSchema, after: JsonSchema, path: string): Changes {
  const old = columnOf(before);
  const now = columnOf(after);
  if (!old && now) yield toChange('column-added', path, now.text);
  if (old && !now) yield toChange('column-removed', path, old.text);
  if (!old || !now || old.text === now.text) return;
  yield toChange(old.name === now.name ? 'column-retyped' : 'column-renamed', path, `${old.text} → ${now.text}`);
}

function columnOf(schema: JsonSchema): { readonly name: string; readonly text: string } | undefined {
  const name = schema['x-column'];
  return name === undefined ? undefined : { name, text: `${name} ${columnTypeOf(schema, name)}` };
}

/** The columns of a field and of all that is in it. */
function* columns(kind: ChangeKind, schema: JsonSchema, path: string): Changes {
  const column = columnOf(schema);
  if (column) yield toChange(kind, path, column.text);
  yield* innerColumns(kind, schema, path);
}

function* innerColumns(kind: ChangeKind, schema: JsonSchema, path: string): Changes {
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    yield* columns(kind, property, `${path}${toPointer([key])}`);
  }
}

// Limits

type Limit = {
  readonly keyword: 'minLength' | 'maxLength' | 'minimum' | 'maximum' | 'minItems' | 'maxItems' | 'maxProperties';
  readonly side: 'lower' | 'upper';
  /** What holds where the keyword is missing. */
  readonly otherwise: number;
};
const lower = (keyword: Limit['keyword'], otherwise: number): Limit => ({ keyword, side: 'lower', otherwise });
const upper = (keyword: Limit['keyword']): Limit => ({ keyword, side: 'upper', otherwise: Number.POSITIVE_INFINITY });
const limits = {
  string: [lower('minLength', 0), upper('maxLength')],
  number: [lower('minimum', Number.NEGATIVE_INFINITY), upper('maximum')],
  array: [lower('minItems', 0), upper('maxItems')],
  object: [upper('maxProperties')],
} as const satisfies Record<string, readonly Limit[]>;

function* compareLimits(list: readonly Limit[], before: JsonSchema, after: JsonSchema, path: string): Changes {
  for (const { keyword, side, otherwise } of list) {
    const old = before[keyword] ?? otherwise;
    const now = after[keyword] ?? otherwise;
    if (old === now) continue;
    const isTighter = side === 'lower' ? now > old : now < old;
    const detail = toDetail(keyword, before[keyword], after[keyword]);
    yield toChange(isTighter ? 'limit-tightened' : 'limit-loosened', path, detail);
  }
}

// Texts

function* compareTexts(before: JsonSchema, after: JsonSchema, path: string): Changes {
  const old = listedTexts(before);
  const now = listedTexts(after);
  if (!old && !now) {
    yield* compareLimits(limits.string, before, after, path);
    yield* compareRule('pattern', before, after, path);
    yield* compareRule('format', before, after, path);
    return;
  }
  // Beside a list the other rules decide nothing but which of its values count: the values are what is compared.
  const gone = (old ?? []).filter((text) => !isAccepted(text, after));
  const added = (now ?? []).filter((text) => !isAccepted(text, before));
  if (before.const !== undefined && after.const !== undefined && before.const !== after.const) {
    yield toChange('const-changed', path, toDetail('const', before.const, after.const));
    return;
  }
  if (!old) yield toChange('enum-added', path, toDetail('enum', undefined, now));
  if (!now) yield toChange('enum-removed', path, toDetail('enum', old, undefined));
  for (const text of gone) yield toChange('enum-value-removed', path, JSON.stringify(text));
  for (const text of added) yield toChange('enum-value-added', path, JSON.stringify(text));
}

function* compareRule(keyword: 'pattern' | 'format', before: JsonSchema, after: JsonSchema, path: string): Changes {
  const [old, now] = [before[keyword], after[keyword]];
  if (old === now) return;
  const change = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
  yield toChange(`${keyword}-${change}`, path, toDetail(keyword, old, now));
}

/** The only texts that a schema accepts; undefined when it has no list of them. */
function listedTexts(schema: JsonSchema): readonly string[] | undefined {
  const list = schema.const === undefined ? schema.enum : [schema.const];
  return list?.filter((text) => isAccepted(text, schema));
}

const formats = { 'date-time': isDateTime, uuid: isUuid } as const;

function isAccepted(text: string, schema: JsonSchema): boolean {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern = '', format } = schema;
  const length = countCodePoints(text);
  return (
    (schema.const === undefined || schema.const === text) &&
    (schema.enum === undefined || schema.enum.includes(text)) &&
    length >= minLength &&
    length <= maxLength &&
    new RegExp(pattern, 'u').test(text) &&
    (format === undefined || formats[format](text))
  );
}

// Lists and objects

const anything: JsonSchema = {};

function* compareArrays(before: JsonSchema, after: JsonSchema, path: string): Changes {
  yield* compareLimits(limits.array, before, after, path);
  yield* compareValues(before.items ?? anything, after.items ?? anything, `${path}/*`);
}

function* compareObjects(before: JsonSchema, after: JsonSchema, path: string): Changes {
  yield* compareLimits(limits.object, before, after, path);
  const toName = (names: JsonSchema = anything): JsonSchema => ({ type: 'string', ...names });
  for (const change of compareValues(toName(before.propertyNames), toName(after.propertyNames), path)) {
    yield { ...change, detail: `name of a key: ${change.detail}` };
  }
  const [oldRest, newRest] = [otherKeysOf(before), otherKeysOf(after)];
  if (oldRest && newRest) yield* compareValues(oldRest, newRest, `${path}/*`);
  else if (newRest) yield toChange('object-opened', path, 'takes other keys');
  else if (oldRest) yield toChange('object-closed', path, 'takes no other keys');
  const named = [before, after].flatMap(({ properties = {}, required = [] }) => [
    ...Object.keys(properties),
    ...required,
  ]);
  for (const key of new Set(named)) yield* compareFields(before, after, key, `${path}${toPointer([key])}`);
  yield* compareDependencies(before, after, path);
  yield* compareConditions(before, after, path);
}

function otherKeysOf(schema: JsonSchema): JsonSchema | false {
  return schema.additionalProperties ?? anything;
}

/** What a schema says of a key, by name or as one of the others; false where it may not be there. */
function fieldOf(schema: JsonSchema, key: string): JsonSchema | false {
  const { properties = {} } = schema;
  return (Object.hasOwn(properties, key) ? properties[key] : undefined) ?? otherKeysOf(schema);
}

function* compareFields(before: JsonSchema, after: JsonSchema, key: string, path: string): Changes {
  const [old, now] = [fieldOf(before, key), fieldOf(after, key)];
  const [wasRequired, isRequired] = [before, after].map(({ required = [] }) => required.includes(key));
  const [wasNamed, isNamed] = [before, after].map(({ properties = {} }) => Object.hasOwn(properties, key));
  if (old && now) {
    if (isRequired && !wasRequired) yield toChange('required-added', path, 'optional → required');
    if (wasRequired && !isRequired) yield toChange('required-removed', path, 'required → optional');
    if (isNamed && !wasNamed) yield toChange('map-key-reserved', path, 'any key → a field');
    if (wasNamed && !isNamed) yield toChange('map-key-freed', path, 'a field → any key');
    if (wasNamed || isNamed) yield* compareValues(old, now, path);
  } else if (now) {
    yield toChange(isRequired ? 'field-added-required' : 'field-added-optional', path, toTypeText(now));
    yield* columns('column-added', now, path);
  } else if (old) {
    yield toChange('field-removed', path, toTypeText(old));
    yield* columns('column-removed', old, path);
  }
}

function toTypeText({ const: only, enum: list, type }: JsonSchema): string {
  const texts = only === undefined ? list : [only];
  if (texts) return texts.map((text) => JSON.stringify(text)).join(' | ');
  return type === undefined ? 'any type' : [type].flat().join(' | ');
}

function* compareDependencies(before: JsonSchema, after: JsonSchema, path: string): Changes {
  const always = new Set([...(before.required ?? []), ...(after.required ?? [])]);
  const find = (schema: JsonSchema, other: JsonSchema): Change['detail'][] =>
    Object.entries(schema.dependentRequired ?? {})
      // A key that the other side does not have brings its own rules; a required one is there with or without them.
      .filter(([key]) => fieldOf(other, key) !== false)
      .flatMap(([key, needed]) => needed.filter((name) => !always.has(name)).map((name) => `${key} needs ${name}`));
  const [old, now] = [find(before, after), find(after, before)];
  for (const detail of now) if (!old.includes(detail)) yield toChange('dependency-added', path, detail);
  for (const detail of old) if (!now.includes(detail)) yield toChange('dependency-removed', path, detail);
}

// Conditions

type Condition = { readonly when: string; readonly text: string };

function* compareConditions(before: JsonSchema, after: JsonSchema, path: string): Changes {
  const [old, now] = [conditionsOf(before, after), conditionsOf(after, before)];
  const isIn = (list: readonly Condition[], { text }: Condition): boolean => list.some((other) => other.text === text);
  const gone = old.filter((condition) => !isIn(now, condition));
  for (const condition of now.filter((other) => !isIn(old, other))) {
    const index = gone.findIndex(({ when }) => when === condition.when);
    const [was] = index < 0 ? [] : gone.splice(index, 1);
    if (was) yield toChange('condition-changed', path, `${was.text} → ${condition.text}`);
    else yield toChange('condition-added', path, condition.text);
  }
  for (const condition of gone) yield toChange('condition-removed', path, condition.text);
}

/** The conditions of a schema, without those on a key that the other side does not have: its events never meet them. */
function conditionsOf(schema: JsonSchema, other: JsonSchema): Condition[] {
  const { if: condition, then, else: otherwise, allOf = [] } = schema;
  const own: JsonSchema[] = condition
    ? [{ if: condition, ...(then && { then }), ...(otherwise && { else: otherwise }) }]
    : [];
  return [...own, ...allOf]
    .filter((part) => part.else || !(part.if?.required ?? []).some((key) => fieldOf(other, key) === false))
    .map((part) => ({ when: toCanonicalText(part.if), text: toCanonicalText(part) }));
}

const annotations: ReadonlySet<string> = new Set(annotationKeywords);

/** The same text for the same rule: no annotations, no order of keys, of required names or of listed values. */
function toCanonicalText(condition: unknown): string {
  return JSON.stringify(toCanonical(condition, true)) ?? '';
}

function toCanonical(value: unknown, isSchema: boolean): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => toCanonical(entry, true));
    return entries.every((entry) => typeof entry === 'string') ? entries.sort() : entries;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter((key) => !isSchema || !annotations.has(key))
      .sort()
      .map((key) => [key, toCanonical(value[key], !isSchema || key !== 'properties')]),
  );
}
