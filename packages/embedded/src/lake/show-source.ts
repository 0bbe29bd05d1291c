import { existsSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { InvariantError } from '@millrace/pipeline';
import { quote } from './ensure-tables.ts';
import type { PlanSource } from './executable-plan.ts';

/** Makes the files of a source readable under its name for the rest of the connection. */
export async function showSource(
  connection: DuckDBConnection,
  { run_table, columns, typed_keys }: PlanSource,
  pathOf: (key: string) => string,
): Promise<void> {
  const files = typed_keys.map((key) => ({ key, path: pathOf(key) }));
  for (const { key, path } of files) {
    if (!existsSync(path)) throw new InvariantError(`the manifest names ${key}, but there is no file at ${path}`);
  }
  // One row of no file: it gives the relation all its columns, whatever the files have.
  const none = columns.map(({ name, type }) => `cast(null as ${type}) as ${quote(name)}`).join(', ');
  const rows = files.length === 0 ? '' : ` union all by name ${readFiles(files.map(({ path }) => path))}`;
  const keys = files.map(({ key, path }) => `(${text(path)}, ${text(key)})`).join(', ');
  const names = columns.map(({ name }) => `s.${quote(name)}`).join(', ');
  await connection.run(
    `create or replace temp view ${run_table} as
     select f.typed_key, ${names}
     from (select cast(null as varchar) as source_path, ${none} where false${rows}) s
     join (select * from (values ${keys === '' ? '(null, null)' : keys}) as v (path, typed_key)) f on f.path = s.source_path`,
  );
}

function readFiles(paths: readonly string[]): string {
  return `select * from read_parquet([${paths.map(text).join(', ')}], union_by_name = true, filename = 'source_path')`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
