import { ConfigError, InvariantError, TransientError } from '@millrace/pipeline';

const noPermission = new Set(['EACCES', 'EPERM', 'EROFS']);
const inTheWay = new Set(['EEXIST', 'ENOTDIR', 'EISDIR']);
const later = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EIO', 'EBUSY', 'EAGAIN', 'ENOMEM']);

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const sqlite = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

/** Says what a failed call on a file, a folder or a database means, and what to do about it. Other errors stay as they are. */
export function toPipelineError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  const cause = { cause: error };
  if (code === 'ERR_SQLITE_ERROR') return toDatabaseError(error as Error & { readonly errcode: number }, path);
  if (noPermission.has(code)) {
    return new ConfigError(
      `${path} cannot be used (${code}): give this user write permission there, or use another --dir`,
      cause,
    );
  }
  if (inTheWay.has(code)) {
    return new ConfigError(
      `${path} cannot be made (${code}): a file is where a folder should be, or the reverse; move it away, or use another --dir`,
      cause,
    );
  }
  if (code === 'ENAMETOOLONG')
    return new ConfigError(`${path} is too long for this file system: use a shorter --dir`, cause);
  if (code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EXDEV') {
    return new ConfigError(`${path} is on a file system without hard links: use another --dir`, cause);
  }
  if (later.has(code)) return new TransientError(`${path} cannot be used now (${code})`, cause);
  return error;
}

/** The code of a system error, '' for any other. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** Runs an action on files; its errors name `path`. */
export async function callFiles<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw toPipelineError(error, path);
  }
}

function toDatabaseError(error: Error & { readonly errcode: number }, path: string): unknown {
  const cause = { cause: error };
  switch (error.errcode & 0xff) {
    case sqlite.busy:
    case sqlite.locked:
      return new TransientError(`${path} is busy: ${error.message}`, cause);
    case sqlite.full:
    case sqlite.ioError:
      return new TransientError(`${path} cannot be used now: ${error.message}`, cause);
    case sqlite.readOnly:
    case sqlite.cannotOpen:
      return new ConfigError(
        `${path} cannot be opened for writing: give this user write permission there, move away what is in its place, or use another --dir`,
        cause,
      );
    case sqlite.notADatabase:
      return new ConfigError(`${path} is not a database of millrace: move it away, or use another --dir`, cause);
    case sqlite.corrupt:
      return new InvariantError(`${path} is damaged: ${error.message}`, cause);
    default:
      return error;
  }
}
