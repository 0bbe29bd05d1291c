import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Lake, openLake, type StepResult } from '@millrace/embedded/lake';
import type { ManifestRow } from '@millrace/pipeline';
import { bronzeColumns, type Column, quarantineColumns } from '@millrace/schema';
import { planRun } from '../src/core/plan-run.ts';
import { type RunPlan, type RunStep, runSteps } from '../src/core/run-plan.ts';

export type TypedRow = Readonly<Record<string, string | number | boolean | null>>;

/** Midnight before 15 January 2026 (UTC). */
export const day = Date.UTC(2026, 0, 15);
export const minute = 60_000;

let nextFrame = 1;

/** A page view with everything that is required; every call is a frame of its own. */
export function toEvent(values: TypedRow = {}): TypedRow {
  const frame = nextFrame++;
  const time = Number(values['event_time_ms'] ?? day);
  return {
    frame_id: `frame-${String(frame).padStart(6, '0')}`,
    line: 1,
    shard_id: 'shardId-000000000000',
    sequence_number: String(frame),
    arrived_at_ms: time + 20,
    event_id: `event-${frame}`,
    event_type: 'page_view',
    schema_version: '1.0.0',
    event_time_ms: time,
    received_at_ms: time + 10,
    source: 'web',
    consent_analytics: true,
    consent_ads: false,
    privacy_policy: 'default',
    user_id_hash: 'ann',
    schema_hash: 'schema',
    content_hash: `content-${values['event_id'] ?? frame}`,
    page_path: '/',
    ...values,
  };
}

export function toQuarantineEntry(values: TypedRow = {}): TypedRow {
  const frame = nextFrame++;
  return {
    quarantine_id: `line-${frame}`,
    reason: 'malformed',
    path: '',
    detail: 'no closing quote',
    received_at_ms: day,
    source: 'access-log',
    frame_id: `frame-${String(frame).padStart(6, '0')}`,
    line: 1,
    shard_id: 'shardId-000000000000',
    sequence_number: String(frame),
    arrived_at_ms: day,
    ...values,
  };
}

/** A lake in a folder of its own, with typed files that DuckDB writes. */
export async function openBed() {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-lakehouse-'));
  const pathOf = (key: string) => join(folder, 'objects', key);
  const writer = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await writer.connect();
  const open = () => openLake({ file: join(folder, 'lake.duckdb'), pathOf });
  let lake = await open();
  let nextFile = 1;
  let nextRun = 1;

  const bed = {
    folder,
    pathOf,
    writer: connection,
    get lake(): Lake {
      return lake;
    },

    async reopen(): Promise<void> {
      await lake.close();
      lake = await open();
    },

    /** Writes the typed files of one landed batch, and gives its manifest row. */
    async land(events: readonly TypedRow[], quarantined: readonly TypedRow[] = []): Promise<ManifestRow> {
      const number = nextFile++;
      const row = toManifestRow(number, events, quarantined);
      if (row.typedKey) await writeTyped(connection, pathOf(row.typedKey), bronzeColumns, events);
      if (row.typedQuarantineKey) {
        await writeTyped(connection, pathOf(row.typedQuarantineKey), quarantineColumns, quarantined);
      }
      return row;
    },

    plan: (rows: readonly ManifestRow[], dedupHorizonDays = 90) =>
      planRun({ runId: `run-${nextRun++}`, rows, dedupHorizonDays }),

    /** One whole refinement. Gives what it added to and removed from each table. */
    async refine(rows: readonly ManifestRow[], dedupHorizonDays = 90): Promise<StepResult['tables']> {
      const plan = bed.plan(rows, dedupHorizonDays);
      const results: StepResult[] = [];
      for (const step of runSteps) results.push(await lake.executeStep(plan, step, day));
      return Object.assign({}, ...results.map(({ tables }) => tables));
    },

    /** The steps of a plan up to and with the given one. */
    async execute(plan: RunPlan, last: RunStep = 'publish'): Promise<void> {
      for (const step of runSteps) {
        await lake.executeStep(plan, step, day);
        if (step === last) return;
      }
    },

    /** Lands and refines in one go. */
    async take(...events: readonly TypedRow[]): Promise<StepResult['tables']> {
      return bed.refine([await bed.land(events)]);
    },

    async select(sql: string): Promise<readonly (readonly unknown[])[]> {
      return (await lake.query(sql)).rows;
    },

    async close(): Promise<void> {
      await lake.close();
      connection.disconnectSync();
      writer.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return bed;
}

export type Bed = Awaited<ReturnType<typeof openBed>>;

export async function withBed(use: (bed: Bed) => Promise<void>): Promise<void> {
  const bed = await openBed();
  try {
    await use(bed);
  } finally {
    await bed.close();
  }
}

function toManifestRow(number: number, events: readonly TypedRow[], quarantined: readonly TypedRow[]): ManifestRow {
  const times = events.map((event) => Number(event['event_time_ms']));
  const name = `dt=2026-01-15/hr=00/shardId-000000000000/${number}`;
  const has = (rows: readonly TypedRow[], key: string) => (rows.length > 0 ? key : undefined);
  return {
    partition: 'events#shardId-000000000000',
    previous: String(number - 1).padStart(129, '0'),
    first: String(number),
    last: String(number),
    recordCount: 1,
    rawKey: has(events, `raw/${name}.ndjson.zst`),
    rawSha256: has(events, 'f'.repeat(64)),
    quarantineKey: has(quarantined, `quarantine/${name}.ndjson.zst`),
    counts: {
      received: events.length + quarantined.length + 1,
      accepted: events.length,
      quarantined: quarantined.length,
      suppressed: 1,
    },
    acceptedByType: { page_view: events.length },
    quarantinedByReason: {},
    suppressedByReason: { 'analytics-denied': 1 },
    minEventTime: times.length > 0 ? Math.min(...times) : undefined,
    maxEventTime: times.length > 0 ? Math.max(...times) : undefined,
    arrivedAt: Math.min(day, ...events.map((event) => Number(event['arrived_at_ms']))),
    stage: 'transformed',
    typedKey: has(events, `typed/${name}.v1.parquet`),
    typedQuarantineKey: has(quarantined, `typed-quarantine/${name}.v1.parquet`),
    runId: undefined,
  };
}

const parquetTypes = { string: 'VARCHAR', integer: 'INTEGER', bigint: 'BIGINT', double: 'DOUBLE', boolean: 'BOOLEAN' };

async function writeTyped(
  connection: DuckDBConnection,
  path: string,
  columns: readonly Column[],
  rows: readonly TypedRow[],
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const values = rows.map((row) => `(${columns.map(({ name }) => toSql(row[name])).join(', ')})`);
  const casts = columns.map(({ name, type }) => `cast("${name}" as ${parquetTypes[type]}) as "${name}"`);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  await connection.run(
    `copy (select ${casts.join(', ')} from (values ${values.join(', ')}) v (${names})) to '${path}' (format parquet)`,
  );
}

function toSql(value: string | number | boolean | null | undefined): string {
  if (value === undefined || value === null) return 'null';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
