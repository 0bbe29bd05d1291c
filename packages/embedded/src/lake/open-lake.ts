import { resolve } from 'node:path';
import { InvariantError } from '@millrace/pipeline';
import { ensureTables } from './ensure-tables.ts';
import type { ExecutablePlan, PlanTable } from './executable-plan.ts';
import { LakeRun, type StepResult } from './lake-run.ts';
import { connect, openDuckDB } from './open-duckdb.ts';
import { type QueryOptions, type QueryResult, readQuery, readSnapshot, type SnapshotQuery } from './read-query.ts';
import { applyTableChange, type TableChange } from './table-change.ts';

export type LakeOptions = {
  /** Of the DuckDB database. */
  readonly file: string;
  /** The path of an object's file. SQL may read below the paths of `typed` and `typed-quarantine`, and nowhere else. */
  readonly pathOf: (key: string) => string;
  /** Only `query`, `readSnapshot` and `tableCounts`. Several processes may read, while none writes. */
  readonly readOnly?: boolean;
  /** As DuckDB writes it; `1GB` when absent. What does not fit goes to `<file>.tmp`. */
  readonly memoryLimit?: string;
  /** 2 when absent. */
  readonly threads?: number;
};

/**
 * The tables, in one DuckDB file that one process writes. A run is one transaction over all its steps: readers see the
 * lake as the last run published it, and whoever ends the process, at whatever moment, leaves that behind.
 */
export type Lake = {
  /**
   * The plan's first step begins a run, each next one must be the step that follows, the last one publishes.
   * nowMs: the time that the lake's own tables note (epoch milliseconds), Date.now() when absent.
   * Any failure undoes the whole run. InvariantError: an audit found rows (named, with up to 5 of them), a step out of
   * order, a statement that fails; TransientError: memory or disk ran out; ConfigError: a table has another type.
   */
  executeStep(plan: ExecutablePlan, stepName: string, nowMs?: number): Promise<StepResult>;
  /** Ends an open run without a trace, a step that is being executed too. No error when there is none. */
  rollback(): Promise<void>;
  /** Makes missing tables and columns outside of any run, so that they can be queried before the first one. */
  ensureTables(tables: readonly PlanTable[]): Promise<void>;
  /**
   * One reading statement on what was published last; ConfigError when it is anything else or wrong, has more than
   * `maxRows` rows (100,000 when absent), or is cancelled: by its `signal`, or because the lake is closed.
   */
  query(sql: string, options?: QueryOptions): Promise<QueryResult>;
  /**
   * Any number of reading statements on one state of the lake: what was published last when this began. Each fails as a
   * query does; what `work` throws is thrown.
   */
  readSnapshot<Result>(work: (query: SnapshotQuery) => Promise<Result>): Promise<Result>;
  /**
   * Changes tables that no plan writes, in one transaction of its own; a run that is under way is waited for. All of it or
   * nothing: InvariantError when a statement is wrong or a value does not fit, TransientError when memory or disk ran out.
   */
  record(change: TableChange): Promise<void>;
  /** Rows by `<schema>.<table>`, as published last. */
  tableCounts(): Promise<Record<string, number>>;
  /** Undoes an open run and cancels the queries that are running. The lake cannot be used afterwards. */
  close(): Promise<void>;
};

/** ConfigError, with what to do, when the file is damaged, something else's, not permitted or used by another process. */
export async function openLake(options: LakeOptions): Promise<Lake> {
  const { pathOf, readOnly = false } = options;
  const instance = await openDuckDB({
    file: resolve(options.file),
    isReadOnly: readOnly,
    memoryLimit: options.memoryLimit ?? '1GB',
    threads: options.threads ?? 2,
    readableFolders: ['typed', 'typed-quarantine'].map((key) => resolve(pathOf(key))),
  });
  let run: LakeRun | undefined;
  let runEnd = Promise.withResolvers<void>();
  const closing = new AbortController();
  const queries = new Set<Promise<unknown>>();
  let isClosed = false;
  /** The tables of the last published plan: nobody else changes them, so the same ones need no look at the catalogue. */
  let knownTables = '';
  /** Steps follow one another, also when a caller does not wait. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function executeStep(plan: ExecutablePlan, stepName: string, nowMs: number): Promise<StepResult> {
    assertOpen();
    if (readOnly) throw new InvariantError('this lake was opened to read');
    run = await openRun(plan, stepName);
    try {
      const result = await run.execute(plan, stepName, nowMs);
      if (run.isDone(plan)) {
        release();
        knownTables = JSON.stringify(plan.tables);
      }
      return result;
    } catch (error) {
      release();
      throw error;
    }
  }

  async function openRun(plan: ExecutablePlan, stepName: string): Promise<LakeRun> {
    const isFirst = plan.steps[0]?.name === stepName;
    if (isFirst && run) throw new InvariantError(`run ${run.runId} is still open: finish it or roll it back`);
    if (isFirst) {
      runEnd = Promise.withResolvers();
      return LakeRun.begin(instance, plan, { pathOf, areTablesKnown: knownTables === JSON.stringify(plan.tables) });
    }
    if (run?.runId !== plan.run_id) {
      throw new InvariantError(`run ${plan.run_id}: step ${stepName} came without the steps before it`);
    }
    return run;
  }

  function release(): void {
    run?.release();
    run = undefined;
    runEnd.resolve();
  }

  /** A connection is not closed under a statement: the running step is told to stop, and waited for. */
  function rollback(): Promise<void> {
    run?.stop();
    return inTurn(async () => release());
  }

  /** Not in turn: queries see what was published last, whatever a run is doing. */
  async function query(sql: string, { signal, ...options }: QueryOptions = {}): Promise<QueryResult> {
    assertOpen();
    const signals = signal === undefined ? [closing.signal] : [closing.signal, signal];
    return reading(readQuery({ instance, pathOf }, sql, { ...options, signal: AbortSignal.any(signals) }));
  }

  async function reading<Result>(running: Promise<Result>): Promise<Result> {
    queries.add(running);
    try {
      return await running;
    } finally {
      queries.delete(running);
    }
  }

  /** A run is several steps, between which others have their turn: looked for again until none is open. */
  async function record(change: TableChange): Promise<void> {
    for (;;) {
      const isRecorded = await inTurn(async () => {
        assertOpen();
        if (readOnly) throw new InvariantError('this lake was opened to read');
        if (run) return false;
        await applyTableChange(instance, change);
        return true;
      });
      if (isRecorded) return;
      await runEnd.promise;
    }
  }

  function assertOpen(): void {
    if (isClosed) throw new InvariantError('this lake is closed');
  }

  return {
    executeStep: (plan, stepName, nowMs = Date.now()) => inTurn(() => executeStep(plan, stepName, nowMs)),

    rollback,

    ensureTables(tables) {
      return inTurn(async () => {
        assertOpen();
        const connection = await connect(instance);
        try {
          await ensureTables(connection, tables);
        } finally {
          connection.disconnectSync();
        }
      });
    },

    query,

    async readSnapshot(work) {
      assertOpen();
      return reading(readSnapshot(instance, work, closing.signal));
    },

    record,

    async tableCounts() {
      const tables = await query(
        `select schema_name || '.' || table_name from duckdb_tables()
         where database_name = current_database() and not temporary order by 1`,
      );
      const names = tables.rows.map(([name]) => String(name));
      if (names.length === 0) return {};
      const counts = await query(
        names
          .map((name) => `select '${name}', count(*) from ${name}`)
          .join(' union all ')
          .concat(' order by 1'),
      );
      return Object.fromEntries(counts.rows.map(([name, count]) => [String(name), Number(count)]));
    },

    async close() {
      if (isClosed) return;
      isClosed = true;
      closing.abort();
      await rollback();
      await Promise.allSettled(queries);
      instance.closeSync();
    },
  };
}
