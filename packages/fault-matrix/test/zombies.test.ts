import { toKinesisEvent } from '@millrace/local/mapping';
import { partitionOf } from '@millrace/pipeline';
import { createHandler } from '@millrace/processor';
import { createPrng, hashSeed } from '@millrace/simulator';
import {
  buildFrameRecord,
  createContainers,
  createFaults,
  createMemoryEventStream,
  createMemoryManifest,
  createMemoryObjectStore,
  createVirtualClock,
  guardPort,
  quietTelemetry,
} from '@millrace/testkit';
import { checkLanding } from '../src/check-landing.ts';
import { secrets, streamName } from '../src/run-landing.ts';

const interleavings = 500;

/** `batches` of records, each handed to its own invocation at the same moment; the latencies come from the seed. */
async function invokeAtOnce(seed: number, batches: readonly (readonly [from: number, to: number])[]) {
  const clock = createVirtualClock();
  const world = { clock, prng: createPrng(hashSeed(`zombie ${seed}`)), faults: createFaults([]), outages: [] };
  const stream = createMemoryEventStream(clock.now);
  const frames = Array.from({ length: 8 }, (_, n) => buildFrameRecord(n + 1, { accepted: 3, quarantined: n % 2 }).data);
  await stream.putRecords(frames.map((data) => ({ partitionKey: '1', data })));
  const objects = createMemoryObjectStore();
  const manifest = createMemoryManifest();
  const telemetry = quietTelemetry();
  const invoke = createContainers(world, {
    name: 'processor',
    timeoutMs: 60_000,
    start: (guard) =>
      createHandler(
        () => ({
          objects: guardPort(objects, guard, { putIfAbsent: () => 'objects.put' }),
          manifest: guardPort(manifest, guard, { head: () => 'manifest.head', append: () => 'manifest.append' }),
          secrets,
          policy: 'default',
        }),
        { telemetry },
      ),
  });
  const answers = await clock.run(
    Promise.all(batches.map(([from, to]) => invoke(toKinesisEvent(streamName, stream.records.slice(from, to))))),
    600_000,
  );
  const verdict = await checkLanding({
    ...{ clock, stream, objects, manifest, promises: [], foreign: [], injected: [], broken: [] },
  });
  const rows = await manifest.readFrom(partitionOf(streamName, 'shardId-000000000000'), '', 100);
  return { answers, verdict, rows, totals: telemetry.totals };
}

test('LOSS-4: two invocations of one batch at once: one row in the chain, and the loser says that nothing was left', async () => {
  for (let seed = 0; seed < interleavings; seed += 1) {
    const { answers, rows, verdict, totals } = await invokeAtOnce(seed, [
      [0, 8],
      [0, 8],
    ]);
    expect(rows).toHaveLength(1);
    expect([verdict.lost, verdict.doubled, verdict.broken]).toEqual([[], [], []]);
    expect(totals).toMatchObject({ 'batches-landed': 1, 'batches-landed-before': 1, 'lines-accepted': 24 });
    expect(answers).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
  }
});

test('overlapping batches at once: every record in one row, whoever was first', async () => {
  for (let seed = 0; seed < interleavings; seed += 1) {
    const { rows, verdict } = await invokeAtOnce(seed, [
      [0, 5],
      [0, 8],
      [0, 3],
    ]);
    expect([verdict.lost, verdict.doubled, verdict.broken]).toEqual([[], [], []]);
    expect(rows.reduce((sum, { recordCount }) => sum + recordCount, 0)).toBe(8);
  }
});
