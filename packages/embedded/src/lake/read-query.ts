import {
  type DuckDBConnection,
  type DuckDBExtractedStatements,
  type DuckDBInstance,
  type DuckDBResult,
  StatementType,
} from '@duckdb/node-api';
import { ConfigError, InvariantError } from '@millrace/pipeline';
import { reasonOf } from './duckdb-error.ts';
import type { PlanSource } from './executable-plan.ts';
import { connect } from './open-duckdb.ts';
import { showSource } from './show-source.ts';
import { toJsonValue } from './to-json-value.ts';

/** type: DuckDB's name. rows: values as to-json-value.ts makes them, in the order of the columns. */
export type QueryResult = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
};

export type QueryOptions = {
  /** A query with more rows is a ConfigError; 100,000 when absent. */
  readonly maxRows?: number;
  /** Ends the query, wherever it is, when it aborts. */
  readonly signal?: AbortSignal;
  /** Typed files that the statement reads beside the tables. InvariantError when one is not there. */
  readonly sources?: readonly PlanSource[];
};

/** One reading statement of a snapshot. After one that failed the snapshot answers no more. */
export type SnapshotQuery = (sql: string, options?: Pick<QueryOptions, 'maxRows'>) => Promise<QueryResult>;

type Engine = { readonly instance: DuckDBInstance; readonly pathOf: (key: string) => string };

const defaultMaxRows = 100_000;
const interruptEveryMs = 10;

/** DESCRIBE, SHOW, SUMMARIZE, VALUES and FROM are SELECT to DuckDB. */
const readingTypes: readonly StatementType[] = [StatementType.SELECT, StatementType.EXPLAIN];

/**
 * Answers one reading statement on what was published last. Anything else, and anything DuckDB refuses, is a ConfigError
 * with DuckDB's reason; so are more than `maxRows` rows, of which no more than that are ever held, and a query whose
 * signal aborted. EXPLAIN ANALYZE executes what it explains, so the transaction is read-only as well.
 */
export async function readQuery(
  engine: Engine,
  sql: string,
  { maxRows = defaultMaxRows, signal, sources = [] }: QueryOptions = {},
): Promise<QueryResult> {
  return withConnection(engine.instance, signal, (connection) =>
    asQuery(signal, async () => {
      for (const source of sources) await showSource(connection, source, engine.pathOf);
      await connection.run('begin transaction read only');
      return read(connection, sql, maxRows, signal);
    }),
  );
}

/**
 * Any number of reading statements, one after the other, on one state of the lake: what was published last when this began.
 * Each fails as a query does; what `work` throws is thrown.
 */
export async function readSnapshot<Result>(
  instance: DuckDBInstance,
  work: (query: SnapshotQuery) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  return withConnection(instance, signal, async (connection) => {
    await connection.run('begin transaction read only');
    // A transaction sees what was there when it first looked.
    await connection.run('select count(*) from duckdb_tables()');
    let last: Promise<unknown> = Promise.resolve();
    return work((sql, { maxRows = defaultMaxRows } = {}) => {
      const turn = () => asQuery(signal, () => read(connection, sql, maxRows, signal));
      const next = last.then(turn, turn);
      last = next;
      return next;
    });
  });
}

async function withConnection<Result>(
  instance: DuckDBInstance,
  signal: AbortSignal | undefined,
  use: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  assertWanted(signal);
  const connection = await connect(instance);
  const stopWatching = interruptOnAbort(connection, signal);
  try {
    return await use(connection);
  } finally {
    stopWatching();
    connection.disconnectSync();
  }
}

async function asQuery(signal: AbortSignal | undefined, run: () => Promise<QueryResult>): Promise<QueryResult> {
  try {
    assertWanted(signal);
    return await run();
  } catch (error) {
    assertWanted(signal, error);
    if (error instanceof ConfigError || error instanceof InvariantError) throw error;
    throw new ConfigError(`the query failed: ${reasonOf(error)}`, { cause: error });
  }
}

function assertWanted(signal: AbortSignal | undefined, cause?: unknown): void {
  if (signal?.aborted) throw new ConfigError('the query was cancelled', { cause });
}

/** Again and again until the query has ended: DuckDB forgets an interrupt that comes between two statements. */
function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal | undefined): () => void {
  let timer: NodeJS.Timeout | undefined;
  function interrupt(): void {
    connection.interrupt();
    timer ??= setInterval(() => connection.interrupt(), interruptEveryMs);
  }
  if (signal?.aborted) interrupt();
  else signal?.addEventListener('abort', interrupt, { once: true });
  return () => {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(timer);
  };
}

async function read(
  connection: DuckDBConnection,
  sql: string,
  maxRows: number,
  signal: AbortSignal | undefined,
): Promise<QueryResult> {
  const statements = await extract(connection, sql);
  if (statements?.count !== 1) {
    throw new ConfigError(`a query is exactly one statement; this text holds ${statements?.count ?? 'none'}`);
  }
  const statement = await statements.prepare(0);
  if (!readingTypes.includes(statement.statementType)) {
    throw new ConfigError(
      `a query only reads (SELECT, WITH, DESCRIBE, SHOW, EXPLAIN); this is ${StatementType[statement.statementType]}`,
    );
  }
  assertWanted(signal);
  const result = await statement.stream();
  const types = result.columnTypes();
  return {
    columns: result.columnNames().map((name, index) => ({ name, type: String(types[index]) })),
    rows: await readRows(result, maxRows, signal).catch(async (error: unknown) => {
      await abandon(connection, result);
      throw error;
    }),
  };
}

/** A result that is not read to its end keeps the lake's file open, until the next garbage collection. */
async function abandon(connection: DuckDBConnection, result: DuckDBResult): Promise<void> {
  connection.interrupt();
  const next = await result.fetchChunk().catch(() => undefined); // the interrupt is an error, as it should be
  if (next && next.rowCount > 0) await abandon(connection, result);
}

async function readRows(result: DuckDBResult, maxRows: number, signal: AbortSignal | undefined): Promise<unknown[][]> {
  const rows: unknown[][] = [];
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    assertWanted(signal);
    if (rows.length + chunk.rowCount > maxRows) {
      throw new ConfigError(`more than ${maxRows.toLocaleString('en-US')} rows; add a LIMIT or aggregate`);
    }
    for (const row of chunk.getRows()) rows.push(row.map(toJsonValue));
  }
  // An interrupt between two chunks looks like the end of the rows.
  assertWanted(signal);
  return rows;
}

/** undefined: no statement at all. The binding reports that as an error, but not as one of the parser. */
async function extract(connection: DuckDBConnection, sql: string): Promise<DuckDBExtractedStatements | undefined> {
  try {
    return await connection.extractStatements(sql);
  } catch (error) {
    if (reasonOf(error).includes('Parser Error')) throw error;
    return undefined;
  }
}
