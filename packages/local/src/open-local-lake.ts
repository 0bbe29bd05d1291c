import { join } from 'node:path';
import { type Lake, openLake } from '@millrace/embedded/lake';

/** The tables of a lake folder. */
export function openLocalLake(
  dataDir: string,
  pathOf: (key: string) => string,
  options: { readonly readOnly?: boolean } = {},
): Promise<Lake> {
  return openLake({ file: join(dataDir, 'lake.duckdb'), pathOf, ...options });
}
