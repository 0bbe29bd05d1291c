import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { compare } from './compare.ts';
import { formatResults } from './format-results.ts';
import { ingestBench } from './ingest/ingest-bench.ts';
import { measureRounds } from './measure-rounds.ts';
import { validatorBench } from './validator/validator-bench.ts';

const benches: readonly Bench[] = [validatorBench, ingestBench];
const fewestRounds = 7;
const defaultRounds = 11;

const help = `usage: npm run bench -- <name> [--rounds N] [--json]

Measures CPU time in interleaved rounds and compares the medians with their targets. Exits 1 when one is over its target by
more than 15 %.

  --rounds N   how many rounds, at least ${fewestRounds}; default ${defaultRounds}
  --json       the results as JSON

benches:
${benches.map(({ name, description }) => `  ${name.padEnd(11)}  ${description}`).join('\n')}`;

process.exitCode = await main();

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    console.error(`bench: ${(error as Error).message.split(/[.\n]/)[0]}; npm run bench lists what there is`);
    return 2;
  }
  if (!options.bench) {
    console.log(help);
    return 0;
  }
  return measure(options.bench, options.rounds, options.isJson);
}

async function measure(bench: Bench, wanted: number, isJson: boolean): Promise<number> {
  const { subjects, comparisons, notes, measureMore, dispose } = await bench.prepare();
  try {
    const measurement = await measureRounds(subjects, wanted);
    const results = comparisons.map((comparison) => compare(measurement.rounds, comparison));
    console.log(isJson ? JSON.stringify(results) : formatResults(results, subjects, measurement, notes));
    if (!isJson && measureMore) console.log(['', ...(await measureMore())].join('\n'));
    return results.some(({ verdict }) => verdict === 'over') ? 1 : 0;
  } finally {
    await dispose?.();
  }
}

function readOptions() {
  const { values, positionals } = parseArgs({
    options: { rounds: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [name, ...others] = positionals;
  const bench = benches.find((candidate) => candidate.name === name);
  if ((name !== undefined && !bench) || others.length > 0) {
    throw new TypeError(`there is no bench ${others.length > 0 ? positionals.join(' ') : name}`);
  }
  return {
    bench: values.help ? undefined : bench,
    rounds: toRounds(values.rounds),
    isJson: values.json === true,
  };
}

function toRounds(text = String(defaultRounds)): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) < fewestRounds) {
    throw new TypeError(`--rounds is a whole number, at least ${fewestRounds}, not ${text}`);
  }
  return Number(text);
}
