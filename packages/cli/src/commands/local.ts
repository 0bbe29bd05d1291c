import { accessSync, constants, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { importFormats } from '@millrace/importer';
import { checkInput, type JobInput, type JobResult, openRuntime, type Runtime, runJob } from '@millrace/local';
import { ConfigError } from '@millrace/pipeline';
import {
  type Arguments,
  type Command,
  demandLocalStage,
  folderOptions,
  readChoice,
  readNumber,
  readText,
  UsageError,
} from '../command.ts';
import { createProgressLine, toProgressText } from '../progress-line.ts';
import { renderScreen } from '../render-screen.ts';

const consentBases = [
  ...['consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task'],
  'legitimate-interest',
] as const;
const defaultServePort = 8787;

export const local: Command = {
  summary: 'the whole pipeline on this machine',
  options: {
    ...folderOptions,
    input: { type: 'string' },
    format: { type: 'string' },
    source: { type: 'string' },
    'consent-basis': { type: 'string' },
    events: { type: 'string' },
    seed: { type: 'string' },
    engine: { type: 'string' },
    report: { type: 'string' },
    serve: { type: 'boolean' },
    port: { type: 'string' },
  },
  help: `usage: npx millrace local [options]        (npm start -- [options] does the same)

Runs ingest, stream, processor, transformer and refinement on this machine, puts events through them and proves that none
got lost. Without options: a generated day of a shop, 20,000 page views.

  --input FILE          a file instead (plain, gz or zst)
  --format FORMAT       of the file: access-log (Apache and nginx combined) or events (JSON, one a line); default access-log
  --source NAME         keeps the logs of two hosts apart; default: the format
  --consent-basis B     why you may keep what others did: ${consentBases.join(', ')};
                        default legitimate-interest; kept in imports.ndjson
  --events N --seed S   size and seed of the generated day; default 20000, seed 1
  --dir DIR             the lake's folder, default .millrace
  --report FILE         the result as JSON
  --serve               goes on taking events until Ctrl-C; alone, without an input, it only serves
  --port N              of POST /v1/events on 127.0.0.1; default ${defaultServePort} with --serve, else any free one
  --engine duckdb       the only one so far

Exit 0 when every line is accounted for, 1 when not, 2 when something about the call is wrong.

example: npm start -- --input access.log.gz --format access-log --report report.json`,

  async run(args) {
    demandLocalStage(args);
    const { job, port, isServing, reportPath } = readOptions(args);
    if (job) await checkInput(job);
    const progressLine = createProgressLine();
    const startedAt = performance.now();
    const runtime = await openRuntime({
      dir: readText(args, 'dir') ?? '.millrace',
      port,
      log: (line) => progressLine.log(line),
    });
    try {
      console.error(
        `millrace takes events at ${runtime.url}/v1/events (ready after ${Math.round(performance.now() - startedAt)} ms)`,
      );
      const result = job ? await runWithProgress(runtime, job, progressLine) : undefined;
      if (result) {
        if (reportPath !== undefined) writeReport(reportPath, result);
        console.log(await renderScreen(runtime, result, { dir: readText(args, 'dir') ?? '.millrace', isServing }));
      }
      if (isServing) await serveUntilStopped(runtime);
      return result && !isAccountedFor(result, isServing) ? 1 : 0;
    } finally {
      await runtime.close();
    }
  },
};

/** After a drain nothing is on its way, unless others send meanwhile; what the mapping gave up earlier waits for somebody. */
function isAccountedFor({ reconciliation: { total, findings } }: JobResult, isServing: boolean): boolean {
  const onItsWay = total.pending - (total.pendingByStage['on-failure']?.lines ?? 0);
  return total.unexplained === 0 && findings.length === 0 && (isServing || onItsWay === 0);
}

function readOptions(args: Arguments): {
  job: JobInput | undefined;
  port: number;
  isServing: boolean;
  reportPath: string | undefined;
} {
  if (args.positionals.length > 0)
    throw new UsageError(`unexpected ${args.positionals[0]}: a file is given with --input`);
  readChoice(args, 'engine', ['duckdb']);
  const isServing = args.values['serve'] === true;
  const path = readText(args, 'input');
  const events = readNumber(args, 'events', { min: 1, max: 1_000_000_000 });
  const format = readChoice(args, 'format', importFormats) ?? 'access-log';
  const consentBasis = readChoice(args, 'consent-basis', consentBases) ?? 'legitimate-interest';
  const source = readText(args, 'source') ?? format;
  if (!/^[\w.-]{1,64}$/.test(source)) throw new UsageError('--source takes 1 to 64 letters, digits, dots, - and _');
  if (path !== undefined && events !== undefined) throw new UsageError('give --input or --events, not both');
  if (path === undefined) {
    for (const name of ['format', 'source', 'consent-basis']) {
      if (args.values[name] !== undefined) throw new UsageError(`--${name} goes with --input`);
    }
  }
  const reportPath = readText(args, 'report');
  if (reportPath !== undefined) checkWritable(reportPath);
  const generated = { kind: 'generated', events: events ?? 20_000, seed: readText(args, 'seed') ?? '1' } as const;
  const isServingOnly = isServing && path === undefined && events === undefined && args.values['seed'] === undefined;
  if (isServingOnly && reportPath !== undefined) throw new UsageError('--report goes with an input');
  return {
    job:
      path !== undefined ? { kind: 'file', path, format, source, consentBasis } : isServingOnly ? undefined : generated,
    port: readNumber(args, 'port', { min: 0, max: 65_535 }) ?? (isServing ? defaultServePort : 0),
    isServing,
    reportPath,
  };
}

/** Better said before the run than after it. */
function checkWritable(path: string): void {
  try {
    if (existsSync(path) && !statSync(path).isFile()) {
      if (statSync(path).isDirectory()) throw new Error('it is a folder');
      accessSync(path, constants.W_OK);
      return;
    }
    writeFileSync(`${path}.tmp`, '');
    rmSync(`${path}.tmp`);
    // The report of an earlier run must not be taken for one of this run, should it fail.
    rmSync(path, { force: true });
  } catch (error) {
    throw new ConfigError(`--report ${path} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

async function runWithProgress(
  runtime: Runtime,
  job: JobInput,
  progressLine: ReturnType<typeof createProgressLine>,
): Promise<JobResult> {
  let stage = 'starting';
  const show = () => progressLine.update(toProgressText(stage, runtime.progress()));
  const timer = setInterval(show, 200);
  try {
    return await Promise.race([
      runJob(runtime, job, (next) => {
        stage = next;
        show();
      }),
      runtime.failed,
    ]);
  } finally {
    clearInterval(timer);
    progressLine.end();
  }
}

/** Numbers of this run (`outcomes`) and totals of the lake (`layers`, `tables`: silver and gold). */
function writeReport(path: string, { outcomes, reconciliation, tables, seconds }: JobResult): void {
  const { received, accepted, quarantined, suppressed, withdrawn, duplicates } = outcomes;
  const { total } = reconciliation;
  const report = {
    outcomes: {
      ...{ received, accepted, quarantined, suppressed },
      ...{ withdrawn, duplicate: duplicates, conflict: outcomes.conflicts },
    },
    layers: { raw: total.landed, bronze: tables['bronze.events'] ?? 0, silver: tables['silver.events'] ?? 0 },
    tables: Object.fromEntries(Object.entries(tables).filter(([name]) => /^(?:silver|gold)\./.test(name))),
    unexplained: total.unexplained,
    seconds: Math.round(seconds * 1000) / 1000,
  };
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  // A pipe or a device is written to; a file appears whole or not at all, for a program may be waiting for it.
  if (existsSync(path) && !statSync(path).isFile()) {
    writeFileSync(path, text);
    return;
  }
  const target = existsSync(path) ? realpathSync(path) : path;
  writeFileSync(`${target}.tmp`, text);
  renameSync(`${target}.tmp`, target);
}

async function serveUntilStopped(runtime: Runtime): Promise<void> {
  console.error(`Serving ${runtime.url}/v1/events; Ctrl-C ends it.`);
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  await Promise.race([stopped, runtime.failed]);
  console.error('Finishing what was accepted …');
  await runtime.stopTaking();
  await runtime.drain();
}
