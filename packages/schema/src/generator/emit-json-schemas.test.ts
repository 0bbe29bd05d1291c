import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { isUuid } from '../uuid.ts';
import type { BundledContract } from './bundle-contract.ts';
import { emitFixtures } from './emit-fixtures.ts';
import { emitJsonSchemas, uuidPattern } from './emit-json-schemas.ts';
import type { JsonSchema } from './json-schema.ts';
import { readContracts } from './read-contracts.ts';

const { contracts } = readContracts(join(import.meta.dirname, '../../contracts'));
const files = emitJsonSchemas(contracts);

/** As a validator that takes formats for remarks, and knows no keyword of ours. */
const compile = (text: string | undefined) =>
  new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(text ?? ''));

test.each([...emitFixtures(contracts)])('SCHEMA-1: with formats off, the verdicts on %s are the same', (file, text) => {
  const validate = compile(files.get(file.replace('/fixtures/', '/json-schema/')));
  const { valid, invalid } = JSON.parse(text);
  const wrong = [
    ...valid.filter(({ event }: { event: unknown }) => !validate(event)),
    ...invalid.filter(({ event }: { event: unknown }) => validate(event)),
  ];
  expect(wrong).toEqual([]);
});

test('a schema says what it is, and is stable', () => {
  const text = files.get('generated/json-schema/page_view/1.0.0.json') ?? '';
  expect(
    text.startsWith(
      '{\n  "$schema": "https://json-schema.org/draft/2020-12/schema",\n  "$id": "urn:millrace:bundled:page_view:1.0.0",\n  "title"',
    ),
  ).toBe(true);
  expect(text.endsWith('}\n')).toBe(true);
  expect(text).not.toContain('"$ref"');
  expect(text).toContain('"x-privacy": "pseudonym"');
  expect([...emitJsonSchemas(contracts)]).toEqual([...files]);
});

/** A contract with one field. */
function schemaOf(field: JsonSchema): string | undefined {
  const client: JsonSchema = { type: 'object', properties: { a: field }, additionalProperties: false };
  const contract: BundledContract = { eventType: 'made_up', version: '1.0.0', client, stored: client };
  return emitJsonSchemas([contract]).get('generated/json-schema/made_up/1.0.0.json');
}

test('a format beside a pattern: both hold, and null may stand beside them', () => {
  const validate = compile(schemaOf({ type: ['string', 'null'], format: 'uuid', pattern: '^0.*$' }));
  expect(validate({ a: '0190c2a4-7b1d-7c3e-8f2a-1234567890ab' })).toBe(true);
  expect(validate({ a: '1190c2a4-7b1d-7c3e-8f2a-1234567890ab' })).toBe(false);
  expect(validate({ a: '0' })).toBe(false);
  expect(validate({ a: null })).toBe(true);
});

test('a line end is refused also where `$` matches before it', () => {
  const text = schemaOf({ type: 'string', maxLength: 9, pattern: '^[a-z]+$' }) ?? '';
  const asPythonReadsIt = text.replace('^[a-z]+$', '^[a-z]+\\\\n?$');
  expect(compile(asPythonReadsIt)({ a: 'ab' })).toBe(true);
  expect(compile(asPythonReadsIt)({ a: 'ab\n' })).toBe(false);
});

test.each(['^[^a]+$', '^a\n$', '^[\n]?a$'])('the pattern %j allows line ends: an error', (pattern) => {
  expect(() => schemaOf({ type: 'string', maxLength: 9, pattern })).toThrow(/made_up 1\.0\.0#\/properties\/a\/pattern/);
});

test('a negated class that names the line end is none', () => {
  expect(schemaOf({ type: 'string', maxLength: 9, pattern: '^[^a\n]+\\[[.]$' })).toContain('"not"');
});

test('the pattern of UUIDs agrees with the code', () => {
  const pattern = new RegExp(uuidPattern, 'u');
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.nat(36),
      fc.oneof(fc.constantFrom('', '-', 'A', 'g', '0', '\n'), fc.string()),
      (uuid, at, text) => {
        for (const candidate of [uuid, uuid.slice(0, at) + text + uuid.slice(at + 1), uuid.toUpperCase() + text]) {
          expect(pattern.test(candidate)).toBe(isUuid(candidate));
        }
      },
    ),
    { numRuns: 2000 },
  );
});
