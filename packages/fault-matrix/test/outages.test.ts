import { checkLanding } from '../src/check-landing.ts';
import { outage, runOutage } from '../src/run-outage.ts';
import { proofTimeoutMs } from './prove.ts';

test.each(['objects', 'manifest'] as const)(
  'OUTAGE-1: %s away for a quarter of an hour, then 30 %% errors for five minutes: nothing lost, caught up, no storm',
  async (store) => {
    const { world, iteratorAges, calls } = await runOutage(store, 1);
    const { lost, doubled, broken, receivedCount } = await checkLanding(world);
    expect([lost, doubled, broken]).toEqual([[], [], []]);
    expect(receivedCount).toBeGreaterThan(10_000);

    const ageOf = (from: number, until: number) =>
      Math.max(...iteratorAges.filter(({ at }) => at > from && at <= until).map(({ age }) => age));
    const normalAge = ageOf(60, outage.from);
    const outageSeconds = outage.until - outage.from;
    expect(ageOf(outage.from, outage.until)).toBeGreaterThan(outageSeconds * 0.9); // It was really away.
    const caughtUpAt =
      iteratorAges.find(({ at, age }) => at > outage.until && age <= normalAge)?.at ?? Number.POSITIVE_INFINITY;
    expect(caughtUpAt - outage.from).toBeLessThan(2 * outageSeconds);
    expect(ageOf(outage.errorsUntil + 60, outage.end)).toBeLessThanOrEqual(normalAge * 1.5);

    const peakOf = (from: number, until: number) =>
      Math.max(...calls.filter(({ at }) => at >= from && at < until).map(({ count }) => count));
    const normal = peakOf(60, outage.from);
    const worst = peakOf(outage.from, outage.end);
    process.stderr.write(
      `outage of ${store}: iterator age normal ${normalAge.toFixed(1)} s, at most ${ageOf(0, outage.end).toFixed(0)} s, normal again ${(caughtUpAt - outage.until).toFixed(0)} s after the store; calls in 10 s: normal at most ${normal}, then at most ${worst}\n`,
    );
    expect(worst).toBeLessThanOrEqual(2 * normal);
  },
  proofTimeoutMs,
);
