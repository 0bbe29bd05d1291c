import type { Round } from './measure-rounds.ts';

/** The cost of `subject` as a ratio of that of `reference`. */
export type Comparison = {
  readonly subject: string;
  readonly reference: string;
  /** A subject whose cost is in both and is taken off: an empty process. */
  readonly without?: string;
  /** A subject whose cost is taken off `subject` alone: the ratio is that of what `subject` does beyond it. */
  readonly beyond?: string;
  /** What the ratio may be; absent where it is only of interest. */
  readonly target?: number;
};

export type ComparisonResult = {
  readonly comparison: Comparison;
  /** Median of the rounds' ratios. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  /** `close`: over the target, but by less than machines may differ. */
  readonly verdict: 'ok' | 'close' | 'over' | 'no target';
};

/** Machines differ, and a round is short: only what is over its target by more than this is a failure. */
export const margin = 1.15;

/** Each round gives one ratio. Throws on a subject that the rounds don't have. */
export function compare(rounds: readonly Round[], comparison: Comparison): ComparisonResult {
  const { subject, reference, without, beyond, target } = comparison;
  const ratios = rounds.map((round) => {
    const base = without === undefined ? 0 : costOf(round, without);
    const less = beyond === undefined ? base : costOf(round, beyond);
    return (costOf(round, subject) - less) / (costOf(round, reference) - base);
  });
  const ratio = medianOf(ratios);
  const verdict =
    target === undefined ? 'no target' : ratio <= target ? 'ok' : ratio <= target * margin ? 'close' : 'over';
  return { comparison, ratio, lowest: Math.min(...ratios), highest: Math.max(...ratios), verdict };
}

/** Of numbers in any order; NaN when there are none. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function costOf(round: Round, subject: string): number {
  const cost = round.get(subject);
  if (cost === undefined) throw new Error(`nothing is called ${subject}`);
  return cost;
}
