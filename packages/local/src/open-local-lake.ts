import { join } from 'node:path';
import type { Lake } from '@millrace/embedded/lake';
import { planTables } from '@millrace/lakehouse';
import { ConfigError } from '@millrace/pipeline';

/** What DuckDB keeps in memory; the rest goes to disk. A laptop has other things to do. */
const memoryLimit = '512MB';

/** The tables of a lake folder; those that no run has made yet are made empty, so that they can be queried. */
export async function openLocalLake(
  dataDir: string,
  pathOf: (key: string) => string,
  options: { readonly readOnly?: boolean } = {},
): Promise<Lake> {
  const { openLake } = await loadEngine();
  const lake = await openLake({ file: join(dataDir, 'lake.duckdb'), pathOf, memoryLimit, ...options });
  if (!options.readOnly) await lake.ensureTables(planTables());
  return lake;
}

/** Loaded when a lake is opened: everything else works where DuckDB has no package for the machine. */
async function loadEngine(): Promise<typeof import('@millrace/embedded/lake')> {
  try {
    return await import('@millrace/embedded/lake');
  } catch (error) {
    const platform = `${process.platform}-${process.arch}`;
    throw new ConfigError(
      `DuckDB could not be loaded on ${platform}: ${(error as Error).message.split('\n')[0]}; try npm install --no-save @duckdb/node-bindings-${platform}`,
      { cause: error },
    );
  }
}
