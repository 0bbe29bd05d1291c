import { formatReport } from '../src/format-report.ts';
import { cellsOf, type MatrixKind, runSeeds } from '../src/run-seeds.ts';

/** Long, because the machines that run it are slow now and then; a run takes a fraction of it. */
export const proofTimeoutMs = 3_600_000;

/** Runs the seeds, prints what happened, and expects that nothing was lost, doubled, or left out. */
export async function prove(kind: MatrixKind, first: number, schedules: number): Promise<void> {
  const report = await runSeeds(kind, first, (done) => done === schedules);
  process.stderr.write(`${formatReport(report)}\n`);
  expect(report.failures).toEqual([]);
  expect([report.lossSeeds, report.duplicateSeeds]).toEqual([[], []]);
  expect(report.schedules).toBe(schedules);
  expect(report.least.shards).toBeGreaterThanOrEqual(3);
  expect(report.least.lines).toBeGreaterThanOrEqual(200);
  expect(report.least.faults).toBeGreaterThanOrEqual(5);
  if (kind === 'line') expect(report.withdrawnLines).toBeGreaterThan(schedules);
  expect(cellsOf(kind).filter((cell) => !report.faults.has(cell))).toEqual([]);
}
