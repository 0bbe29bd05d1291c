import type { Clock } from '@millrace/pipeline';

/** A clock that stands still until `run` moves it on to whatever waits next. */
export type VirtualClock = Clock & {
  sleep(milliseconds: number): Promise<void>;
  /**
   * Lets time pass until the promise is settled, and gives its result. Throws when nothing is left to wait for, or when
   * `limitMs` of virtual time have passed.
   */
  run<T>(promise: Promise<T>, limitMs: number): Promise<T>;
  /** Holds time while real work is under way that no timer knows of: a database, a file. */
  freeze<T>(work: () => Promise<T>): Promise<T>;
};

type Timer = { readonly at: number; readonly callback: () => void; isCancelled: boolean };

/** Timers run in the order of their time, those of one time in the order in which they were set: a run repeats exactly. */
export function createVirtualClock(startAt: number = Date.UTC(2026, 0, 15, 12)): VirtualClock {
  let time = startAt;
  /** Ends of the real work that is under way. */
  const frozen = new Set<Promise<unknown>>();
  /** Ascending by time. Few timers wait at once, so a sorted list is enough. */
  const timers: Timer[] = [];

  function setTimer(milliseconds: number, callback: () => void) {
    const timer: Timer = { at: time + Math.max(0, milliseconds), callback, isCancelled: false };
    let place = timers.length;
    while (place > 0 && (timers[place - 1] as Timer).at > timer.at) place -= 1;
    timers.splice(place, 0, timer);
    return {
      cancel: () => {
        timer.isCancelled = true;
      },
    };
  }

  const clock: VirtualClock = {
    now: () => time,
    setTimer,
    sleep: (milliseconds) => new Promise((resolve) => void setTimer(milliseconds, resolve)),

    async run(promise, limitMs) {
      const limit = time + limitMs;
      let isSettled = false;
      const settle = () => {
        isSettled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        await quiescence();
        if (isSettled) return promise;
        if (frozen.size > 0) {
          await Promise.race(frozen); // Spinning would take the processor from the work.
          continue;
        }
        const next = timers.shift();
        if (!next) throw new Error('nothing is left to wait for, and the promise is not settled');
        if (next.isCancelled) continue;
        if (next.at > limit) throw new Error(`still not settled after ${limitMs} ms of virtual time`);
        time = next.at;
        next.callback();
      }
    },

    async freeze(work) {
      const { promise: end, resolve } = Promise.withResolvers<void>();
      frozen.add(end);
      try {
        return await work();
      } finally {
        frozen.delete(end);
        resolve();
      }
    },
  };
  return clock;
}

/** Everything that can go on without time has gone on: the microtask queue is empty. */
function quiescence(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
