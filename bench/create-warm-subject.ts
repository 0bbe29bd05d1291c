import type { Subject } from './measure-rounds.ts';

const warmUpUs = 600_000;
const batchUs = 80_000;

/**
 * Work in this process, after the compiler has had its time with it. One call of `work` is `units` units; it is called as
 * often in each round as takes about 80 ms.
 */
export function createWarmSubject(name: string, units: number, work: () => void): Subject {
  let calls: number | undefined;
  return {
    name,
    measure: async () => {
      calls ??= countCalls(work);
      const before = process.cpuUsage();
      for (let call = 0; call < calls; call++) work();
      return usedSince(before) / calls / units;
    },
  };
}

/** Warms up, and says how many calls fill a batch. */
function countCalls(work: () => void): number {
  let calls = 1;
  for (let usedUs = 0; usedUs < warmUpUs; ) {
    const before = process.cpuUsage();
    for (let call = 0; call < calls; call++) work();
    const batch = usedSince(before);
    usedUs += batch;
    if (batch < batchUs) calls *= 2;
    else calls = Math.max(1, Math.round((calls * batchUs) / batch));
  }
  return calls;
}

function usedSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
