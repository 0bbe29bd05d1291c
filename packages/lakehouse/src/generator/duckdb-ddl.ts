import { duckdbDialect } from '../core/duckdb-dialect.ts';
import { type DdlDialect, toLine } from './ddl-dialect.ts';
import type { TableColumn } from './read-tables.ts';

/** The laptop's tables, as a run makes them; they have no partitions. */
export const duckdbDdl: DdlDialect = {
  name: 'duckdb',
  remarks: ['For DuckDB. `millrace` makes and extends these tables by itself; this file says what they are.'],
  createSchema: (schema) => `CREATE SCHEMA IF NOT EXISTS ${schema}`,
  createTable({ name, description, columns }) {
    const definitions = columns.map((column, index) => {
      const comma = index < columns.length - 1 ? ',' : '';
      return `  ${toDefinition(column)}${comma} -- ${toRemark(column)}`;
    });
    const remark = description === undefined ? [] : [`-- ${toLine(description)}`];
    return [...remark, `CREATE TABLE IF NOT EXISTS ${name} (`, ...definitions, ')'].join('\n');
  },
  addColumns: (table, columns) => columns.map((column) => `ALTER TABLE ${table} ADD COLUMN ${toDefinition(column)}`),
};

/** A column may have a name that SQL keeps for itself. */
function toDefinition({ name, type }: TableColumn): string {
  return `"${name.replaceAll('"', '""')}" ${duckdbDialect.typeOf(type)}`;
}

function toRemark({ path, description }: TableColumn): string {
  return path === undefined ? toLine(description) : `${path}: ${toLine(description)}`;
}
