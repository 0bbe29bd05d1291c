import type { Prng } from '@millrace/simulator';
import { buildAggregate, buildBareEvent, buildFrameRecord, buildPoison, poisonKinds } from '@millrace/testkit';

const bareEvents = Array.from({ length: 6 }, (_, n) => buildBareEvent(500_000 + n));
const frames = Array.from({ length: 3 }, (_, n) => buildFrameRecord(600 + n, { accepted: 3, quarantined: 1 }).data);
const poison = poisonKinds.filter((kind) => kind !== 'noise').map((kind, seed) => buildPoison(kind, 700 + seed));
const aggregates = [
  buildAggregate(bareEvents.slice(0, 2)),
  buildAggregate([frames[0] as Uint8Array, poison[2] as Uint8Array, bareEvents[3] as Uint8Array]),
];
const noise = buildPoison('noise', 799);

/** Built once for all runs: bare events, aggregates of the Kinesis Producer Library, and bytes that nobody can read. */
const pool: readonly Uint8Array[] = [...bareEvents, ...aggregates, ...poison];

/** What other producers put on the stream in one run. A megabyte of noise is rare, for it takes most of the run's time. */
export function drawForeign(prng: Prng): readonly Uint8Array[] {
  const records = Array.from({ length: prng.below(6) }, () => pool[prng.below(pool.length)] as Uint8Array);
  return prng.chance(0.01) ? [...records, noise] : records;
}
