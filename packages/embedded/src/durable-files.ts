import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './to-pipeline-error.ts';

/** A new name in a folder survives a power cut only when the folder itself was synchronised. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes a folder and every one between it and `root`, durably; `root` and what is above it only if missing. Those below
 * `root` are synchronised even when they exist: another process may have made them a moment ago and not have come to that.
 */
export async function makeFolder(root: string, path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  const isNew = (folder: string) =>
    folder.length > root.length || (first !== undefined && folder.length >= first.length);
  for (let folder = path; isNew(folder); folder = dirname(folder)) await syncFolder(dirname(folder));
}

/**
 * Writes a file whole or not at all, and never over another. `link` is the one call that is atomic and fails when the name
 * is taken; `exists` is durable too, whoever made the file. `folder` of the path and `tempFolder` must exist on one file system.
 */
export async function createFile(
  tempFolder: string,
  path: string,
  body: Uint8Array,
  mode = 0o644,
): Promise<'created' | 'exists'> {
  return withTempFile(tempFolder, body, mode, async (temp) => {
    const result = await linkNew(temp, path);
    await syncFolder(dirname(path));
    return result;
  });
}

/** Puts a file in the place of another: after a crash one of the two is there, and whole. Folders as for `createFile`. */
export async function replaceFile(tempFolder: string, path: string, body: Uint8Array, mode = 0o644): Promise<void> {
  await withTempFile(tempFolder, body, mode, async (temp) => {
    await rename(temp, path);
    await syncFolder(dirname(path));
  });
}

/** Runs with a durable file that nobody else knows, and removes what is left of it. */
async function withTempFile<Result>(
  tempFolder: string,
  body: Uint8Array,
  mode: number,
  action: (temp: string) => Promise<Result>,
): Promise<Result> {
  const temp = join(tempFolder, `${process.pid}-${randomUUID()}`);
  try {
    const handle = await open(temp, 'wx', mode);
    try {
      await handle.writeFile(body);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    return await action(temp);
  } finally {
    await rm(temp, { force: true });
  }
}

async function linkNew(temp: string, path: string): Promise<'created' | 'exists'> {
  try {
    await link(temp, path);
    return 'created';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'exists';
    throw error;
  }
}
