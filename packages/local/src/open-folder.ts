import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError, sha256Hex } from '@millrace/pipeline';

export type LakeFolder = { readonly dataDir: string; close(): void };

const markerFile = 'millrace.json';
const lockFile = 'runtime.lock';
const folderVersion = 1;
/** Somebody who only looks whether the folder is locked holds the lock for a moment. */
const lockWaitMs = 500;
/** What a folder without the marker may hold: `sls invoke local` has written here before the first `millrace local`. */
const ownNames = [
  lockFile,
  markerFile,
  'tmp',
  'stream',
  'objects',
  'secrets',
  'manifest.sqlite',
  'queues.sqlite',
  'state.sqlite',
];

/** The folder of a lake, if there is one. Throws ConfigError when there is none, or it cannot be read. */
export function findFolder(dir: string): string {
  const dataDir = resolve(dir);
  if (!existsSync(join(dataDir, markerFile))) {
    throw new ConfigError(`there is no lake in ${dir}; make one with: npx millrace local --dir ${dir}`);
  }
  checkVersion(dataDir, dir);
  return dataDir;
}

/**
 * Opens or makes the folder of a lake, for one process at a time: the lock is the operating system's and ends with the
 * process, however it ends. Throws ConfigError when it is in use, not writable, or full of something else.
 */
export function openFolder(dir: string): LakeFolder {
  const dataDir = resolve(dir);
  try {
    makeFolders(dataDir);
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'is not a folder' : `cannot be written (${code})`;
    throw new ConfigError(`${dir} ${reason}; choose another with --dir`, { cause: error });
  }
  if (!existsSync(join(dataDir, markerFile))) {
    if (readdirSync(dataDir).some((name) => !ownNames.some((own) => name.startsWith(own)))) {
      throw new ConfigError(`${dir} holds other files and no lake; choose an empty or a new folder with --dir`);
    }
  } else {
    checkVersion(dataDir, dir);
  }
  const lock = lockFolder(dataDir, dir, lockWaitMs);
  if (!existsSync(join(dataDir, markerFile))) {
    writeMarker(join(dataDir, markerFile), { folder_version: folderVersion });
  }
  return { dataDir, close: () => lock.close() };
}

/**
 * Every id of an import is made with the lake's key: with another one, the same file would be other events. Its fingerprint
 * stands in the marker. Throws ConfigError when the key is not the one the lake was made with.
 */
export function assertLakeKey(dataDir: string, lakeKey: Uint8Array): void {
  const path = join(dataDir, markerFile);
  const marker = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const fingerprint = sha256Hex('fingerprint', lakeKey).slice(0, 16);
  if (marker['lake_key_fingerprint'] === fingerprint) return;
  if (marker['lake_key_fingerprint'] !== undefined) {
    throw new ConfigError(
      `${join(dataDir, 'secrets')} does not hold the key that this lake was made with; restore it, or start a new folder with --dir`,
    );
  }
  writeMarker(path, { ...marker, lake_key_fingerprint: fingerprint });
}

/** Whole or not there: an empty marker would look like damage to the next run. */
function writeMarker(path: string, marker: object): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(marker)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}

/** One level after the other: where the file system takes no folders at all, a recursive mkdir of Node never returns. */
function makeFolders(dir: string): void {
  if (existsSync(dir)) {
    if (!statSync(dir).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
    return;
  }
  makeFolders(dirname(dir));
  mkdirSync(dir);
}

/** Whether another process has the folder open. */
export function isFolderLocked(dataDir: string): boolean {
  if (!existsSync(join(dataDir, lockFile))) return false;
  try {
    lockFolder(dataDir, dataDir, 0).close();
    return false;
  } catch {
    return true;
  }
}

function lockFolder(dataDir: string, dir: string, waitMs: number): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(join(dataDir, lockFile));
    // Held until the connection closes: SQLite's lock is a file lock, which a killed process can't leave behind.
    db.exec(`pragma busy_timeout = ${waitMs}; pragma locking_mode = exclusive; begin exclusive`);
    return db;
  } catch (error) {
    db?.close();
    const { errcode } = error as { errcode?: number };
    if (errcode === 5) {
      throw new ConfigError(`${dir} is in use by another millrace; stop it, or choose another folder with --dir`, {
        cause: error,
      });
    }
    throw new ConfigError(`${dir} cannot be locked: ${(error as Error).message}; choose another folder with --dir`, {
      cause: error,
    });
  }
}

function checkVersion(dataDir: string, dir: string): void {
  const path = join(dataDir, markerFile);
  let version: unknown;
  try {
    if (statSync(path).size > 10_000) throw new Error('too large');
    version = (JSON.parse(readFileSync(path, 'utf8')) as { folder_version?: unknown }).folder_version;
  } catch (error) {
    throw new ConfigError(`${join(dir, markerFile)} is damaged; choose another folder with --dir`, { cause: error });
  }
  if (version !== folderVersion) {
    throw new ConfigError(
      `${dir} was made by another version of millrace (folder version ${String(version)}, this one reads ${folderVersion})`,
    );
  }
}
