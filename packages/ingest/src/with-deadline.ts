import type { Clock } from '@millrace/pipeline';

/** What the work gives, or undefined when it takes longer: it goes on then, and how it ends is nobody's matter any more. */
export async function withDeadline<T>(work: Promise<T>, milliseconds: number, clock: Clock): Promise<T | undefined> {
  const end = Promise.withResolvers<undefined>();
  const timer = clock.setTimer(milliseconds, () => end.resolve(undefined));
  try {
    return await Promise.race([work, end.promise]);
  } finally {
    timer.cancel();
  }
}
