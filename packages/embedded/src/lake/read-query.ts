import {
  type DuckDBConnection,
  type DuckDBExtractedStatements,
  type DuckDBInstance,
  type DuckDBResult,
  StatementType,
} from '@duckdb/node-api';
import { ConfigError } from '@millrace/pipeline';
import { reasonOf } from './duckdb-error.ts';
import { connect } from './open-duckdb.ts';
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
};

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
  instance: DuckDBInstance,
  sql: string,
  { maxRows = defaultMaxRows, signal }: QueryOptions = {},
): Promise<QueryResult> {
  assertWanted(signal);
  const connection = await connect(instance);
  const stopWatching = interruptOnAbort(connection, signal);
  try {
    await connection.run('begin transaction read only');
    return await read(connection, sql, maxRows, signal);
  } catch (error) {
    assertWanted(signal, error);
    throw error instanceof ConfigError
      ? error
      : new ConfigError(`the query failed: ${reasonOf(error)}`, { cause: error });
  } finally {
    stopWatching();
    connection.disconnectSync();
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
