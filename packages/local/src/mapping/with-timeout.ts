import type { Clock } from '@millrace/pipeline';

/**
 * The answer of an invocation, or a rejection when it takes longer than the function's timeout. The invocation itself goes
 * on: what it does then is a zombie's work, as on AWS, where a request that left the function is carried out.
 */
export function withTimeout<T>(
  answer: Promise<T>,
  { functionName, timeoutSeconds }: { readonly functionName: string; readonly timeoutSeconds: number },
  clock: Clock,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(timeoutSeconds * 1000, () =>
      reject(new Error(`${functionName} timed out after ${timeoutSeconds} seconds`)),
    );
    answer.then(resolve, reject).finally(() => timer.cancel());
  });
}
