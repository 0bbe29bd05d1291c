import { createHandler as createIngest } from '@millrace/ingest';
import { pollStream, type StreamMapping, type StreamPoller, toObjects } from '@millrace/local/mapping';
import type { HttpHandler, StreamHandler } from '@millrace/middleware';
import {
  type EventStream,
  type Manifest,
  type ObjectStore,
  padSequenceNumber,
  type StateTable,
} from '@millrace/pipeline';
import { createHandler as createProcessor, type ProcessorPorts } from '@millrace/processor';
import {
  type ContainerWorld,
  createContainers,
  createFaults,
  createMemoryEventStream,
  createMemoryManifest,
  createMemoryObjectStore,
  createMemoryStateTable,
  createServiceGuard,
  createVirtualClock,
  type FaultCell,
  type Guard,
  guardPort,
  type MemoryEventStream,
  type VirtualClock,
} from '@millrace/testkit';
import { functionTimeoutSeconds, type Schedule } from './draw-schedule.ts';
import { quiet } from './quiet.ts';
import { type Promised, sendRequests } from './send-requests.ts';

export const streamName = 'events';
export const secrets = { get: async () => new Uint8Array(32).fill(7) };

/** What a run leaves behind, for the checkers. */
export type LandedWorld = {
  readonly clock: VirtualClock;
  readonly stream: MemoryEventStream;
  readonly objects: ObjectStore;
  readonly manifest: Manifest;
  readonly promises: readonly Promised[];
  readonly foreign: readonly ForeignRecord[];
  readonly injected: readonly FaultCell[];
  /** Rules of the mapping that a poller broke. */
  readonly broken: readonly string[];
};

/** What another producer puts on the stream, and what it must become. */
export type ForeignRecord = {
  readonly data: Uint8Array;
  readonly quarantined: number;
  readonly suppressed: number;
  /** Of the accepted events, in order. */
  readonly eventIds: readonly string[];
};

export type LandingOptions = {
  /** The processor; the proof that its strategy matters puts wrong ones in. */
  readonly createProcessor?: (ports: ProcessorPorts) => StreamHandler;
  /** Around ingest's handler, for the same end. */
  readonly wrapIngest?: (handler: HttpHandler) => HttpHandler;
  /** Records that other producers put on the stream: one after the other, while the clients send. */
  readonly foreign?: readonly ForeignRecord[];
  /** What follows the landing. `objects` is the store as everybody sees it. */
  readonly follow?: (parts: LineParts) => Follower;
};

export type LineParts = {
  readonly world: ContainerWorld;
  readonly guardService: Guard;
  readonly objects: ObjectStore;
  readonly manifest: Manifest;
  /** Ends the run: something happened that no schedule explains. */
  readonly fail: (error: unknown) => void;
};

/** The rest of the line: told of new objects, and asked to finish when everything is landed. */
export type Follower = {
  onObject(key: string, body: Uint8Array): void;
  finish(): Promise<void>;
};

const limitMs = 3_600_000;
const startMs = Date.UTC(2026, 0, 15, 12);
/** Longer than anything that was begun before can still happen. */
const tailMs = functionTimeoutSeconds * 2_500;

/** Clients → ingest → stream → mapping → processor → objects and manifest, with the faults of the schedule, to rest. */
export async function runLanding(schedule: Schedule, options: LandingOptions = {}): Promise<LandedWorld> {
  const { prng } = schedule;
  const clock = createVirtualClock(startMs);
  const faults = createFaults(schedule.faults);
  const outages = schedule.outages.map((outage) => ({
    ...outage,
    from: startMs + outage.from * 1000,
    until: startMs + outage.until * 1000,
  }));
  const world: ContainerWorld = { clock, prng, faults, outages };
  const guardService = createServiceGuard(world);

  const stream = createMemoryEventStream(clock.now, { shardCount: schedule.shardCount });
  const manifest = createMemoryManifest();
  const stored = createMemoryObjectStore();
  const failed = Promise.withResolvers<never>();
  let follower: Follower | undefined;
  const objects: ObjectStore = {
    ...stored,
    async putIfAbsent(key, body) {
      const result = await stored.putIfAbsent(key, body);
      if (result === 'created') follower?.onObject(key, body);
      return result;
    },
  };
  follower = options.follow?.({ world, guardService, objects, manifest, fail: failed.reject });

  const table = createMemoryStateTable({ now: clock.now });
  const hotUntil = new Map<string, number>();
  const ingest = createContainers(world, {
    name: 'ingest',
    timeoutMs: functionTimeoutSeconds * 1000,
    start: (guard) => {
      const taken = guardIngestStream(stream, guard, world, hotUntil);
      const known = guardPort<StateTable>(table, guard, {
        get: () => 'state.get',
        getMany: () => 'state.getMany',
        put: () => 'state.put',
      });
      const handler = createIngest(
        () => ({
          ...{ stream: taken, secrets, table: known, policy: 'default', anonymous: 'allowed', cdn: 'none' },
          countryOf: () => null,
        }),
        { telemetry: quiet, clock: { ...clock, random: prng.fraction } },
      );
      return options.wrapIngest?.(handler) ?? handler;
    },
  });
  const start = options.createProcessor ?? ((ports) => createProcessor(() => ports, { telemetry: quiet }));
  const processor = createContainers(world, {
    name: 'processor',
    timeoutMs: functionTimeoutSeconds * 1000,
    start: (guard) =>
      start({
        objects: guardPort(objects, guard, {
          putIfAbsent: (key: string) => (key.startsWith('quarantine/') ? 'objects.putQuarantine' : 'objects.putRaw'),
        }),
        manifest: guardPort(manifest, guard, { head: () => 'manifest.head', append: () => 'manifest.append' }),
        secrets,
        policy: 'default',
      }),
  });

  const mapping = createMovingMapping(
    schedule,
    world,
    stream,
    guardPort<EventStream>(stream, guardService, {
      readShard: () => 'stream.readShard',
      listShards: () => 'stream.listShards',
    }),
    {
      invoke: processor,
      onFatal: failed.reject,
      onFailure: toObjects(guardPort(objects, guardService, { putIfAbsent: () => 'objects.putOnFailure' })),
    },
  );

  async function play(): Promise<readonly Promised[]> {
    mapping.start();
    const [promises] = await Promise.all([
      sendRequests(world, schedule.requestCount, ingest),
      putForeign(options.foreign ?? [], world, stream),
      ...schedule.rebatches.map(async (at) => {
        await clock.sleep(at * 1000);
        faults.note({ effect: 'mapping', kind: 're-batch' });
        mapping.move();
      }),
      ...schedule.reshards.map(async ({ at, kind }) => {
        await clock.sleep(at * 1000);
        if (await reshard(stream, kind, world)) faults.note({ effect: 'stream', kind });
      }),
    ]);
    // What a zombie still puts on the stream is delivered, too.
    do {
      while (!mapping.isDrained()) await clock.sleep(1_000);
      await clock.sleep(tailMs);
    } while (!mapping.isDrained());
    await mapping.stop();
    await follower?.finish();
    return promises;
  }
  const promises = await clock.run(Promise.race([play(), failed.promise]), limitMs);
  const { foreign = [] } = options;
  return { clock, stream, objects, manifest, promises, foreign, injected: faults.injected, broken: mapping.broken };
}

/** Longer than ingest tries again: then the refused events come back to the client. */
const hotMs = 7_000;

/** A partial failure: some partition keys are too hot for a while, the stream has the others. */
function guardIngestStream(
  stream: EventStream,
  guard: Guard,
  { prng, clock }: ContainerWorld,
  hotUntil: Map<string, number>,
): EventStream {
  return {
    ...stream,
    putRecords: (entries) =>
      guard('stream.putRecords', async (fault) => {
        for (const { partitionKey } of entries) {
          if (fault === 'partial' && prng.chance(0.5)) hotUntil.set(partitionKey, clock.now() + hotMs);
        }
        const isTaken = entries.map(({ partitionKey }) => (hotUntil.get(partitionKey) ?? 0) <= clock.now());
        const puts = await stream.putRecords(entries.filter((_, index) => isTaken[index]));
        let next = 0;
        return isTaken.map((taken) => {
          const put = taken ? puts[next++] : undefined;
          return put ?? { ok: false, code: 'ProvisionedThroughputExceededException' };
        });
      }),
  };
}

/**
 * A mapping that moves to another poller now and then, as the service's own do: with another batch size, from a checkpoint
 * that lags behind, while the last invocation of the old one is still under way.
 */
function createMovingMapping(
  schedule: Schedule,
  { clock, prng }: ContainerWorld,
  stream: MemoryEventStream,
  seen: EventStream,
  { invoke, onFailure, onFatal }: Pick<Parameters<typeof pollStream>[0], 'invoke' | 'onFailure' | 'onFatal'>,
) {
  const positions = new Map<string, string>();
  let current: { readonly poller: StreamPoller; isRevoked: boolean } | undefined;
  let batchSize = schedule.mapping.batchSize ?? 10;
  const broken: string[] = [];
  const timeoutMs = functionTimeoutSeconds * 1000;

  /** One poller's invocations, watched for the rules that a lake alone would not show broken. */
  function watch(lease: { readonly isRevoked: boolean }, limit: number): typeof invoke {
    const busyUntil = new Map<string, number>();
    return async (event) => {
      const shardId = event.Records[0]?.eventID.split(':')[0] ?? '';
      if (lease.isRevoked) return invoke(event); // On its way out; the new one has the checkpoints.
      if (event.Records.length > limit) broken.push(`${event.Records.length} records in a batch of ${limit}`);
      if ((busyUntil.get(shardId) ?? 0) > clock.now()) broken.push(`two invocations of ${shardId} at once`);
      const shard = (await stream.listShards()).find((known) => known.shardId === shardId);
      for (const parent of [shard?.parentShardId, shard?.adjacentParentShardId]) {
        const last = parent === undefined ? undefined : lastOf(stream).get(parent);
        if (last !== undefined && Number(positions.get(parent ?? '') ?? 0) < Number(last)) {
          broken.push(`${shardId} was read before its parent ${parent}`);
        }
      }
      busyUntil.set(shardId, clock.now() + timeoutMs);
      try {
        return await invoke(event);
      } finally {
        busyUntil.delete(shardId);
      }
    };
  }

  function start(): void {
    const lease = { isRevoked: false };
    const poller = pollStream({
      streamName,
      stream: seen,
      mapping: {
        ...(schedule.mapping as StreamMapping),
        functionName: 'processor',
        startingPosition: 'TRIM_HORIZON',
        batchSize,
      },
      checkpoints: {
        get: (_, shardId) => positions.get(shardId),
        set: (_, shardId, sequenceNumber) => void (lease.isRevoked || positions.set(shardId, sequenceNumber)),
      },
      invoke: watch(lease, batchSize),
      onFailure,
      clock,
      random: prng.fraction,
      pollMs: 500,
      onRetry: () => {},
      onFatal,
    });
    current = Object.assign(lease, { poller });
  }

  return {
    broken,
    start,
    move() {
      if (current) {
        current.isRevoked = true;
        current.poller.stop().catch(() => {}); // Nobody waits for the old one.
      }
      for (const [shardId, position] of positions) {
        const records = stream.records.filter((record) => record.shardId === shardId);
        const at = records.findIndex(({ sequenceNumber }) => sequenceNumber === position);
        const back = at - prng.below(6);
        if (back < 0) positions.delete(shardId);
        else positions.set(shardId, records[back]?.sequenceNumber ?? position);
      }
      batchSize = Math.max(1, (schedule.mapping.batchSize ?? 10) + prng.below(9) - 4);
      start();
    },
    isDrained: () =>
      [...lastOf(stream)].every(([shardId, last]) => {
        const position = positions.get(shardId);
        return position !== undefined && padSequenceNumber(position) >= padSequenceNumber(last);
      }),
    stop: () => current?.poller.stop(),
  };
}

function lastOf(stream: MemoryEventStream): ReadonlyMap<string, string> {
  return new Map(stream.records.map(({ shardId, sequenceNumber }) => [shardId, sequenceNumber]));
}

/** false when there is nothing to merge. */
async function reshard(stream: MemoryEventStream, kind: 'split' | 'merge', { prng }: ContainerWorld): Promise<boolean> {
  const open = (await stream.listShards())
    .filter(({ isClosed }) => !isClosed)
    .sort((a, b) => (BigInt(a.startingHashKey) < BigInt(b.startingHashKey) ? -1 : 1));
  const at = prng.below(open.length);
  const [shard, next] = [open[at], open[at + 1]];
  if (!shard || (kind === 'merge' && (!next || open.length <= 3))) return false;
  if (kind === 'merge') await stream.mergeShards(shard.shardId, next?.shardId ?? '');
  else
    await stream.splitShard(shard.shardId, String((BigInt(shard.startingHashKey) + BigInt(shard.endingHashKey)) / 2n));
  return true;
}

async function putForeign(records: readonly ForeignRecord[], { clock, prng }: ContainerWorld, stream: EventStream) {
  for (const { data } of records) {
    await clock.sleep(prng.below(500));
    await stream.putRecords([{ partitionKey: String(prng.below(64)), data }]);
  }
}
