import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigError, type ObjectStore, type PortsConfig, type StoredObject } from '@millrace/pipeline';
import { assertFolderName } from './assert-folder-name.ts';
import { createFile, makeFolder } from './durable-files.ts';
import { callFiles, codeOf, toPipelineError } from './to-pipeline-error.ts';

export type ObjectStoreOptions = {
  /** Called after an object was made durably, before putIfAbsent returns. */
  readonly onCreated?: (key: string, sizeBytes: number) => void | Promise<void>;
  /** Epoch milliseconds, for the age of leftovers; Date.now when absent. */
  readonly now?: () => number;
};

/** An ObjectStore whose objects are files: engines that read files take them from `pathOf`. */
export type EmbeddedObjectStore = ObjectStore & {
  /** The absolute path of an object, whether it exists or not. */
  pathOf(key: string): string;
};

/** Older temporary files were left by a process that is gone. */
const leftoverAgeMs = 3_600_000;
/** So many folders are known to be durable; then the memory is emptied. */
const knownFolders = 4_096;

/**
 * Objects as files `<dataDir>/objects/<bucketName>/<key>`, so a key cannot be a folder of another key: `a` and `a/b`
 * exclude each other (ConfigError). Several processes may use it at once.
 */
export function createObjectStore(config: PortsConfig, options: ObjectStoreOptions = {}): EmbeddedObjectStore {
  const { onCreated, now = Date.now } = options;
  const dataDir = resolve(config.dataDir);
  const root = join(dataDir, 'objects', assertFolderName(config.bucketName, 'bucketName'));
  const tempFolder = join(dataDir, 'tmp');
  const durableFolders = new Set<string>();
  let prepared: Promise<void> | undefined;

  function pathOf(key: string): string {
    assertKey(key);
    return join(root, key);
  }

  async function prepare(): Promise<void> {
    await callFiles(tempFolder, async () => {
      await makeFolder(dataDir, tempFolder);
      await removeLeftovers(tempFolder, now() - leftoverAgeMs);
    });
    await callFiles(root, () => makeFolder(dataDir, root));
  }

  async function makeDurable(folder: string): Promise<void> {
    if (durableFolders.has(folder)) return;
    await makeFolder(root, folder);
    if (durableFolders.size >= knownFolders) durableFolders.clear();
    durableFolders.add(folder);
  }

  return {
    pathOf,

    async putIfAbsent(key, body) {
      const path = pathOf(key);
      prepared ??= prepare();
      await prepared.catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
      const result = await callFiles(path, async () => {
        await makeDurable(dirname(path));
        return createFile(tempFolder, path, body);
      });
      if (result === 'created') await onCreated?.(key, body.length);
      return result;
    },

    async get(key) {
      const path = pathOf(key);
      return orAbsent(path, () => readFile(path));
    },

    async has(key) {
      const path = pathOf(key);
      return (await orAbsent(path, () => stat(path)))?.isFile() ?? false;
    },

    list(prefix) {
      const folders = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      if (folders !== '') assertKey(folders.slice(0, -1));
      return listFolder(root, folders, prefix);
    },

    async close() {
      // Nothing is kept open.
    },
  };
}

/** Walks in the order of the keys: a folder sorts as its name with the slash that its keys have there. */
async function* listFolder(root: string, folder: string, prefix: string): AsyncGenerator<StoredObject> {
  const path = join(root, folder);
  const entries = (await orAbsent(path, () => readdir(path, { withFileTypes: true }))) ?? [];
  const keys = entries
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((key) => key.startsWith(prefix) || (key.endsWith('/') && prefix.startsWith(key)))
    .map((key) => ({ key, bytes: Buffer.from(key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  for (const { key } of keys) {
    if (key.endsWith('/')) yield* listFolder(root, key, prefix);
    else yield { key, sizeBytes: (await callFiles(path, () => stat(join(root, key)))).size };
  }
}

/** undefined where nothing is, also where a folder of the path is a file or the path is a folder. */
async function orAbsent<Result>(path: string, read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) return undefined;
    throw toPipelineError(error, path);
  }
}

async function removeLeftovers(folder: string, olderThan: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const modifiedAt = (await orAbsent(path, () => stat(path)))?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (modifiedAt < olderThan) await rm(path, { force: true });
  }
}

function assertKey(key: string): void {
  const isOutside = key.split('/').some((segment) => segment === '' || segment === '.' || segment === '..');
  if (isOutside || key.includes('\0') || key.includes('\\')) {
    throw new ConfigError(
      `${JSON.stringify(key)} cannot be an object key: no empty, "." or ".." segments, no backslash, no NUL`,
    );
  }
}
