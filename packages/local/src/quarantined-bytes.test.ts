import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { partitionOf, sha256Hex } from '@millrace/pipeline';
import { createHandler as createProcessor } from '@millrace/processor';
import {
  buildAggregate,
  buildBareEvent,
  buildFrameRecord,
  buildKinesisEvent,
  buildNoise,
  buildPoison,
  buildRecord,
  createMemoryManifest,
  createMemoryObjectStore,
  poisonKinds,
  quietTelemetry,
} from '@millrace/testkit';
import { createSweepHandler } from '@millrace/transformer';

/** Rows of a Parquet file, as the batch engine reads them. */
async function readParquet(file: Uint8Array): Promise<Record<string, unknown>[]> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-quarantined-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  try {
    const path = join(folder, 'quarantine.parquet');
    writeFileSync(path, file);
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(`select * from read_parquet('${path}')`);
    connection.disconnectSync();
    return reader.getRowObjects();
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

test('bytes that nobody can read go through processor and transformer into rows, and come back as they were', async () => {
  const inAggregate = buildNoise(1, 700);
  const unreadable = new Map<string, Buffer>([
    ...poisonKinds.map((kind, index) => [String(index + 1), buildPoison(kind, index)] as const),
    ['50', buildNoise(50, 10 << 20)],
  ]);
  const records = [
    ...[...unreadable].map(([sequence, data]) => buildRecord(Number(sequence), data)),
    buildRecord(60, buildAggregate([inAggregate, buildBareEvent(1)])),
    buildFrameRecord(70, { accepted: 1, quarantined: 1 }),
    buildRecord(80, Buffer.from('['.repeat(1_000) + ']'.repeat(1_000))),
  ];
  const objects = createMemoryObjectStore();
  const manifest = createMemoryManifest();
  const ports = { objects, manifest, secrets: { get: async () => new Uint8Array(32) }, policy: 'default' };
  const land = createProcessor(() => ports, { telemetry: quietTelemetry() });
  expect(await land(buildKinesisEvent(records))).toEqual({ batchItemFailures: [] });
  const sweep = createSweepHandler(() => ({ objects, manifest, streamName: 'events' }), {
    telemetry: quietTelemetry(),
  });
  expect(await sweep({})).toEqual({ transformed: 1, failed: 0 });

  const row = await manifest.head(partitionOf('events', 'shardId-000000000000'));
  const rows = await readParquet((await objects.get(row?.typedQuarantineKey ?? '')) ?? new Uint8Array());
  expect(rows.map(({ shard_id, sequence_number, line }) => [shard_id, sequence_number, line])).toEqual([
    ...[...unreadable.keys()].map((sequence) => ['shardId-000000000000', sequence, 1]),
    ['shardId-000000000000', '60', 2],
    ['shardId-000000000000', '70', 2],
    ['shardId-000000000000', '80', 1],
  ]);
  for (const { sequence_number, reason, text, sha256 } of rows) {
    const data = sequence_number === '60' ? inAggregate : unreadable.get(String(sequence_number));
    if (data === undefined) {
      expect(sha256).toBeNull();
      continue;
    }
    expect(reason).toBe('frame-corrupt');
    expect(Buffer.from(String(text), 'base64').equals(data)).toBe(true);
    expect(sha256).toBe(sha256Hex(data));
  }
});
