import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { type Contract, createContractSet } from './create-contract-set.ts';
import { isDateTime } from './date-time.ts';
import type { EventValidator } from './describe-fault.ts';
import { bundleContract } from './generator/bundle-contract.ts';
import { toKeyTree } from './generator/emit-known-keys.ts';
import { annotationKeywords, type JsonSchema } from './generator/json-schema.ts';
import { readContracts } from './generator/read-contracts.ts';
import { isUuid } from './uuid.ts';

type Json = Record<string, unknown>;

const { files, serverFields } = readContracts(join(import.meta.dirname, '../contracts'));
const schemaById = new Map(files.map(({ schema }) => [schema.$id ?? '', schema]));
const search: JsonSchema = schemaById.get('urn:millrace:schema:search:1.0.0') ?? {};

/** A version of the search contract with more fields in `search`, and of another envelope where it is a major one. */
function buildContract(version: string, fields: Readonly<Record<string, JsonSchema>> = {}): Contract {
  const schema = structuredClone(search) as Json & { properties: Record<string, Json & { properties: Json }> };
  schema['$id'] = `urn:millrace:schema:search:${version}`;
  Object.assign(schema.properties['schema_version'] ?? {}, { const: version });
  Object.assign(schema.properties['search']?.properties ?? {}, fields);
  const envelope = structuredClone(schemaById.get('urn:millrace:schema:envelope:1.0.0')) as Json & {
    properties: Record<string, Json>;
  };
  Object.assign(envelope.properties['schema_version'] ?? {}, { pattern: '^[0-9]+[.][0-9]+[.][0-9]+$' });
  const { client } = bundleContract(
    schema as JsonSchema,
    new Map([...schemaById, ['urn:millrace:schema:envelope:1.0.0', envelope as JsonSchema]]),
    serverFields,
  );
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.addVocabulary(annotationKeywords.filter((keyword) => keyword.startsWith('x-')));
  ajv.addFormat('date-time', isDateTime).addFormat('uuid', isUuid);
  return {
    version,
    schemaHash: `hash of ${version}`,
    validate: ajv.compile(client) as unknown as EventValidator,
    knownKeys: toKeyTree(client),
  };
}

const text = (maxLength: number): JsonSchema => ({ description: 'x', type: 'string', maxLength, 'x-column': 'x' });
const one = buildContract('1.0.0');
const onePatched = buildContract('1.0.2');
const oneOne = buildContract('1.1.0', { engine: text(8) });
const oneTen = buildContract('1.10.0', { engine: text(8), filter: { ...text(8), 'x-column': 'y' } });

const setOf = (...contracts: readonly Contract[]) => createContractSet(new Map([['search', contracts]]));

function build(version: unknown, searched: Json = {}, more: Json = {}): Json {
  return {
    event_id: '0190c2a4-7b1d-7c3e-8f2a-1234567890ab',
    event_type: 'search',
    schema_version: version,
    ts: '2026-11-21T10:20:30.123Z',
    user: { consent: { analytics: true, ads: false } },
    search: { query: 'shoe', ...searched },
    ...more,
  };
}

test('a version with a contract is checked by it to the letter', () => {
  const check = setOf(one, oneOne);
  expect(check(build('1.0.0'))).toEqual({
    ok: true,
    eventType: 'search',
    contractVersion: '1.0.0',
    schemaHash: 'hash of 1.0.0',
  });
  expect(check(build('1.1.0', { engine: 'x' }))).toMatchObject({ ok: true, contractVersion: '1.1.0' });
  expect(check(build('1.0.0', { engine: 'x' }))).toMatchObject({ ok: false, path: '/search/engine' });
});

test.each([
  ['a newer minor', [one, oneOne], '1.2.0', '1.1.0'],
  ['minors are numbers, not text', [one, oneOne, oneTen], '1.9.0', '1.1.0'],
  ['a much newer minor', [oneTen, one, oneOne], '1.99999999999.0', '1.10.0'],
  ['a newer patch', [one, oneOne], '1.0.7', '1.0.0'],
  ['a patch between two that are known', [one, onePatched, oneOne], '1.0.1', '1.0.0'],
  ['a newer patch of the newest', [one, onePatched], '1.0.3', '1.0.2'],
])('%s is checked by the newest contract before it', (_what, contracts, version, applied) => {
  expect(setOf(...contracts)(build(version))).toEqual({
    ok: true,
    eventType: 'search',
    contractVersion: applied,
    schemaHash: `hash of ${applied}`,
  });
});

test.each([
  ['an unknown major', '2.0.0'],
  ['an unknown major with a known minor', '2.1.0'],
  ['major zero', '0.1.0'],
])('%s is recoverable when the contract arrives', (_what, version) => {
  const event = build(version);
  expect(setOf(one, oneOne)(event)).toEqual({
    ok: false,
    reason: 'schema-unknown',
    path: '/schema_version',
    message: 'no such version of the contract; known: 1.0.0, 1.1.0',
  });
  expect(setOf(one, buildContract(version))(event)).toMatchObject({ ok: true, contractVersion: version });
});

test('an older version than any that has a contract is unknown, too', () => {
  expect(setOf(oneOne)(build('1.0.0'))).toMatchObject({ ok: false, reason: 'schema-unknown' });
});

test('SCHEMA-9: an unknown event type is recoverable when its contract arrives', () => {
  expect(createContractSet(new Map())(build('1.0.0'))).toMatchObject({ ok: false, reason: 'schema-unknown' });
  expect(setOf(one)(build('1.0.0'))).toMatchObject({ ok: true });
});

test.each([1, 1.1, null, undefined, '', '1', '1.0', '1.0.0.0', 'v1.0.0', '1.0.0-beta', '1.0.0 ', '01.0.0', '1.00.0'])(
  'no version: %j',
  (version) => {
    expect(setOf(one)(build(version))).toEqual({
      ok: false,
      reason: 'schema-invalid',
      path: '/schema_version',
      message: 'expected a version such as 1.0.0',
    });
  },
);

test.each(['constructor', '__proto__', 'toString', ['search'], { length: 1 }])(
  'event_type %j finds nothing',
  (type) => {
    expect(setOf(one)(build('1.0.0', {}, { event_type: type }))).toMatchObject({ reason: 'schema-unknown' });
  },
);

test('SCHEMA-8: what a newer minor adds is taken out, wherever it is, and the rest is left as it was', () => {
  const event = build(
    '1.5.0',
    { engine: 'x', mood: { a: [1, { b: 2 }] } },
    { shop: 'east', ctx: { os: 'x', locale: 'de' } },
  );
  const before = structuredClone(event);
  expect(setOf(one, oneOne)(event)).toEqual({
    ok: true,
    eventType: 'search',
    contractVersion: '1.1.0',
    schemaHash: 'hash of 1.1.0',
    newer: {
      known: build('1.5.0', { engine: 'x' }, { ctx: { locale: 'de' } }),
      unrecognized: { '/search/mood': { a: [1, { b: 2 }] }, '/shop': 'east', '/ctx/os': 'x' },
    },
  });
  expect(event).toEqual(before);
});

test('what is known of a newer minor must satisfy the contract', () => {
  const check = setOf(one, oneOne);
  expect(check(build('1.5.0', { engine: 'a text that is too long', mood: 1 }))).toEqual({
    ok: false,
    reason: 'schema-invalid',
    path: '/search/engine',
    message: 'maxLength: expected at most 8 characters',
  });
  expect(check(build('1.5.0', {}, { search: { mood: 1 } }))).toMatchObject({ ok: false, path: '/search/query' });
  expect(check(build('1.5.0', {}, { search: ['x'] }))).toMatchObject({ ok: false, path: '/search' });
});

test('custom_properties take any name, in a newer minor too', () => {
  const event = build('1.5.0', {}, { custom_properties: { anything: 1 } });
  expect(setOf(one)(event)).not.toHaveProperty('newer');
});

test('keys with the signs of a pointer are escaped, and no key reaches a prototype', () => {
  const event = build('1.5.0', JSON.parse('{"a/b~c": 1, "__proto__": {"polluted": true}, "toString": 2}'));
  const verdict = setOf(one)(event);
  expect(verdict).toMatchObject({
    newer: { unrecognized: { '/search/a~1b~0c': 1, '/search/__proto__': { polluted: true }, '/search/toString': 2 } },
  });
  expect('polluted' in {}).toBe(false);
});

test('known and unrecognized are the event, for any event', () => {
  const check = setOf(one, oneOne);
  const keys = fc.stringMatching(/^[a-z/~]{1,6}$/).filter((key) => key !== 'query' && key !== 'engine');
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue(), { maxKeys: 5 }), (more) => {
      const verdict = check(build('1.5.0', more));
      if (!verdict.ok) throw new Error(verdict.message);
      const { known, unrecognized } = verdict.newer ?? { known: build('1.5.0', more), unrecognized: {} };
      const back = Object.entries(unrecognized).map(([pointer, value]): [string, unknown] => [
        pointer.slice('/search/'.length).replaceAll('~1', '/').replaceAll('~0', '~'),
        value,
      ]);
      expect({ ...(known['search'] as Json), ...Object.fromEntries(back) }).toEqual({ query: 'shoe', ...more });
    }),
  );
});

test('a contract whose version is none is refused', () => {
  expect(() => setOf({ ...one, version: '1.0' })).toThrow(/is no version/);
});
