import { checkLanding, readAllObjects, readManifested } from './check-landing.ts';
import { drawSchedule, landingRisks } from './draw-schedule.ts';
import { mutants } from './mutants/wrong-processors.ts';
import { runLanding } from './run-landing.ts';

/** `seed`: of the first schedule that caught it; undefined: it got away. */
export type KilledMutant = {
  readonly name: string;
  readonly seed: number | undefined;
  readonly lost: number;
  readonly doubled: number;
};

/** Every wrong processor must be caught within so many schedules. */
export const mutantSeeds = 25;

/** Puts each wrong processor into the same schedules as the right one, until the checker catches it. */
export async function runMutants(first = 1): Promise<readonly KilledMutant[]> {
  const killed: KilledMutant[] = [];
  for (const { name, readers, create } of mutants) {
    let caught: KilledMutant = { name, seed: undefined, lost: 0, doubled: 0 };
    for (let seed = first; seed < first + mutantSeeds && caught.seed === undefined; seed += 1) {
      const schedule = drawSchedule(seed, landingRisks);
      const world = await runLanding(schedule, { createProcessor: (ports) => create(ports, schedule.prng) });
      const { lost, doubled } = await checkLanding(world, readers === 'manifest' ? readManifested : readAllObjects);
      if (lost.length + doubled.length > 0) caught = { name, seed, lost: lost.length, doubled: doubled.length };
    }
    killed.push(caught);
  }
  return killed;
}
