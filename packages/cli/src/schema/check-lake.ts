import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { queryFolder } from '@millrace/local';

/** `detail` says what was compared, or what is wrong. */
export type LakeCheck = { readonly name: string; readonly ok: boolean; readonly detail: string };

export type SampleLake = {
  /** Root of a workspace with the older code, as createScratchWorkspace makes it. */
  readonly oldWorkspace: string;
  /** NDJSON files of client events: what the older code takes, and what the newer one takes after it. */
  readonly sampleBefore: string;
  readonly sampleAfter: string;
  /** Root of the newer code's workspace; this one when absent. */
  readonly newWorkspace?: string;
  readonly say: (line: string) => void;
};

/** `<layer>.<table>` → column → type. */
type Tables = ReadonlyMap<string, ReadonlyMap<string, string>>;

const here = fileURLToPath(new URL('../../../..', import.meta.url));
/** A row of these stays as it is for ever. */
const keptTables = ['bronze.events', 'bronze.quarantine', 'silver.events', 'silver.conflicts', 'silver.quarantine'];
/** A later event may belong to an older session. */
const keyedTables = new Map([['silver.sessions', 'session_id']]);
const shownDifferences = 3;
const processLimitMs = 300_000;

/**
 * Shows on a real lake that the newer code takes over what the older one has made: both work on the same folder, one after
 * the other, as a deployment would. A check that cannot be made fails; infrastructure faults (a full disk) throw.
 */
export async function checkSampleLake(sample: SampleLake): Promise<{ readonly checks: readonly LakeCheck[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-sample-lake-'));
  try {
    return { checks: await checkIn(folder, sample) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkIn(
  folder: string,
  { oldWorkspace, newWorkspace = here, sampleBefore, sampleAfter, say }: SampleLake,
): Promise<readonly LakeCheck[]> {
  const [lake, before] = [join(folder, 'lake'), join(folder, 'before')];
  const [oldReport, newReport] = [join(folder, 'old.json'), join(folder, 'new.json')];
  const take = (input: string, report: string) =>
    ['local', '--input', input, '--format', 'events', '--dir', lake, '--report', report] as const;

  say('the older code makes a lake …');
  const made = toRunCheck('older-code-makes-a-lake', await runMillrace(oldWorkspace, take(sampleBefore, oldReport)));
  if (!made.ok) return [made];
  if (readOutcomes(oldReport).accepted === 0) return [{ ...made, ok: false, detail: 'it accepted no event' }];
  cpSync(lake, before, { recursive: true });

  say('the newer code takes it over …');
  const taken = toRunCheck('newer-code-takes-it-over', await runMillrace(newWorkspace, take(sampleAfter, newReport)));
  if (!taken.ok) return [made, taken];

  say('what was there is compared …');
  const [oldTables, newTables] = [await readTables(before), await readTables(lake)];
  const columnsOf = (table: string) => [...(oldTables.get(table)?.keys() ?? [])];
  const compare = (name: string, sql: string) => compareAnswers(name, before, lake, sql);
  const checks: LakeCheck[] = [made, taken, checkTables(oldTables, newTables)];
  for (const table of keptTables.filter((name) => oldTables.has(name))) {
    checks.push(await compare(`rows-of-${table}`, `select ${toList(columnsOf(table))} from ${table}`));
  }
  for (const [table, key] of keyedTables) {
    checks.push(await compare(`keys-of-${table}`, `select ${toList([key])} from ${table}`));
  }
  const { rows: types } = await queryFolder(
    before,
    'select distinct event_type, schema_version from silver.events order by all',
  );
  for (const [eventType, version] of types) {
    const where = `where event_type = ${toText(eventType)} and schema_version = ${toText(version)}`;
    const sql = `select ${toList(columnsOf('silver.events'))} from silver.events ${where}`;
    checks.push(await compare(`query-of-${eventType}-${version}`, sql));
  }
  checks.push(await checkNewEvents(lake, sampleAfter, newReport));

  say('the newer code reconciles it …');
  const reconciled = await runMillrace(newWorkspace, ['reconcile', '--dir', lake]);
  return [...checks, toRunCheck('reconcile', reconciled)];
}

function checkTables(before: Tables, after: Tables): LakeCheck {
  const wrong = [...before].flatMap(([table, columns]) => {
    const present = after.get(table);
    if (!present) return [`${table} is gone`];
    return [...columns].flatMap(([column, type]) => {
      const now = present.get(column);
      if (now === undefined) return [`${table}.${column} is gone`];
      return now === type ? [] : [`${table}.${column} was ${type} and is ${now}`];
    });
  });
  const columnCount = [...before.values()].reduce((count, columns) => count + columns.size, 0);
  return {
    name: 'tables-and-columns',
    ok: before.size > 0 && wrong.length === 0,
    detail: wrong.length > 0 ? wrong.join('; ') : `${before.size} tables, ${columnCount} columns`,
  };
}

/** The same question to the lake of then and of now: every row of then is in the answer of now, as often. */
async function compareAnswers(name: string, before: string, after: string, sql: string): Promise<LakeCheck> {
  const rowsThen = (await queryFolder(before, sql)).rows.map((row) => JSON.stringify(row));
  let rowsNow: readonly string[];
  try {
    rowsNow = (await queryFolder(after, sql)).rows.map((row) => JSON.stringify(row));
  } catch (error) {
    // A query that ran on the older lake and does not on the newer one is an answer, not a fault of this check.
    return { name, ok: false, detail: (error as Error).message };
  }
  const counts = new Map<string, number>();
  for (const row of rowsNow) counts.set(row, (counts.get(row) ?? 0) + 1);
  const missing = rowsThen.filter((row) => {
    const count = counts.get(row) ?? 0;
    counts.set(row, count - 1);
    return count <= 0;
  });
  const shown = missing.slice(0, shownDifferences).join(' ');
  return {
    name,
    ok: missing.length === 0,
    detail:
      missing.length === 0
        ? `${rowsThen.length} rows then, all among the ${rowsNow.length} of now`
        : `${missing.length} of ${rowsThen.length} rows are not what they were: ${shown}`,
  };
}

/** Every line was taken, and every event is in silver but for those that consent keeps out. */
async function checkNewEvents(lake: string, sampleAfter: string, reportFile: string): Promise<LakeCheck> {
  const lines = readFileSync(sampleAfter, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const ids = new Set(lines.map((line) => String((JSON.parse(line) as { event_id?: unknown }).event_id)));
  const outcomes = readOutcomes(reportFile);
  const { rows } = await queryFolder(lake, 'select event_id from silver.events');
  const inSilver = new Set(rows.map(([id]) => id));
  const missing = [...ids].filter((id) => !inSilver.has(id));
  const ok = outcomes.quarantined === 0 && outcomes.received === lines.length && missing.length <= outcomes.suppressed;
  return {
    name: 'new-events-in-silver',
    ok,
    detail: ok
      ? `${ids.size - missing.length} events`
      : `${outcomes.received} of ${lines.length} lines received, ${outcomes.quarantined} quarantined, ${outcomes.suppressed} suppressed; not in silver: ${missing.slice(0, shownDifferences).join(', ')}${missing.length > shownDifferences ? ' …' : ''}`,
  };
}

type Outcomes = Readonly<Record<'received' | 'accepted' | 'quarantined' | 'suppressed', number>>;

/** Of the run that wrote the report. */
function readOutcomes(reportFile: string): Outcomes {
  return (JSON.parse(readFileSync(reportFile, 'utf8')) as { outcomes: Outcomes }).outcomes;
}

async function readTables(dir: string): Promise<Tables> {
  const { rows } = await queryFolder(
    dir,
    `select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()
     where not internal and database_name = current_database() order by all`,
  );
  const tables = new Map<string, Map<string, string>>();
  for (const [table, column, type] of rows as readonly (readonly [string, string, string])[]) {
    const columns = tables.get(table) ?? new Map<string, string>();
    columns.set(column, type);
    tables.set(table, columns);
  }
  return tables;
}

type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** The command line of a workspace, in a process of its own: the older code never meets the newer one. */
function runMillrace(workspace: string, args: readonly string[]): Promise<Finished> {
  const main = join(workspace, 'packages/cli/src/main.ts');
  const child = spawn(process.execPath, [main, ...args], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: processLimitMs,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

function toRunCheck(name: string, { code, stdout, stderr }: Finished): LakeCheck {
  const said = [stdout, stderr].map((text) => text.trim()).filter((text) => text !== '');
  return { name, ok: code === 0, detail: code === 0 ? 'exit 0' : `exit ${code}: ${said.join('\n')}` };
}

function toList(columns: readonly string[]): string {
  return columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ');
}

function toText(value: unknown): string {
  return `'${String(value).replaceAll("'", "''")}'`;
}
