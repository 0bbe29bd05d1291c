// biome-ignore-all lint/suspicious/noThenProperty: a keyword of JSON Schema
import { join } from 'node:path';
import type { BundledContract } from './bundle-contract.ts';
import { emitFixtures, type InvalidFixture, type ValidFixture } from './emit-fixtures.ts';
import type { JsonObject } from './find-value.ts';
import type { JsonSchema } from './json-schema.ts';
import { readContracts } from './read-contracts.ts';

type Fixtures = {
  readonly example: JsonObject;
  readonly valid: readonly ValidFixture[];
  readonly invalid: readonly InvalidFixture[];
};

const { contracts } = readContracts(join(import.meta.dirname, '../../contracts'));
const files = emitFixtures(contracts);
const read = (eventType: string): Fixtures => JSON.parse(files.get(`generated/fixtures/${eventType}/1.0.0.json`) ?? '');

test('each contract has a file of events, none too large to read', () => {
  expect([...files.keys()]).toEqual(
    contracts.map(({ eventType, version }) => `generated/fixtures/${eventType}/${version}.json`),
  );
  for (const [file, text] of files) {
    expect(`${file} ${text.length < 64_000}`).toBe(`${file} true`);
    const { valid, invalid }: Fixtures = JSON.parse(text);
    expect(new Set(valid.map(({ name }) => name)).size).toBe(valid.length);
    expect(new Set(invalid.map(({ name }) => name)).size).toBe(invalid.length);
    expect(invalid.length).toBeGreaterThan(50);
  }
});

test('one event a line', () => {
  const text = files.get('generated/fixtures/search/1.0.0.json') ?? '';
  const { valid, invalid } = read('search');
  expect(text.split('\n')).toHaveLength(valid.length + invalid.length + 8);
});

test('the same contracts give the same bytes', () => {
  expect([...emitFixtures(contracts)]).toEqual([...files]);
});

test('conditions and dependencies are kept both ways, and broken', () => {
  const click = read('click');
  expect(click.valid.map(({ event }) => [event['product'] !== undefined, event['element'] !== undefined])).toEqual(
    expect.arrayContaining([
      [true, false],
      [false, true],
      [true, true],
    ]),
  );
  const faults = click.invalid.map(({ path, rule, event }) => [path, rule, event['product'] !== undefined]);
  expect(faults).toContainEqual(['/element', 'required', false]);
  expect(faults).toContainEqual(['/product/currency', 'dependentRequired', true]);
  expect(read('chart_interaction').invalid).toContainEqual(
    expect.objectContaining({ path: '/chart/control_id', rule: 'required' }),
  );
});

/** A contract of nothing but what is given. */
function fixturesOf(client: JsonSchema): Fixtures {
  const closed: JsonSchema = { type: 'object', additionalProperties: false, ...client };
  const contract: BundledContract = { eventType: 'made_up', version: '1.0.0', client: closed, stored: closed };
  return JSON.parse(emitFixtures([contract]).get('generated/fixtures/made_up/1.0.0.json') ?? '');
}

const faultsOf = (client: JsonSchema) => fixturesOf(client).invalid.map(({ path, rule }) => `${path} ${rule}`);
const valuesOf = (client: JsonSchema, key: string) => fixturesOf(client).valid.map(({ event }) => event[key]);

const rules: readonly [what: string, schema: JsonSchema, valid: readonly unknown[], faults: readonly string[]][] = [
  [
    'a whole number',
    { type: 'integer', minimum: 1, maximum: 5 },
    [3, 1, 5],
    ['/a type', '/a type', '/a type', '/a minimum', '/a maximum'],
  ],
  [
    'a number or null',
    { type: ['number', 'null'], minimum: -0.5, maximum: 1e300 },
    [1.5, null, -0.5, 1e300],
    ['/a type', '/a minimum', '/a maximum'],
  ],
  [
    'the largest numbers',
    { type: 'number', minimum: -Number.MAX_VALUE, maximum: Number.MAX_VALUE },
    [1.5],
    ['/a type'],
  ],
  ['a listed text', { type: 'string', enum: ['x', 'y'] }, ['x', 'y'], ['/a type', '/a type', '/a enum']],
  ['a fixed text', { const: 'x' }, ['x'], ['/a const', '/a const', '/a const']],
  [
    'a text',
    { type: 'string', minLength: 2, maxLength: 3 },
    ['EUR', 'ax', '😀😀😀'],
    ['/a type', '/a type', '/a minLength', '/a maxLength'],
  ],
  ['a long text', { type: 'string', maxLength: 300 }, ['a', ''], ['/a type', '/a type']],
  [
    'a pattern',
    { type: 'string', maxLength: 4, pattern: '^[A-Z]{3}$' },
    ['EUR'],
    ['/a type', '/a type', '/a maxLength', '/a pattern', '/a pattern'],
  ],
  [
    'a list',
    { type: 'array', minItems: 1, maxItems: 2, items: { type: 'boolean' } },
    [[true], [true, true]],
    ['/a type', '/a type', '/a minItems', '/a maxItems', '/a/0 type', '/a/0 type'],
  ],
  [
    'names of the sender’s own',
    {
      type: 'object',
      maxProperties: 2,
      propertyNames: { maxLength: 12 },
      additionalProperties: { type: 'string', maxLength: 1 },
    },
    [{}, { key_1: 't', key_2: 't' }],
    ['/a type', '/a type', '/a maxProperties', '/a/loyalty_tier type', '/a/loyalty_tier maxLength', '/a maxLength'],
  ],
];

test.each(rules)('%s: the edges that are taken, and each rule broken', (_what, schema, valid, faults) => {
  const client: JsonSchema = { required: ['a'], properties: { a: schema } };
  expect(valuesOf(client, 'a')).toEqual(expect.arrayContaining([...valid]));
  const ofValue = faultsOf(client).filter((fault) => fault.startsWith('/a'));
  expect(ofValue).toEqual(expect.arrayContaining(['/a required', ...faults]));
  expect(new Set(ofValue)).toEqual(new Set(['/a required', ...faults]));
});

test('formats are tried with what other languages take for one', () => {
  const { valid, invalid } = fixturesOf({
    required: ['id', 'time'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      time: { type: 'string', format: 'date-time', maxLength: 40 },
    },
  });
  const times = invalid
    .filter(({ path, rule }) => path === '/time' && rule === 'format')
    .map(({ event }) => event['time']);
  expect(times).toEqual(
    expect.arrayContaining(['2026-02-30T10:20:30Z', '2026-11-21 10:20:30Z', '2026-11-21T10:20:30Z\n']),
  );
  const ids = invalid.filter(({ rule }) => rule === 'format').map(({ event }) => String(event['id']));
  expect(ids.some((id) => id.startsWith('urn:uuid:'))).toBe(true);
  expect(valid.map(({ event }) => String(event['time']).length)).toContain(40);
});

test('every branch of a condition is broken by every rule that it adds', () => {
  const text = { type: 'string', maxLength: 9 } as const;
  const client: JsonSchema = {
    required: ['kind'],
    properties: {
      kind: { type: 'string', enum: ['card', 'cash'] },
      brand: { ...text, enum: ['v', 'm', 'x'] },
      sum: { type: ['integer', 'null'], minimum: 0, maximum: 99 },
      code: { ...text },
    },
    allOf: [
      {
        if: { type: 'object', required: ['kind'], properties: { kind: { const: 'card' } } },
        then: {
          type: 'object',
          required: ['brand'],
          properties: {
            brand: { enum: ['v', 'm'] },
            sum: { type: 'integer', minimum: 10 },
            code: { type: 'string', pattern: '^[a-z]+$' },
          },
        },
        else: { type: 'object', properties: { code: { const: 'none' } } },
      },
    ],
  };
  const broken = fixturesOf(client).invalid.filter(({ name }) => name.includes('condition'));
  expect(broken.map(({ path, rule, event }) => [event['kind'], path, rule])).toEqual([
    ['card', '/brand', 'required'],
    ['card', '/brand', 'enum'],
    ['card', '/sum', 'type'],
    ['card', '/sum', 'minimum'],
    ['card', '/code', 'pattern'],
    ['cash', '/code', 'const'],
  ]);
});

test('of a long list of values the first and the last are written out', () => {
  const values = Array.from({ length: 100 }, (_value, index) => `v${index}`);
  const written = valuesOf({ required: ['a'], properties: { a: { type: 'string', enum: values } } }, 'a');
  expect(new Set(written)).toEqual(new Set([...values.slice(0, 12), ...values.slice(-12)]));
});
