import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Subject } from './measure-rounds.ts';

const hook = join(import.meta.dirname, 'report-cpu.cjs');

/**
 * A program from its start to its end, in a process of its own; a round takes the mean of `runs`. The cost of Node itself is
 * in it: compare with an empty program. Throws when the program fails.
 */
export function createFreshSubject(name: string, file: string, args: readonly string[], runs = 1): Subject {
  return {
    name,
    measure: async () => {
      let usedUs = 0;
      for (let run = 0; run < runs; run++) usedUs += runProgram(file, args);
      return usedUs / runs;
    },
  };
}

function runProgram(file: string, args: readonly string[]): number {
  // What would keep compiled code from one process to the next, or load more into each.
  const { NODE_OPTIONS: _options, NODE_COMPILE_CACHE: _cache, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', hook, file, ...args], {
    encoding: 'utf8',
    env,
  });
  if (status !== 0 || !/^\d+$/.test(stdout)) throw new Error(`${file} ended with ${status}: ${stderr || stdout}`);
  return Number(stdout);
}
