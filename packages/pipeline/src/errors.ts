/** The same call may succeed later: throttled, timed out, store away. Retry it. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** The set-up is wrong; a retry cannot help. The message says what to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Something that cannot happen, happened: a bug or a damaged store. Never retried, never swallowed. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}
