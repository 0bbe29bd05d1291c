import type { SnapshotQuery } from '@millrace/embedded/lake';
import { type ManifestRow, padSequenceNumber } from '@millrace/pipeline';
import { type LakeColumns, maxRows, type ReconcileLake, textList, withdrawnRelation } from './lake-reader.ts';
import type { Cut } from './take-census.ts';

/** Rows of bronze that came from one manifest row and arrived in one hour, and what silver made of them. */
export type LayerCounts = {
  readonly bronze: number;
  /** Bronze rows that are the silver row of their event. */
  readonly silver: number;
  /** Bronze rows that are the row of their event in silver.withdrawn. */
  readonly withdrawn: number;
  readonly conflicts: number;
  /** Bronze rows whose event neither silver.events nor silver.withdrawn has. */
  readonly notInSilver: number;
  /** Bronze rows whose event is there with other content, and that silver.conflicts does not have. */
  readonly unmatched: number;
  readonly quarantine: number;
};

export type Layers = {
  /** Whether a typed file of the row is in the tables. A row that says it is refined must be. */
  isLoaded(row: ManifestRow): boolean;
  /** Whether every typed file of the row is on record as loaded. */
  isInLoads(row: ManifestRow): boolean;
  of(row: ManifestRow): ReadonlyMap<number, LayerCounts>;
};

const noLayers: LayerCounts = {
  ...{ bronze: 0, silver: 0, withdrawn: 0, conflicts: 0 },
  ...{ notInSilver: 0, unmatched: 0, quarantine: 0 },
};

/**
 * Winners are found by their place alone, and only what is none is looked for by event_id. An event_id that came back after
 * the dedup horizon has several rows: one with the same content makes a duplicate.
 */
const toLayersSql = (eventKeys: string, quarantineKeys: string, withdrawn: string) => `
with
  bronze as (
    select typed_key, arrived_at_ms // 3600000 as arrival_hour, event_id, shard_id, sequence_number, line, content_hash
    from bronze.events where typed_key in (${eventKeys})
  ),
  outside as (select * from bronze anti join silver.events using (shard_id, sequence_number, line)),
  withdrawn as (select shard_id, sequence_number, line, event_id, content_hash from ${withdrawn} t),
  losers as (select * from outside anti join withdrawn using (shard_id, sequence_number, line)),
  winners as (
    select event_id, content_hash from silver.events
    union all
    select event_id, content_hash from withdrawn
  ),
  judged as (
    select
      l.typed_key, l.arrival_hour, l.shard_id, l.sequence_number, l.line,
      count(s.event_id) = 0 as is_missing,
      coalesce(bool_or(s.content_hash = l.content_hash), false) as is_same
    from losers l left join winners s on s.event_id = l.event_id
    group by all
  ),
  placed as (
    select j.typed_key, j.arrival_hour, j.is_missing, j.is_same, c.line is not null as is_conflict
    from judged j
    left join (select distinct shard_id, sequence_number, line from silver.conflicts) c
      on c.shard_id = j.shard_id and c.sequence_number = j.sequence_number and c.line = j.line
  )
select 'bronze', typed_key, arrival_hour, count(*), 0, 0, 0, 0 from bronze group by all
union all
select
  'losers', typed_key, arrival_hour, 0, count(*), count_if(is_conflict), count_if(is_missing),
  count_if(not is_missing and not is_same and not is_conflict)
from placed group by all
union all
select 'withdrawn', typed_key, arrival_hour, count(*), 0, 0, 0, 0
from outside semi join withdrawn using (shard_id, sequence_number, line) group by all
union all
select 'quarantine', typed_key, arrived_at_ms // 3600000, count(*), 0, 0, 0, 0
from bronze.quarantine where typed_key in (${quarantineKeys}) group by all
union all
select 'load', typed_key, 0, row_count, 0, 0, 0, 0 from lake.loads where typed_key in (${eventKeys}, ${quarantineKeys})`;

/** What the lake has of these manifest rows, in one statement. */
export async function readLayers(
  { query, columns }: { readonly query: SnapshotQuery; readonly columns: LakeColumns },
  rows: readonly ManifestRow[],
): Promise<Layers> {
  const loads = new Set<string>();
  const byKey = new Map<string, Map<number, LayerCounts>>();
  const sql = toLayersSql(
    textList(rows.map(({ typedKey }) => typedKey)),
    textList(rows.map(({ typedQuarantineKey }) => typedQuarantineKey)),
    withdrawnRelation(columns),
  );
  for (const [kind, key, ...numbers] of (await query(sql, { maxRows })).rows) {
    if (kind === 'load') {
      loads.add(String(key));
      continue;
    }
    const [hour = 0, count = 0, losers = 0, conflicts = 0, notInSilver = 0, unmatched = 0] = numbers.map(Number);
    const hours = byKey.get(String(key)) ?? new Map<number, LayerCounts>();
    byKey.set(String(key), hours);
    const known = hours.get(hour) ?? noLayers;
    if (kind === 'quarantine') hours.set(hour, { ...known, quarantine: count });
    else if (kind === 'bronze') hours.set(hour, { ...known, bronze: count, silver: known.silver + count });
    else if (kind === 'withdrawn') hours.set(hour, { ...known, silver: known.silver - count, withdrawn: count });
    else hours.set(hour, { ...known, silver: known.silver - losers, conflicts, notInSilver, unmatched });
  }
  const keysOf = ({ typedKey, typedQuarantineKey }: ManifestRow) =>
    [typedKey, typedQuarantineKey].filter((key) => key !== undefined);
  return {
    isLoaded: (row) => row.stage === 'refined' || keysOf(row).some((key) => loads.has(key)),
    isInLoads: (row) => keysOf(row).every((key) => loads.has(key)),
    of(row) {
      const hours = new Map(byKey.get(row.typedKey ?? ''));
      for (const [hour, { quarantine }] of byKey.get(row.typedQuarantineKey ?? '') ?? []) {
        hours.set(hour, { ...(hours.get(hour) ?? noLayers), quarantine });
      }
      return hours;
    },
  };
}

/** What is not in silver.events of the bronze rows of what came after a position in the stream, by what it is. */
export async function countRepeats(
  lake: Pick<ReconcileLake, 'query'>,
  after: Cut,
): Promise<{ readonly withdrawn: number; readonly duplicates: number; readonly conflicts: number }> {
  // Shard ids and sequence numbers are our own and hold no quotes; numbers compare as padded text.
  const isAfter = [...after].map(
    ([shardId, sequenceNumber]) =>
      `(bronze.shard_id = '${shardId}' and lpad(bronze.sequence_number, 129, '0') > '${padSequenceNumber(sequenceNumber ?? '0')}')`,
  );
  const { rows } = await lake.query(`
    with winners as (
      select event_id, content_hash, shard_id, sequence_number, line, false as is_withdrawn from silver.events
      union all
      select event_id, content_hash, shard_id, sequence_number, line, true as is_withdrawn from silver.withdrawn
    ),
    judged as (
      select w.is_withdrawn, w.content_hash = bronze.content_hash as is_same,
        w.shard_id = bronze.shard_id and w.sequence_number = bronze.sequence_number and w.line = bronze.line as is_winner
      from bronze.events as bronze join winners w on w.event_id = bronze.event_id
      where ${isAfter.join(' or ') || 'false'}
    )
    select count_if(is_winner and is_withdrawn), count_if(is_same and not is_winner), count_if(not is_same) from judged`);
  const [withdrawn, duplicates, conflicts] = (rows[0] ?? []).map(Number);
  return { withdrawn: withdrawn ?? 0, duplicates: duplicates ?? 0, conflicts: conflicts ?? 0 };
}
