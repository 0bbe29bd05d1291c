import {
  type DuckDBConnection,
  type DuckDBExtractedStatements,
  type DuckDBInstance,
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

/** DESCRIBE, SHOW, SUMMARIZE, VALUES and FROM are SELECT to DuckDB. */
const readingTypes: readonly StatementType[] = [StatementType.SELECT, StatementType.EXPLAIN];

/**
 * Answers one reading statement on what was published last. Anything else, and anything DuckDB refuses, is a ConfigError
 * with DuckDB's reason. EXPLAIN ANALYZE executes what it explains, so the transaction is read-only as well.
 */
export async function readQuery(instance: DuckDBInstance, sql: string): Promise<QueryResult> {
  const connection = await connect(instance);
  try {
    await connection.run('begin transaction read only');
    return await read(connection, sql);
  } catch (error) {
    throw error instanceof ConfigError
      ? error
      : new ConfigError(`the query failed: ${reasonOf(error)}`, { cause: error });
  } finally {
    connection.disconnectSync();
  }
}

async function read(connection: DuckDBConnection, sql: string): Promise<QueryResult> {
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
  const reader = await statement.runAndReadAll();
  const types = reader.columnTypes();
  return {
    columns: reader.columnNames().map((name, index) => ({ name, type: String(types[index]) })),
    rows: reader.getRows().map((row) => row.map(toJsonValue)),
  };
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
