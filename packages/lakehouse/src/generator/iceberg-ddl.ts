import { icebergTypeOf } from '../core/iceberg-types.ts';
import { type DdlDialect, toLine } from './ddl-dialect.ts';
import type { TableColumn } from './read-tables.ts';

const catalog = 'glue_catalog';
/** What the Glue Data Catalog takes. */
const maxRemarkLength = 255;

/** Iceberg tables in Spark SQL: what Glue executes. */
export const icebergDdl: DdlDialect = {
  name: 'iceberg',
  remarks: [`For Spark with Iceberg, whose catalog is called ${catalog}.`],
  createSchema: (schema) => `CREATE NAMESPACE IF NOT EXISTS ${catalog}.${schema}`,
  createTable({ name, description, partitioning, columns }) {
    return [
      `CREATE TABLE IF NOT EXISTS ${catalog}.${name} (`,
      columns.map((column) => `  ${toDefinition(column)}`).join(',\n'),
      ')',
      'USING iceberg',
      ...(description === undefined ? [] : [`COMMENT ${toText(description)}`]),
      ...(partitioning.length === 0 ? [] : [`PARTITIONED BY (${partitioning.join(', ')})`]),
      "TBLPROPERTIES ('format-version' = '2')",
    ].join('\n');
  },
  addColumns: (table, columns) =>
    columns.length === 0
      ? []
      : [`ALTER TABLE ${catalog}.${table} ADD COLUMNS (${columns.map(toDefinition).join(', ')})`],
};

function toDefinition({ name, type, path, description }: TableColumn): string {
  const remark = path === undefined ? description : `${path}: ${description}`;
  const isTooLong = remark.length > maxRemarkLength;
  const shown = isTooLong ? `${remark.slice(0, maxRemarkLength - 1)}…` : remark;
  return `\`${name.replaceAll('`', '``')}\` ${icebergTypeOf(type)} COMMENT ${toText(shown)}`;
}

/**
 * Prose in quotes. How a quote and a backslash are written inside of them depends on settings of the session
 * (escapedStringLiterals; two quotes are none at all), so neither is.
 */
function toText(prose: string): string {
  return `'${toLine(prose).replaceAll("'", '’').replaceAll('\\', '/')}'`;
}
