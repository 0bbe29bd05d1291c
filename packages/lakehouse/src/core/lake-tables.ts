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
    ['silver_removed_count', 'bigint', 'Rows removed from silver.events: their event_id has an earlier row now.'],
    ['conflict_added_count', 'bigint', 'Rows added to silver.conflicts.'],
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
