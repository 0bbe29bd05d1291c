import { parseArgs } from 'node:util';
import { formatMutants, formatReport, isKilled } from './format-report.ts';
import { runMutants } from './run-mutants.ts';
import { type MatrixKind, runSeeds } from './run-seeds.ts';

const help = `usage: npm run soak -- [--seconds N] [--seed N] [--kind landing|line]

Runs fresh schedules of faults through the real functions, in memory and in virtual time, and proves after each one that
nothing was lost and nothing was doubled. Prints seeds, faults by kind, losses, duplicates, and the mutants killed.

  --seconds N   how long, default 60
  --seed N      where to begin; without --seconds: this one schedule, again
  --kind KIND   only the landing, or only the whole line to silver

example: npm run soak -- --seconds 600`;

/** Seeds of the tests lie below. */
const firstFreshSeed = 1_000_000;
const landingShare = 0.5;

process.exitCode = await main();

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`soak: ${(error as Error).message.split(/[.\n]/)[0]}; npm run soak -- --help shows the options`);
    return 2;
  }
  if (options.isHelp) {
    console.log(help);
    return 0;
  }
  return soak(options.kinds, options.seed, options.seconds);
}

function readOptions() {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { seconds: string, seed: string, kind: string, help: { type: 'boolean' } } });
  return {
    isHelp: values.help === true,
    kinds: toKinds(values.kind),
    seed: toNumber('--seed', values.seed),
    seconds: toNumber('--seconds', values.seconds),
  };
}

async function soak(
  kinds: readonly MatrixKind[],
  seed: number | undefined,
  seconds: number | undefined,
): Promise<number> {
  const isReplay = seed !== undefined && seconds === undefined;
  const first = seed ?? firstFreshSeed + Math.floor(Math.random() * 1e9);
  let isClean = true;
  if (!isReplay) {
    const killed = await runMutants();
    console.log(formatMutants(killed));
    isClean = killed.every(isKilled);
  }
  for (const [place, kind] of kinds.entries()) {
    const share = kinds.length === 1 ? 1 : place === 0 ? landingShare : 1 - landingShare;
    const end = Date.now() + (seconds ?? 60) * 1000 * share;
    const report = await runSeeds(kind, first, (schedules) => (isReplay ? schedules === 1 : Date.now() >= end));
    console.log(formatReport(report));
    isClean &&= report.failures.length === 0;
  }
  return isClean ? 0 : 1;
}

function toKinds(kind: string | undefined): readonly MatrixKind[] {
  if (kind === undefined) return ['landing', 'line'];
  if (kind !== 'landing' && kind !== 'line') throw new TypeError(`--kind is landing or line, not ${kind}`);
  return [kind];
}

function toNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new TypeError(`${option} is a whole number, not ${text}`);
  return Number(text);
}
