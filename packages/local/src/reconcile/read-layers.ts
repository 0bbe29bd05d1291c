import { type ManifestRow, padSequenceNumber } from '@millrace/pipeline';
import type { Cut } from './take-census.ts';

/** Lines of one manifest row that arrived in one hour, as the lake has them. */
export type LayerCounts = {
  readonly bronze: number;
  /** Bronze rows that are the silver row of their event. */
  readonly silver: number;
  readonly conflicts: number;
  /** Bronze rows whose event silver does not have at all. */
  readonly notInSilver: number;
  readonly quarantine: number;
};

/** What reconcile needs of the lake. */
export type LakeQuery = {
  query(sql: string): Promise<{ readonly rows: readonly (readonly unknown[])[] }>;
};

export type Layers = {
  /** Rows by typed key of every file that was loaded. */
  readonly loadedKeys: ReadonlyMap<string, number>;
  /** Contradictions within the tables themselves. */
  readonly damaged: readonly { readonly key: string; readonly lines: number }[];
  isLoaded(row: ManifestRow): boolean;
  /** Whether every typed file of the row is on record as loaded. */
  isInLoads(row: ManifestRow): boolean;
  of(row: ManifestRow, hour: number): LayerCounts | undefined;
  readonly silverWithoutBronze: number;
};

/** One statement, so one snapshot: a run that publishes meanwhile can't tear the numbers apart. */
const layersSql = `
with
  bronze as (
    select typed_key, arrived_at_ms // 3600000 as arrival_hour, event_id, frame_id, line, shard_id, sequence_number, content_hash
    from bronze.events
  ),
  placed as (
    select
      bronze.typed_key,
      bronze.arrival_hour,
      silver.event_id is null as is_missing,
      silver.shard_id = bronze.shard_id and silver.sequence_number = bronze.sequence_number and silver.line = bronze.line as is_winner,
      silver.content_hash <> bronze.content_hash as is_conflict
    from bronze left join silver.events as silver on silver.event_id = bronze.event_id
  )
select 'bronze', typed_key, arrival_hour, count(*), count_if(is_winner), count_if(is_conflict), count_if(is_missing)
from placed group by all
union all
select 'quarantine', typed_key, arrived_at_ms // 3600000, count(*), 0, 0, 0 from bronze.quarantine group by all
union all
select 'load', typed_key, 0, row_count, 0, 0, 0 from lake.loads
union all
select 'damaged', 'silver.events: content_hash of a winner', 0, count(*), 0, 0, 0 from placed where is_winner and is_conflict
union all
select 'damaged', 'silver.quarantine', 0, abs(count(distinct quarantine_id) - (select count(*) from silver.quarantine)), 0, 0, 0
from bronze.quarantine
union all
select 'silver-without-bronze', '', 0, count(*), 0, 0, 0
from silver.events as silver
where not exists (
  select 1 from bronze
  where bronze.shard_id = silver.shard_id and bronze.sequence_number = silver.sequence_number and bronze.line = silver.line
)`;

export async function readLayers(lake: LakeQuery): Promise<Layers> {
  const loads = new Map<string, number>();
  const byKey = new Map<string, LayerCounts>();
  const quarantineByKey = new Map<string, number>();
  const damaged: { key: string; lines: number }[] = [];
  let silverWithoutBronze = 0;
  for (const [kind, key, hour, count, winners, conflicts, missing] of (await lake.query(layersSql)).rows) {
    if (kind === 'load') loads.set(String(key), Number(count));
    else if (kind === 'damaged') damaged.push({ key: String(key), lines: Number(count) });
    else if (kind === 'silver-without-bronze') silverWithoutBronze = Number(count);
    else if (kind === 'quarantine') quarantineByKey.set(`${key} ${hour}`, Number(count));
    else {
      byKey.set(`${key} ${hour}`, {
        bronze: Number(count),
        silver: Number(winners),
        conflicts: Number(conflicts),
        notInSilver: Number(missing),
        quarantine: 0,
      });
    }
  }
  return {
    loadedKeys: loads,
    damaged: damaged.filter(({ lines }) => lines > 0),
    isInLoads: ({ typedKey, typedQuarantineKey }) =>
      [typedKey, typedQuarantineKey].every((key) => key === undefined || loads.has(key)),
    // A row that says it is refined must be in the tables; one that a killed run left behind may be.
    isLoaded: ({ typedKey, typedQuarantineKey, stage }) =>
      stage === 'refined' || [typedKey, typedQuarantineKey].some((key) => key !== undefined && loads.has(key)),
    of: ({ typedKey, typedQuarantineKey }, hour) => ({
      ...(byKey.get(`${typedKey} ${hour}`) ?? { bronze: 0, silver: 0, conflicts: 0, notInSilver: 0 }),
      quarantine: quarantineByKey.get(`${typedQuarantineKey} ${hour}`) ?? 0,
    }),
    silverWithoutBronze,
  };
}

/** Duplicates and conflicts among the bronze rows of what came after a position in the stream. */
export async function countRepeats(
  lake: LakeQuery,
  after: Cut,
): Promise<{ readonly duplicates: number; readonly conflicts: number }> {
  // Shard ids and sequence numbers are our own and hold no quotes; numbers compare as padded text.
  const isAfter = [...after].map(
    ([shardId, sequenceNumber]) =>
      `(bronze.shard_id = '${shardId}' and lpad(bronze.sequence_number, 129, '0') > '${padSequenceNumber(sequenceNumber ?? '0')}')`,
  );
  const { rows } = await lake.query(`
    select
      count_if(silver.content_hash = bronze.content_hash and not (
        silver.shard_id = bronze.shard_id and silver.sequence_number = bronze.sequence_number and silver.line = bronze.line
      )),
      count_if(silver.content_hash <> bronze.content_hash)
    from bronze.events as bronze join silver.events as silver on silver.event_id = bronze.event_id
    where ${isAfter.join(' or ') || 'false'}`);
  const [duplicates, conflicts] = rows[0] ?? [];
  return { duplicates: Number(duplicates ?? 0), conflicts: Number(conflicts ?? 0) };
}
