import { mappingDefaults, pollStream } from '@millrace/local/mapping';
import { padSequenceNumber } from '@millrace/pipeline';
import { createHandler as createProcessor } from '@millrace/processor';
import { createPrng, hashSeed } from '@millrace/simulator';
import {
  buildFrameRecord,
  type ContainerWorld,
  createContainers,
  createFaults,
  createMemoryEventStream,
  createMemoryManifest,
  createMemoryObjectStore,
  createServiceGuard,
  createVirtualClock,
  guardPort,
} from '@millrace/testkit';
import { createPace } from '@millrace/transformer';
import { followTransformer } from './follow-transformer.ts';
import { quiet } from './quiet.ts';
import { type LandedWorld, secrets, streamName } from './run-landing.ts';

export type OutageRun = {
  readonly world: LandedWorld;
  /** Every ten seconds, in seconds since the start: the oldest waiting record's age, in seconds, over all shards. */
  readonly iteratorAges: readonly { readonly at: number; readonly age: number }[];
  /** Calls of stores and functions in every ten seconds. */
  readonly calls: readonly { readonly at: number; readonly count: number }[];
};

/** Seconds since the start. */
export const outage = { from: 600, until: 1_500, errorsUntil: 1_800, end: 3_600 } as const;

const startMs = Date.UTC(2026, 0, 15, 12);
const lookMs = 10_000;
const frames = Array.from({ length: 100 }, (_, n) =>
  buildFrameRecord(n + 1, { accepted: 4, quarantined: n % 10 === 0 ? 1 : 0 }),
);

/**
 * Steady traffic, then a store away for a quarter of an hour, then 30 % errors for five minutes, with the settings that are
 * deployed (packages/processor and packages/transformer, serverless.yml).
 */
export async function runOutage(store: 'objects' | 'manifest', seed: number): Promise<OutageRun> {
  const clock = createVirtualClock(startMs);
  const prng = createPrng(hashSeed(`outage ${seed}`));
  const at = () => (clock.now() - startMs) / 1000;
  const callsAt = new Map<number, number>();
  const world: ContainerWorld = {
    clock,
    prng,
    faults: createFaults([]),
    outages: [
      { store, from: startMs + outage.from * 1000, until: startMs + outage.until * 1000, rate: 1 },
      { store, from: startMs + outage.until * 1000, until: startMs + outage.errorsUntil * 1000, rate: 0.3 },
    ],
    onCall: () => {
      const slot = Math.floor(at() / 10) * 10;
      callsAt.set(slot, (callsAt.get(slot) ?? 0) + 1);
    },
  };
  const failed = Promise.withResolvers<never>();
  const guardService = createServiceGuard(world);
  const stream = createMemoryEventStream(clock.now, { shardCount: 3 });
  const manifest = createMemoryManifest();
  const stored = createMemoryObjectStore();
  const objects = {
    ...stored,
    async putIfAbsent(key: string, body: Uint8Array) {
      const result = await stored.putIfAbsent(key, body);
      if (result === 'created') follower.onObject(key, body);
      return result;
    },
  };
  const follower = followTransformer(
    { world, guardService, objects, manifest, fail: failed.reject },
    {
      timeoutSeconds: 60,
      visibilitySeconds: 360,
      batchSize: 10,
      sweepSeconds: 300,
      delayMs: () => 5_000 + prng.below(1_000),
      sweepPace: createPace(1, clock),
    },
  );
  const processor = createContainers(world, {
    name: 'processor',
    timeoutMs: 60_000,
    start: (guard) =>
      createProcessor(
        () => ({
          objects: guardPort(objects, guard, { putIfAbsent: () => 'objects.put' }),
          manifest: guardPort(manifest, guard, { head: () => 'manifest.head', append: () => 'manifest.append' }),
          secrets,
          policy: 'default',
        }),
        { telemetry: quiet },
      ),
  });
  const positions = new Map<string, string>();
  const poller = pollStream({
    streamName,
    stream,
    mapping: {
      ...mappingDefaults,
      functionName: 'processor',
      timeoutSeconds: 60,
      batchSize: 1_000,
      batchWindowSeconds: 5,
    },
    checkpoints: {
      get: (_, shardId) => positions.get(shardId),
      set: (_, shardId, sequenceNumber) => void positions.set(shardId, sequenceNumber),
    },
    invoke: processor,
    clock,
    random: prng.fraction,
    pollMs: 1_000,
    onRetry: () => {},
    onFatal: failed.reject,
  });

  const iteratorAges: { at: number; age: number }[] = [];
  async function look(): Promise<void> {
    while (at() < outage.end) {
      await clock.sleep(lookMs);
      const waiting = stream.records.find(
        ({ shardId, sequenceNumber }) =>
          padSequenceNumber(sequenceNumber) > padSequenceNumber(positions.get(shardId) ?? '0'),
      );
      iteratorAges.push({ at: at(), age: waiting ? (clock.now() - waiting.arrivedAt) / 1000 : 0 });
    }
  }
  async function feed(): Promise<void> {
    for (let n = 0; at() < outage.end - 60; n += 1) {
      const { data } = frames[n % frames.length] as (typeof frames)[number];
      await stream.putRecords([{ partitionKey: String(prng.below(64)), data }]);
      await clock.sleep(prng.below(1_000));
    }
  }
  const play = async () => {
    await Promise.all([feed(), look()]);
    await poller.stop();
    await follower.finish();
  };
  await clock.run(Promise.race([play(), failed.promise]), (outage.end + 3_600) * 1000);
  return {
    world: {
      clock,
      stream,
      objects,
      manifest,
      promises: [],
      foreign: [],
      broken: [],
      injected: world.faults.injected,
    },
    iteratorAges,
    calls: [...callsAt].map(([slot, count]) => ({ at: slot, count })),
  };
}
