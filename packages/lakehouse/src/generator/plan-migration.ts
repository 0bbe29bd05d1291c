import { ConfigError } from '@millrace/pipeline';
import type { DdlDialect } from './ddl-dialect.ts';
import type { TableColumn, TableDefinition } from './read-tables.ts';

/**
 * The statements that make the tables of before those of after, in the order of after: columns that are added, tables
 * that are new. Nothing else can be done to rows that are there: a table or column that is gone, a column of another
 * type, another partitioning are a ConfigError that names all of them.
 */
export function planMigration(
  before: readonly TableDefinition[],
  after: readonly TableDefinition[],
  dialect: DdlDialect,
): readonly string[] {
  const problems = findProblems(before, after);
  if (problems.length > 0) throw new ConfigError(`these tables cannot be migrated: ${problems.join('; ')}`);
  const known = new Map(before.map((table) => [table.name, table]));
  return after.flatMap((table) => {
    const old = known.get(table.name);
    if (!old) return [dialect.createTable(table)];
    const names = new Set(old.columns.map(({ name }) => name));
    return dialect.addColumns(
      table.name,
      table.columns.filter(({ name }) => !names.has(name)),
    );
  });
}

function findProblems(before: readonly TableDefinition[], after: readonly TableDefinition[]): readonly string[] {
  const present = new Map(after.map((table) => [table.name, table]));
  return before.flatMap(({ name, columns, partitioning }) => {
    const table = present.get(name);
    if (!table) return [`${name} is gone`];
    const isCutAnew = table.partitioning.join() !== partitioning.join();
    return [
      ...columns.flatMap((column) => findProblem(name, column, table.columns)),
      ...(isCutAnew ? [`${name} has other partitions`] : []),
    ];
  });
}

function findProblem(table: string, { name, type }: TableColumn, columns: readonly TableColumn[]): readonly string[] {
  const column = columns.find((other) => other.name === name);
  if (!column) return [`${table}.${name} is gone`];
  return column.type === type ? [] : [`${table}.${name} was ${type} and is ${column.type}`];
}
