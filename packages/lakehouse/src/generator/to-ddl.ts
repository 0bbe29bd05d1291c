import type { DdlDialect } from './ddl-dialect.ts';
import type { TableDefinition } from './read-tables.ts';

/** A file of statements that makes every schema and table that is not there: the same bytes for the same tables. */
export function toDdl(tables: readonly TableDefinition[], dialect: DdlDialect): string {
  const schemas = new Set(tables.map(({ name }) => name.split('.')[0] ?? ''));
  const remarks = [
    'Generated from models/ and the contracts: do not edit, run `npm run generate`.',
    ...dialect.remarks,
    'A text like /ctx/page_url is where the value stands in the stored event, or in the quarantine entry.',
  ];
  return [
    remarks.map((remark) => `-- ${remark}`).join('\n'),
    [...schemas].map((schema) => `${dialect.createSchema(schema)};`).join('\n'),
    ...tables.map((table) => `${dialect.createTable(table)};`),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
