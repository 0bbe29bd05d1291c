/** A part of a batch that is still to be delivered. `retryCount`: how many of its invocations were retries. */
export type OpenPart<T> = { readonly records: readonly T[]; readonly retryCount: number };

export type RetryRules = {
  readonly bisectBatchOnFunctionError: boolean;
  /** undefined: until the records expire. */
  readonly maximumRetryAttempts: number | undefined;
};

export type RetryPlan<T> = {
  /** In order; the first is invoked next. */
  readonly open: readonly OpenPart<T>[];
  /** For the on-failure destination; then the shard goes on behind them. */
  readonly givenUp: readonly T[];
};

/**
 * What comes after an invocation that failed from `failedAt` on (0 = as a whole). What came before is done.
 *
 * Behind a place that the function named, the rest is tried again, which is a retry. What failed as a whole is halved when
 * the mapping says so, which is none; else it is tried again. When no retry is left it is given up, whole – except that
 * a mapping that bisects gives single records up only.
 * Records a b X c d, X always failing, two retries: `abXcd ×3` | `abXcd ab Xcd X X X cd` (bisect) | `abXcd Xcd Xcd`
 * (named) | `abXcd Xcd X X cd` (named and bisect).
 */
export function planRetry<T>(part: OpenPart<T>, failedAt: number, rules: RetryRules): RetryPlan<T> {
  const { retryCount } = part;
  const records = part.records.slice(failedAt);
  const isExhausted = rules.maximumRetryAttempts !== undefined && retryCount >= rules.maximumRetryAttempts;
  if (rules.bisectBatchOnFunctionError && records.length > 1 && (failedAt === 0 || isExhausted)) {
    const middle = Math.floor(records.length / 2);
    const halves = [records.slice(0, middle), records.slice(middle)];
    return { open: halves.map((half) => ({ records: half, retryCount })), givenUp: [] };
  }
  if (isExhausted) return { open: [], givenUp: records };
  return { open: [{ records, retryCount: retryCount + 1 }], givenUp: [] };
}
