import type { LakeColumn, LakeType } from './model.ts';

export type LakeTable = { readonly name: string; readonly columns: readonly LakeColumn[] };

/** What the lake keeps about itself. */
export const lakeTables: readonly LakeTable[] = [
  table('lake.loads', [
    ['typed_key', 'string', 'Typed file. Here = its rows are in bronze: written in the same transaction.'],
    ['run_id', 'string', 'The run that loaded it.'],
    ['row_count', 'bigint', 'Rows that it gave.'],
  ]),
  table('lake.manifest', [
    ['chain_partition', 'string', 'Stream and shard.'],
    ['previous_sequence', 'string', 'Last sequence number of the row before, padded.'],
    ['first_sequence', 'string', 'First sequence number of the batch.'],
    ['last_sequence', 'string', 'Last sequence number of the batch.'],
    ['record_count', 'bigint', 'Stream records.'],
    ['raw_key', 'string', 'Raw object.', 'nullable'],
    ['raw_sha256', 'string', 'Of the raw object.', 'nullable'],
    ['quarantine_key', 'string', 'Quarantine object.', 'nullable'],
    ['typed_key', 'string', 'Typed file.', 'nullable'],
    ['typed_quarantine_key', 'string', 'Typed file of the quarantine.', 'nullable'],
    ['received_count', 'bigint', 'Lines.'],
    ['accepted_count', 'bigint', 'Lines accepted.'],
    ['quarantined_count', 'bigint', 'Lines quarantined.'],
    ['suppressed_count', 'bigint', 'Lines suppressed.'],
    ['accepted_by_type', 'string', 'Counts by event type (JSON).'],
    ['quarantined_by_reason', 'string', 'Counts by reason (JSON).'],
    ['suppressed_by_reason', 'string', 'Counts by reason (JSON).'],
    ['min_event_time_ms', 'bigint', 'Earliest event.', 'nullable'],
    ['max_event_time_ms', 'bigint', 'Latest event.', 'nullable'],
    ['arrived_at_ms', 'bigint', 'When the first record reached the stream.'],
    ['run_id', 'string', 'The run that refined it first.'],
  ]),
  table('lake.runs', [
    ['run_id', 'string', 'The run; twice when its plan was executed twice.'],
    ['plan_version', 'integer', 'Of the plan.'],
    ['started_at', 'timestamp', 'When the first step was executed (UTC).'],
    ['finished_at', 'timestamp', 'When it was published (UTC).'],
    ['manifest_row_count', 'bigint', 'Manifest rows in the plan.'],
    ['loaded_event_count', 'bigint', 'Rows added to bronze.events.'],
    ['loaded_quarantine_count', 'bigint', 'Rows added to bronze.quarantine.'],
    ['silver_added_count', 'bigint', 'Rows added to silver.events.'],
    ['silver_removed_count', 'bigint', 'Rows removed from silver.events: replaced by an earlier row, or withdrawn.'],
    ['conflict_added_count', 'bigint', 'Rows added to silver.conflicts.'],
    ['withdrawn_added_count', 'bigint', 'Rows added to silver.withdrawn.', 'nullable'],
    ['withdrawn_removed_count', 'bigint', 'Rows removed from silver.withdrawn.', 'nullable'],
  ]),
  table('lake.audits', [
    ['run_id', 'string', 'The run.'],
    ['step', 'string', 'The step that asked.'],
    ['table_name', 'string', 'The audited table.'],
    ['audit', 'string', 'Name of the audit.'],
    [
      'passed_at',
      'timestamp',
      'When the run was published. A run with a failed audit leaves nothing, this row neither.',
    ],
  ]),
  table('lake.census', [
    ['stream', 'string', 'Name of the stream.'],
    ['shard_id', 'string', 'Shard.'],
    ['hour', 'timestamp', 'Hour in which the records reached the stream (UTC).'],
    ['first_sequence', 'string', 'First sequence number that was counted in this hour.'],
    ['last_sequence', 'string', 'Last sequence number that was counted in this hour.'],
    ['received_count', 'bigint', 'Lines, counted by walking the stream.'],
    ['accepted_count', 'bigint', 'Lines accepted.'],
    ['quarantined_count', 'bigint', 'Lines quarantined.'],
    ['suppressed_count', 'bigint', 'Lines suppressed.'],
    ['taken_at', 'timestamp', 'When the stream was walked last (UTC).'],
  ]),
  table('lake.reconciliations', [
    ['reconciliation_id', 'string', 'One comparison of all stores. The newest 100 are kept.'],
    ['reconciled_at', 'timestamp', 'When the comparison began: the cut of every shard (UTC).'],
    ['stream', 'string', 'Name of the stream.'],
    ['shard_id', 'string', 'Shard.'],
    ['hour', 'timestamp', 'Hour in which the records reached the stream (UTC).', 'nullable'],
    ['received_from', 'string', 'stream: walked; census: an earlier walk; unknown: neither has all of it.'],
    ['received_count', 'bigint', 'Lines.'],
    ['accepted_count', 'bigint', 'Lines accepted.'],
    ['quarantined_count', 'bigint', 'Lines quarantined.'],
    ['suppressed_count', 'bigint', 'Lines suppressed.'],
    ['landed_count', 'bigint', 'Accepted lines in raw objects.'],
    ['bronze_count', 'bigint', 'Rows of bronze.events.'],
    ['silver_count', 'bigint', 'Bronze rows that are the silver row of their event.'],
    ['duplicate_count', 'bigint', 'Bronze rows whose event_id and content came first in another line.'],
    ['conflict_count', 'bigint', 'Bronze rows in silver.conflicts.'],
    ['pending_count', 'bigint', 'Accepted or quarantined lines on their way.'],
    ['unexplained_count', 'bigint', 'Lines of findings.'],
    ['quarantined_by_reason', 'string', 'Landed lines by reason (JSON).'],
    ['suppressed_by_reason', 'string', 'Landed lines by reason (JSON).'],
    ['pending_by_stage', 'string', 'Lines and age of the oldest by stage (JSON).'],
    ['withdrawn_count', 'bigint', 'Bronze rows that are the row of their event in silver.withdrawn.', 'nullable'],
  ]),
  table('lake.findings', [
    ['reconciliation_id', 'string', 'The comparison that found it; the first 10,000 findings of each are kept.'],
    ['reconciled_at', 'timestamp', 'When the comparison began (UTC).'],
    ['stream', 'string', 'Name of the stream.'],
    ['kind', 'string', 'What is wrong.'],
    ['shard_id', 'string', 'Shard.'],
    ['key', 'string', 'Object, typed file, manifest row or sequence numbers.'],
    ['line_count', 'bigint', 'Lines concerned; 0 = not known.'],
  ]),
];

type ColumnText = readonly [name: string, type: LakeType, description: string, nullable?: 'nullable'];

function table(name: string, columns: readonly ColumnText[]): LakeTable {
  return {
    name,
    columns: columns.map(([column, type, description, nullable]) => ({
      name: column,
      type,
      nullable: nullable === 'nullable',
      description,
    })),
  };
}
