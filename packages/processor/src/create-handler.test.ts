import {
  decompress,
  type Manifest,
  type ManifestRow,
  type ObjectStore,
  type StreamRecord,
  splitLines,
  TransientError,
} from '@millrace/pipeline';
import {
  buildFrameRecord,
  buildKinesisEvent,
  buildPageView,
  buildRecord,
  CrashError,
  type CrashPlan,
  createMemoryManifest,
  createMemoryObjectStore,
  type Effects,
  quietTelemetry,
  withCrashes,
} from '@millrace/testkit';
import fc from 'fast-check';
import { createHandler } from './create-handler.ts';

const partition = 'events#shardId-000000000000';
const secrets = { get: async () => new Uint8Array(32) };

type Stores = { readonly objects: ObjectStore; readonly manifest: Manifest };
const createStores = (): Stores => ({ objects: createMemoryObjectStore(), manifest: createMemoryManifest() });

function processorOn({ objects, manifest }: Stores, effects: Effects = { log: [], count: 0 }, plan?: CrashPlan) {
  return createHandler(
    () => ({
      objects: withCrashes('objects', objects, ['putIfAbsent'], effects, plan),
      manifest: withCrashes('manifest', manifest, ['append'], effects, plan),
      secrets,
      policy: 'default',
    }),
    { telemetry: quietTelemetry() },
  );
}

/** What readers see: the lines of manifested objects, in the order of the chain. */
async function readLanded({ objects, manifest }: Stores) {
  const rows = await manifest.readFrom(partition, '', 10_000);
  const linesOf = async (keyOf: (row: ManifestRow) => string | undefined) => {
    const lines: string[] = [];
    for (const row of rows) {
      const stored = await objects.get(keyOf(row) ?? '');
      if (stored) lines.push(...splitLines(decompress(stored, 1 << 28)));
    }
    return lines;
  };
  return {
    rows,
    raw: await linesOf(({ rawKey }) => rawKey),
    quarantine: await linesOf(({ quarantineKey }) => quarantineKey),
  };
}

const records = [
  buildFrameRecord(1, { accepted: 3 }),
  buildFrameRecord(2, { accepted: 0, quarantined: 2, suppressed: 1 }),
  buildFrameRecord(5, { accepted: 2, quarantined: 1 }),
  buildFrameRecord(6, { accepted: 0, suppressed: 4 }),
];

test('LAND-1: quarantine object, then raw object, then the row that commits both', async () => {
  const effects: Effects = { log: [], count: 0 };
  const stores = createStores();
  expect(await processorOn(stores, effects)(buildKinesisEvent(records))).toEqual({ batchItemFailures: [] });
  expect(effects.log).toEqual(['objects.putIfAbsent', 'objects.putIfAbsent', 'manifest.append']);

  const { rows, raw, quarantine } = await readLanded(stores);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    previous: '0'.repeat(129),
    first: '1',
    last: '6',
    recordCount: 4,
    counts: { received: 13, accepted: 5, quarantined: 3, suppressed: 5 },
    quarantinedByReason: { 'schema-invalid': 3 },
    suppressedByReason: { 'analytics-denied/pk_test': 5 },
    stage: 'landed',
  });
  expect(rows[0]?.rawKey).toMatch(/^raw\/dt=2026-01-15\/hr=12\/shardId-000000000000\/1-6-[0-9a-f]{64}\.ndjson\.zst$/);
  expect(raw.map((line) => JSON.parse(line)).filter((line) => line.frame_id)).toMatchObject([
    { frame_id: 'frame-1', sequence_number: '1', accepted: 3, request_id: 'request-1' },
    { frame_id: 'frame-5', sequence_number: '5', accepted: 2 },
  ]);
  expect(quarantine.map((line) => JSON.parse(line))).toMatchObject([
    { frame_id: 'frame-2', line: 1, reason: 'schema-invalid' },
    { frame_id: 'frame-2', line: 2 },
    { frame_id: 'frame-5', line: 3 },
  ]);
});

test('LAND-2: killed before or after any effect and invoked again, the lake is the same and nothing is doubled', async () => {
  const untouched = createStores();
  await processorOn(untouched)(buildKinesisEvent(records));
  const expected = await readLanded(untouched);
  for (let at = 0; at < 3; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const stores = createStores();
      await expect(processorOn(stores, undefined, { at, when })(buildKinesisEvent(records))).rejects.toThrow(
        CrashError,
      );
      expect(await processorOn(stores)(buildKinesisEvent(records))).toEqual({ batchItemFailures: [] });
      expect(await readLanded(stores)).toEqual(expected);
    }
  }
});

test('LAND-3: a lost answer of the own commit is no failure and no double', async () => {
  const stores = createStores();
  let isLost = false;
  const manifest: Manifest = {
    ...stores.manifest,
    async append(row) {
      const result = await stores.manifest.append(row);
      if (isLost) return result;
      isLost = true;
      throw new TransientError('the answer was lost');
    },
  };
  const handle = processorOn({ ...stores, manifest });
  expect(await handle(buildKinesisEvent(records))).toEqual({ batchItemFailures: [] });
  expect((await readLanded(stores)).rows).toHaveLength(1);
});

test('LAND-4: two invocations of the same records at once land them once', async () => {
  const stores = createStores();
  const events = [records, records.slice(0, 2), records.slice(1), records.slice(0, 3)].map((batch) =>
    buildKinesisEvent(batch),
  );
  await Promise.all(events.map((event) => processorOn(stores)(event)));
  await processorOn(stores)(buildKinesisEvent(records));
  const { raw, rows } = await readLanded(stores);
  expect(raw.filter((line) => line.includes('"event_id"'))).toHaveLength(5);
  expect(rows.reduce((sum, row) => sum + row.counts.received, 0)).toBe(13);
});

test('LAND-5: any split into batches, with redelivery, lands the same lines', async () => {
  const anyRecords = fc
    .array(fc.record({ accepted: fc.nat(4), quarantined: fc.nat(2), suppressed: fc.nat(2) }), {
      minLength: 1,
      maxLength: 12,
    })
    .map((frames) => frames.map((frame, index) => buildFrameRecord(index + 1, frame)));
  await fc.assert(
    fc.asyncProperty(
      anyRecords,
      fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 12 }),
      async (stream, deliveries) => {
        const whole = createStores();
        await processorOn(whole)(buildKinesisEvent(stream));
        const split = createStores();
        // A mapping delivers in order, but may start again from any record that is not behind its checkpoint.
        let landed = 0;
        for (const [back, length] of deliveries) {
          const from = Math.max(0, landed - back);
          const batch = stream.slice(from, from + length);
          await processorOn(split)(buildKinesisEvent(batch));
          landed = Math.max(landed, from + batch.length);
        }
        await processorOn(split)(buildKinesisEvent(stream.slice(landed)));
        const [expected, actual] = [await readLanded(whole), await readLanded(split)];
        expect([actual.raw, actual.quarantine]).toEqual([expected.raw, expected.quarantine]);
      },
    ),
    { numRuns: 60 },
  );
});

test('a store that is away makes the whole batch come again, nothing else', async () => {
  const stores = createStores();
  const objects: ObjectStore = {
    ...stores.objects,
    putIfAbsent: async () => {
      throw new TransientError('away');
    },
  };
  const response = await processorOn({ ...stores, objects })(buildKinesisEvent(records));
  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  expect((await readLanded(stores)).rows).toEqual([]);
});

test('a batch too large for one landing lands a prefix and asks for the rest', async () => {
  const large = Array.from({ length: 40 }, (_, index) => buildFrameRecord(index + 1, { accepted: 1_200 }));
  const stores = createStores();
  let open: readonly StreamRecord[] = large;
  let invocations = 0;
  while (open.length > 0) {
    const { batchItemFailures } = await processorOn(stores)(buildKinesisEvent(open));
    invocations += 1;
    const next = batchItemFailures[0]?.itemIdentifier;
    open = next === undefined ? [] : open.filter(({ sequenceNumber }) => Number(sequenceNumber) >= Number(next));
  }
  expect(invocations).toBeGreaterThan(1);
  const { rows } = await readLanded(stores);
  expect(rows.reduce((sum, row) => sum + row.counts.accepted, 0)).toBe(48_000);
});

test('records that are no frames: an event is validated like any, everything else is kept as it was', async () => {
  const noise = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xff]);
  const batch = [
    buildRecord(1, Buffer.from(JSON.stringify(buildPageView(1)))),
    buildRecord(2, Buffer.from(JSON.stringify(buildPageView(2, { ts: 'never' })))),
    buildRecord(
      3,
      Buffer.from(JSON.stringify(buildPageView(3, { user: { consent: { analytics: false, ads: false } } }))),
    ),
    buildRecord(4, noise),
    buildRecord(5, Buffer.alloc(0)),
    buildRecord(6, Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))),
    buildFrameRecord(7, { accepted: 1 }),
  ];
  const stores = createStores();
  expect(await processorOn(stores)(buildKinesisEvent(batch))).toEqual({ batchItemFailures: [] });
  const { rows, raw, quarantine } = await readLanded(stores);
  expect(rows[0]?.counts).toEqual({ received: 7, accepted: 2, quarantined: 4, suppressed: 1 });
  expect(rows[0]?.quarantinedByReason).toEqual({ 'schema-invalid': 1, 'frame-corrupt': 3 });
  expect(JSON.parse(raw[0] ?? '')).toMatchObject({ frame_id: 'shardId-000000000000:1', accepted: 1 });
  // JSON that is too deep to look for consent keeps no content.
  expect(quarantine.find((line) => line.includes('nested too deep'))).not.toContain('"text"');
  const kept = quarantine.map((line) => JSON.parse(line)).find((entry) => entry.sequence_number === '4');
  expect(Buffer.from(kept.text, 'base64').equals(noise)).toBe(true);
});
