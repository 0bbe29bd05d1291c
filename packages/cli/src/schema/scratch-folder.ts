import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';

export type ScratchFolder = { readonly path: string; readonly remove: () => void };

/** What is there for a while only, and must be gone when a signal ends this process. */
const folders = new Set<string>();
const children = new Set<ChildProcess>();

/** A new folder among the temporary files; its maker removes it. Throws ConfigError when there can be none. */
export function makeScratchFolder(prefix: string): ScratchFolder {
  const parent = tmpdir();
  let path: string;
  try {
    path = mkdtempSync(join(parent, prefix));
  } catch (error) {
    throw new ConfigError(
      `no folder can be made in ${parent} (${(error as Error).message}): TMPDIR names the folder for temporary files`,
      { cause: error },
    );
  }
  folders.add(path);
  return {
    path,
    remove() {
      removeWhole(path);
      folders.delete(path);
    },
  };
}

/** A process that works in a scratch folder. */
export function followChild(child: ChildProcess): void {
  children.add(child);
  child.once('close', () => children.delete(child));
}

/** Ends the processes that are followed, and removes all scratch folders. */
export function clearScratch(): void {
  for (const child of children) child.kill('SIGKILL'); // nothing of what they write is kept
  for (const path of folders) removeWhole(path);
  folders.clear();
}

function removeWhole(path: string): void {
  // A process that is just being ended may write once more.
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

const diskFaults: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** A fault of the disk below a scratch folder as ConfigError; any other error as it is. */
export function toScratchError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ConfigError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return diskFaults.has(code) ? toNoRoomError(message, error) : error;
}

/** The temporary files cannot be written. */
export function toNoRoomError(message: string, cause?: unknown): ConfigError {
  return new ConfigError(
    `the temporary files in ${tmpdir()} cannot be written (${message}): make room, or set TMPDIR`,
    {
      cause,
    },
  );
}
