import type { Clock } from '@millrace/pipeline';

/** Resolves at most so many times a second, evenly; the first time at once. */
export function createPace(perSecond: number, clock: Clock): () => Promise<void> {
  const distanceMs = 1000 / perSecond;
  let next = 0;
  return function pace() {
    const now = clock.now();
    const waitMs = Math.max(0, next - now);
    next = Math.max(next, now) + distanceMs;
    return waitMs === 0 ? Promise.resolve() : new Promise((resolve) => void clock.setTimer(waitMs, resolve));
  };
}
