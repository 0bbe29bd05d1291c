import type { TableChange, TableRow } from '@millrace/embedded/lake';
import type { LakeSnapshot } from './compare-page.ts';
import { maxRows, toText } from './lake-reader.ts';
import { hourMs } from './ledger.ts';
import type { CensusHour } from './merge-census.ts';
import type { Reconciliation } from './reconciliation.ts';

/** What was received of a shard, hour by hour. */
export type KeptCensus = { readonly shardId: string; readonly hours: readonly CensusHour[] };

/** Of older reconciliations nothing is kept but the census. */
const keptReconciliations = 100;
const keptFindings = 10_000;

/** By shard: what earlier censuses counted. A lake that no new version has opened yet has none. */
export async function readCensus(
  { query, columns }: LakeSnapshot,
  streamName: string,
): Promise<ReadonlyMap<string, readonly CensusHour[]>> {
  const byShard = new Map<string, CensusHour[]>();
  if (!columns.has('lake.census')) return byShard;
  const { rows } = await query(
    `select shard_id, epoch_ms(hour), first_sequence, last_sequence, received_count, accepted_count, quarantined_count, suppressed_count
     from lake.census where stream = ${toText(streamName)} order by shard_id, hour`,
    { maxRows },
  );
  for (const [shardId, atMs, first, last, ...numbers] of rows) {
    const [received = 0, accepted = 0, quarantined = 0, suppressed = 0] = numbers.map(Number);
    const counts = { received, accepted, quarantined, suppressed };
    const hours = byShard.get(String(shardId)) ?? [];
    hours.push({ hour: Number(atMs) / hourMs, first: String(first), last: String(last), counts });
    byShard.set(String(shardId), hours);
  }
  return byShard;
}

/** A reconciliation as the lake keeps it: its cells, its findings, and the census in place of the one before. */
export function toTableChange(reconciliation: Reconciliation, census: readonly KeptCensus[]): TableChange {
  const { id, takenAt, stream, cells, findings } = reconciliation;
  const takenAtMs = Date.parse(takenAt);
  const own = { reconciliation_id: id, reconciled_at: takenAtMs, stream };
  const shards = census.map(({ shardId }) => toText(shardId));
  const isOld = `reconciliation_id not in (
    select reconciliation_id from lake.reconciliations
    group by reconciliation_id order by max(reconciled_at) desc, reconciliation_id desc limit ${keptReconciliations - 1}
  )`;
  return {
    statements: [
      `delete from lake.census where stream = ${toText(stream)} and shard_id in (${shards.join(', ') || "''"})`,
      `delete from lake.findings where ${isOld}`,
      `delete from lake.reconciliations where ${isOld}`,
    ],
    rows: {
      'lake.census': census.flatMap(({ shardId, hours }) =>
        hours.map(
          ({ hour, first, last, counts }): TableRow => ({
            ...{ stream, shard_id: shardId, hour: hour * hourMs, first_sequence: first, last_sequence: last },
            ...{ received_count: counts.received, accepted_count: counts.accepted },
            ...{ quarantined_count: counts.quarantined, suppressed_count: counts.suppressed, taken_at: takenAtMs },
          }),
        ),
      ),
      'lake.reconciliations': cells.map(
        (cell): TableRow => ({
          ...own,
          ...{ shard_id: cell.shardId, hour: Date.parse(cell.hour), received_from: cell.receivedFrom },
          ...{ received_count: cell.received, accepted_count: cell.accepted },
          ...{ quarantined_count: cell.quarantined, suppressed_count: cell.suppressed },
          ...{ landed_count: cell.landed, bronze_count: cell.bronze, silver_count: cell.silver },
          ...{ withdrawn_count: cell.withdrawn, duplicate_count: cell.duplicates, conflict_count: cell.conflicts },
          ...{ pending_count: cell.pending, unexplained_count: cell.unexplained },
          quarantined_by_reason: JSON.stringify(cell.quarantinedByReason),
          suppressed_by_reason: JSON.stringify(cell.suppressedByReason),
          pending_by_stage: JSON.stringify(cell.pendingByStage),
        }),
      ),
      'lake.findings': findings
        .slice(0, keptFindings)
        .map(
          ({ kind, shardId, key, lines }): TableRow => ({ ...own, kind, shard_id: shardId, key, line_count: lines }),
        ),
    },
  };
}
