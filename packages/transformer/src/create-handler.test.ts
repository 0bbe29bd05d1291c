import {
  compress,
  InvariantError,
  landingKey,
  type Manifest,
  type ManifestRow,
  type ObjectStore,
  sha256Hex,
  TransientError,
} from '@millrace/pipeline';
import { bronzeColumns, contractsHash, quarantineColumns } from '@millrace/schema';
import {
  buildStoredLine,
  CrashError,
  type CrashPlan,
  createMemoryManifest,
  createMemoryObjectStore,
  quietTelemetry,
  withCrashes,
} from '@millrace/testkit';
import type { SQSEvent } from 'aws-lambda';
import { parquetReadObjects } from 'hyparquet';
import { toTypedKey } from './core/typed-key.ts';
import { createHandler, createSweepHandler } from './create-handler.ts';

const place = { arrivedAt: Date.UTC(2026, 0, 15, 12), shardId: 'shardId-000000000000', first: '1', last: '9' };
const frameOf = (id: string, accepted: number) =>
  JSON.stringify({
    frame_id: id,
    shard_id: place.shardId,
    sequence_number: '1',
    arrived_at_ms: place.arrivedAt,
    request_id: 'r',
    accepted,
  });
const rawText = `${[frameOf('a', 2), buildStoredLine(1), buildStoredLine(3), frameOf('b', 1), buildStoredLine(2)].join('\n')}\n`;
const quarantineText = `${JSON.stringify({
  ...{ frame_id: 'b', shard_id: place.shardId, sequence_number: '1', arrived_at_ms: place.arrivedAt, line: 2 },
  ...{
    quarantine_id: 'q',
    reason: 'malformed',
    path: '',
    detail: 'x',
    received_at: '2026-01-15T12:00:00.000Z',
    source: 's',
    line_number: 7,
    text: 't',
  },
})}\n`;

type Stores = { readonly objects: ObjectStore; readonly manifest: Manifest; readonly row: ManifestRow };

async function createLanded(): Promise<Stores> {
  const objects = createMemoryObjectStore();
  const manifest = createMemoryManifest();
  const put = async (layer: 'raw' | 'quarantine', text: string) => {
    const key = landingKey(layer, place, sha256Hex(text));
    await objects.putIfAbsent(key, compress(Buffer.from(text)));
    return key;
  };
  const row: ManifestRow = {
    partition: 'events#shardId-000000000000',
    previous: '0'.repeat(129),
    first: '1',
    last: '9',
    recordCount: 2,
    rawKey: await put('raw', rawText),
    rawSha256: sha256Hex(rawText),
    quarantineKey: await put('quarantine', quarantineText),
    counts: { received: 4, accepted: 3, quarantined: 1, suppressed: 0 },
    acceptedByType: {},
    quarantinedByReason: {},
    suppressedByReason: {},
    minEventTime: undefined,
    maxEventTime: undefined,
    arrivedAt: place.arrivedAt,
    stage: 'landed',
    typedKey: undefined,
    typedQuarantineKey: undefined,
    runId: undefined,
  };
  await manifest.append(row);
  return { objects, manifest, row };
}

const notificationOf = (key: string) =>
  JSON.stringify({ Records: [{ s3: { object: { key: encodeURIComponent(key).replaceAll('%2F', '/') } } }] });
const queueEventOf = (...bodies: string[]): SQSEvent =>
  ({ Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) }) as unknown as SQSEvent;
const portsOf = ({ objects, manifest }: Stores) => ({ objects, manifest, streamName: 'events' });

async function readParquet(objects: ObjectStore, key: string | undefined) {
  const bytes = await objects.get(key ?? '');
  if (!bytes) throw new Error(`no object ${key}`);
  return parquetReadObjects({ file: new Uint8Array(bytes).buffer });
}

async function hashStored(objects: ObjectStore, key: string | undefined): Promise<string> {
  return sha256Hex((await objects.get(key ?? '')) ?? '');
}

test('a raw object becomes typed, enriched rows in the columns of the schema', async () => {
  const stores = await createLanded();
  const handle = createHandler(() => portsOf(stores), { telemetry: quietTelemetry() });
  expect(await handle(queueEventOf(notificationOf(stores.row.rawKey ?? '')))).toEqual({ batchItemFailures: [] });

  const row = await stores.manifest.head(stores.row.partition);
  expect(row).toMatchObject({
    stage: 'transformed',
    typedKey: stores.row.rawKey?.replace('raw/', 'typed/').replace('.ndjson.zst', `.v2-${contractsHash}.parquet`),
  });
  expect(row?.typedSha256).toBe(await hashStored(stores.objects, row?.typedKey));
  expect(row?.typedQuarantineSha256).toBe(await hashStored(stores.objects, row?.typedQuarantineKey));
  const rows = await readParquet(stores.objects, row?.typedKey);
  expect(Object.keys(rows[0] ?? {})).toEqual(bronzeColumns.map(({ name }) => name));
  expect(rows.map(({ frame_id, line }) => [frame_id, line])).toEqual([
    ['a', 1],
    ['a', 2],
    ['b', 1],
  ]);
  expect(rows[0]).toMatchObject({
    event_type: 'page_view',
    event_time_ms: BigInt(Date.UTC(2026, 0, 15, 12, 0, 1)),
    arrived_at_ms: BigInt(place.arrivedAt),
    consent_analytics: true,
    page_url: 'https://shop.example/page-1?q=1',
    page_path: '/page-1',
    referrer_host: 'search.example',
    request_status: null,
  });
  expect(rows[1]).toMatchObject({
    event_type: 'server_request',
    request_status: 200,
    request_bytes: 3n,
    page_path: null,
  });

  const quarantined = await readParquet(stores.objects, row?.typedQuarantineKey);
  expect(Object.keys(quarantined[0] ?? {})).toEqual(quarantineColumns.map(({ name }) => name));
  expect(quarantined[0]).toMatchObject({ quarantine_id: 'q', line: 2, line_number: 7n, reason: 'malformed' });
});

test('TYPE-1: killed before or after any effect and done again, the files are the same bytes', async () => {
  const untouched = await createLanded();
  await createSweepHandler(() => portsOf(untouched), { telemetry: quietTelemetry() })({});
  const expected = await untouched.manifest.head(untouched.row.partition);
  for (let at = 0; at < 3; at += 1) {
    for (const when of ['before', 'after'] as const) {
      const stores = await createLanded();
      const plan: CrashPlan = { at, when };
      const effects = { log: [], count: 0 };
      const crashing = {
        ...stores,
        objects: withCrashes('objects', stores.objects, ['putIfAbsent'], effects, plan),
        manifest: withCrashes('manifest', stores.manifest, ['update'], effects, plan),
      };
      const telemetry = quietTelemetry();
      await createSweepHandler(() => portsOf(crashing), { telemetry })({});
      expect(telemetry.errors[0]).toBeInstanceOf(CrashError);
      const again = await createSweepHandler(() => portsOf(stores), { telemetry: quietTelemetry() })({});
      expect(again.failed).toBe(0);
      const row = await stores.manifest.head(stores.row.partition);
      expect(row).toEqual(expected);
      for (const key of [row?.typedKey, row?.typedQuarantineKey]) {
        expect(await stores.objects.get(key ?? '')).toEqual(await untouched.objects.get(key ?? ''));
      }
    }
  }
});

test('the hash of a typed file that was there before is that of its stored bytes', async () => {
  const stores = await createLanded();
  const stored = Buffer.from('written by an earlier version of the Parquet writer');
  await stores.objects.putIfAbsent(toTypedKey(stores.row.rawKey ?? ''), stored);
  // Another transformation writes its quarantine file between our look and our write.
  const typedQuarantineKey = toTypedKey(stores.row.quarantineKey ?? '');
  const objects: ObjectStore = {
    ...stores.objects,
    async putIfAbsent(key, body) {
      await stores.objects.putIfAbsent(key, Buffer.from('first'));
      return stores.objects.putIfAbsent(key, body);
    },
  };
  await createSweepHandler(() => portsOf({ ...stores, objects }), { telemetry: quietTelemetry() })({});
  expect(await stores.manifest.head(stores.row.partition)).toMatchObject({
    typedSha256: sha256Hex(stored),
    typedQuarantineKey,
    typedQuarantineSha256: sha256Hex('first'),
  });
});

test('TYPE-2: a notification without a manifest row is only a hint: nothing is transformed', async () => {
  const stores = await createLanded();
  const orphan = landingKey('raw', { ...place, first: '20', last: '30' }, 'cd'.repeat(32));
  const handle = createHandler(() => portsOf(stores), { telemetry: quietTelemetry() });
  const bodies = [notificationOf(orphan), notificationOf('other/file'), '{"Event":"s3:TestEvent"}'];
  expect(await handle(queueEventOf(...bodies))).toEqual({ batchItemFailures: [] });
  expect((await stores.manifest.head(stores.row.partition))?.stage).toBe('landed');
});

test('TYPE-3: the sweep finds rows whose notification never came, and notifications may come twice', async () => {
  const stores = await createLanded();
  const sweep = createSweepHandler(() => portsOf(stores), { telemetry: quietTelemetry() });
  expect(await sweep({})).toEqual({ transformed: 1, failed: 0 });
  expect(await sweep({})).toEqual({ transformed: 0, failed: 0 });
  const handle = createHandler(() => portsOf(stores), { telemetry: quietTelemetry() });
  const body = notificationOf(stores.row.rawKey ?? '');
  expect(await handle(queueEventOf(body, body))).toEqual({ batchItemFailures: [] });
});

test('TYPE-4: a sweep ends at a store that is away, and keeps its pace', async () => {
  const stores = await createLanded();
  let reads = 0;
  const objects: ObjectStore = {
    ...stores.objects,
    get: async () => {
      reads += 1;
      throw new TransientError('away');
    },
  };
  const telemetry = quietTelemetry();
  await expect(createSweepHandler(() => portsOf({ ...stores, objects }), { telemetry })({})).rejects.toThrow('away');
  expect(reads).toBe(1);

  let steps = 0;
  const pace = async () => {
    steps += 1;
  };
  const sweep = createSweepHandler(() => portsOf(stores), { telemetry, pace });
  expect(await sweep({})).toEqual({ transformed: 1, failed: 0 });
  expect(steps).toBe(1);
});

test.each([
  ['is gone', async (stores: Stores) => ({ ...stores.objects, get: async () => undefined })],
  [
    'has other bytes',
    async (stores: Stores) => ({ ...stores.objects, get: async () => compress(Buffer.from('{}\n')) }),
  ],
])('an object that %s fails its message and leaves the row as it is', async (_, damage) => {
  const stores = await createLanded();
  const telemetry = quietTelemetry();
  const objects = await damage(stores);
  const handle = createHandler(() => portsOf({ ...stores, objects }), { telemetry });
  expect(await handle(queueEventOf(notificationOf(stores.row.rawKey ?? ''), '{}'))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }],
  });
  expect(telemetry.errors[0]).toBeInstanceOf(InvariantError);
  expect((await stores.manifest.head(stores.row.partition))?.stage).toBe('landed');
});
