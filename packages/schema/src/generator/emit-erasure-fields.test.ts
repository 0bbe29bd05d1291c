import { join } from 'node:path';
import type { BundledContract } from './bundle-contract.ts';
import { emitErasureFields } from './emit-erasure-fields.ts';
import type { JsonSchema } from './json-schema.ts';
import { readContracts } from './read-contracts.ts';

const contractOf = (eventType: string, version: string, properties: Record<string, JsonSchema>): BundledContract => {
  const schema: JsonSchema = { type: 'object', properties, additionalProperties: false };
  return { eventType, version, client: schema, stored: schema };
};
const mail: JsonSchema = { type: 'string', maxLength: 99, 'x-privacy': 'identifier', 'x-column': 'mail' };
const name: JsonSchema = { ...mail, 'x-privacy': 'sensitive', 'x-column': 'name' };

test('fields of all event types and of some, by path, each once', () => {
  const text = emitErasureFields([
    contractOf('a', '1.0.0', { user: { type: 'object', properties: { name }, additionalProperties: false } }),
    contractOf('a', '1.1.0', { mail, user: { type: 'object', properties: { name }, additionalProperties: false } }),
    contractOf('b', '1.0.0', { mail }),
    contractOf('c', '1.0.0', { mail, free: { type: 'boolean', 'x-column': 'free' } }),
  ]);
  expect(text).toBe(`// Generated from contracts/ by scripts/generate.ts: do not edit, run \`npm run generate\`.
import type { ErasureField } from '../erasure-field.ts';

/** Every field of stored events that is about a person, by its path. */
export const erasureFields = [
  {
    path: ['mail'],
    column: 'mail',
    privacy: 'identifier',
    eventTypes: 'all',
  },
  {
    path: ['user', 'name'],
    column: 'name',
    privacy: 'sensitive',
    eventTypes: ['a'],
  },
] as const satisfies readonly ErasureField[];
`);
});

test('the newest version says how personal a field is, and one that it dropped stays', () => {
  const text = emitErasureFields([
    contractOf('a', '1.0.0', { mail, name }),
    contractOf('a', '2.0.0', { mail: { ...mail, 'x-privacy': 'pseudonym' } }),
  ]);
  expect(text.match(/privacy: '\w+'/g)).toEqual(["privacy: 'pseudonym'", "privacy: 'sensitive'"]);
});

test('event types that disagree, and a field without a column, are errors', () => {
  const other = contractOf('b', '1.0.0', { mail: { ...mail, 'x-privacy': 'pseudonym' } });
  expect(() => emitErasureFields([contractOf('a', '1.0.0', { mail }), other])).toThrow(
    /b: \/mail has another x-privacy/,
  );
  const { 'x-column': _column, ...bare } = mail;
  expect(() => emitErasureFields([contractOf('a', '1.0.0', { mail: bare })])).toThrow(
    /a 1\.0\.0: \/mail has x-privacy/,
  );
});

test('every x-privacy of the contracts is in the list', () => {
  const { contracts } = readContracts(join(import.meta.dirname, '../../contracts'));
  const text = emitErasureFields(contracts);
  const columns = new Set(
    [...JSON.stringify(contracts).matchAll(/"x-privacy":"\w+","x-column":"(\w+)"/g)].map(([, column]) => column),
  );
  expect(columns.size).toBeGreaterThan(5);
  for (const column of columns) expect(text).toContain(`column: '${column}'`);
});
