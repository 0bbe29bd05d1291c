import { spawn } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryFolder } from '@millrace/local';
import { workspaceRoot } from './contracts-folder.ts';
import { followChild, makeScratchFolder, toNoRoomError, toScratchError } from './scratch-folder.ts';

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

/** What the check works with: the command line of a workspace, and questions to a lake. */
export type LakeTools = {
  readonly run: (workspace: string, args: readonly string[]) => Promise<Finished>;
  readonly query: (dir: string, sql: string) => Promise<{ readonly rows: readonly (readonly unknown[])[] }>;
};

export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const laptopTools: LakeTools = { run: runMillrace, query: queryFolder };

/** `<layer>.<table>` → column → type. */
type Tables = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A row of these stays as it is for ever. */
const keptTables = ['bronze.events', 'bronze.quarantine', 'silver.events', 'silver.conflicts', 'silver.quarantine'];
/** A later event may belong to an older session. */
const keyedTables = new Map([['silver.sessions', 'session_id']]);
const shownDifferences = 3;
const processLimitMs = 300_000;

/**
 * Shows on a real lake that the newer code takes over what the older one has made: both work on the same folder, one after
 * the other, as a deployment would. A check that cannot be made fails; infrastructure faults throw, a full disk ConfigError.
 */
export async function checkSampleLake(
  sample: SampleLake,
  tools: LakeTools = laptopTools,
): Promise<{ readonly checks: readonly LakeCheck[] }> {
  const folder = makeScratchFolder('millrace-sample-lake-');
  try {
    return { checks: await checkIn(folder.path, sample, tools) };
  } catch (error) {
    throw toScratchError(error);
  } finally {
    folder.remove();
  }
}

async function checkIn(
  folder: string,
  { oldWorkspace, newWorkspace = workspaceRoot, sampleBefore, sampleAfter, say }: SampleLake,
  { run, query }: LakeTools,
): Promise<readonly LakeCheck[]> {
  const [lake, before] = [join(folder, 'lake'), join(folder, 'before')];
  const [oldReport, newReport] = [join(folder, 'old.json'), join(folder, 'new.json')];
  const take = (input: string, report: string) =>
    ['local', '--input', input, '--format', 'events', '--dir', lake, '--report', report] as const;

  say('the older code makes a lake …');
  const made = toRunCheck('older-code-makes-a-lake', await run(oldWorkspace, take(sampleBefore, oldReport)));
  if (!made.ok) return [made];
  if (readOutcomes(oldReport).accepted === 0) return [{ ...made, ok: false, detail: 'it accepted no event' }];
  cpSync(lake, before, { recursive: true });

  say('the newer code takes it over …');
  const taken = toRunCheck('newer-code-takes-it-over', await run(newWorkspace, take(sampleAfter, newReport)));
  if (!taken.ok) return [made, taken];

  say('what was there is compared …');
  const [oldTables, newTables] = [await readTables(query, before), await readTables(query, lake)];
  const columnsOf = (table: string) => [...(oldTables.get(table)?.keys() ?? [])];
  const compare = (name: string, sql: string) => compareAnswers(query, name, { before, after: lake, sql });
  const checks: LakeCheck[] = [made, taken, checkTables(oldTables, newTables)];
  for (const table of keptTables.filter((name) => oldTables.has(name))) {
    checks.push(await compare(`rows-of-${table}`, `select ${toList(columnsOf(table))} from ${table}`));
  }
  for (const [table, key] of keyedTables) {
    checks.push(await compare(`keys-of-${table}`, `select ${toList([key])} from ${table}`));
  }
  const { rows: types } = await query(
    before,
    'select distinct event_type, schema_version from silver.events order by all',
  );
  for (const [eventType, version] of types) {
    const where = `where event_type = ${toText(eventType)} and schema_version = ${toText(version)}`;
    const sql = `select ${toList(columnsOf('silver.events'))} from silver.events ${where}`;
    checks.push(await compare(`query-of-${eventType}-${version}`, sql));
  }
  checks.push(checkNewEvents(readIds(sampleAfter), await readSilverIds(query, lake), readOutcomes(newReport)));

  say('the newer code reconciles it …');
  const reconciled = await run(newWorkspace, ['reconcile', '--dir', lake]);
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

/** The same question to the lake of then and of now. */
async function compareAnswers(
  query: LakeTools['query'],
  name: string,
  { before, after, sql }: { readonly before: string; readonly after: string; readonly sql: string },
): Promise<LakeCheck> {
  const ask = async (dir: string) => (await query(dir, sql)).rows.map((row) => JSON.stringify(row));
  const rowsThen = await ask(before);
  let rowsNow: readonly string[];
  try {
    rowsNow = await ask(after);
  } catch (error) {
    // A query that ran on the older lake and does not on the newer one is an answer, not a fault of this check.
    return { name, ok: false, detail: (error as Error).message };
  }
  return compareRows(name, rowsThen, rowsNow);
}

/** Every row of then is among those of now, as often. */
function compareRows(name: string, rowsThen: readonly string[], rowsNow: readonly string[]): LakeCheck {
  if (rowsThen.length === 0) return { name, ok: true, detail: 'no rows to compare' };
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
function checkNewEvents(sent: readonly string[], inSilver: ReadonlySet<unknown>, outcomes: Outcomes): LakeCheck {
  const ids = new Set(sent);
  const missing = [...ids].filter((id) => !inSilver.has(id));
  const ok = outcomes.quarantined === 0 && outcomes.received === sent.length && missing.length <= outcomes.suppressed;
  return {
    name: 'new-events-in-silver',
    ok,
    detail: ok
      ? `${ids.size - missing.length} events`
      : `${outcomes.received} of ${sent.length} lines received, ${outcomes.quarantined} quarantined, ${outcomes.suppressed} suppressed; not in silver: ${missing.slice(0, shownDifferences).join(', ')}${missing.length > shownDifferences ? ' …' : ''}`,
  };
}

/** Of each event of an NDJSON file. */
function readIds(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => String((JSON.parse(line) as { event_id?: unknown }).event_id));
}

async function readSilverIds(query: LakeTools['query'], lake: string): Promise<ReadonlySet<unknown>> {
  const { rows } = await query(lake, 'select event_id from silver.events');
  return new Set(rows.map(([id]) => id));
}

type Outcomes = Readonly<Record<'received' | 'accepted' | 'quarantined' | 'suppressed', number>>;

/** Of the run that wrote the report. */
function readOutcomes(reportFile: string): Outcomes {
  return (JSON.parse(readFileSync(reportFile, 'utf8')) as { outcomes: Outcomes }).outcomes;
}

async function readTables(query: LakeTools['query'], dir: string): Promise<Tables> {
  const { rows } = await query(
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

/** The command line of a workspace, in a process of its own: the older code never meets the newer one. */
function runMillrace(workspace: string, args: readonly string[]): Promise<Finished> {
  const main = join(workspace, 'packages/cli/src/main.ts');
  const child = spawn(process.execPath, [main, ...args], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: processLimitMs,
  });
  followChild(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Throws ConfigError when there was no room: that says nothing about the code. */
function toRunCheck(name: string, { code, stdout, stderr }: Finished): LakeCheck {
  const said = [stdout, stderr].map((text) => text.trim()).filter((text) => text !== '');
  const noRoom =
    code === 0 ? undefined : said.join('\n').match(/^.*(?:ENOSPC|EDQUOT|No space left on device|disk is full).*$/im);
  if (noRoom) throw toNoRoomError(noRoom[0].trim());
  return { name, ok: code === 0, detail: code === 0 ? 'exit 0' : `exit ${code}: ${said.join('\n')}` };
}

function toList(columns: readonly string[]): string {
  return columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(', ');
}

function toText(value: unknown): string {
  return `'${String(value).replaceAll("'", "''")}'`;
}
