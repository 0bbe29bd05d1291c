import { randomUUID } from 'node:crypto';
import type { TableChange } from '@millrace/embedded/lake';
import { readConfig as readLakehouseConfig } from '@millrace/lakehouse';
import {
  addCounts,
  type EventStream,
  type Manifest,
  noOutcomes,
  type ObjectStore,
  type OutcomeCounts,
  parsePartition,
  partitionOf,
} from '@millrace/pipeline';
import { comparePage, type LakeSnapshot } from './compare-page.ts';
import { compareShard } from './compare-shard.ts';
import { compareSilver } from './compare-silver.ts';
import { createRowFinder, findOrphans, parseStoredKey } from './find-orphans.ts';
import { type KeptCensus, readCensus, toTableChange } from './keep-reconciliation.ts';
import { type ReconcileLake, readLakeColumns } from './lake-reader.ts';
import { createLedger, hourMs, hourOf, type Ledger } from './ledger.ts';
import type { OnFailureEntry } from './on-failure-cursor.ts';
import { countRepeats } from './read-layers.ts';
import { listOnFailure } from './read-on-failure.ts';
import type { Reconciliation } from './reconciliation.ts';
import { type Cut, findCut, takeCensus } from './take-census.ts';

export type { Finding, Note, ReconcileCell, Reconciliation } from './reconciliation.ts';

export type ReconcilePorts = {
  readonly streamName: string;
  readonly stream: EventStream;
  readonly manifest: Manifest;
  readonly objects: ObjectStore;
  readonly lake: ReconcileLake & { record(change: TableChange): Promise<void> };
  /** For how long the stream keeps a record; what serverless.yml says when absent. */
  readonly retentionHours?: number;
  /** Of the lake's refinement; its default when absent. */
  readonly dedupHorizonDays?: number;
};

/** What a comparison works on. */
export type ReconcileStores = Omit<ReconcilePorts, 'lake' | 'retentionHours' | 'dedupHorizonDays'> & {
  readonly lake: ReconcileLake;
  /** When the comparison began, epoch milliseconds. */
  readonly nowMs: number;
  readonly retentionMs: number;
  readonly dedupHorizonDays: number;
};

/** As the root's serverless.yml says. */
export const defaultRetentionHours = 168;
/** Leftovers of interrupted landings are younger: after it no batch of theirs is delivered again. */
const orphanGraceMs = 7 * 24 * hourMs;
/** Stands for the shard of what belongs to none. */
const lakeShard = 'lake';
const loadsAtOnce = 5_000;

/**
 * Proves the two equations of the lake from the stores themselves, and keeps the result and the census in the lake:
 * received by walking the stream up to a cut, the rest from manifest, objects and tables. The heads of the chains are read
 * first, then the stream at least as far, then the tables in one snapshot: what moves on meanwhile can only look
 * pending, never lost. A lake that cannot be written is told in the result.
 */
export async function reconcile(ports: ReconcilePorts, now: () => number): Promise<Reconciliation> {
  const compared = await compareStores(ports, now);
  return keep(compared, (change) => ports.lake.record(change));
}

export type Compared = { readonly reconciliation: Reconciliation; readonly census: readonly KeptCensus[] };

/** Keeps a comparison in the lake. What hinders it is told in the result, which is as good without. */
export async function keep(
  { reconciliation, census }: Compared,
  record: (change: TableChange) => Promise<void>,
): Promise<Reconciliation> {
  try {
    await record(toTableChange(reconciliation, census));
    return reconciliation;
  } catch (error) {
    return { ...reconciliation, notKept: (error as Error).message };
  }
}

/** The comparison alone; the lake is only read. */
export async function compareStores(
  ports: Omit<ReconcilePorts, 'lake'> & { readonly lake: ReconcileLake },
  now: () => number,
): Promise<Compared> {
  const stores: ReconcileStores = {
    ...ports,
    nowMs: now(),
    retentionMs: (ports.retentionHours ?? defaultRetentionHours) * hourMs,
    dedupHorizonDays: ports.dedupHorizonDays ?? readLakehouseConfig({}).dedupHorizonDays,
  };
  const { streamName, manifest } = stores;
  const ledger = createLedger();
  const partitions = await manifest.listPartitions();
  const shards = await findShards(stores, partitions);
  const onFailure = await indexOnFailure(stores, ledger);
  const census: KeptCensus[] = [];

  await ports.lake.readSnapshot(async (query) => {
    const snapshot: LakeSnapshot = { query, columns: await readLakeColumns(query) };
    const kept = await readCensus(snapshot, streamName);
    for (const shard of shards) {
      const ofShard = ledger.ofShard(shard.shardId);
      const hours = await compareShard(
        stores,
        { ...shard, kept: kept.get(shard.shardId) ?? [], onFailure: onFailure.get(shard.shardId) ?? [] },
        ofShard,
        (rows) => comparePage(stores, snapshot, rows, ofShard),
      );
      census.push({ shardId: shard.shardId, hours });
    }
    const isNamed = createRowFinder(manifest, await manifest.listPartitions());
    await reportUnmanifested(snapshot, isNamed, ledger);
    for (const { kind, shardId, key, hour, lines } of await compareSilver(
      query,
      snapshot.columns,
      stores.dedupHorizonDays,
    )) {
      ledger.ofShard(shardId || lakeShard).report(kind, key || 'silver', lines, hour);
    }
    await reportOrphans(stores, isNamed, ledger);
  });

  const takenAt = new Date(stores.nowMs).toISOString();
  return {
    reconciliation: {
      id: `${takenAt}-${randomUUID().slice(0, 8)}`,
      takenAt,
      stream: streamName,
      ...ledger.toResult(stores.nowMs),
      otherPartitions: partitions.filter((partition) => parsePartition(partition).streamName !== streamName),
    },
    census,
  };
}

/** What lines became. */
export type LineOutcomes = OutcomeCounts & {
  readonly withdrawn: number;
  readonly duplicates: number;
  readonly conflicts: number;
};

/** What the lines of a part of the stream became: of everything after `after`. */
export async function countOutcomes(
  ports: Pick<ReconcilePorts, 'stream'> & { readonly lake: Pick<ReconcileLake, 'query'> },
  after: Cut,
): Promise<LineOutcomes> {
  let counts = noOutcomes;
  for await (const record of takeCensus(ports.stream, after)) counts = addCounts(counts, record.counts);
  return { ...counts, ...(await countRepeats(ports.lake, after)) };
}

type FoundShard = { readonly shardId: string; readonly isInStream: boolean; readonly cut: string | undefined };

/** The shards of the stream, and those that only the manifest remembers; each with the end of the walk. */
async function findShards(stores: ReconcileStores, partitions: readonly string[]): Promise<readonly FoundShard[]> {
  const { streamName, stream, manifest, nowMs } = stores;
  const inStream = new Set((await stream.listShards()).map(({ shardId }) => shardId));
  const remembered = partitions.map(parsePartition).filter((partition) => partition.streamName === streamName);
  const shards: FoundShard[] = [];
  for (const shardId of [...new Set([...inStream, ...remembered.map((partition) => partition.shardId)])].sort()) {
    const landed = (await manifest.head(partitionOf(streamName, shardId)))?.last;
    const isInStream = inStream.has(shardId);
    const cut = isInStream ? await findCut(stream, shardId, { landed, atMs: nowMs }) : landed;
    shards.push({ shardId, isInStream, cut });
  }
  return shards;
}

/** By shard: the objects of batches that the mapping gave up. Damaged ones are reported. */
async function indexOnFailure(
  { objects, streamName, nowMs }: ReconcileStores,
  ledger: Ledger,
): Promise<ReadonlyMap<string, readonly OnFailureEntry[]>> {
  const byShard = new Map<string, OnFailureEntry[]>();
  for await (const found of listOnFailure(objects)) {
    if (found.kind === 'damaged') {
      ledger.ofShard(found.shardId || lakeShard).report('on-failure-damaged', found.key, 0, hourOf(nowMs));
    } else if (found.batch.streamName === streamName) {
      const { shardId, first, last } = found.batch;
      byShard.set(shardId, [...(byShard.get(shardId) ?? []), { key: found.key, first, last }]);
    }
  }
  return byShard;
}

/** Typed files whose rows are in the tables and that no manifest row names, of any stream. */
async function reportUnmanifested(
  { query }: LakeSnapshot,
  isNamed: (key: string) => Promise<boolean>,
  ledger: Ledger,
): Promise<void> {
  const report = async (key: string, lines: number) => {
    if (await isNamed(key)) return;
    const parsed = parseStoredKey(key);
    ledger.ofShard(parsed?.shardId ?? lakeShard).report('bronze-without-manifest', key, lines, parsed?.hour ?? 0);
  };
  for (let after = ''; ; ) {
    const { rows } = await query(
      `select typed_key, row_count from lake.loads where typed_key > '${after}' order by typed_key limit ${loadsAtOnce}`,
    );
    for (const [key, lines] of rows) await report(String(key), Number(lines));
    if (rows.length < loadsAtOnce) break;
    after = String(rows.at(-1)?.[0]).replaceAll("'", "''");
  }
  // Rows of files that nobody loaded
  const { rows } = await query(`
    select coalesce(typed_key, ''), count(*)
    from (select typed_key from bronze.events union all select typed_key from bronze.quarantine)
    where typed_key is null or typed_key not in (select typed_key from lake.loads)
    group by 1`);
  for (const [key, lines] of rows) await report(String(key) || 'bronze', Number(lines));
}

/** What no manifest row names: young objects are leftovers of landings that were interrupted or batched anew. */
async function reportOrphans(
  { objects, nowMs, retentionMs }: ReconcileStores,
  isNamed: (key: string) => Promise<boolean>,
  ledger: Ledger,
): Promise<void> {
  const oldest = hourOf(nowMs - retentionMs - orphanGraceMs);
  const leftovers = new Map<string, { count: number; sizeBytes: number }>();
  for await (const { key, sizeBytes, parsed } of findOrphans(objects, isNamed)) {
    if (!parsed || parsed.hour < oldest) {
      ledger.ofShard(parsed?.shardId ?? lakeShard).report('orphan-object', key, 0, parsed?.hour ?? hourOf(nowMs));
      continue;
    }
    const known = leftovers.get(parsed.shardId) ?? { count: 0, sizeBytes: 0 };
    leftovers.set(parsed.shardId, { count: known.count + 1, sizeBytes: known.sizeBytes + sizeBytes });
  }
  for (const [shardId, { count, sizeBytes }] of leftovers) {
    const objectsOf = count === 1 ? '1 object' : `${count} objects`;
    const text = `${objectsOf} (${sizeBytes} bytes) of interrupted landings: no manifest row names them`;
    ledger.ofShard(shardId).note('leftover-objects', text);
  }
}
