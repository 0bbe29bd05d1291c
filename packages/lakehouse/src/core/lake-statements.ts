import type { ManifestRow } from '@millrace/pipeline';
import type { Dialect } from './dialect.ts';
import { lakeTables } from './lake-tables.ts';
import { type PlanAudit, type PlanStatement, planVersion, type RunStep } from './run-plan.ts';

type Expand = (sql: string) => string;

/**
 * run.clock: when the run began. run.files: the plan's typed files that are not loaded yet, with the rows they must give.
 * A file in lake.loads is in bronze already, because a run published it and crashed before the manifest knew.
 */
export function toPrepareStatements(rows: readonly ManifestRow[], expand: Expand, dialect: Dialect): PlanStatement[] {
  const files = rows.flatMap((row) => [
    [row.typedKey, 'events', row.rawKey, row.counts.accepted] as const,
    [row.typedQuarantineKey, 'quarantine', row.quarantineKey, row.counts.quarantined] as const,
  ]);
  // A list of values cannot be empty; this row is no file.
  const none = [undefined, '', '', 0] as const;
  const values = toValues([none, ...files.filter(([typedKey]) => typedKey !== undefined)], dialect);
  return [
    prepare('lake.runs', dialect.createRunTable('run.clock', 'select {now_ms} as started_at_ms'), expand('run.clock')),
    prepare(
      'lake.loads',
      dialect
        .createRunTable(
          'run.files',
          expand(`select f.typed_key, f.kind, f.object_key, f.expected_count
from (values
  {values}
) f (typed_key, kind, object_key, expected_count)
left join lake.loads l on l.typed_key = f.typed_key
where f.typed_key is not null and l.typed_key is null`),
        )
        .replace('{values}', () => values),
      expand('run.files'),
    ),
  ];
}

/**
 * run.horizon: from when on (epoch milliseconds of receipt) a run looks for earlier arrivals of its event_ids. The plan's start, or
 * the oldest receipt among the run's own rows: a sender with a wrong clock must not stop the run.
 */
export function toHorizonStatement(expand: Expand, dialect: Dialect): PlanStatement {
  const select = `select least({horizon_start_ms}, coalesce(min(received_at_ms), {horizon_start_ms})) as start_ms
from run.bronze_events_added`;
  return prepare('silver.events', dialect.createRunTable('run.horizon', expand(select)), expand('run.horizon'));
}

/** The exactly-once marker, in the transaction that adds the rows. */
export function toLoadStatement(expand: Expand): PlanStatement {
  return {
    table: 'lake.loads',
    purpose: 'insert',
    sql: expand(`insert into lake.loads (typed_key, run_id, row_count)
select f.typed_key, {run_id}, coalesce(e.row_count, q.row_count, 0)
from run.files f
left join (select typed_key, count(*) as row_count from run.bronze_events_added group by typed_key) e
  on e.typed_key = f.typed_key
left join (select typed_key, count(*) as row_count from run.bronze_quarantine_added group by typed_key) q
  on q.typed_key = f.typed_key`),
    only_if: expand('run.files'),
  };
}

/** Copies the plan's manifest rows that the lake does not have. */
export function toManifestStatement(
  rows: readonly ManifestRow[],
  runId: string,
  expand: Expand,
  dialect: Dialect,
): PlanStatement {
  const columns = columnsOf('lake.manifest');
  const names = columns.map(({ name }) => name);
  const values = rows.map((row) => {
    const byName = toManifestValues(row, runId);
    return names.map((name) => byName[name]);
  });
  const casts = columns.map(({ name, type }) => `cast(v.${name} as ${dialect.typeOf(type)})`);
  const template = expand(`insert into lake.manifest (${names.join(', ')})
select ${casts.join(', ')}
from (values
  {values}
) v (${names.join(', ')})
left join lake.manifest m on m.chain_partition = v.chain_partition and m.previous_sequence = v.previous_sequence
where m.chain_partition is null`);
  return {
    table: 'lake.manifest',
    purpose: 'insert',
    sql: template.replace('{values}', () => toValues(values, dialect)),
  };
}

/** Whoever gets to publish has passed every audit: they are noted here, and not where they are asked. */
export function toRecordStatements(
  audits: ReadonlyMap<RunStep, readonly PlanAudit[]>,
  manifestRowCount: number,
  expand: Expand,
  dialect: Dialect,
): readonly PlanStatement[] {
  const passed = [...audits].flatMap(([step, ofStep]) => ofStep.map(({ name, table }) => [step, table, name]));
  const auditTemplate = expand(`insert into lake.audits (run_id, step, table_name, audit, passed_at)
select {run_id}, v.step, v.table_name, v.audit, timestamp_millis({now_ms})
from (values
  {values}
) v (step, table_name, audit)`);
  const runColumns = columnsOf('lake.runs').map(({ name }) => name);
  return [
    {
      table: 'lake.audits',
      purpose: 'insert',
      sql: auditTemplate.replace('{values}', () => toValues(passed, dialect)),
    },
    {
      table: 'lake.runs',
      purpose: 'insert',
      sql: expand(`insert into lake.runs (${runColumns.join(', ')})
select {run_id}, ${planVersion}, timestamp_millis(c.started_at_ms), timestamp_millis({now_ms}), ${manifestRowCount},
  (select count(*) from run.bronze_events_added),
  (select count(*) from run.bronze_quarantine_added),
  (select count(*) from run.silver_events_added),
  (select count(*) from run.silver_events_removed),
  (select count(*) from run.silver_conflicts_added),
  (select count(*) from run.silver_withdrawn_added),
  (select count(*) from run.silver_withdrawn_removed)
from run.clock c`),
    },
  ];
}

function toManifestValues(row: ManifestRow, runId: string): Readonly<Record<string, SqlValue>> {
  return {
    chain_partition: row.partition,
    previous_sequence: row.previous,
    first_sequence: row.first,
    last_sequence: row.last,
    record_count: row.recordCount,
    raw_key: row.rawKey,
    raw_sha256: row.rawSha256,
    quarantine_key: row.quarantineKey,
    typed_key: row.typedKey,
    typed_quarantine_key: row.typedQuarantineKey,
    received_count: row.counts.received,
    accepted_count: row.counts.accepted,
    quarantined_count: row.counts.quarantined,
    suppressed_count: row.counts.suppressed,
    accepted_by_type: JSON.stringify(row.acceptedByType),
    quarantined_by_reason: JSON.stringify(row.quarantinedByReason),
    suppressed_by_reason: JSON.stringify(row.suppressedByReason),
    min_event_time_ms: row.minEventTime,
    max_event_time_ms: row.maxEventTime,
    arrived_at_ms: row.arrivedAt,
    run_id: runId,
  };
}

function columnsOf(name: string) {
  return lakeTables.find((table) => table.name === name)?.columns ?? [];
}

type SqlValue = string | number | undefined;

function toValues(rows: readonly (readonly SqlValue[])[], dialect: Dialect): string {
  return rows.map((row) => `(${row.map((value) => toSql(value, dialect)).join(', ')})`).join(',\n  ');
}

function toSql(value: SqlValue, dialect: Dialect): string {
  if (value === undefined) return 'null';
  return typeof value === 'number' ? String(value) : dialect.textLiteral(value);
}

function prepare(table: string, sql: string, creates: string): PlanStatement {
  return { table, purpose: 'prepare', sql, creates };
}
