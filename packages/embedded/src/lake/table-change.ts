import {
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBInstance,
  DuckDBTimestampValue,
  DuckDBTypeId,
} from '@duckdb/node-api';
import { InvariantError } from '@millrace/pipeline';
import { toRunError } from './duckdb-error.ts';
import { catalog, connect } from './open-duckdb.ts';

/** Of a timestamp column: epoch milliseconds. A column without a value becomes null. */
export type TableRow = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Statements first, in their order, then the rows, by table (`<schema>.<table>`): all of it or nothing. */
export type TableChange = {
  readonly statements: readonly string[];
  readonly rows: Readonly<Record<string, readonly TableRow[]>>;
};

/** TransientError: memory or disk ran out; InvariantError: a wrong statement, or a value that does not fit its column. */
export async function applyTableChange(instance: DuckDBInstance, change: TableChange): Promise<void> {
  const connection = await connect(instance);
  try {
    await connection.run('begin transaction');
    for (const statement of change.statements) await connection.run(statement);
    for (const [table, rows] of Object.entries(change.rows)) await appendRows(connection, table, rows);
    await connection.run('commit');
  } catch (error) {
    throw toRunError(error, `recording in ${Object.keys(change.rows).join(', ')}`);
  } finally {
    connection.disconnectSync(); // What is not committed is undone.
  }
}

async function appendRows(connection: DuckDBConnection, table: string, rows: readonly TableRow[]): Promise<void> {
  if (rows.length === 0) return;
  const [schema = '', name = ''] = table.split('.');
  const reader = await connection.runAndReadAll(
    `select column_name from duckdb_columns()
     where database_name = current_database() and schema_name = '${schema}' and table_name = '${name}' order by column_index`,
  );
  const columns = reader.getRows().map(([column]) => String(column));
  const appender = await connection.createAppender(name, schema, catalog);
  try {
    for (const row of rows) {
      const unknown = Object.keys(row).find((column) => !columns.includes(column));
      if (unknown !== undefined) throw new InvariantError(`${table} has no column ${unknown}`);
      columns.forEach((column, index) => {
        appendValue(appender, index, row[column]);
      });
      appender.endRow();
    }
  } finally {
    appender.closeSync();
  }
}

function appendValue(appender: DuckDBAppender, column: number, value: TableRow[string]): void {
  const type = appender.columnType(column);
  if (value === undefined || value === null) appender.appendNull();
  else if (type.typeId === DuckDBTypeId.TIMESTAMP) {
    appender.appendTimestamp(new DuckDBTimestampValue(BigInt(Math.round(Number(value))) * 1_000n));
  } else if (type.typeId === DuckDBTypeId.BIGINT) appender.appendBigInt(BigInt(value));
  else appender.appendValue(value, type);
}
