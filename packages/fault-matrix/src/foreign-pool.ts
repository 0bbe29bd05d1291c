import type { Prng } from '@millrace/simulator';
import { buildAggregate, buildBareEvent, buildFrameRecord, buildPoison, poisonKinds } from '@millrace/testkit';
import type { ForeignRecord } from './run-landing.ts';

const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const bare = (n: number): ForeignRecord => ({
  data: buildBareEvent(500_000 + n),
  quarantined: 0,
  suppressed: 0,
  eventIds: [idOf(500_000 + n)],
});
const poison = (place: number, seed: number): ForeignRecord => ({
  data: buildPoison(poisonKinds[place] ?? 'empty', seed),
  quarantined: 1,
  suppressed: 0,
  eventIds: [],
});
const frame: ForeignRecord = {
  data: buildFrameRecord(600, { accepted: 3, quarantined: 1, suppressed: 2 }).data,
  quarantined: 1,
  suppressed: 2,
  eventIds: [600_000, 600_001, 600_002].map(idOf),
};

/** What the library makes of several records: the lines of all of them, in order. */
function aggregate(records: readonly ForeignRecord[]): ForeignRecord {
  return {
    data: buildAggregate(records.map(({ data }) => data)),
    quarantined: records.reduce((sum, { quarantined }) => sum + quarantined, 0),
    suppressed: records.reduce((sum, { suppressed }) => sum + suppressed, 0),
    eventIds: records.flatMap(({ eventIds }) => eventIds),
  };
}

/**
 * Built once for all runs: bare events, aggregates of the Kinesis Producer Library, and bytes that nobody can read. What they
 * must become stands beside them, so that no reader is its own witness.
 */
const pool: readonly ForeignRecord[] = [
  ...[0, 1, 2, 3, 4, 5].map(bare),
  aggregate([bare(10), bare(11)]),
  aggregate([frame, poison(2, 702), bare(12)]),
  ...poisonKinds.flatMap((kind, place) => (kind === 'noise' ? [] : [poison(place, 700 + place)])),
];
const noise = poison(poisonKinds.indexOf('noise'), 799);

/** What other producers put on the stream in one run. A megabyte of noise is rare, for it takes most of the run's time. */
export function drawForeign(prng: Prng): readonly ForeignRecord[] {
  const records = Array.from({ length: prng.below(6) }, () => pool[prng.below(pool.length)] as ForeignRecord);
  return prng.chance(0.01) ? [...records, noise] : records;
}
