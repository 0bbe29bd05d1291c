import {
  type EventStream,
  encodeGivenUpBatch,
  type GivenUpBatch,
  type ManifestRow,
  type ObjectStore,
  type OutcomeCounts,
  type StreamRecord,
  toOnFailureKey,
} from '@millrace/pipeline';
import { createHandler } from '@millrace/processor';
import {
  buildFrameRecord,
  buildKinesisEvent,
  createMemoryManifest,
  createMemoryObjectStore,
  quietTelemetry,
} from '@millrace/testkit';
import { compareShard } from '../src/reconcile/compare-shard.ts';
import { createLedger, type LedgerResult } from '../src/reconcile/ledger.ts';
import type { CensusHour, MergedHour } from '../src/reconcile/merge-census.ts';
import type { ReconcileStores } from '../src/reconcile/reconcile.ts';
import { findCut } from '../src/reconcile/take-census.ts';

export const shardId = 'shardId-000000000000';
export const hourMs = 3_600_000;
/** Midnight before 15 January 2026 (UTC). */
export const day = Date.UTC(2026, 0, 15);
export const retentionMs = 168 * hourMs;

/** What one record holds in these tests: 3 accepted lines, 1 quarantined, 2 suppressed. */
export const linesOfRecord: OutcomeCounts = { received: 6, accepted: 3, quarantined: 1, suppressed: 2 };

export function times(counts: OutcomeCounts, factor: number): OutcomeCounts {
  const { received, accepted, quarantined, suppressed } = counts;
  return {
    ...{ received: received * factor, accepted: accepted * factor },
    ...{ quarantined: quarantined * factor, suppressed: suppressed * factor },
  };
}

export function toRecord(sequence: number, arrivedAt: number): StreamRecord {
  return { ...buildFrameRecord(sequence, { accepted: 3, quarantined: 1, suppressed: 2 }), arrivedAt };
}

/** A shard in memory, with its chain and its objects, landed by the real processor. Nothing is loaded. */
export function createShardBed() {
  const objects = createMemoryObjectStore();
  const manifest = createMemoryManifest();
  const records: StreamRecord[] = [];
  const land = createHandler(
    () => ({ objects, manifest, secrets: { get: async () => new Uint8Array(32) }, policy: 'default' }),
    { telemetry: quietTelemetry() },
  );
  /** The stream has forgotten everything before it. */
  let beginning = 0;
  const stream = {
    listShards: async () => [{ shardId, isClosed: false, startingHashKey: '0', endingHashKey: '9' }],
    readShard: async (_: string, { after, limit }: { after: string | undefined; limit: number }) =>
      records
        .filter(({ sequenceNumber }) => Number(sequenceNumber) >= beginning)
        .filter(({ sequenceNumber }) => Number(sequenceNumber) > Number(after ?? 0))
        .slice(0, limit),
  } as unknown as EventStream;

  return {
    objects,
    manifest,
    stream,
    records,

    put: (...more: StreamRecord[]) => void records.push(...more),

    async land(...batch: StreamRecord[]): Promise<ManifestRow> {
      await land(buildKinesisEvent(batch));
      return (await manifest.head(`events#${shardId}`)) as ManifestRow;
    },

    async receive(...batch: StreamRecord[]): Promise<ManifestRow> {
      records.push(...batch);
      return this.land(...batch);
    },

    /** Everything before this sequence number has expired. */
    expireBefore(sequence: number): void {
      beginning = sequence;
    },

    giveUp: (...batch: StreamRecord[]) => giveUp(objects, batch),

    /** Compares the shard as reconcile does. nowMs: later than everything that arrived. */
    async compare(
      nowMs: number,
      options: { readonly kept?: readonly CensusHour[]; readonly isInStream?: boolean } = {},
    ): Promise<LedgerResult & { readonly hours: readonly MergedHour[] }> {
      const ledger = createLedger();
      const { kept = [], isInStream = true } = options;
      const landed = (await manifest.head(`events#${shardId}`))?.last;
      const cut = isInStream ? await findCut(stream, shardId, { landed, atMs: nowMs }) : landed;
      const onFailure: { key: string; first: string; last: string }[] = [];
      for await (const { key } of objects.list('aws/lambda/')) {
        const { KinesisBatchInfo: info } = JSON.parse(Buffer.from((await objects.get(key)) ?? []).toString('utf8'));
        onFailure.push({ key, first: info.startSequenceNumber, last: info.endSequenceNumber });
      }
      const stores = { streamName: 'events', stream, manifest, objects, nowMs, retentionMs } as ReconcileStores;
      const input = { shardId, isInStream, cut, kept, onFailure };
      const hours = await compareShard(stores, input, ledger.ofShard(shardId), async () => {});
      return { ...ledger.toResult(nowMs), hours };
    },
  };
}

let requests = 0;

async function giveUp(objects: ObjectStore, records: readonly StreamRecord[]): Promise<string> {
  const [first, last] = [records[0], records.at(-1)] as [StreamRecord, StreamRecord];
  const batch: GivenUpBatch = {
    ...{ functionName: 'processor', streamName: 'events', shardId },
    ...{ first: first.sequenceNumber, last: last.sequenceNumber, recordCount: records.length },
    ...{ firstArrivedAt: first.arrivedAt, lastArrivedAt: last.arrivedAt, givenUpAt: last.arrivedAt + 1 },
    ...{ condition: 'RecordAgeExceeded', invokeCount: 1, payload: JSON.stringify(buildKinesisEvent(records)) },
  };
  requests += 1;
  const key = toOnFailureKey('mapping', batch, `request-${requests}`);
  await objects.putIfAbsent(key, Buffer.from(encodeGivenUpBatch(batch, `request-${requests}`)));
  return key;
}
