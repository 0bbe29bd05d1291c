import type { Dialect } from './dialect.ts';
import type { LakeType } from './model.ts';

const types: Readonly<Record<LakeType, string>> = {
  string: 'VARCHAR',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
};

/** The laptop's engine. Run tables are temporary tables of the run's connection. */
export const duckdbDialect: Dialect = {
  name: 'duckdb',
  typeOf: (type) => types[type],
  relation,
  createRunTable: (name, select) => `create or replace temp table ${relation(name)} as\n${select}`,
  renameRunTable: (name, newName) => `alter table ${relation(name)} rename to ${relation(newName)}`,
  dropRunTable: (name) => `drop table ${relation(name)}`,
  insert: (table, columns, from) =>
    `insert into ${relation(table)} (${columns.join(', ')})\nselect ${columns.join(', ')} from ${relation(from)}`,
  deleteKeys(table, key, from, bounds) {
    const matches = key.map((column) => `t.${column} = d.${column}`);
    return `delete from ${relation(table)} as t using ${relation(from)} as d\nwhere ${[...matches, ...bounds].join(' and ')}`;
  },
  textLiteral: (value) => `'${value.replaceAll("'", "''")}'`,
};

function relation(name: string): string {
  return name.replace(/^run\./, 'run_');
}
