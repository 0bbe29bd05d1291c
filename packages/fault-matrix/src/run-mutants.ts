import { checkLanding, type LandingVerdict, readAllObjects, readManifested } from './check-landing.ts';
import { drawSchedule, landingRisks } from './draw-schedule.ts';
import type { Harm } from './mutants/wrong-commits.ts';
import { type Mutant, mutants } from './mutants/wrong-processors.ts';
import { runLanding } from './run-landing.ts';

/** What all the schedules of one mutant came to. */
export type KilledMutant = {
  readonly name: string;
  /** What it must do, and what it did; undefined: it got away. */
  readonly harm: Harm;
  readonly found: Harm | undefined;
  /** Of the first schedule that caught it. */
  readonly seed: number | undefined;
  readonly lostSchedules: number;
  readonly doubledSchedules: number;
};

/** Every mutant must be caught within so many schedules. */
export const mutantSeeds = 25;

/** Puts each mistake into the same schedules. */
export async function runMutants(first = 1): Promise<readonly KilledMutant[]> {
  const killed: KilledMutant[] = [];
  for (const mutant of mutants) {
    const verdicts: LandingVerdict[] = [];
    for (let seed = first; seed < first + mutantSeeds; seed += 1) verdicts.push(await runMutant(mutant, seed));
    const isCaught = ({ lost, doubled, broken }: LandingVerdict) => lost.length + doubled.length + broken.length > 0;
    const place = verdicts.findIndex(isCaught);
    const lostSchedules = verdicts.filter(({ lost }) => lost.length > 0).length;
    const doubledSchedules = verdicts.filter(({ doubled }) => doubled.length > 0).length;
    const found = place < 0 ? undefined : toHarm(lostSchedules, doubledSchedules);
    const seed = place < 0 ? undefined : first + place;
    killed.push({ name: mutant.name, harm: mutant.harm, found, seed, lostSchedules, doubledSchedules });
  }
  return killed;
}

/** One schedule with a mistake in it, or without. */
export async function runMutant(
  mutant: Pick<Mutant, 'readers'> & Partial<Mutant>,
  seed: number,
): Promise<LandingVerdict> {
  const schedule = drawSchedule(seed, landingRisks);
  const { createProcessor, wrapIngest, readers } = mutant;
  const world = await runLanding(schedule, {
    ...(createProcessor ? { createProcessor: (ports) => createProcessor(ports, schedule.prng) } : {}),
    ...(wrapIngest ? { wrapIngest } : {}),
  });
  return checkLanding(world, readers === 'manifest' ? readManifested : readAllObjects);
}

function toHarm(lostSchedules: number, doubledSchedules: number): Harm {
  if (lostSchedules > 0 && doubledSchedules > 0) return 'loses and doubles';
  if (lostSchedules > 0) return 'loses';
  return doubledSchedules > 0 ? 'doubles' : 'breaks promises';
}
