import { formatMutants, isKilled } from '../src/format-report.ts';
import { mutantSeeds, runMutant, runMutants } from '../src/run-mutants.ts';
import { runSeed } from '../src/run-seeds.ts';
import { proofTimeoutMs } from './prove.ts';

test(
  `LOSS-3: the checker can fail: every wrong strategy is caught within ${mutantSeeds} schedules`,
  async () => {
    const killed = await runMutants();
    process.stderr.write(`${formatMutants(killed)}\n`);
    expect(killed.map(({ name }) => name)).toEqual([
      'random object key',
      'key of first and last, written if absent',
      'key of the first number, taken = done',
      'ledger, then object',
      'cursor, then object',
      'object, then cursor',
      'a stream adapter that continues after a failure',
      'a mistyped batchItemFailures',
      'an answer that does not give back what the stream refused',
    ]);
    expect(killed.filter((mutant) => !isKilled(mutant))).toEqual([]);
    // The line without a mistake, in the same schedules.
    for (let seed = 1; seed <= mutantSeeds; seed += 1) {
      const { lost, doubled, broken } = await runMutant({ readers: 'manifest' }, seed);
      expect([seed, lost, doubled, broken]).toEqual([seed, [], [], []]);
    }
  },
  proofTimeoutMs,
);

test('a seed is the same run every time: the same faults in the same order, and the same verdict', async () => {
  for (const [kind, seed] of [
    ['landing', 4711],
    ['landing', 4712],
    ['line', 4713],
  ] as const) {
    expect(await runSeed(kind, seed)).toEqual(await runSeed(kind, seed));
  }
});
