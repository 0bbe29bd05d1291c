import { cpSync, existsSync, globSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findRealLog, runMillrace, startMillrace, until, useScratch } from './run-millrace.ts';

const scratch = useScratch();

/** What the folder shows from outside when a stage is under way; `n` picks among its moments. */
const stages: Readonly<Record<string, (dir: string, n: number) => boolean>> = {
  receiving: (dir, n) => totalSize(dir, 'stream/events/*/*.seg') > n * 400_000,
  landing: (dir, n) => globSync('objects/lake/{raw,quarantine}/**/*.zst', { cwd: dir }).length > n % 2,
  transforming: (dir, n) => globSync('objects/lake/typed/**/*.parquet', { cwd: dir }).length > n % 2,
  refining: (dir) => globSync('objects/lake/runs/*/plan.json', { cwd: dir }).length > 0,
  // The engine writes a commit to its log, or, where it is large, past it into the file.
  publishing: (dir) => totalSize(dir, 'lake.duckdb{,.wal}') > 400_000,
};
const momentsPerStage = 4;
const attempts = 3;
/** What the tables say, apart from when things came. */
const contentSql = [
  'select count(*), sum(hash(p)) from gold.page_views_1h as p',
  'select count(*), sum(hash(s)) from silver.sessions as s',
  'select count(*), sum(hash(f)) from gold.fact_funnel as f',
  'select count(*), sum(hash(event_id, event_time_ms, event_type, user_id_hash, page_path, content_hash)) from silver.events',
];
let reference: Promise<unknown>;

beforeAll(() => {
  const dir = join(scratch(), 'reference');
  reference = runMillrace(['local', '--input', findRealLog(), '--dir', dir]).then(() => readContent(dir));
});

async function readContent(dir: string): Promise<unknown> {
  const { code, stdout, stderr } = await runMillrace([
    'query',
    contentSql.join(' union all '),
    '--format',
    'csv',
    '--dir',
    dir,
  ]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** How many runs of a stage were really under way when they were killed. */
const killedIn: Record<string, number> = {};

/** A seeded delay, so that a moment is not always the beginning of its stage. */
function delayOf(seed: number): number {
  return (Math.imul(seed + 1, 0x9e3779b1) >>> 0) % 50;
}

const moments = Object.keys(stages).flatMap((stage, stageIndex) =>
  Array.from({ length: momentsPerStage }, (_, n) => [stage, n, delayOf(stageIndex * momentsPerStage + n)] as const),
);

/** Starts the command and kills it in the stage. False: it had ended by then. */
async function killIn(stage: string, n: number, delayMs: number, dir: string, args: string[]): Promise<boolean> {
  const { child, finished } = startMillrace(args);
  let isOver = false;
  child.once('exit', () => {
    isOver = true;
  });
  await until(stage, () => isOver || (existsSync(dir) && stages[stage]?.(dir, n)) || undefined);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  const isSignalled = child.kill('SIGKILL');
  return (await finished).code === null && isSignalled;
}

test.each(moments)(
  'kill -9 while %s (moment %d, %d ms on), then the same command: the same tables',
  async (stage, n, delayMs) => {
    const dir = join(scratch(), `${stage}-${n}`);
    const report = join(scratch(), `${stage}-${n}.json`);
    const args = ['local', '--input', findRealLog(), '--format', 'access-log', '--dir', dir, '--report', report];
    const expected = await reference;
    // On a busy machine a short stage may be over before it is seen: then once more, and sooner.
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      rmSync(dir, { recursive: true, force: true });
      // The same keys make the same ids, so that whole tables can be compared.
      cpSync(join(scratch(), 'reference/secrets'), join(dir, 'secrets'), { recursive: true });
      if (await killIn(stage, n, delayMs >> attempt, dir, args)) {
        killedIn[stage] = (killedIn[stage] ?? 0) + 1;
        break;
      }
    }

    const again = await runMillrace(args);
    if (again.code !== 0) throw new Error(again.stderr);
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      outcomes: { received: 10_000, accepted: 9_999, quarantined: 1, suppressed: 0 },
      tables: {
        'silver.events': 9_999,
        'silver.sessions': 1_996,
        'silver.conflicts': 0,
        'silver.quarantine': 1,
        'gold.fact_funnel': 1_996,
      },
      unexplained: 0,
    });
    expect(await readContent(dir)).toEqual(expected);
    const reconciled = await runMillrace(['reconcile', '--json', '--dir', dir]);
    const { total, findings } = JSON.parse(reconciled.stdout);
    expect(findings).toEqual([]);
    expect(total).toMatchObject({ pending: 0, unexplained: 0, silver: 9_999 });
  },
  180_000,
);

test('at least three of them were killed in each stage', () => {
  for (const stage of Object.keys(stages)) expect([stage, (killedIn[stage] ?? 0) >= 3]).toEqual([stage, true]);
});

function totalSize(dir: string, pattern: string): number {
  return globSync(pattern, { cwd: dir }).reduce((sum, file) => {
    try {
      return sum + statSync(join(dir, file)).size;
    } catch {
      return sum; // It went away between the listing and the look.
    }
  }, 0);
}
