import { formatTable } from '../packages/cli/src/format-table.ts';
import { type ComparisonResult, medianOf } from './compare.ts';
import type { Measurement, Subject } from './measure-rounds.ts';

const verdictTexts: Readonly<Record<ComparisonResult['verdict'], string>> = {
  ok: 'ok',
  close: 'over, within the margin',
  over: 'OVER',
  'no target': '–',
};

/** Ratios with their targets, then what each subject took, then what has to be known about both. */
export function formatResults(
  results: readonly ComparisonResult[],
  subjects: readonly Subject[],
  { rounds, dropped, disturbed }: Measurement,
  notes: readonly string[],
): string {
  const ratios = results.map(({ comparison, ratio, lowest, highest, verdict }) => [
    toSubjectText(comparison),
    comparison.reference,
    formatRatio(ratio),
    `${formatRatio(lowest)}–${formatRatio(highest)}`,
    comparison.target === undefined ? '–' : formatRatio(comparison.target),
    verdictTexts[verdict],
  ]);
  const costs = subjects.map(({ name }) => [name, formatCost(medianOf(rounds.map((round) => round.get(name) ?? 0)))]);
  const disturbance =
    disturbed === 0 ? '' : `, ${disturbed} of them although more than 8 % of the processor were stolen`;
  return [
    formatTable(['subject', 'as a ratio of', 'ratio', 'rounds', 'target', ''], ratios, [
      ...(['left', 'left', 'right', 'right', 'right', 'left'] as const),
    ]),
    '',
    formatTable(['subject', 'median CPU'], costs, ['left', 'right']),
    '',
    `${rounds.length} rounds${disturbance}; ${dropped} dropped for steal. Only ratios count: CPU times are those of this machine, now.`,
    ...notes,
  ].join('\n');
}

function toSubjectText({ subject, beyond }: ComparisonResult['comparison']): string {
  return beyond === undefined ? subject : `${subject}, beyond ${beyond}`;
}

function formatRatio(ratio: number): string {
  return ratio.toFixed(Math.abs(ratio) < 0.1 ? 3 : 2);
}

function formatCost(microseconds: number): string {
  return microseconds < 1000 ? `${microseconds.toFixed(2)} µs` : `${(microseconds / 1000).toFixed(1)} ms`;
}
