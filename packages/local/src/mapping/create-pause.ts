import type { Clock } from '@millrace/pipeline';

export type Pause = {
  /** Resolves after that many milliseconds, or at the next wake. */
  wait(milliseconds: number): Promise<void>;
  wake(): void;
};

/** Waiting that can be ended from outside: a drain or a stop should not sit out somebody's idle time. */
export function createPause(clock: Clock): Pause {
  const waiting = new Set<() => void>();
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const finish = () => {
          timer.cancel();
          waiting.delete(finish);
          resolve();
        };
        const timer = clock.setTimer(milliseconds, finish);
        waiting.add(finish);
      }),
    wake: () => {
      for (const finish of [...waiting]) finish();
    },
  };
}
