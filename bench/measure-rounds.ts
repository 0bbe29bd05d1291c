import { type CpuTimes, readCpuTimes, toStealShare } from './cpu-times.ts';

/** Something that costs CPU time. */
export type Subject = {
  readonly name: string;
  /** Does the work and gives the CPU time, user and system, of one unit of it in microseconds. */
  readonly measure: () => Promise<number>;
};

/** Subject → microseconds. */
export type Round = ReadonlyMap<string, number>;

export type Measurement = {
  readonly rounds: readonly Round[];
  /** Rounds that were measured again because other machines took too much of the processor. */
  readonly dropped: number;
  /** Rounds that had to be kept all the same: others were no better. */
  readonly disturbed: number;
};

const mostSteal = 0.08;
/** Of rounds in all, per round that is wanted. */
const mostAttempts = 2;

/**
 * Measures each subject once in every round, so that whatever slows the machine down for a while slows all of them down,
 * in an order that rotates, so that none always runs in the wake of the same other one. A round before these is not
 * counted: compilers and caches are at work in it. Rounds during which the hypervisor took more than 8 % of the processor
 * are measured again; not for ever, so the least disturbed are kept then.
 */
export async function measureRounds(
  subjects: readonly Subject[],
  wanted: number,
  readTimes: () => CpuTimes | undefined = readCpuTimes,
): Promise<Measurement> {
  await measureRound(subjects);
  const measured: { readonly round: Round; readonly steal: number }[] = [];
  const isEnough = () => measured.filter(({ steal }) => steal <= mostSteal).length >= wanted;
  while (!isEnough() && measured.length < wanted * mostAttempts) {
    const before = readTimes();
    const round = await measureRound(rotate(subjects, measured.length));
    measured.push({ round, steal: toStealShare(before, readTimes()) });
  }
  const calmest = measured.toSorted((left, right) => left.steal - right.steal).slice(0, wanted);
  return {
    rounds: calmest.map(({ round }) => round),
    dropped: measured.length - calmest.length,
    disturbed: calmest.filter(({ steal }) => steal > mostSteal).length,
  };
}

async function measureRound(subjects: readonly Subject[]): Promise<Round> {
  const round = new Map<string, number>();
  for (const { name, measure } of subjects) round.set(name, await measure());
  return round;
}

function rotate<T>(list: readonly T[], by: number): readonly T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
