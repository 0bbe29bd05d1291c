import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InvariantError } from '@millrace/pipeline';
import { makeFolder } from './durable-files.ts';
import { callFiles, toPipelineError } from './to-pipeline-error.ts';

/** How long a call waits for another process that writes. It blocks this one, but a write takes milliseconds. */
const busyTimeoutMs = 10_000;

/** On macOS a plain sync ends in the disk's own memory; the other two say nothing elsewhere. */
const durable = 'pragma synchronous = full; pragma fullfsync = on; pragma checkpoint_fullfsync = on';

/** A database that is opened at the first use. Statements are prepared once. */
export type LazyDatabase<Statements> = {
  use<Result>(action: (statements: Statements) => Result): Promise<Result>;
  close(): Promise<void>;
};

/**
 * `schema` must be repeatable (create … if not exists). With WAL and synchronous=FULL a statement that returned has
 * survived a power cut, and readers of other processes do not wait.
 */
export function openDatabase<Statements>(
  path: string,
  schema: string,
  prepare: (database: DatabaseSync) => Statements,
): LazyDatabase<Statements> {
  let opened: Promise<{ database: DatabaseSync; statements: Statements }> | undefined;
  let isClosed = false;

  async function openOnce(): Promise<{ database: DatabaseSync; statements: Statements }> {
    await callFiles(dirname(path), () => makeFolder(dirname(path), dirname(path)));
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
    try {
      if (database.prepare('pragma journal_mode').get()?.['journal_mode'] !== 'wal') {
        database.exec('pragma journal_mode = wal');
      }
      database.exec(`${durable}; begin immediate; ${schema}; commit`);
      return { database, statements: prepare(database) };
    } catch (error) {
      database.close();
      throw error;
    }
  }

  return {
    async use(action) {
      if (isClosed) throw new InvariantError(`${path} was used after it was closed`);
      try {
        opened ??= openOnce();
        const { statements } = await opened.catch((error: unknown) => {
          opened = undefined;
          throw error;
        });
        return action(statements);
      } catch (error) {
        throw toPipelineError(error, path);
      }
    },

    async close() {
      if (isClosed) return;
      isClosed = true;
      // One that could not be opened has been closed already.
      await opened?.then(
        ({ database }) => database.close(),
        () => undefined,
      );
    },
  };
}
