import { mappingDefaults, pollStream } from '@millrace/local/mapping';
import { decompress, type Manifest, type ObjectStore, sha256Hex, splitLines } from '@millrace/pipeline';
import { createHandler } from '@millrace/processor';
import {
  buildAggregate,
  buildBareEvent,
  buildFrameRecord,
  buildPoison,
  createMemoryEventStream,
  createMemoryManifest,
  createMemoryObjectStore,
  createVirtualClock,
  poisonKinds,
} from '@millrace/testkit';
import { checkLanding } from '../src/check-landing.ts';
import { quiet } from '../src/quiet.ts';
import { secrets, streamName } from '../src/run-landing.ts';

const framesPerPoison = 100;
const rounds = 3;

/** The mapping with the deployed settings and the processor on memory ports, until everything is landed. */
async function land(datas: readonly Uint8Array[]) {
  const clock = createVirtualClock();
  const stream = createMemoryEventStream(clock.now, { shardCount: 2 });
  for (const [n, data] of datas.entries()) await stream.putRecords([{ partitionKey: String(n % 64), data }]);
  const objects: ObjectStore = createMemoryObjectStore();
  const manifest: Manifest = createMemoryManifest();
  const positions = new Map<string, string>();
  const retries: unknown[] = [];
  const handle = createHandler(() => ({ objects, manifest, secrets, policy: 'default' }), { telemetry: quiet });
  const poller = pollStream({
    streamName,
    stream,
    mapping: { ...mappingDefaults, functionName: 'processor', batchSize: 1_000, batchWindowSeconds: 5 },
    checkpoints: {
      get: (_, shardId) => positions.get(shardId),
      set: (_, shardId, sequenceNumber) => void positions.set(shardId, sequenceNumber),
    },
    invoke: handle,
    clock,
    random: () => 0.5,
    pollMs: 1_000,
    onRetry: (error) => retries.push(error),
    onFatal: (error) => retries.push(error),
  });
  await clock.run(clock.sleep(30_000), 60_000);
  await clock.run(poller.stop(), 60_000);
  const verdict = await checkLanding({
    ...{ clock, stream, objects, manifest, promises: [], foreign: [], injected: [], broken: [] },
  });
  const quarantine: Record<string, unknown>[] = [];
  for await (const { key } of objects.list('quarantine/')) {
    const body = decompress((await objects.get(key)) as Uint8Array, 1 << 28);
    quarantine.push(...splitLines(body).map((line) => JSON.parse(line)));
  }
  return { stream, retries, verdict, quarantine };
}

test('LOSS-5: one frame in a hundred broken in each way: no shard waits, neighbours land, every broken byte is in quarantine', async () => {
  const broken = new Set<Uint8Array>();
  const datas: Uint8Array[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [n, kind] of poisonKinds.entries()) {
      const start = datas.length;
      for (let frame = 1; frame < framesPerPoison; frame += 1) {
        datas.push(buildFrameRecord(start + frame, { accepted: 2 }).data);
      }
      const poison = buildPoison(kind, round * 100 + n);
      broken.add(poison);
      datas.splice(start + ((round * 31 + n * 7) % framesPerPoison), 0, poison);
    }
  }
  const { stream, retries, verdict, quarantine } = await land(datas);
  expect(retries).toEqual([]);
  expect([verdict.lost, verdict.doubled, verdict.broken, verdict.pending]).toEqual([[], [], [], []]);

  const entries = new Map(quarantine.map((entry) => [`${entry['shard_id']}:${entry['sequence_number']}`, entry]));
  expect(quarantine).toHaveLength(broken.size);
  const hashes = new Set([...broken].map((bytes) => sha256Hex(bytes)));
  const poisoned = stream.records.filter(({ data }) => hashes.has(sha256Hex(data)));
  expect(poisoned).toHaveLength(broken.size);
  for (const { shardId, sequenceNumber, data } of poisoned) {
    const entry = entries.get(`${shardId}:${sequenceNumber}`);
    expect(entry).toMatchObject({ reason: 'frame-corrupt', sha256: sha256Hex(data) });
    expect(Buffer.from(String(entry?.['text']), 'base64').equals(data)).toBe(true);
  }
});

test('no poison: a bare event of another producer, and an aggregate of them', async () => {
  const bare = Array.from({ length: 5 }, (_, n) => buildBareEvent(n));
  const { verdict, quarantine, retries } = await land([bare[0] as Uint8Array, buildAggregate(bare.slice(1))]);
  expect([retries, quarantine, verdict.lost, verdict.broken]).toEqual([[], [], [], []]);
  expect(verdict.receivedCount).toBe(5);
});
