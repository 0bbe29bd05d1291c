import type { FaultCell } from '@millrace/testkit';
import { checkLanding, type LandingVerdict } from './check-landing.ts';
import { checkLine, checkReconcile, type LineVerdict } from './check-line.ts';
import { drawSchedule, landingRisks, lineRisks, type Schedule } from './draw-schedule.ts';
import { drawForeign } from './foreign-pool.ts';
import { runLanding } from './run-landing.ts';
import { runLine } from './run-line.ts';

export type MatrixKind = 'landing' | 'line';

/** Every so many schedules `millrace reconcile` has to come to the same numbers. */
const reconciledEvery = 4;

/** What many schedules came to. */
export type MatrixReport = {
  readonly kind: MatrixKind;
  readonly seeds: { readonly first: number; readonly last: number };
  readonly schedules: number;
  /** Calls of each cell `<effect> <kind>`: how often the fault really happened. */
  readonly faults: ReadonlyMap<string, number>;
  readonly receivedLines: number;
  readonly pendingLines: number;
  /** Of the whole line only: kept out of silver, because their users had withdrawn consent. */
  readonly withdrawnLines: number;
  readonly lossSeeds: readonly number[];
  readonly duplicateSeeds: readonly number[];
  /** With what was found, for the first few. */
  readonly failures: readonly { readonly seed: number; readonly what: string }[];
  /** The poorest schedule: every one has at least so much. */
  readonly least: { readonly shards: number; readonly lines: number; readonly faults: number };
};

/** Every cell that a run over many seeds must hit. */
export function cellsOf(kind: MatrixKind): readonly string[] {
  const risks = kind === 'landing' ? landingRisks : lineRisks;
  const byTheWorld = ['mapping re-batch', 'stream split', 'stream merge'];
  const away = storesOf(kind).flatMap((store) => [`${store} outage`, `${store} errors`]);
  return [...risks.flatMap(({ effect, kinds }) => kinds.map((fault) => `${effect} ${fault}`)), ...byTheWorld, ...away];
}

/** The schedule of a seed, the same one every time. */
export function scheduleOf(kind: MatrixKind, seed: number): Schedule {
  return kind === 'landing'
    ? drawSchedule(seed, landingRisks)
    : drawSchedule(seed, lineRisks, { stores: storesOf(kind), faultCount: 20, windowSeconds: 8 });
}

/** Runs seeds from `first` on until `isEnough`. */
export async function runSeeds(
  kind: MatrixKind,
  first: number,
  isEnough: (schedules: number) => boolean,
): Promise<MatrixReport> {
  const faults = new Map<string, number>();
  const lossSeeds: number[] = [];
  const duplicateSeeds: number[] = [];
  const failures: { seed: number; what: string }[] = [];
  const least = { shards: Number.POSITIVE_INFINITY, lines: Number.POSITIVE_INFINITY, faults: Number.POSITIVE_INFINITY };
  let schedules = 0;
  let receivedLines = 0;
  let pendingLines = 0;
  let withdrawnLines = 0;

  for (let seed = first; schedules === 0 || !isEnough(schedules); seed += 1) {
    schedules += 1;
    try {
      const { verdict, injected, shardCount } = await runSeed(kind, seed);
      for (const cell of injected)
        faults.set(`${cell.effect} ${cell.kind}`, (faults.get(`${cell.effect} ${cell.kind}`) ?? 0) + 1);
      receivedLines += verdict.receivedCount;
      pendingLines += verdict.pending.length;
      withdrawnLines += verdict.withdrawnCount ?? 0;
      least.shards = Math.min(least.shards, shardCount);
      least.lines = Math.min(least.lines, verdict.receivedCount);
      least.faults = Math.min(least.faults, injected.length);
      if (verdict.lost.length > 0) lossSeeds.push(seed);
      if (verdict.doubled.length > 0) duplicateSeeds.push(seed);
      const wrong = [
        ...verdict.lost.map((line) => `lost: ${line}`),
        ...verdict.doubled.map((line) => `doubled: ${line}`),
        ...verdict.broken,
      ];
      if (wrong.length > 0) failures.push({ seed, what: wrong.slice(0, 5).join('; ') });
    } catch (error) {
      // The seed is the way back to it; the others go on.
      failures.push({ seed, what: `${(error as Error).stack}` });
    }
  }
  const seeds = { first, last: first + schedules - 1 };
  return {
    ...{ kind, seeds, schedules, faults, receivedLines, pendingLines, withdrawnLines },
    ...{ lossSeeds, duplicateSeeds, failures, least },
  };
}

type SeedVerdict = LandingVerdict & Partial<LineVerdict>;

/** One schedule, to rest and checked. */
export async function runSeed(
  kind: MatrixKind,
  seed: number,
): Promise<{ verdict: SeedVerdict; injected: readonly FaultCell[]; shardCount: number }> {
  const schedule = scheduleOf(kind, seed);
  const { shardCount } = schedule;
  const foreign = drawForeign(schedule.prng);
  if (kind === 'landing') {
    const world = await runLanding(schedule, { foreign });
    return { verdict: boundPending(schedule, await checkLanding(world)), injected: world.injected, shardCount };
  }
  return runLine(
    schedule,
    async (world) => {
      const verdict = boundPending(schedule, await checkLine(world));
      const unreconciled = seed % reconciledEvery === 0 ? await checkReconcile(world, verdict) : [];
      return {
        verdict: { ...verdict, broken: [...verdict.broken, ...unreconciled] },
        injected: world.injected,
        shardCount,
      };
    },
    { foreign },
  );
}

/** Only a limit gives up; without one, nothing may be pending when all is at rest. */
function boundPending<Verdict extends LandingVerdict>({ mapping }: Schedule, verdict: Verdict): Verdict {
  if (mapping.maximumRetryAttempts !== undefined || verdict.pending.length === 0) return verdict;
  return { ...verdict, broken: [...verdict.broken, `${verdict.pending[0]} was given up without a limit`] };
}

function storesOf(kind: MatrixKind): readonly string[] {
  return ['stream', 'objects', 'manifest', 'state', ...(kind === 'line' ? ['queue'] : [])];
}
