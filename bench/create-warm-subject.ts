import type { Subject } from './measure-rounds.ts';

const warmUpUs = 600_000;
const batchUs = 80_000;

/**
 * Work in this process, after the compiler has had its time with it. One call of `work` is `units` units; it is called as
 * often in each round as takes about 80 ms. A promise is waited for before the next call.
 */
export function createWarmSubject(name: string, units: number, work: () => unknown): Subject {
  let calls: number | undefined;
  return {
    name,
    measure: async () => {
      calls ??= await countCalls(work);
      return (await useFor(work, calls)) / calls / units;
    },
  };
}

/** Warms up, and says how many calls fill a batch. */
async function countCalls(work: () => unknown): Promise<number> {
  let calls = 1;
  for (let usedUs = 0; usedUs < warmUpUs; ) {
    const batch = await useFor(work, calls);
    usedUs += batch;
    if (batch < batchUs) calls *= 2;
    else calls = Math.max(1, Math.round((calls * batchUs) / batch));
  }
  return calls;
}

/** CPU time of so many calls, in microseconds. What is no promise costs no wait. */
async function useFor(work: () => unknown, calls: number): Promise<number> {
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call++) {
    const result = work();
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
