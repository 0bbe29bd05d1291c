import { InvariantError } from '@millrace/pipeline';
import { bronzeColumns, quarantineColumns } from '@millrace/schema';
import { toQuarantineRows, toTypedRows } from './to-typed-rows.ts';

const entry = {
  frame_id: 'shardId-000000000000:7',
  shard_id: 'shardId-000000000000',
  sequence_number: '49590338271490256608559692538361571095921575989136588898',
  arrived_at_ms: Date.UTC(2026, 0, 15, 12),
  line: 3,
  quarantine_id: 'ab'.repeat(32),
  reason: 'frame-corrupt',
  path: '',
  detail: 'neither a frame nor UTF-8',
  received_at: '2026-01-15T12:00:00.000Z',
  source: 'stream',
};

/** One row as column → cell. */
function rowsOf(...entries: readonly object[]): Record<string, unknown>[] {
  const { cells, rowCount } = toQuarantineRows(entries.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return Array.from({ length: rowCount }, (_, row) =>
    Object.fromEntries(quarantineColumns.map(({ name }, column) => [name, cells[column]?.[row]])),
  );
}

test('a quarantine entry keeps its place in the stream, its bytes and their hash', () => {
  const text = Buffer.from([0xff, 0x00, 0x0a]).toString('base64');
  expect(rowsOf({ ...entry, text, sha256: 'cd'.repeat(32) })).toEqual([
    {
      ...{
        quarantine_id: entry.quarantine_id,
        reason: 'frame-corrupt',
        path: '',
        detail: entry.detail,
        source: 'stream',
      },
      ...{ received_at_ms: 1768478400000n, arrived_at_ms: 1768478400000n, frame_id: entry.frame_id, line: 3 },
      ...{ shard_id: entry.shard_id, sequence_number: entry.sequence_number, text, sha256: 'cd'.repeat(32) },
      ...{ event_id: null, event_type: null, line_number: null, shape: null },
    },
  ]);
});

test('an entry of a version without hashes has none, and nothing else changes', () => {
  expect(rowsOf(entry, entry).map(({ sha256, text, line }) => [sha256, text, line])).toEqual([
    [null, null, 3],
    [null, null, 3],
  ]);
});

const agent = { browser: null, os: null, device: null };
const stored = {
  schema_version: '1.0.0',
  event_type: 'page_view',
  event_id: '00000000-0000-4000-8000-000000000001',
  ts: '2026-01-15T12:00:00.000Z',
  received_at: '2026-01-15T12:00:01.000Z',
  source: 'http',
  privacy: { analytics: true, ads: false, policy: 'default', source_ip_anonymized: null },
  metadata: { schema_hash: 'ab'.repeat(32) },
  content_hash: 'cd'.repeat(32),
};

/** The row of one stored event, what is null left out. */
function rowOf(event: object): Record<string, unknown> {
  const { frame_id, shard_id, sequence_number, arrived_at_ms } = entry;
  const place = { frame_id, shard_id, sequence_number, arrived_at_ms, accepted: 1 };
  const { cells } = toTypedRows(`${JSON.stringify(place)}\n${JSON.stringify({ ...stored, ...event })}\n`, () => agent);
  const row = bronzeColumns.map(({ name }, column): [string, unknown] => [name, cells[column]?.[0]]);
  return Object.fromEntries(row.filter(([, cell]) => cell !== null));
}

test('an event of an older version fills the columns of the newest, and says which contract was applied', () => {
  const page = { title: 'Shoe', product_id: 'p1', category: 'shoes' };
  const old = rowOf({ page, metadata: { ...stored.metadata, contract_version: '1.0.0' } });
  expect(old).toMatchObject({
    ...{ schema_version: '1.0.0', contract_version: '1.0.0', schema_hash: 'ab'.repeat(32) },
    ...{ page_product_id: 'p1', page_category: 'shoes', product_id: 'p1', product_category: 'shoes' },
  });
  const newest = { page, product: { product_id: 'p2' }, metadata: { ...stored.metadata, contract_version: '1.1.0' } };
  expect(rowOf(newest)).toMatchObject({ page_product_id: 'p1', product_id: 'p2' });
});

test('a line that was stored before contract_version was is read as it was written', () => {
  const row = rowOf({ page: { product_id: 'p1' } });
  expect(row).toMatchObject({ schema_version: '1.0.0', product_id: 'p1' });
  expect(row).not.toHaveProperty('contract_version');
});

test('a product that a newer sender named is not contradicted by what the older contract read', () => {
  const row = rowOf({
    schema_version: '1.0.9',
    page: { product_id: 'p1', category: 'shoes' },
    _unrecognized: { '/product': { product_id: 'p2' } },
    metadata: { ...stored.metadata, contract_version: '1.0.0' },
  });
  expect(row).toMatchObject({ page_product_id: 'p1', page_category: 'shoes' });
  expect(row).not.toHaveProperty('product_id');
  expect(row).not.toHaveProperty('product_category');
});

test('what no contract knew is a column of its own, as JSON', () => {
  const unrecognized = { '/loyalty': ['card'], '/ctx/viewport': { width: 100 } };
  expect(rowOf({ schema_version: '1.9.0', _unrecognized: unrecognized })['_unrecognized']).toBe(
    JSON.stringify(unrecognized),
  );
});

test.each([
  ['price', 'price'],
  ['"quoted"', '"quoted"'],
  [5, '5'],
  [0.5, '0.5'],
  [false, 'false'],
  [null, undefined],
])('a value that may be text or something else is text: %j → %j', (control_value, cell) => {
  const chart = { product_ids: ['a', 'b'], action: 'filter', control_id: 'c', control_value };
  const row = rowOf({ event_type: 'chart_interaction', chart });
  expect([row['chart_product_ids'], row['chart_control_value']]).toEqual(['["a","b"]', cell]);
});

test('half a surrogate pair in JSON becomes U+FFFD, and what only looks like one stays', () => {
  const custom_properties = { 'key \ud800': 'value \udc00', pair: '😀', text: '\\ud800', line: 'a\n"b"' };
  expect(rowOf({ custom_properties })['custom_properties']).toBe(
    JSON.stringify({ 'key \ufffd': 'value \ufffd', pair: '😀', text: '\\ud800', line: 'a\n"b"' }),
  );
});

test.each([
  ['a required field is missing', { content_hash: undefined }, 'content_hash'],
  ['a required field is null', { content_hash: null }, 'content_hash'],
  ['a time is none', { ts: 'yesterday' }, 'event_time_ms'],
])('a landed line that the processor does not write is not typed: %s', (_, changes, column) => {
  expect(() => rowOf(changes)).toThrow(InvariantError);
  expect(() => rowOf(changes)).toThrow(column);
});
