import { type KilledMutant, mutantSeeds } from './run-mutants.ts';
import { cellsOf, type MatrixReport } from './run-seeds.ts';

const shownFailures = 5;

/** Seeds, schedules, faults by effect and kind, losses, duplicates – and how to run a failing seed again. */
export function formatReport(report: MatrixReport): string {
  const { kind, seeds, schedules, faults, least } = report;
  const count = [...faults.values()].reduce((sum, calls) => sum + calls, 0);
  return [
    `fault matrix, ${kind}: seeds ${seeds.first}–${seeds.last}, ${schedules} schedules, ${count} faults, ${report.receivedLines} lines received`,
    `  each schedule: at least ${least.shards} shards, ${least.lines} lines, ${least.faults} faults`,
    `  losses ${report.lossSeeds.length}, duplicates ${report.duplicateSeeds.length}, failed schedules ${report.failures.length}; given up and kept: ${report.pendingLines} lines`,
    ...(kind === 'line' ? [`  withdrawn: ${report.withdrawnLines} lines`] : []),
    formatCells(kind, faults),
    ...report.failures
      .slice(0, shownFailures)
      .map(({ seed, what }) => `  ✗ seed ${seed}: ${what}\n    again: npm run soak -- --kind ${kind} --seed ${seed}`),
  ].join('\n');
}

/** One line per effect: how often each of its faults happened. A dash would be a cell that no schedule hit. */
function formatCells(kind: MatrixReport['kind'], faults: MatrixReport['faults']): string {
  const byEffect = new Map<string, string[]>();
  for (const cell of cellsOf(kind)) {
    const [effect = '', fault = ''] = cell.split(' ');
    byEffect.set(effect, [...(byEffect.get(effect) ?? []), `${fault} ${faults.get(cell) ?? '–'}`]);
  }
  const width = Math.max(...[...byEffect.keys()].map((effect) => effect.length));
  return [...byEffect].map(([effect, cells]) => `    ${effect.padEnd(width)}  ${cells.join(', ')}`).join('\n');
}

export function formatMutants(killed: readonly KilledMutant[]): string {
  const lines = killed.map(({ name, found, seed, lostSchedules, doubledSchedules }) =>
    seed === undefined
      ? `    ${name}: NOT CAUGHT`
      : `    ${name}: ${found}, caught at seed ${seed}; of ${mutantSeeds} schedules ${lostSchedules} with losses, ${doubledSchedules} with duplicates`,
  );
  return [`mutants killed: ${killed.filter(isKilled).length} of ${killed.length}`, ...lines].join('\n');
}

/** Caught, and by what it does wrong. */
export function isKilled({ harm, found }: KilledMutant): boolean {
  return harm === found;
}
