import type { DuckDBConnection } from '@duckdb/node-api';
import { ConfigError } from '@millrace/pipeline';
import type { PlanTable } from './executable-plan.ts';

/**
 * Makes what is missing: schemas, tables, columns. Columns are only ever added; one whose type changed is a
 * ConfigError, because its old values would have to be rewritten.
 */
export async function ensureTables(connection: DuckDBConnection, tables: readonly PlanTable[]): Promise<void> {
  const present = await readColumns(connection);
  const schemas = new Set(tables.map(({ name }) => name.split('.')[0] ?? ''));
  for (const schema of schemas) await connection.run(`create schema if not exists ${schema}`);
  for (const { name, columns } of tables) {
    const known = present.get(name);
    if (!known) {
      const definitions = columns.map((column) => `${quote(column.name)} ${column.type}`);
      await connection.run(`create table ${name} (${definitions.join(', ')})`);
      continue;
    }
    for (const column of columns) {
      const type = known.get(column.name);
      if (type === undefined) {
        await connection.run(`alter table ${name} add column ${quote(column.name)} ${column.type}`);
      } else if (type !== column.type) {
        throw new ConfigError(
          `${name}.${column.name} is ${type} in this lake, and ${column.type} in the model: give the column a new name`,
        );
      }
    }
  }
}

/** A column may have a name that SQL keeps for itself. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** `<schema>.<table>` → column → type. */
async function readColumns(connection: DuckDBConnection): Promise<Map<string, Map<string, string>>> {
  const reader = await connection.runAndReadAll(
    `select schema_name || '.' || table_name, column_name, data_type
     from duckdb_columns() where database_name = current_database() and not internal`,
  );
  const tables = new Map<string, Map<string, string>>();
  for (const [table, column, type] of reader.getRows() as [string, string, string][]) {
    const columns = tables.get(table) ?? new Map<string, string>();
    columns.set(column, type);
    tables.set(table, columns);
  }
  return tables;
}
