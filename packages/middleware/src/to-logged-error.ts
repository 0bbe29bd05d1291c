import { types } from 'node:util';
import { ConfigError, InvariantError, TransientError } from '@millrace/pipeline';

export type LoggedError = {
  readonly name: string;
  readonly message?: string;
  readonly code?: string;
  readonly stack?: readonly string[];
  readonly cause?: LoggedError;
};

const maxCauses = 5;

/**
 * What may be logged of an error. Our own messages are written without content of events; foreign ones quote what they
 * choked on (`JSON.parse`, `new URL`, invalid arguments): of those the name, the code and the place are kept.
 */
export function toLoggedError(error: unknown, causes: number = maxCauses): LoggedError {
  if (!types.isNativeError(error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  const stack = (error.stack ?? '').split('\n').filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line));
  return {
    name: /^[A-Za-z]{1,64}$/.test(error.name) ? error.name : 'Error',
    ...(isOurs(error) ? { message: error.message } : {}),
    ...(typeof code === 'string' && /^[A-Za-z_]{1,64}$/.test(code) ? { code } : {}),
    ...(stack.length === 0 ? {} : { stack: stack.map((line) => line.trim()) }),
    ...(error.cause === undefined || causes === 0 ? {} : { cause: toLoggedError(error.cause, causes - 1) }),
  };
}

function isOurs(error: Error): boolean {
  return error instanceof TransientError || error instanceof ConfigError || error instanceof InvariantError;
}
