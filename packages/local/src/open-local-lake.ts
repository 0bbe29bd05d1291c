import { join } from 'node:path';
import { type Lake, openLake } from '@millrace/embedded/lake';
import { planTables } from '@millrace/lakehouse';

/** What DuckDB keeps in memory; the rest goes to disk. A laptop has other things to do. */
const memoryLimit = '512MB';

/** The tables of a lake folder; those that no run has made yet are made empty, so that they can be queried. */
export async function openLocalLake(
  dataDir: string,
  pathOf: (key: string) => string,
  options: { readonly readOnly?: boolean } = {},
): Promise<Lake> {
  const lake = await openLake({ file: join(dataDir, 'lake.duckdb'), pathOf, memoryLimit, ...options });
  if (!options.readOnly) await lake.ensureTables(planTables());
  return lake;
}
