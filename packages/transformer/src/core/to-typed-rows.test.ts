import { quarantineColumns } from '@millrace/schema';
import { toQuarantineRows } from './to-typed-rows.ts';

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
