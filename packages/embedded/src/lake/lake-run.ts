import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { InvariantError } from '@millrace/pipeline';
import { toRunError } from './duckdb-error.ts';
import { ensureTables } from './ensure-tables.ts';
import type { ExecutablePlan, PlanAudit, PlanStatement, PlanStep } from './executable-plan.ts';
import { connect } from './open-duckdb.ts';
import { showSource } from './show-source.ts';
import { toJsonValue } from './to-json-value.ts';

/** Rows that a step added to and removed from each table it changed. */
export type StepResult = {
  readonly step: string;
  readonly tables: Readonly<Record<string, { readonly added: number; readonly removed: number }>>;
  /** Audits that were asked. */
  readonly audits: number;
};

const shownRows = 5;

/**
 * One run on a connection of its own, inside one transaction: whatever it makes is nobody's until the last step commits,
 * and its temporary tables go with the connection.
 */
export class LakeRun {
  readonly runId: string;
  readonly #connection: DuckDBConnection;
  #nextStep = 0;
  /** Rows of the run's relations: making one tells how many, and nothing changes them afterwards. */
  readonly #rowCounts = new Map<string, number>();
  #isStopped = false;

  private constructor(runId: string, connection: DuckDBConnection) {
    this.runId = runId;
    this.#connection = connection;
  }

  static async begin(
    instance: DuckDBInstance,
    plan: ExecutablePlan,
    { pathOf, areTablesKnown }: { readonly pathOf: (key: string) => string; readonly areTablesKnown: boolean },
  ): Promise<LakeRun> {
    const connection = await connect(instance);
    try {
      await connection.run('begin transaction');
      if (!areTablesKnown) await ensureTables(connection, plan.tables);
      for (const source of plan.sources) await showSource(connection, source, pathOf);
    } catch (error) {
      connection.disconnectSync();
      throw toRunError(error, `run ${plan.run_id}: preparing it`);
    }
    return new LakeRun(plan.run_id, connection);
  }

  /** True when this step was the plan's last one and the run is committed. */
  isDone(plan: ExecutablePlan): boolean {
    return this.#nextStep === plan.steps.length;
  }

  async execute(plan: ExecutablePlan, stepName: string, nowMs: number): Promise<StepResult> {
    const expected = plan.steps[this.#nextStep];
    if (expected?.name !== stepName) {
      throw new InvariantError(`run ${this.runId}: step ${stepName} came where ${expected?.name} was next`);
    }
    const tables = await this.#change(expected, nowMs);
    let audits = 0;
    for (const audit of expected.audits) {
      if (!(await this.#isDue(audit, `step ${stepName}, audit ${audit.name} of ${audit.table}`))) continue;
      await this.#audit(audit, stepName);
      audits += 1;
    }
    this.#nextStep += 1;
    if (this.isDone(plan)) await this.#run('commit', `run ${this.runId}: publishing`);
    return { step: stepName, tables, audits };
  }

  /** The step that is being executed, if any, fails at once or at its next statement. */
  stop(): void {
    this.#isStopped = true;
    this.#connection.interrupt();
  }

  /** Ends the run; what is not committed is undone. Never while a step is being executed. */
  release(): void {
    this.#connection.disconnectSync();
  }

  async #change(step: PlanStep, nowMs: number): Promise<StepResult['tables']> {
    const tables: Record<string, { added: number; removed: number }> = {};
    for (const statement of step.statements) {
      const what = `step ${step.name}, ${statement.table} (${statement.purpose})`;
      if (!(await this.#isDue(statement, what))) continue;
      const count = await this.#run(statement.sql.replaceAll('{now_ms}', String(nowMs)), what);
      countChange(tables, statement, count);
      if (statement.creates !== undefined) this.#rowCounts.set(statement.creates, count);
    }
    return tables;
  }

  async #isDue({ only_if, unless }: Pick<PlanStatement, 'only_if' | 'unless'>, what: string): Promise<boolean> {
    if (only_if !== undefined && !(await this.#hasRow(only_if, what))) return false;
    return unless === undefined || !(await this.#hasRow(unless, what));
  }

  async #hasRow(runTable: string, what: string): Promise<boolean> {
    const count = this.#rowCounts.get(runTable) ?? (await this.#countRows(runTable, what));
    this.#rowCounts.set(runTable, count);
    return count > 0;
  }

  async #countRows(runTable: string, what: string): Promise<number> {
    try {
      const reader = await this.#connection.runAndReadAll(`select count(*) from ${runTable}`);
      return Number(reader.getRows()[0]?.[0] ?? 0);
    } catch (error) {
      throw toRunError(error, what);
    }
  }

  async #audit({ name, table, sql }: PlanAudit, stepName: string): Promise<void> {
    let rows: Record<string, unknown>[];
    try {
      const reader = await this.#connection.runAndReadAll(`select * from (${sql}) as violations limit ${shownRows}`);
      rows = reader.getRowObjects();
    } catch (error) {
      throw toRunError(error, `step ${stepName}, audit ${name} of ${table}`);
    }
    if (rows.length === 0) return;
    const shown = rows.map((row) =>
      JSON.stringify(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, toJsonValue(value)]))),
    );
    throw new InvariantError(
      `run ${this.runId}: audit ${name} of ${table} failed, nothing is published; the first rows that should not be there: ${shown.join(' ')}`,
    );
  }

  /** The number of rows that were changed, or put into a new table. */
  async #run(sql: string, what: string): Promise<number> {
    if (this.#isStopped) throw new InvariantError(`run ${this.runId} was rolled back during ${what}`);
    try {
      const result = await this.#connection.run(sql);
      // What fills a new table says how many rows it has as its one row, what changes an old one as a count of changes.
      return result.rowsChanged || Number((await result.getRows())[0]?.[0] ?? 0);
    } catch (error) {
      throw toRunError(error, what);
    }
  }
}

function countChange(
  tables: Record<string, { added: number; removed: number }>,
  { table, purpose }: PlanStatement,
  count: number,
): void {
  if (purpose !== 'insert' && purpose !== 'delete') return;
  const change = tables[table] ?? { added: 0, removed: 0 };
  if (purpose === 'insert') change.added += count;
  else change.removed += count;
  tables[table] = change;
}
