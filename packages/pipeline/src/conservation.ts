import { InvariantError } from './errors.ts';
import type { OutcomeCounts } from './outcome.ts';

export const noOutcomes: OutcomeCounts = { received: 0, accepted: 0, quarantined: 0, suppressed: 0 };

export function addCounts(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  return {
    received: a.received + b.received,
    accepted: a.accepted + b.accepted,
    quarantined: a.quarantined + b.quarantined,
    suppressed: a.suppressed + b.suppressed,
  };
}

/** received = accepted + quarantined + suppressed. Throws InvariantError: a step that lost a line must not commit. */
export function assertConserved(counts: OutcomeCounts, where: string): OutcomeCounts {
  if (counts.received !== counts.accepted + counts.quarantined + counts.suppressed) {
    throw new InvariantError(`${where}: lines went missing: ${JSON.stringify(counts)}`);
  }
  return counts;
}
