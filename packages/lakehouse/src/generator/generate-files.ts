import { join } from 'node:path';
import { duckdbDdl } from './duckdb-ddl.ts';
import { icebergDdl } from './iceberg-ddl.ts';
import { type ContractColumns, currentColumns, readModels } from './read-models.ts';
import { readTables } from './read-tables.ts';
import { toDdl } from './to-ddl.ts';
import { toModule } from './to-module.ts';

/**
 * Reads models/ of the package and gives the generated files: path in the package → text; their folders hold nothing else.
 * `columns`: of other contracts than those that this build was made with. ConfigError as from readModels.
 */
export function generateFiles(
  packageDir: string,
  columns: ContractColumns = currentColumns,
): ReadonlyMap<string, string> {
  const folder = join(packageDir, 'models');
  const tables = readTables(folder, columns);
  return new Map([
    ['src/generated/models.ts', toModule(readModels(folder, columns))],
    ...[duckdbDdl, icebergDdl].map((dialect) => [`generated/ddl/${dialect.name}.sql`, toDdl(tables, dialect)] as const),
  ]);
}
