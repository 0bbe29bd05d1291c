// biome-ignore-all lint/suspicious/noThenProperty: a keyword of JSON Schema
import { join } from 'node:path';
import fc from 'fast-check';
import type { BundledContract } from './bundle-contract.ts';
import { isSatisfied } from './find-value.ts';
import type { JsonSchema } from './json-schema.ts';
import { readContracts } from './read-contracts.ts';
import { toExample, toMinimalExample } from './to-examples.ts';

const { contracts } = readContracts(join(import.meta.dirname, '../../contracts'));

test.each(contracts)('$eventType $version has examples that its contract takes', (contract) => {
  const full = toExample(contract);
  expect(isSatisfied(contract.client, full)).toBe(true);
  expect(Object.keys(full)).toEqual(Object.keys(contract.client.properties ?? {}));
  const minimal = toMinimalExample(contract);
  expect(isSatisfied(contract.client, minimal)).toBe(true);
  expect(Object.keys(minimal)).toEqual(expect.arrayContaining([...(contract.client.required ?? [])]));
  expect(minimal).not.toHaveProperty('custom_properties');
});

test('the same contract gives the same example, and event types have ids of their own', () => {
  expect(contracts.map(toExample)).toEqual(contracts.map(toExample));
  const eventTypes = new Set(contracts.map(({ eventType }) => eventType));
  expect(new Set(contracts.map((contract) => toExample(contract)['event_id'])).size).toBe(eventTypes.size);
});

/** A contract of nothing but what is given. */
function contractOf(client: JsonSchema): BundledContract {
  const closed: JsonSchema = { type: 'object', additionalProperties: false, ...client };
  return { eventType: 'made_up', version: '1.0.0', client: closed, stored: closed };
}

const text = { type: 'string', maxLength: 20 } as const;
const number = { type: 'integer', minimum: 0, maximum: 9 } as const;

const madeUp: readonly [what: string, client: JsonSchema, full: object, minimal: object][] = [
  [
    'nothing known by name',
    { properties: { zyx: text, wvu_url: { ...text, maxLength: 30 } } },
    { zyx: 'zyx', wvu_url: 'https://shop.example/' },
    {},
  ],
  [
    'a name that does not fit',
    { required: ['currency'], properties: { currency: number } },
    { currency: 3 },
    { currency: 3 },
  ],
  [
    'limits that leave one value',
    { properties: { a: { type: 'number', minimum: 0.25, maximum: 0.25 }, b: { ...text, minLength: 20 } } },
    { a: 0.25, b: 'bxxxxxxxxxxxxxxxxxxx' },
    {},
  ],
  [
    'patterns',
    {
      properties: { sku: { ...text, pattern: '^(?:sku|art)-[0-9]{4}$' }, hash: { ...text, pattern: '^[0-9a-f]{8}$' } },
    },
    { sku: 'sku-1111', hash: 'aaaaaaaa' },
    {},
  ],
  ['only null', { required: ['a'], properties: { a: { type: 'null' } } }, { a: null }, { a: null }],
  [
    'a dependency of a dependency',
    { required: ['a'], dependentRequired: { a: ['b'], b: ['c'] }, properties: { a: text, b: text, c: text, d: text } },
    { a: 'a', b: 'b', c: 'c', d: 'd' },
    { a: 'a', b: 'b', c: 'c' },
  ],
  [
    'a condition that holds',
    {
      required: ['kind'],
      properties: { kind: { type: 'string', enum: ['card', 'cash'] }, brand: text },
      allOf: [{ if: { properties: { kind: { const: 'card' } } }, then: { required: ['brand'] } }],
    },
    { kind: 'card', brand: 'brand' },
    { kind: 'card', brand: 'brand' },
  ],
  [
    'a condition on a field that is not there',
    {
      properties: { a: number, b: text, c: text },
      allOf: [{ if: { required: ['a'] }, then: { required: ['b'] }, else: { required: ['c'] } }],
    },
    { a: 3, b: 'b', c: 'c' },
    { c: 'c' },
  ],
  [
    'conditions that follow from each other',
    {
      required: ['a'],
      properties: { a: number, b: number, c: text },
      allOf: [
        { if: { required: ['b'], properties: { b: { minimum: 8 } } }, then: { required: ['c'] } },
        { if: { properties: { a: { maximum: 5 } } }, then: { required: ['b'], properties: { b: { minimum: 8 } } } },
      ],
    },
    { a: 3, b: 8, c: 'c' },
    { a: 3, b: 8, c: 'c' },
  ],
  [
    'a first choice that cannot be had',
    {
      required: ['kind', 'size'],
      properties: { kind: { type: 'string', enum: ['large', 'small'] }, size: number },
      allOf: [{ if: { properties: { kind: { const: 'large' } } }, then: { properties: { size: { minimum: 10 } } } }],
    },
    { kind: 'small', size: 3 },
    { kind: 'small', size: 3 },
  ],
  [
    'conditions of which two have to be taken another way',
    {
      required: ['a', 'b'],
      properties: { a: number, b: number, c: { ...text, minLength: 9 }, d: text },
      allOf: [
        { if: { properties: { c: { maxLength: 8 } } }, then: { required: ['c'], properties: { c: { maxLength: 8 } } } },
        { if: { properties: { b: { minimum: 8 } } }, else: { required: ['c'], properties: { c: { maxLength: 8 } } } },
      ],
    },
    { a: 3, b: 8, c: 'cxxxxxxxx', d: 'd' },
    { a: 3, b: 8, c: 'cxxxxxxxx' },
  ],
  [
    'names of the sender’s own',
    {
      required: ['tags'],
      properties: {
        tags: {
          type: 'object',
          maxProperties: 2,
          propertyNames: { pattern: '^[A-Z]{2}$' },
          additionalProperties: { type: 'boolean' },
        },
      },
    },
    { tags: { AA: true } },
    { tags: {} },
  ],
  [
    'lists',
    { required: ['l'], properties: { l: { type: 'array', minItems: 2, maxItems: 3, items: number } } },
    { l: [3, 3] },
    { l: [3, 3] },
  ],
];

test.each(madeUp)('%s', (_what, client, full, minimal) => {
  const contract = contractOf(client);
  expect(toExample(contract)).toEqual(full);
  expect(toMinimalExample(contract)).toEqual(minimal);
});

test('a contract that no event satisfies is an error that names it', () => {
  const contract = contractOf({ required: ['a'], properties: { a: { type: 'integer', minimum: 2, maximum: 1 } } });
  expect(() => toExample(contract)).toThrow(/made_up 1\.0\.0: no example found/);
});

const limits = fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.nat(50)).map(([minimum, size]) => ({
  minimum,
  maximum: minimum + size,
}));
const lengths = fc
  .tuple(fc.nat(30), fc.nat(30))
  .map(([minLength, more]) => ({ minLength, maxLength: minLength + more }));
const scalar: fc.Arbitrary<JsonSchema> = fc.oneof(
  lengths.map((length): JsonSchema => ({ type: 'string', ...length })),
  limits.map((limit): JsonSchema => ({ type: 'integer', ...limit })),
  limits.map((limit): JsonSchema => ({ type: ['number', 'null'], ...limit })),
  fc.constantFrom<JsonSchema>(
    { type: 'boolean' },
    { type: 'string', format: 'uuid' },
    { type: 'string', format: 'date-time', maxLength: 64 },
    { type: 'string', maxLength: 9, pattern: '^[a-z]+(?:-[0-9]{2})?$' },
    { type: 'string', enum: ['one', 'two', 'three'] },
    { type: ['string', 'boolean', 'null'], maxLength: 5 },
  ),
);
const names = ['alpha', 'beta', 'gamma', 'price', 'currency', 'page_url'] as const;
const fields = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), scalar, fc.boolean()), {
  minLength: 1,
  selector: ([name]) => name,
});
const toCondition = (key: string, other: string): JsonSchema => ({
  if: { type: 'object', required: [key] },
  then: { type: 'object', required: [other] },
});
const objectSchema = fc
  .tuple(fields, fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 2 }))
  .map(([list, pairs]) => {
    const keys = list.map(([name]) => name);
    const keyAt = (index: number) => keys[index % keys.length] ?? '';
    return {
      type: 'object',
      properties: Object.fromEntries(list.map(([name, schema]) => [name, schema])),
      required: list.filter(([, , isRequired]) => isRequired).map(([name]) => name),
      dependentRequired: Object.fromEntries(pairs.map(([from, to]) => [keyAt(from), [keyAt(to)]])),
      additionalProperties: false,
      ...(pairs.length > 0 ? { allOf: pairs.map(([from, to]) => toCondition(keyAt(to), keyAt(from))) } : {}),
    } satisfies JsonSchema;
  });

test('any contract that has events has examples', () => {
  fc.assert(
    fc.property(objectSchema, (client) => {
      const contract = contractOf({ required: ['inner'], properties: { inner: client } });
      expect(isSatisfied(contract.client, toExample(contract))).toBe(true);
      expect(isSatisfied(contract.client, toMinimalExample(contract))).toBe(true);
    }),
    { numRuns: 150 },
  );
});
