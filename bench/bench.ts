import type { Comparison } from './compare.ts';
import type { Subject } from './measure-rounds.ts';

/** A question about speed that has a yes or a no: is the ratio of two costs below its target? */
export type Bench = {
  readonly name: string;
  /** One line for the list of benches. */
  readonly description: string;
  readonly prepare: () => Promise<PreparedBench>;
};

export type PreparedBench = {
  readonly subjects: readonly Subject[];
  readonly comparisons: readonly Comparison[];
  /** What a reader has to know to read the table. */
  readonly notes: readonly string[];
  /** Measured after the rounds, while nothing else runs: lines for below the tables. */
  readonly measureMore?: () => Promise<readonly string[]>;
  readonly dispose?: () => Promise<void>;
};
