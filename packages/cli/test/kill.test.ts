import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRealLog, runMillrace, startMillrace, until, useScratch } from './run-millrace.ts';

const scratch = useScratch();

/** What the folder shows from outside when a stage is under way; `n` picks the moment within it. */
const stages: Readonly<Record<string, (dir: string, n: number) => boolean>> = {
  receiving: (dir, n) => totalSize(dir, 'stream/events/*/*.seg') > n * 400_000,
  landing: (dir, n) => globSync('objects/lake/raw/**/*.zst', { cwd: dir }).length > n,
  transforming: (dir, n) => globSync('objects/lake/typed/**/*.parquet', { cwd: dir }).length > n,
  refining: (dir, n) => globSync('objects/lake/runs/*/plan.json', { cwd: dir }).length > n,
  publishing: (dir, n) => totalSize(dir, 'lake.duckdb.wal') + totalSize(dir, 'lake.duckdb') > 13_000 + n * 400_000,
};
const momentsPerStage = 4;

/** A seeded delay, so that a moment is not always the beginning of its stage. */
function delayOf(seed: number): number {
  return (Math.imul(seed + 1, 0x9e3779b1) >>> 0) % 60;
}

const moments = Object.keys(stages).flatMap((stage, stageIndex) =>
  Array.from({ length: momentsPerStage }, (_, n) => [stage, n, delayOf(stageIndex * momentsPerStage + n)] as const),
);

test.each(moments)(
  'kill -9 while %s (moment %d, %d ms on), then the same command: the same tables',
  async (stage, n, delayMs) => {
    const dir = join(scratch(), `${stage}-${n}`);
    const report = join(scratch(), `${stage}-${n}.json`);
    const args = ['local', '--input', findRealLog(), '--format', 'access-log', '--dir', dir, '--report', report];
    const killed = startMillrace(args);
    let isOver = false;
    killed.child.once('exit', () => {
      isOver = true;
    });
    await until(stage, () => isOver || (existsSync(dir) && stages[stage]?.(dir, n)) || undefined);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    killed.child.kill('SIGKILL');
    await killed.finished;

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
    const reconciled = await runMillrace(['reconcile', '--json', '--dir', dir]);
    const { total, findings } = JSON.parse(reconciled.stdout);
    expect(findings).toEqual([]);
    expect(total).toMatchObject({ pending: 0, unexplained: 0, silver: 9_999 });
  },
  90_000,
);

function totalSize(dir: string, pattern: string): number {
  return globSync(pattern, { cwd: dir }).reduce((sum, file) => {
    try {
      return sum + readFileSync(join(dir, file)).length;
    } catch {
      return sum; // It went away between the listing and the look.
    }
  }, 0);
}
