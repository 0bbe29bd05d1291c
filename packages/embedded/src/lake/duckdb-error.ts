import { ConfigError, InvariantError, TransientError } from '@millrace/pipeline';

/** The first line of what DuckDB says: the rest points into the statement. */
export function reasonOf(error: unknown): string {
  return messageOf(error).split('\n', 1)[0] ?? '';
}

/** Errors of native code need not be of this realm's Error. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** Why a lake could not be opened, and what to do about it. */
export function toOpenError(error: unknown, file: string): ConfigError {
  const reason = reasonOf(error);
  const holder = /\(PID (\d+)\)/.exec(messageOf(error))?.[1];
  if (/lock/i.test(reason)) {
    const who = holder === undefined ? 'another process' : `process ${holder}`;
    return new ConfigError(`${file} is in use by ${who}: ask that process, or open the lake when it has ended`, {
      cause: error,
    });
  }
  if (/does not exist|No such file/i.test(reason)) {
    return new ConfigError(`there is no lake at ${file}: run the pipeline once, or check the folder (${reason})`, {
      cause: error,
    });
  }
  if (/permission|access|read-only/i.test(reason)) {
    return new ConfigError(`${file} cannot be opened: give this user read and write permission (${reason})`, {
      cause: error,
    });
  }
  return new ConfigError(
    `${file} is not a lake that can be opened: it is damaged or something else's file; move it away, and the lake is built again from the typed files (${reason})`,
    { cause: error },
  );
}

/**
 * Why a run could not go on. What the machine lacks may be there later; anything else is a bug or a damaged store. An error
 * that is already one of ours stays as it is.
 */
export function toRunError(error: unknown, what: string): Error {
  if (error instanceof ConfigError || error instanceof InvariantError || error instanceof TransientError) return error;
  const reason = reasonOf(error);
  const Kind = /^(Out of Memory|IO) Error/.test(reason) ? TransientError : InvariantError;
  return new Kind(`${what}: ${reason}`, { cause: error });
}
