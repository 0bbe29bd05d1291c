import type { QueryOptions, SnapshotQuery } from '@millrace/embedded/lake';
import { planTables } from '@millrace/lakehouse';

type Rows = { readonly rows: readonly (readonly unknown[])[] };

/** What reconcile needs of the lake's engine. */
export type ReconcileLake = {
  query(sql: string, options?: QueryOptions): Promise<Rows>;
  readSnapshot<Result>(work: (query: SnapshotQuery) => Promise<Result>): Promise<Result>;
};

/** Rows that a statement of reconcile may have: one per damaged key, or per typed file of a page. */
export const maxRows = 2_000_000;

/** What the models say of a table's columns: name → type. */
export function modelColumns(table: string): ReadonlyMap<string, string> {
  const found = planTables().find(({ name }) => name === table);
  return new Map(found?.columns.map(({ name, type }) => [name, type]));
}

export type LakeColumns = {
  has(table: string): boolean;
  /** Columns that both tables have, in the order of the first one. A lake that no new run has opened may lack some. */
  shared(table: string, other: string): readonly string[];
  of(table: string): readonly string[];
};

export async function readLakeColumns(query: SnapshotQuery): Promise<LakeColumns> {
  const { rows } = await query(
    `select schema_name || '.' || table_name, column_name from duckdb_columns()
     where database_name = current_database() order by 1, column_index`,
  );
  const byTable = new Map<string, string[]>();
  for (const [table, column] of rows.map((row) => row.map(String) as [string, string])) {
    byTable.set(table, [...(byTable.get(table) ?? []), column]);
  }
  const of = (table: string) => byTable.get(table) ?? [];
  return {
    has: (table) => byTable.has(table),
    shared: (table, other) => of(table).filter((column) => of(other).includes(column)),
    of,
  };
}

/** silver.withdrawn; in a lake that no new run has opened, a relation like it that has no rows. */
export function withdrawnRelation(columns: LakeColumns): string {
  const table = 'silver.withdrawn';
  if (columns.has(table)) return table;
  const known = [...modelColumns(table).keys()].filter((column) => columns.of('silver.events').includes(column));
  return `(select ${quoteAll(known)} from silver.events where false)`;
}

/** A list for `in (…)`; never empty, which SQL would not take. */
export function textList(values: readonly (string | undefined)[]): string {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? "''" : known.map(toText).join(', ');
}

export function toText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export function quoteAll(columns: readonly string[], alias?: string): string {
  return columns.map((column) => `${alias === undefined ? '' : `${alias}.`}"${column}"`).join(', ');
}
