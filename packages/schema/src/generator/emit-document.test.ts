import { join } from 'node:path';
import type { BundledContract } from './bundle-contract.ts';
import { emitDocument } from './emit-document.ts';
import type { JsonSchema } from './json-schema.ts';
import { listFields } from './list-fields.ts';
import { readContracts } from './read-contracts.ts';

const { contracts, bronzeColumns } = readContracts(join(import.meta.dirname, '../../contracts'));
const document = emitDocument(contracts, bronzeColumns);

test('every event type, field and column is in it', () => {
  for (const { eventType, client, stored } of contracts) {
    expect(document).toContain(`\n## ${eventType}\n`);
    for (const { path } of [...listFields(client), ...listFields(stored)])
      expect(document).toContain(`| \`${path.join('.')}\` |`);
  }
  for (const { name, type } of bronzeColumns) expect(document).toContain(`| \`${name}\` | ${type} |`);
});

test('what all event types share stands there once', () => {
  expect(document.split('\n| `session.session_id` |')).toHaveLength(2);
  expect(document.split('\n| `ctx.page_url` |')).toHaveLength(3); // a page view says more about it
});

test('the rows of a table have the cells of its head', () => {
  const tables = document.split('\n\n').filter((part) => part.startsWith('| '));
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) {
    const counts = table
      .trimEnd()
      .split('\n')
      .map((row) => row.match(/(?<!\\)\|/g)?.length);
    expect(new Set(counts).size).toBe(1);
  }
});

test('every example is JSON', () => {
  const examples = [...document.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => JSON.parse(text ?? ''));
  expect(examples.map((event) => event['event_type'])).toEqual([
    ...new Set(contracts.map(({ eventType }) => eventType)),
  ]);
});

test('the same contracts give the same bytes', () => {
  expect(emitDocument(contracts, bronzeColumns)).toBe(document);
});

const text: JsonSchema = { description: 'Some text.', type: 'string', maxLength: 9 };
const contractOf = (eventType: string, version: string, properties: Record<string, JsonSchema>): BundledContract => {
  const client: JsonSchema = {
    description: `About ${eventType}.`,
    type: 'object',
    properties,
    additionalProperties: false,
  };
  return { eventType, version, client, stored: { ...client, properties: { ...properties, added: text } } };
};

test('versions say what they changed', () => {
  const inner: JsonSchema = { type: 'object', properties: { a: text, b: text }, additionalProperties: false };
  const made = emitDocument(
    [
      contractOf('one', '1.0.0', { x: text, y: text }),
      contractOf('one', '1.1.0', { x: text, y: text, inner }),
      contractOf('one', '1.1.1', { x: text, y: { ...text, description: 'Better words.' }, inner }),
      contractOf('one', '2.0.0', { x: { ...text, maxLength: 10 }, inner: { ...inner, properties: { a: text } } }),
    ],
    [],
  );
  expect(made).toContain(
    [
      '- Version 1.1.0 adds `inner`.',
      '- Version 1.1.1 changes words or conditions only.',
      '- Version 2.0.0 changes `x`, drops `y`, `inner.b`.',
    ].join('\n'),
  );
  expect(made).not.toContain('## Envelope');
});

test('signs that Markdown would read as its own are words', () => {
  const made = emitDocument([contractOf('one', '1.0.0', { x: { ...text, description: 'a|b *c* <d>\n`e`' } })], []);
  expect(made).toContain('| a\\|b \\*c\\* \\<d> \\`e\\` |');
});
