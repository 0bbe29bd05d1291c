/** Time from outside, so that the same code runs live and under a virtual clock. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after that many milliseconds, unless it is cancelled before. */
  setTimer(milliseconds: number, callback: () => void): { cancel(): void };
};

export const systemClock: Clock = {
  now: Date.now,
  setTimer: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
};
