import { InvariantError, type ManifestRow } from '@millrace/pipeline';
import { bronzeColumns, type Column, quarantineColumns } from '@millrace/schema';
import { models } from '../generated/models.ts';
import { compileModel } from './compile-model.ts';
import type { Dialect } from './dialect.ts';
import { duckdbDialect } from './duckdb-dialect.ts';
import { expandSql } from './expand-sql.ts';
import {
  toHorizonStatement,
  toLoadStatement,
  toManifestStatement,
  toPrepareStatements,
  toRecordStatements,
} from './lake-statements.ts';
import { lakeTables } from './lake-tables.ts';
import { type PlanAudit, type PlanStatement, planVersion, type RunPlan, type RunStep, runSteps } from './run-plan.ts';

export type RunInput = {
  readonly runId: string;
  /** Manifest rows of stage `transformed`, claimed by this run. */
  readonly rows: readonly ManifestRow[];
  readonly dedupHorizonDays: number;
};

const dayMs = 86_400_000;
const layers = ['bronze', 'silver', 'gold'] as const;

/** Every table that a run of this dialect expects or makes. */
export function planTables(dialect: Dialect = duckdbDialect): RunPlan['tables'] {
  return [...lakeTables, ...models.filter(({ kind }) => kind !== 'run')].map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => ({ name: column.name, type: dialect.typeOf(column.type) })),
  }));
}

/**
 * The whole run as a document. The dedup horizon starts that many days before the earliest batch of the run, or with the
 * oldest receipt in it.
 */
export function planRun({ runId, rows, dedupHorizonDays }: RunInput, dialect: Dialect = duckdbDialect): RunPlan {
  if (rows.length === 0) throw new InvariantError(`run ${runId} has nothing to refine: it needs no plan`);
  const firstArrival = rows.reduce((first, { arrivedAt }) => Math.min(first, arrivedAt), Number.POSITIVE_INFINITY);
  const horizonStartMs = Math.floor(firstArrival - dedupHorizonDays * dayMs);
  const settings = { run_id: runId, horizon_start_ms: horizonStartMs };
  const compiled = models.map((model) => ({ model, ...compileModel(model, settings, dialect) }));
  const audits = new Map<RunStep, readonly PlanAudit[]>();
  const statements = new Map<RunStep, readonly PlanStatement[]>();
  for (const layer of layers) {
    const ofLayer = compiled.filter(({ model }) => model.name.startsWith(`${layer}.`));
    statements.set(
      layer,
      ofLayer.flatMap((model) => model.statements),
    );
    audits.set(
      `audit-${layer}`,
      ofLayer.flatMap((model) => model.audits),
    );
  }
  const expand = (sql: string) => expandSql(sql, settings, dialect);
  const prepare = toPrepareStatements(rows, expand, dialect);
  statements.set('bronze', [...prepare, ...(statements.get('bronze') ?? []), toLoadStatement(expand)]);
  statements.set('silver', [toHorizonStatement(expand, dialect), ...(statements.get('silver') ?? [])]);
  statements.set('publish', [
    toManifestStatement(rows, runId, expand, dialect),
    ...toRecordStatements(audits, rows.length, expand, dialect),
  ]);
  return {
    plan_version: planVersion,
    run_id: runId,
    dialect: dialect.name,
    settings: { dedup_horizon_days: dedupHorizonDays, horizon_start_ms: horizonStartMs },
    rows,
    tables: planTables(dialect),
    sources: [
      toSource(
        'run.typed_events',
        bronzeColumns,
        rows.map(({ typedKey }) => typedKey),
        dialect,
      ),
      toSource(
        'run.typed_quarantine',
        quarantineColumns,
        rows.map((row) => row.typedQuarantineKey),
        dialect,
      ),
    ],
    steps: runSteps.map((name) => ({
      name,
      statements: statements.get(name) ?? [],
      audits: audits.get(name) ?? [],
    })),
  };
}

function toSource(
  name: string,
  columns: readonly Column[],
  keys: readonly (string | undefined)[],
  dialect: Dialect,
): RunPlan['sources'][number] {
  return {
    run_table: dialect.relation(name),
    columns: columns.map((column) => ({ name: column.name, type: dialect.typeOf(column.type) })),
    typed_keys: keys.filter((key) => key !== undefined),
  };
}
