import { addCounts, noOutcomes, type OutcomeCounts, padSequenceNumber } from '@millrace/pipeline';
import { hourOf } from './ledger.ts';
import type { CountedRecord } from './take-census.ts';

/** What was received in one hour of a shard, and which sequence numbers were counted: both are the ends. */
export type CensusHour = {
  readonly hour: number;
  readonly first: string;
  readonly last: string;
  readonly counts: OutcomeCounts;
};

export type MergedHour = CensusHour & {
  /** stream: this walk saw all of it. census: an earlier walk did, and of this one counts what came later. */
  readonly from: 'stream' | 'census';
};

type WalkedHour = CensusHour & {
  /** Of the records after those that the kept census counted. */
  readonly beyondKept: OutcomeCounts;
};

/** Counts a shard hour by hour, beside what earlier censuses kept of it. */
export type CensusTaker = {
  add(record: CountedRecord): void;
  /** Whether an earlier census counted this sequence number. */
  isKept(sequenceNumber: string): boolean;
  /** Every hour that this walk or an earlier census knows, in order. */
  hours(): readonly MergedHour[];
};

export function createCensusTaker(kept: readonly CensusHour[]): CensusTaker {
  const keptByHour = new Map(kept.map((census) => [census.hour, census]));
  const walkedByHour = new Map<number, WalkedHour>();
  const ranges = kept
    .map(({ first, last }) => ({ first: padSequenceNumber(first), last: padSequenceNumber(last) }))
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  return {
    add({ sequenceNumber, arrivedAt, counts }) {
      const hour = hourOf(arrivedAt);
      const walked = walkedByHour.get(hour);
      const keptHour = keptByHour.get(hour);
      const isBeyond = keptHour === undefined || isAfter(sequenceNumber, keptHour.last);
      walkedByHour.set(hour, {
        hour,
        first: walked?.first ?? sequenceNumber,
        last: sequenceNumber,
        counts: addCounts(walked?.counts ?? noOutcomes, counts),
        beyondKept: isBeyond ? addCounts(walked?.beyondKept ?? noOutcomes, counts) : (walked?.beyondKept ?? noOutcomes),
      });
    },

    isKept(sequenceNumber) {
      const padded = padSequenceNumber(sequenceNumber);
      const range = findLastFrom(ranges, padded);
      return range !== undefined && padded <= range.last;
    },

    hours() {
      const hours = new Set([...keptByHour.keys(), ...walkedByHour.keys()]);
      return [...hours]
        .sort((a, b) => a - b)
        .map((hour) => mergeHour(keptByHour.get(hour), walkedByHour.get(hour)) as MergedHour);
    },
  };
}

/**
 * The last census wins, unless it saw less: where the stream no longer has the beginning of an hour, the earlier one stands
 * for it, with what came after its end.
 */
function mergeHour(kept: CensusHour | undefined, walked: WalkedHour | undefined): MergedHour | undefined {
  if (!kept) return walked && toMerged(walked, 'stream');
  if (!walked) return toMerged(kept, 'census');
  const sawBeginning = !isAfter(walked.first, kept.first);
  if (sawBeginning && walked.counts.received >= kept.counts.received) return toMerged(walked, 'stream');
  const counts = addCounts(kept.counts, walked.beyondKept);
  const last = isAfter(walked.last, kept.last) ? walked.last : kept.last;
  return { hour: kept.hour, first: kept.first, last, counts, from: 'census' };
}

function toMerged({ hour, first, last, counts }: CensusHour, from: MergedHour['from']): MergedHour {
  return { hour, first, last, counts, from };
}

/** Binary search: the last range that begins at or before a padded number. */
function findLastFrom<Range extends { readonly first: string }>(
  ranges: readonly Range[],
  padded: string,
): Range | undefined {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as Range).first <= padded) low = middle + 1;
    else high = middle;
  }
  return ranges[low - 1];
}

function isAfter(a: string, b: string): boolean {
  return padSequenceNumber(a) > padSequenceNumber(b);
}
