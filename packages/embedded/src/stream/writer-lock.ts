import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '@millrace/pipeline';
import { codeOf, toPipelineError } from '../to-pipeline-error.ts';

const sqliteBusy = 5;

export type WriterLock = { release(): void };

/**
 * One process writes a stream. The lock is an exclusive transaction that is held open: the operating system frees it
 * when the process ends, however it ends, so there is no stale lock to remove by hand.
 */
export function takeWriterLock(path: string, owned: string): WriterLock {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('pragma locking_mode = exclusive; begin exclusive');
    const held = database;
    return { release: () => held.close() };
  } catch (error) {
    database?.close();
    if (codeOf(error) === 'ERR_SQLITE_ERROR' && (error as { errcode?: number }).errcode === sqliteBusy) {
      throw new ConfigError(`${owned} is in use by another millrace process; stop it or use another --dir`, {
        cause: error,
      });
    }
    throw toPipelineError(error, path);
  }
}
