import { setTimeout as sleep } from 'node:timers/promises';

/** Tries until `isDone`, for at most five seconds, and returns the last value, so that the assertion shows what was there. */
export async function eventually<Value>(
  attempt: () => Promise<Value>,
  isDone: (value: Value) => boolean,
): Promise<Value> {
  const deadline = Date.now() + 5_000;
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 2, 250)) {
    const value = await attempt();
    if (isDone(value) || Date.now() > deadline) return value;
    await sleep(pauseMs);
  }
}
