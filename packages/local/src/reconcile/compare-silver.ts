import type { SnapshotQuery } from '@millrace/embedded/lake';
import { type LakeColumns, maxRows, quoteAll, withdrawnRelation } from './lake-reader.ts';
import type { FindingKind } from './reconciliation.ts';

/** Rows of one place that contradict bronze. key: the landed object that the row came from. */
export type SilverDifference = {
  readonly kind: Extract<
    FindingKind,
    'silver-differs' | 'silver-without-bronze' | 'silver-without-consent' | 'withdrawn-without-decision'
  >;
  readonly shardId: string;
  readonly key: string;
  readonly hour: number;
  readonly lines: number;
};

/** Columns that silver.events adds to those of bronze, as they must come out of its own row. */
export const silverColumns: Readonly<Record<string, string>> = {
  event_time: 'timestamp_millis(event_time_ms)',
  event_hour: "date_trunc('hour', timestamp_millis(event_time_ms))",
  event_date: 'cast(timestamp_millis(event_time_ms) as date)',
  session_group: "case when session_id is not null then 's:' || session_id else 'v:' || user_id_hash end",
};

const dayMs = 86_400_000;

/**
 * Silver against bronze, in one statement: a silver row must be a bronze row, in every column that both have (by a 64-bit
 * hash of the row, so that memory holds no wide rows) and in those that it adds; one event_id has one row within the dedup
 * horizon, here or in silver.withdrawn; withdrawn rows, conflicts and refused lines are bronze rows too, and no refused line
 * is missing. Whether a row is withdrawn is judged anew, from the decisions in bronze.
 */
export async function compareSilver(
  query: SnapshotQuery,
  columns: LakeColumns,
  dedupHorizonDays: number,
): Promise<readonly SilverDifference[]> {
  const { rows } = await query(toSilverSql(columns, dedupHorizonDays), { maxRows });
  return rows.map(([kind, shardId, key, hour, lines]) => ({
    kind: kind as SilverDifference['kind'],
    shardId: String(shardId ?? ''),
    key: String(key ?? ''),
    hour: Number(hour ?? 0),
    lines: Number(lines),
  }));
}

const place = ['shard_id', 'sequence_number', 'line'] as const;
const samePlace = (a: string, b: string) => place.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ');

function toSilverSql(columns: LakeColumns, dedupHorizonDays: number): string {
  const ofEvents = quoteAll(columns.shared('silver.events', 'bronze.events'));
  const misderived = Object.entries(silverColumns)
    .filter(([column]) => columns.of('silver.events').includes(column))
    .map(([column, sql]) => `"${column}" is distinct from ${sql}`);
  const differsIn = (table: string, other: string, a: string, b: string) =>
    columns
      .shared(table, other)
      .map((column) => `${a}."${column}" is distinct from ${b}."${column}"`)
      .join(' or ') || 'false';
  // The horizon of a run begins with its earliest batch, so two rows may be a little closer than it says.
  const withdrawn = withdrawnRelation(columns);
  const shortestGapMs = Math.floor((dedupHorizonDays - 1) * dayMs);
  return `
with
  bronze as (select ${place.join(', ')}, hash(${ofEvents}) as row_hash from bronze.events),
  silver as (
    select ${place.join(', ')}, raw_key, received_at_ms // 3600000 as hour, hash(${ofEvents}) as row_hash,
      ${misderived.join(' or ') || 'false'} as is_misderived
    from silver.events
  ),
  events as (
    select case when b.line is null then 'silver-without-bronze' else 'silver-differs' end as kind,
      s.shard_id, s.raw_key as key, s.hour
    from silver s left join bronze b on ${samePlace('b', 's')}
    where b.line is null or b.row_hash <> s.row_hash or s.is_misderived
  ),
  withdrawn as (
    select case when b.line is null then 'silver-without-bronze' else 'silver-differs' end as kind,
      t.shard_id, t.raw_key as key, t.received_at_ms // 3600000 as hour
    from ${withdrawn} t left join bronze.events b on ${samePlace('b', 't')}
    where b.line is null or ${differsIn('silver.withdrawn', 'bronze.events', 't', 'b')}
  ),
  winners as (
    select event_id, shard_id, raw_key, received_at_ms from silver.events
    union all
    select event_id, shard_id, raw_key, received_at_ms from ${withdrawn} t
  ),
  repeated as (
    select shard_id, raw_key as key, received_at_ms // 3600000 as hour,
      received_at_ms - lag(received_at_ms) over (partition by event_id order by received_at_ms) as gap_ms
    from winners
    where event_id in (select event_id from winners group by event_id having count(*) > 1)
  ),
  ${toConsentCtes(withdrawn)},
  conflicts as (
    select c.shard_id, c.raw_key as key, c.received_at_ms // 3600000 as hour
    from silver.conflicts c left join bronze.events b on ${samePlace('b', 'c')}
    where b.line is null or ${differsIn('silver.conflicts', 'bronze.events', 'c', 'b')}
    union all
    select any_value(shard_id), any_value(raw_key), any_value(received_at_ms // 3600000)
    from silver.conflicts group by ${place.join(', ')} having count(*) > 1
  ),
  quarantine as (
    select q.shard_id, q.quarantine_key as key, q.received_at_ms // 3600000 as hour
    from silver.quarantine q left join bronze.quarantine b on ${samePlace('b', 'q')}
    where b.line is null or ${differsIn('silver.quarantine', 'bronze.quarantine', 'q', 'b')}
    union all
    select any_value(shard_id), any_value(quarantine_key), any_value(received_at_ms // 3600000)
    from silver.quarantine group by quarantine_id having count(*) > 1
    union all
    select arg_min(shard_id, received_at_ms), arg_min(quarantine_key, received_at_ms), min(arrived_at_ms) // 3600000
    from bronze.quarantine b anti join silver.quarantine q on q.quarantine_id = b.quarantine_id
    group by b.quarantine_id
  )
select kind, shard_id, key, hour, count(*) from (
  select kind, shard_id, key, hour from events
  union all
  select kind, shard_id, key, hour from withdrawn
  union all
  select kind, shard_id, key, hour from misplaced
  union all
  select 'silver-differs', shard_id, key, hour from repeated where gap_ms < ${shortestGapMs}
  union all
  select 'silver-differs', shard_id, key, hour from conflicts
  union all
  select 'silver-differs', shard_id, key, hour from quarantine
) differences
group by all`;
}

/**
 * misplaced: rows that are in the wrong one of silver.events and silver.withdrawn. A decision is a consent_update that is in
 * silver, or would be: where its event_id is in neither table, the first received row of it. Of one moment the last counts.
 */
function toConsentCtes(withdrawn: string): string {
  return `arrived as (
    select event_id, user_id_hash, consent_analytics, received_at_ms, frame_id, ${place.join(', ')}
    from bronze.events where event_type = 'consent_update' and user_id_hash is not null
  ),
  first_received as (
    select ${place.join(', ')}
    from bronze.events
    where event_id in (select event_id from arrived) and event_id not in (select event_id from winners)
    qualify row_number() over (partition by event_id order by received_at_ms, frame_id, line, shard_id, sequence_number) = 1
  ),
  decisions as (
    select user_id_hash, received_at_ms, arg_max(consent_analytics, (frame_id, line)) as consents
    from arrived
    where (${place.join(', ')}) in (
      select ${place.join(', ')} from silver.events where event_type = 'consent_update'
      union all select ${place.join(', ')} from first_received
    )
    group by user_id_hash, received_at_ms
  ),
  judged as (
    select r.*, d.consents is not null and not d.consents and r.event_type <> 'consent_update' as should_be_withdrawn
    from (
      select shard_id, raw_key, received_at_ms, event_type, user_id_hash, false as is_withdrawn
      from silver.events where user_id_hash in (select user_id_hash from decisions)
      union all
      select t.shard_id, t.raw_key, t.received_at_ms, b.event_type, b.user_id_hash, true as is_withdrawn
      from ${withdrawn} t join bronze.events b on ${samePlace('b', 't')}
    ) r
    asof left join decisions d on d.user_id_hash = r.user_id_hash and r.received_at_ms > d.received_at_ms
  ),
  misplaced as (
    select case when is_withdrawn then 'withdrawn-without-decision' else 'silver-without-consent' end as kind,
      shard_id, raw_key as key, received_at_ms // 3600000 as hour
    from judged where is_withdrawn <> should_be_withdrawn
  )`;
}
