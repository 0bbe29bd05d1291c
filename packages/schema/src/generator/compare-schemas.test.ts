import { Ajv2020 } from 'ajv/dist/2020.js';
import fc, { type GeneratorValue } from 'fast-check';
import { isDateTime } from '../date-time.ts';
import { isUuid } from '../uuid.ts';
import { type ChangeKind, changeKinds, compareSchemas, type Effect } from './compare-schemas.ts';
import { isObject, type JsonSchema, jsonTypes } from './json-schema.ts';
import { requiredStep, type Step } from './version-step.ts';

type Properties = Record<string, JsonSchema>;

const closed = (properties: Properties, rest: JsonSchema = {}): JsonSchema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...rest,
});
const event = (f: JsonSchema, rest: JsonSchema = {}): JsonSchema => closed({ f }, rest);
const text = (rest: JsonSchema = {}): JsonSchema => ({ type: 'string', maxLength: 8, ...rest });
const integer = (rest: JsonSchema = {}): JsonSchema => ({ type: 'integer', minimum: 0, maximum: 9, ...rest });
const number = (rest: JsonSchema = {}): JsonSchema => ({ type: 'number', minimum: 0, maximum: 9, ...rest });
const list = (items: JsonSchema, rest: JsonSchema = {}): JsonSchema => ({ type: 'array', maxItems: 3, items, ...rest });
const map = (values: JsonSchema, rest: JsonSchema = {}): JsonSchema => ({
  ...{ type: 'object', maxProperties: 3, additionalProperties: values },
  ...rest,
});
const nullable: JsonSchema = { type: ['string', 'null'], maxLength: 8 };
const pair = { a: text(), b: text() };
const whenA = (rest: JsonSchema): JsonSchema => ({
  if: { required: ['a'], properties: { a: { const: 'x' } } },
  ...rest,
});
// biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
const needsB = { then: { required: ['b'] } };

type Row = [
  label: string,
  before: JsonSchema,
  after: JsonSchema,
  kinds: ChangeKind[],
  writers: Effect,
  readers: Effect,
  tables: Effect,
  step: Step,
];
const tightened = ['breaking', 'compatible', 'none', 'major'] as const;
const loosened = ['compatible', 'breaking', 'none', 'major'] as const;
const replaced = ['breaking', 'breaking', 'none', 'major'] as const;
const extended = ['compatible', 'compatible', 'none', 'minor'] as const;
const extendedWithColumn = ['compatible', 'compatible', 'compatible', 'minor'] as const;
const reinterpreted = ['breaking', 'breaking', 'breaking', 'major'] as const;
const tableBroken = ['none', 'none', 'breaking', 'major'] as const;
const same = ['none', 'none', 'none', 'patch'] as const;

const rows: readonly Row[] = [
  // no change
  ['nothing', event(text()), event(text()), [], ...same],
  ['order of properties', closed(pair), closed({ b: text(), a: text() }), [], ...same],
  ['order of keywords', event({ type: 'string', maxLength: 8 }), event({ maxLength: 8, type: 'string' }), [], ...same],
  ['order of types', event({ type: ['string', 'null'] }), event({ type: ['null', 'string'] }), [], ...same],
  ['order of an enum', event({ enum: ['a', 'b'] }), event({ enum: ['b', 'a'] }), [], ...same],
  [
    'order of required names',
    closed(pair, { required: ['a', 'b'] }),
    closed(pair, { required: ['b', 'a'] }),
    [],
    ...same,
  ],
  ['one type as a list', event({ type: 'string' }), event({ type: ['string'] }), [], ...same],
  ['a list of one is a const', event({ enum: ['a'] }), event({ const: 'a' }), [], ...same],
  [
    'the version itself',
    closed({ schema_version: text({ const: '1.0.0' }) }),
    closed({ schema_version: text({ const: '1.0.1' }) }),
    [],
    ...same,
  ],
  ['$id', { ...event(text()), $id: 'urn:a:1.0.0' }, { ...event(text()), $id: 'urn:a:1.0.1' }, [], ...same],
  ['minLength 0', event(text()), event(text({ minLength: 0 })), [], ...same],
  // words
  ['description', event(text()), event(text({ description: 'F.' })), ['description-changed'], ...same],
  ['title', event(text({ title: 'F' })), event(text({ title: 'G' })), ['title-changed'], ...same],
  ['unit named', event(integer()), event(integer({ 'x-unit': 'ms' })), ['unit-added'], ...same],
  [
    'meaning of null said',
    event(nullable),
    event({ ...nullable, 'x-null': 'unknown' }),
    ['null-meaning-added'],
    ...same,
  ],
  // fields
  ['optional field', event(text()), closed({ f: text(), g: text() }), ['field-added-optional'], ...extended],
  [
    'optional field with a column',
    event(text()),
    closed({ f: text(), g: text({ 'x-column': 'g' }) }),
    ['field-added-optional', 'column-added'],
    ...extendedWithColumn,
  ],
  [
    'optional object with two columns and a required field',
    event(text()),
    closed({
      f: text(),
      g: closed({ a: text({ 'x-column': 'a' }), b: text({ 'x-column': 'b' }) }, { required: ['a'] }),
    }),
    ['field-added-optional', 'column-added', 'column-added'],
    ...extendedWithColumn,
  ],
  [
    'required field',
    event(text()),
    closed({ f: text(), g: text() }, { required: ['g'] }),
    ['field-added-required'],
    ...tightened,
  ],
  [
    'required field in an optional object',
    event(closed({ a: text() })),
    event(closed(pair, { required: ['b'] })),
    ['field-added-required'],
    ...tightened,
  ],
  ['field removed', closed({ f: text(), g: text() }), event(text()), ['field-removed'], ...replaced],
  [
    'field with a column removed',
    closed({ f: text(), g: text({ 'x-column': 'g' }) }),
    event(text()),
    ['field-removed', 'column-removed'],
    ...reinterpreted,
  ],
  [
    'field renamed',
    closed({ a: text() }),
    closed({ b: text() }),
    ['field-removed', 'field-added-optional'],
    ...replaced,
  ],
  [
    'field moved',
    closed({ f: closed(pair), g: closed({}) }),
    closed({ f: closed({ a: text() }), g: closed({ b: text() }) }),
    ['field-removed', 'field-added-optional'],
    ...replaced,
  ],
  ['field required', event(text()), event(text(), { required: ['f'] }), ['required-added'], ...tightened],
  ['field no longer required', event(text(), { required: ['f'] }), event(text()), ['required-removed'], ...loosened],
  [
    'one field needs another',
    closed(pair),
    closed(pair, { dependentRequired: { a: ['b'] } }),
    ['dependency-added'],
    ...tightened,
  ],
  [
    'one field no longer needs another',
    closed(pair, { dependentRequired: { a: ['b'] } }),
    closed(pair),
    ['dependency-removed'],
    ...loosened,
  ],
  [
    'another field is needed',
    closed({ ...pair, c: text() }, { dependentRequired: { a: ['b'] } }),
    closed({ ...pair, c: text() }, { dependentRequired: { a: ['c'] } }),
    ['dependency-added', 'dependency-removed'],
    ...replaced,
  ],
  [
    'new field that needs an old one',
    closed({ a: text() }),
    closed(pair, { dependentRequired: { b: ['a'] } }),
    ['field-added-optional'],
    ...extended,
  ],
  [
    'a needed field that is required anyway',
    closed(pair, { required: ['b'] }),
    closed(pair, { required: ['b'], dependentRequired: { a: ['b'] } }),
    [],
    ...same,
  ],
  // types
  [
    'type',
    event(text()),
    event({ type: 'boolean', description: 'F.' }),
    ['type-changed', 'description-changed'],
    ...replaced,
  ],
  ['text to number', event(text()), event(integer()), ['type-changed'], ...replaced],
  ['integer to number', event(integer()), event(number()), ['type-widened'], ...loosened],
  ['number to integer', event(number()), event(integer()), ['type-narrowed'], ...tightened],
  ['another type', event(text()), event({ type: ['string', 'boolean'], maxLength: 8 }), ['type-widened'], ...loosened],
  ['a type less', event({ type: ['string', 'boolean'], maxLength: 8 }), event(text()), ['type-narrowed'], ...tightened],
  ['a type at last', event({}), event(text()), ['type-narrowed', 'null-removed', 'limit-tightened'], ...tightened],
  ['null', event(text()), event(nullable), ['null-added'], ...loosened],
  ['no null', event(nullable), event(text()), ['null-removed'], ...tightened],
  [
    'null means something else',
    event({ ...nullable, 'x-null': 'unknown' }),
    event({ ...nullable, 'x-null': 'none' }),
    ['null-meaning-changed'],
    ...reinterpreted,
  ],
  [
    'null means nothing in particular',
    event({ ...nullable, 'x-null': 'unknown' }),
    event(nullable),
    ['null-meaning-changed'],
    ...reinterpreted,
  ],
  ['object to scalar', event(closed(pair)), event(text()), ['type-changed'], ...replaced],
  [
    'object with columns to scalar with one',
    event(closed({ a: text({ 'x-column': 'f_a' }) })),
    event(text({ 'x-column': 'f' })),
    ['type-changed', 'column-added', 'column-removed'],
    ...reinterpreted,
  ],
  [
    'scalar to object with columns',
    event(text()),
    event(closed({ a: closed({ b: text({ 'x-column': 'f_a_b' }) }) })),
    ['type-changed', 'column-added'],
    ...(['breaking', 'breaking', 'compatible', 'major'] as const),
  ],
  ['scalar to list', event(text()), event(list(text())), ['type-changed'], ...replaced],
  // lists of texts
  ['enum on a text', event(text()), event({ enum: ['a', 'b'] }), ['enum-added'], ...tightened],
  [
    'enum with a text that was too long',
    event(text({ maxLength: 2 })),
    event({ enum: ['a', 'long'] }),
    ['enum-added', 'enum-value-added'],
    ...replaced,
  ],
  ['enum dropped', event({ enum: ['a', 'b'] }), event(text()), ['enum-removed'], ...loosened],
  [
    'enum dropped for a pattern that one value breaks',
    event({ enum: ['a', 'B'] }),
    event(text({ pattern: '^[a-z]*$' })),
    ['enum-removed', 'enum-value-removed'],
    ...replaced,
  ],
  ['value more', event({ enum: ['a'] }), event({ enum: ['a', 'b'] }), ['enum-value-added'], ...loosened],
  ['value less', event({ enum: ['a', 'b'] }), event({ enum: ['a'] }), ['enum-value-removed'], ...tightened],
  [
    'value replaced',
    event({ enum: ['a', 'b'] }),
    event({ enum: ['a', 'c'] }),
    ['enum-value-removed', 'enum-value-added'],
    ...replaced,
  ],
  ['const', event({ const: 'a' }), event({ const: 'b' }), ['const-changed'], ...replaced],
  ['const to list', event({ const: 'a' }), event({ enum: ['a', 'b'] }), ['enum-value-added'], ...loosened],
  ['const dropped', event(text({ const: 'a' })), event(text()), ['enum-removed'], ...loosened],
  ['const set', event(text()), event(text({ const: 'a' })), ['enum-added'], ...tightened],
  [
    'a limit beside a list that all values keep',
    event(text({ enum: ['a', 'b'] })),
    event(text({ enum: ['a', 'b'], maxLength: 1, pattern: '^[a-z]$' })),
    [],
    ...same,
  ],
  [
    'a limit beside a list that a value breaks',
    event(text({ enum: ['a', 'bb'] })),
    event(text({ enum: ['a', 'bb'], maxLength: 1 })),
    ['enum-value-removed'],
    ...tightened,
  ],
  [
    'enum takes null away',
    event(nullable),
    event({ ...nullable, enum: ['a'] }),
    ['null-removed', 'enum-added'],
    ...tightened,
  ],
  // limits
  ['maxLength down', event(text()), event(text({ maxLength: 7 })), ['limit-tightened'], ...tightened],
  ['maxLength up', event(text()), event(text({ maxLength: 9 })), ['limit-loosened'], ...loosened],
  ['maxLength dropped', event(text()), event({ type: 'string' }), ['limit-loosened'], ...loosened],
  ['minLength set', event(text()), event(text({ minLength: 1 })), ['limit-tightened'], ...tightened],
  ['minLength down', event(text({ minLength: 2 })), event(text({ minLength: 1 })), ['limit-loosened'], ...loosened],
  ['minimum up', event(integer()), event(integer({ minimum: 1 })), ['limit-tightened'], ...tightened],
  ['minimum down', event(integer()), event(integer({ minimum: -1 })), ['limit-loosened'], ...loosened],
  ['maximum down', event(number()), event(number({ maximum: 8 })), ['limit-tightened'], ...tightened],
  ['maximum up', event(number()), event(number({ maximum: 10 })), ['limit-loosened'], ...loosened],
  ['maximum set', event({ type: 'number' }), event({ type: 'number', maximum: 1 }), ['limit-tightened'], ...tightened],
  [
    'range moved',
    event(integer()),
    event(integer({ minimum: 1, maximum: 10 })),
    ['limit-tightened', 'limit-loosened'],
    ...replaced,
  ],
  ['minItems set', event(list(text())), event(list(text(), { minItems: 1 })), ['limit-tightened'], ...tightened],
  ['minItems dropped', event(list(text(), { minItems: 1 })), event(list(text())), ['limit-loosened'], ...loosened],
  ['maxItems down', event(list(text())), event(list(text(), { maxItems: 2 })), ['limit-tightened'], ...tightened],
  ['maxItems up', event(list(text())), event(list(text(), { maxItems: 4 })), ['limit-loosened'], ...loosened],
  ['items narrowed', event(list(number())), event(list(integer())), ['type-narrowed'], ...tightened],
  ['items widened', event(list(text())), event(list(text({ maxLength: 9 }))), ['limit-loosened'], ...loosened],
  [
    'maxProperties down',
    event(map(text())),
    event(map(text(), { maxProperties: 2 })),
    ['limit-tightened'],
    ...tightened,
  ],
  ['maxProperties up', event(map(text())), event(map(text(), { maxProperties: 4 })), ['limit-loosened'], ...loosened],
  // patterns and formats
  ['pattern set', event(text()), event(text({ pattern: '^[a-f]*$' })), ['pattern-added'], ...tightened],
  ['pattern dropped', event(text({ pattern: '^[a-f]*$' })), event(text()), ['pattern-removed'], ...loosened],
  [
    'pattern replaced',
    event(text({ pattern: '^[a-f]+$' })),
    event(text({ pattern: '^[d-k]+$' })),
    ['pattern-changed'],
    ...replaced,
  ],
  ['format set', event({ type: 'string' }), event({ type: 'string', format: 'uuid' }), ['format-added'], ...tightened],
  [
    'format dropped',
    event({ type: 'string', format: 'uuid' }),
    event({ type: 'string' }),
    ['format-removed'],
    ...loosened,
  ],
  [
    'format replaced',
    event({ type: 'string', format: 'uuid' }),
    event({ type: 'string', format: 'date-time' }),
    ['format-changed'],
    ...replaced,
  ],
  // open objects
  ['map values narrowed', event(map(number())), event(map(integer())), ['type-narrowed'], ...tightened],
  ['map values widened', event(map(integer())), event(map(number())), ['type-widened'], ...loosened],
  [
    'names limited',
    event(map(text())),
    event(map(text(), { propertyNames: { maxLength: 2 } })),
    ['limit-tightened'],
    ...tightened,
  ],
  [
    'names no longer limited',
    event(map(text(), { propertyNames: { maxLength: 2 } })),
    event(map(text())),
    ['limit-loosened'],
    ...loosened,
  ],
  [
    'names of another pattern',
    event(map(text(), { propertyNames: { pattern: '^[a-f]*$' } })),
    event(map(text(), { propertyNames: { pattern: '^[f-z]*$' } })),
    ['pattern-changed'],
    ...replaced,
  ],
  [
    'object closed',
    event(map(text())),
    event({ ...map(text()), additionalProperties: false }),
    ['object-closed'],
    ...tightened,
  ],
  [
    'object opened',
    event(closed({ a: text() })),
    event({ ...closed({ a: text() }), additionalProperties: text() }),
    ['object-opened'],
    ...extended,
  ],
  [
    'a name in an open object gets a field',
    event(map(text())),
    event(map(text(), { properties: { a: text() } })),
    ['map-key-reserved'],
    ...tightened,
  ],
  [
    'a field of an open object is a name as any',
    event(map(text(), { properties: { a: text() } })),
    event(map(text())),
    ['map-key-freed'],
    ...loosened,
  ],
  [
    'properties become an open map',
    event(closed({ a: text(), b: integer() })),
    event({ type: 'object', additionalProperties: text() }),
    ['object-opened', 'map-key-freed', 'map-key-freed', 'type-changed'],
    ...replaced,
  ],
  [
    'an open map becomes properties',
    event({ type: 'object', additionalProperties: text() }),
    event(closed({ a: text() })),
    ['object-closed', 'map-key-reserved'],
    ...tightened,
  ],
  [
    'a name that must be there in an open object',
    event(map(text())),
    event(map(text(), { required: ['a'] })),
    ['required-added'],
    ...tightened,
  ],
  // conditions
  ['condition', closed(pair), closed(pair, { allOf: [whenA(needsB)] }), ['condition-added'], ...tightened],
  ['condition dropped', closed(pair, { allOf: [whenA(needsB)] }), closed(pair), ['condition-removed'], ...loosened],
  [
    'other consequence',
    closed({ ...pair, c: text() }, { allOf: [whenA(needsB)] }),
    closed({ ...pair, c: text() }, { allOf: [whenA({ else: { required: ['b'] } })] }),
    ['condition-changed'],
    ...replaced,
  ],
  [
    'other condition',
    closed(pair, { allOf: [whenA(needsB)] }),
    closed(pair, { allOf: [{ if: { required: ['a'], properties: { a: { const: 'y' } } }, ...needsB }] }),
    ['condition-added', 'condition-removed'],
    ...replaced,
  ],
  [
    'the same condition, written otherwise',
    closed(pair, { allOf: [whenA(needsB)] }),
    closed(pair, { if: { properties: { a: { const: 'x', description: 'A.' } }, required: ['a'] }, ...needsB }),
    [],
    ...same,
  ],
  [
    'order of conditions',
    closed(pair, { allOf: [whenA(needsB), whenA({ else: { required: ['b'] } })] }),
    closed(pair, { allOf: [whenA({ else: { required: ['b'] } }), whenA(needsB)] }),
    [],
    ...same,
  ],
  [
    'condition on a new field',
    closed({ b: text() }),
    closed(pair, { allOf: [whenA(needsB)] }),
    ['field-added-optional'],
    ...extended,
  ],
  [
    'condition on a new field that also says what holds without it',
    closed({ b: text() }),
    closed(pair, { allOf: [whenA({ else: { required: ['b'] } })] }),
    ['field-added-optional', 'condition-added'],
    ...tightened,
  ],
  [
    'condition that holds where a new field is missing',
    closed({ b: text() }),
    closed(pair, { allOf: [{ if: { properties: { a: { const: 'x' } } }, ...needsB }] }),
    ['field-added-optional', 'condition-added'],
    ...tightened,
  ],
  // what numbers and persons mean
  [
    'unit',
    event(integer({ 'x-unit': 'cents' })),
    event(integer({ 'x-unit': 'euros' })),
    ['unit-changed'],
    ...reinterpreted,
  ],
  ['unit dropped', event(integer({ 'x-unit': 'cents' })), event(integer()), ['unit-changed'], ...reinterpreted],
  ['privacy', event(text()), event(text({ 'x-privacy': 'sensitive' })), ['privacy-raised'], ...extendedWithColumn],
  [
    'more privacy',
    event(text({ 'x-privacy': 'sensitive' })),
    event(text({ 'x-privacy': 'identifier' })),
    ['privacy-raised'],
    ...extendedWithColumn,
  ],
  [
    'less privacy',
    event(text({ 'x-privacy': 'identifier' })),
    event(text({ 'x-privacy': 'pseudonym' })),
    ['privacy-lowered'],
    ...(['none', 'breaking', 'none', 'major'] as const),
  ],
  [
    'no privacy',
    event(text({ 'x-privacy': 'sensitive' })),
    event(text()),
    ['privacy-lowered'],
    ...(['none', 'breaking', 'none', 'major'] as const),
  ],
  // columns
  [
    'column',
    event(text()),
    event(text({ 'x-column': 'f' })),
    ['column-added'],
    ...(['none', 'none', 'compatible', 'minor'] as const),
  ],
  ['column dropped', event(text({ 'x-column': 'f' })), event(text()), ['column-removed'], ...tableBroken],
  [
    'column renamed',
    event(text({ 'x-column': 'f' })),
    event(text({ 'x-column': 'g' })),
    ['column-renamed'],
    ...tableBroken,
  ],
  [
    'an integer that outgrows 32 bits',
    event(integer({ maximum: 2 ** 31 - 1, 'x-column': 'f' })),
    event(integer({ maximum: 2 ** 31, 'x-column': 'f' })),
    ['column-retyped', 'limit-loosened'],
    ...(['compatible', 'breaking', 'breaking', 'major'] as const),
  ],
  [
    'an integer column that holds fractions',
    event(integer({ 'x-column': 'f' })),
    event(number({ 'x-column': 'f' })),
    ['type-widened', 'column-retyped'],
    ...(['compatible', 'breaking', 'breaking', 'major'] as const),
  ],
  [
    'a number column that holds JSON text',
    event(number({ 'x-column': 'f' })),
    event(map(number(), { 'x-column': 'f' })),
    ['type-changed', 'column-retyped'],
    ...reinterpreted,
  ],
  [
    'a text column that holds JSON text',
    event(text({ 'x-column': 'f' })),
    event(list(text(), { 'x-column': 'f' })),
    ['type-changed'],
    ...replaced,
  ],
  // server-fields
  [
    'another part of the event is replaced',
    event(text({ 'x-replaces': '/a' })),
    event(text({ 'x-replaces': '/b' })),
    ['replaced-part-changed'],
    ...reinterpreted,
  ],
  [
    'stored order',
    { ...event(text()), 'x-order': ['a', 'b'] },
    { ...event(text()), 'x-order': ['b', 'a'] },
    ['stored-order-changed'],
    ...(['none', 'compatible', 'none', 'minor'] as const),
  ],
  [
    'a place in the stored order',
    { ...event(text()), 'x-order': ['a', 'b'] },
    { ...event(text()), 'x-order': ['a', 'c', 'b'] },
    [],
    ...same,
  ],
  // several at once
  [
    'tighter here, looser there',
    closed({ a: text(), b: text() }),
    closed({ a: text({ maxLength: 7 }), b: text({ maxLength: 9 }) }),
    ['limit-tightened', 'limit-loosened'],
    ...replaced,
  ],
  [
    'deep in the event',
    event(closed({ a: closed({ b: list(text()) }) })),
    event(closed({ a: closed({ b: list(text({ maxLength: 7 })) }) })),
    ['limit-tightened'],
    ...tightened,
  ],
];

const strength: readonly Effect[] = ['none', 'compatible', 'breaking'];
const strongest = (effects: readonly Effect[]): Effect =>
  strength[Math.max(0, ...effects.map((effect) => strength.indexOf(effect)))] ?? 'none';

describe('what a change is, and whom it concerns', () => {
  test.each(rows)('%s', (_label, before, after, kinds, writers, readers, tables, step) => {
    const changes = compareSchemas(before, after);
    expect({
      kinds: changes.map(({ kind }) => kind),
      writers: strongest(changes.map((change) => change.writers)),
      readers: strongest(changes.map((change) => change.readers)),
      tables: strongest(changes.map((change) => change.tables)),
      step: requiredStep(changes),
    }).toEqual({ kinds, writers, readers, tables, step });
  });

  test('every kind of change is in the table above', () => {
    const shown = new Set(rows.flatMap(([, , , kinds]) => kinds));
    expect(Object.keys(changeKinds).filter((kind) => !shown.has(kind as ChangeKind))).toEqual([]);
  });

  test('labels are there once', () => {
    const labels = rows.map(([label]) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  test.each<[before: JsonSchema, after: JsonSchema, path: string, detail: string]>([
    [event(text({ maxLength: 256 })), event(text({ maxLength: 128 })), '/f', 'maxLength 256 → 128'],
    [event(text()), event({ type: 'string' }), '/f', 'maxLength 8 → none'],
    [event(integer()), event(number()), '/f', 'type "integer" → "number"'],
    [event({ enum: ['a'] }), event({ enum: ['a', 'b'] }), '/f', '"b"'],
    [event(list(integer())), event(list(number())), '/f/*', 'type "integer" → "number"'],
    [event(map(integer())), event(map(number())), '/f/*', 'type "integer" → "number"'],
    [
      event(map(text())),
      event(map(text(), { propertyNames: { maxLength: 2 } })),
      '/f',
      'name of a key: maxLength none → 2',
    ],
    [closed({}), closed({ 'a/b~c': { type: ['string', 'null'] } }), '/a~1b~0c', 'string | null'],
    [closed(pair), closed(pair, { dependentRequired: { a: ['b'] } }), '', 'a needs b'],
    [event(text({ 'x-column': 'f' })), event(text({ 'x-column': 'g' })), '/f', 'f string → g string'],
  ])('path and detail %#', (before, after, path, detail) => {
    expect(compareSchemas(before, after)).toMatchObject([{ path, detail }]);
  });
});

// What the labels promise, against a validator.

const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: { 'date-time': isDateTime, uuid: isUuid } });
const toValidator = (schema: JsonSchema): ((value: unknown) => boolean) => {
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema);
  return (value) => validate(value) === true;
};

const restOf = (schema: JsonSchema): JsonSchema | false => schema.additionalProperties ?? {};
const fieldOf = (schema: JsonSchema, key: string): JsonSchema | false => schema.properties?.[key] ?? restOf(schema);

/** What a reader looks at who knows the schema: no keys but those it names, or takes as any key. */
function cut(value: unknown, schema: JsonSchema): unknown {
  if (!isObject(value)) return value;
  const known = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const field = fieldOf(schema, key);
    return field ? [[key, cut(inner, field)]] : [];
  });
  return Object.fromEntries(known);
}

type Dice = { pick<T>(...values: readonly T[]): T; chance(percent: number): boolean };
const toDice = (draw: GeneratorValue): Dice => ({
  pick: <T>(...values: readonly T[]): T => values[draw(fc.nat, { max: values.length - 1 })] as T,
  chance: (percent) => draw(fc.nat, { max: 99 }) < percent,
});

const words = ['', 'a', 'b', 'x', 'y', 'ab', 'abc', 'dd', 'k', 'B1', 'bb', '👍', 'long', 'x'.repeat(10)];
const times = ['2026-11-21T10:20:30Z', '0190c2a4-7b1d-7c3e-8f2a-1234567890ab'];

/** A value that a schema is likely to accept: at its limits, more often than not. */
function drawValue(dice: Dice, schema: JsonSchema): unknown {
  const { pick, chance } = dice;
  const listed = schema.const === undefined ? schema.enum : [schema.const];
  if (listed && chance(95)) return pick(...listed);
  switch (pick(...[schema.type ?? jsonTypes].flat())) {
    case 'string': {
      const { minLength = 0, maxLength = 12 } = schema;
      return pick(...words, ...times, ...times, 'a'.repeat(maxLength), 'a'.repeat(maxLength), 'é'.repeat(minLength));
    }
    case 'integer':
      return pick(schema.minimum ?? -20, schema.maximum ?? 20, 0, 1, 2, 3);
    case 'number':
      return pick(schema.minimum ?? -20, schema.maximum ?? 20, 0, 1, 0.5, 2.5, 3);
    case 'boolean':
      return pick(true, false);
    case 'null':
      return null;
    case 'array': {
      const { minItems = 0, maxItems = 4, items = { type: 'boolean' } } = schema;
      return Array.from({ length: pick(minItems, minItems + 1, maxItems) }, () => drawValue(dice, items));
    }
    case 'object': {
      const { properties = {}, required = [], maxProperties = 5 } = schema;
      const named = Object.keys(properties).filter((key) => required.includes(key) || chance(60));
      const others = pick('a', 'b', 'c', 'ab', 'abc', 'B1', '');
      const rest = restOf(schema);
      const free = rest === false ? [] : [others, pick('a', 'b', 'c', 'q'), 'r', 's', 't'];
      const keys = [...named, ...required, ...free.slice(0, pick(0, 1, 2, Math.max(0, maxProperties - named.length)))];
      return Object.fromEntries(
        [...new Set(keys)].map((key) => [key, drawValue(dice, fieldOf(schema, key) || { type: 'boolean' })]),
      );
    }
  }
}

/** Breaking for what it means: there is no event that a validator would refuse. */
const meanings = new Set<ChangeKind>([
  'map-key-reserved',
  'map-key-freed',
  'unit-changed',
  'null-meaning-changed',
  'replaced-part-changed',
  'privacy-lowered',
]);
const decided = rows.filter(([, , , kinds]) => kinds.length > 0 && !kinds.some((kind) => meanings.has(kind)));
const valuesOf = (schema: JsonSchema): readonly unknown[] =>
  fc.sample(
    fc.gen().map((draw) => drawValue(toDice(draw), schema)),
    { numRuns: 400, seed: 20 },
  );

describe('breaking means that there is an event that breaks', () => {
  test.each(decided)('%s', (_label, before, after, kinds, writers, readers) => {
    const [isOld, isNew] = [toValidator(before), toValidator(after)];
    const refusedByNew = valuesOf(before).filter((value) => isOld(value) && !isNew(value));
    const refusedByOld = valuesOf(after).filter((value) => isNew(value) && !isOld(cut(value, before)));
    expect(refusedByNew.length > 0).toBe(writers === 'breaking');
    // A field that is gone breaks what reads it, though an optional one may always have been missing.
    if (!kinds.includes('field-removed')) expect(refusedByOld.length > 0).toBe(readers === 'breaking');
  });
});

/** Any schema of the subset; a small one. */
function drawSchema(dice: Dice, depth: number): JsonSchema {
  const { pick, chance } = dice;
  const some = (percent: number, part: JsonSchema): JsonSchema => (chance(percent) ? part : {});
  const scalar = (): JsonSchema => drawSchema(dice, 0);
  const string = (): JsonSchema => ({
    type: 'string',
    ...some(60, { maxLength: pick(1, 2, 3, 40) }),
    ...some(40, { minLength: pick(0, 1, 2) }),
    ...some(30, { pattern: pick('^[a-c]*$', '^[ab]+$', '^.{0,2}$') }),
    ...some(10, { format: pick('uuid', 'date-time') }),
  });
  const range = (): JsonSchema => ({
    ...some(70, { minimum: pick(-1, 0, 1, 0.5) }),
    ...some(70, { maximum: pick(1, 2, 3, 2.5) }),
  });
  const kinds: readonly (() => JsonSchema)[] = [
    string,
    () => ({ ...string(), type: ['string', 'null'] }),
    () => ({ ...string(), enum: [...new Set([pick(...words), pick(...words), pick(...words)])] }),
    () => ({ const: pick('a', 'b') }),
    () => ({ type: pick('integer', 'number'), ...range() }),
    () => ({ type: [pick('integer', 'number'), pick('null', 'string', 'boolean')], ...string(), ...range() }),
    () => ({ type: 'boolean' }),
  ];
  const inner: readonly (() => JsonSchema)[] = [
    () => ({
      ...{ type: 'array', items: scalar() },
      ...some(60, { maxItems: pick(1, 2, 3) }),
      ...some(30, { minItems: pick(0, 1) }),
    }),
    () => ({
      ...{ type: 'object', additionalProperties: scalar() },
      ...some(60, { maxProperties: pick(1, 2, 3) }),
      ...some(50, { propertyNames: pick({ maxLength: 1 }, { maxLength: 2 }, { pattern: '^[a-b]*$' }) }),
    }),
    () => drawObject(dice, depth - 1),
    () => drawObject(dice, depth - 1),
  ];
  return pick(...kinds, ...(depth > 0 ? inner : []))();
}

const keys = ['a', 'b', 'c', 'd'];

function drawObject(dice: Dice, depth: number): JsonSchema {
  const { pick } = dice;
  const named = new Set([pick(...keys), pick(...keys), pick(...keys)]);
  const properties = Object.fromEntries([...named].map((key) => [key, drawSchema(dice, depth)]));
  return drawRules(dice, { type: 'object', properties, additionalProperties: false });
}

/** What an object says of its fields together. Names none that it does not have: the generator refuses that. */
function drawRules(dice: Dice, schema: JsonSchema): JsonSchema {
  const { pick, chance } = dice;
  const { type = 'object', properties = {}, additionalProperties = false } = schema;
  const named = Object.keys(properties);
  const key = (): string => pick(...named);
  const condition = (): JsonSchema => ({
    if: {
      ...(chance(70) ? { required: [key()] } : {}),
      ...(chance(70)
        ? { properties: { [key()]: pick<JsonSchema>({ const: 'a' }, { maximum: 1 }, { type: 'null' }) } }
        : {}),
    },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    ...(chance(80) ? { then: { required: [key()] } } : {}),
    ...(chance(30) ? { else: { properties: { [key()]: { minLength: 1 } } } } : {}),
  });
  return {
    ...{ type, properties, additionalProperties },
    ...(chance(60) ? { required: named.filter(() => chance(50)) } : {}),
    ...(chance(20) ? { dependentRequired: { [key()]: [key()] } } : {}),
    ...(chance(25) ? { allOf: [condition()] } : {}),
    ...(chance(15) ? { maxProperties: pick(1, 2, 3) } : {}),
  };
}

/** The schema with something else about it. */
function drawChanged(dice: Dice, schema: JsonSchema, depth: number): JsonSchema {
  const { pick } = dice;
  const { properties, additionalProperties, items } = schema;
  const keyword = (): JsonSchema => {
    const other = properties ? drawRules(dice, schema) : drawSchema(dice, depth);
    const name = pick(...(Object.keys({ ...other, ...schema }) as (keyof JsonSchema)[]));
    const { [name]: _dropped, ...rest } = schema;
    return other[name] === undefined ? rest : { ...rest, [name]: other[name] };
  };
  const ways: (() => JsonSchema)[] = [keyword];
  if (!properties) ways.push(() => drawSchema(dice, depth));
  if (items) ways.push(() => ({ ...schema, items: drawChanged(dice, items, 0) }));
  if (additionalProperties) {
    ways.push(() => ({ ...schema, additionalProperties: drawChanged(dice, additionalProperties, 0) }));
  }
  if (properties) {
    const missing = keys.filter((key) => !Object.hasOwn(properties, key));
    const change = (key: string, property: JsonSchema): JsonSchema => ({
      ...schema,
      properties: { ...properties, [key]: property },
    });
    const changeOne = (): JsonSchema => {
      const key = pick(...Object.keys(properties));
      return change(key, drawChanged(dice, properties[key] ?? {}, depth - 1));
    };
    ways.push(changeOne, changeOne, changeOne);
    if (missing.length > 0) ways.push(() => change(pick(...missing), drawSchema(dice, depth - 1)));
    ways.push(() => {
      const kept = Object.keys(properties).slice(1);
      const fewer = { ...schema, properties: Object.fromEntries(kept.map((key) => [key, properties[key] ?? {}])) };
      return kept.length > 0 ? drawRules(dice, fewer) : schema;
    });
    ways.push(() => ({ ...schema, additionalProperties: pick<false | JsonSchema>(false, drawSchema(dice, 0)) }));
    ways.push(() =>
      drawRules(dice, { ...schema, properties: { ...properties, [pick(...keys)]: drawSchema(dice, 0) } }),
    );
  }
  return pick(...ways)();
}

/** Two versions, the second with one or two changes. */
const versions = fc.gen().map((draw) => {
  const dice = toDice(draw);
  const before = drawObject(dice, 2);
  const once = drawChanged(dice, before, 2);
  return { before, after: dice.chance(50) ? drawChanged(dice, once, 2) : once };
});
const drawValid = (draw: GeneratorValue, schema: JsonSchema): readonly unknown[] => {
  const isValid = toValidator(schema);
  return Array.from({ length: 20 }, () => drawValue(toDice(draw), schema)).filter(isValid);
};

describe('what is not breaking breaks nothing', () => {
  const runs = { numRuns: 300, endOnFailure: true }; // shrinking takes minutes, and the schemas are small

  test('SCHEMA-5: for writers: what was accepted is accepted', () => {
    fc.assert(
      fc.property(versions, fc.gen(), ({ before, after }, draw) => {
        fc.pre(!compareSchemas(before, after).some(({ writers }) => writers === 'breaking'));
        const isNew = toValidator(after);
        expect(drawValid(draw, before).filter((value) => !isNew(value))).toEqual([]);
      }),
      runs,
    );
  });

  test('SCHEMA-5: for readers: what is accepted now was accepted, as far as the old contract knows it', () => {
    fc.assert(
      fc.property(versions, fc.gen(), ({ before, after }, draw) => {
        fc.pre(!compareSchemas(before, after).some(({ readers }) => readers === 'breaking'));
        const isOld = toValidator(before);
        expect(drawValid(draw, after).filter((value) => !isOld(cut(value, before)))).toEqual([]);
      }),
      runs,
    );
  });

  test('for a patch: both accept the same', () => {
    fc.assert(
      fc.property(versions, fc.gen(), ({ before, after }, draw) => {
        fc.pre(requiredStep(compareSchemas(before, after)) === 'patch');
        const [isOld, isNew] = [toValidator(before), toValidator(after)];
        expect(drawValid(draw, before).filter((value) => !isNew(value))).toEqual([]);
        expect(drawValid(draw, after).filter((value) => !isOld(value))).toEqual([]);
      }),
      runs,
    );
  });
});
