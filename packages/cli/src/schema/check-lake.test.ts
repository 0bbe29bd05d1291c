import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';
import { checkSampleLake, type Finished } from './check-lake.ts';

type Row = readonly unknown[];
type Lake = {
  /** `<layer>.<table>` and column → type. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
};

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'millrace-test-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const then: Lake = {
  columns: {
    'bronze.events query': 'VARCHAR',
    'silver.events query': 'VARCHAR',
    'silver.sessions session_id': 'VARCHAR',
    'silver.conflicts event_id': 'VARCHAR',
  },
  rows: {
    'bronze.events': [['boots'], ['boots'], ['hats']],
    'silver.events': [['boots'], ['hats']],
    'silver.sessions': [['s1']],
    'silver.conflicts': [],
  },
};
const now: Lake = {
  columns: { ...then.columns, 'silver.events page': 'INTEGER' },
  rows: {
    ...then.rows,
    'bronze.events': [['gloves'], ['boots'], ['hats'], ['boots']],
    'silver.events': [['gloves'], ['hats'], ['boots']],
  },
};
const done: Finished = { code: 0, stdout: '', stderr: '' };
const outcomes = { received: 2, accepted: 1, quarantined: 0, suppressed: 1 };

type World = {
  readonly lake?: Lake;
  /** By the first argument, of the newer code where both run it. */
  readonly ended?: Readonly<Record<string, Finished>>;
  readonly outcomes?: typeof outcomes;
  readonly newIds?: readonly string[];
};

/** Both codes, and the lake that each leaves, made up: a lake is told from the copy of it by the folder's name. */
async function check({ lake = now, ended = {}, outcomes: seen = outcomes, newIds = ['n1'] }: World) {
  const [sampleBefore, sampleAfter] = [join(scratch, 'before.ndjson'), join(scratch, 'after.ndjson')];
  writeFileSync(sampleBefore, '');
  writeFileSync(sampleAfter, '{"event_id":"n1"}\n{"event_id":"n2"}\n');
  const lakes = new Set<string>();
  const checked = checkSampleLake(
    { oldWorkspace: 'older', newWorkspace: 'newer', sampleBefore, sampleAfter, say: () => {} },
    {
      async run(workspace, args) {
        const [name = ''] = args;
        const end = (workspace === 'newer' ? ended[name] : ended[`older ${name}`]) ?? done;
        const dir = String(args[args.indexOf('--dir') + 1]);
        lakes.add(dir);
        if (name === 'local') mkdirSync(dir, { recursive: true });
        if (name === 'local' && end.code === 0) {
          writeFileSync(String(args[args.indexOf('--report') + 1]), JSON.stringify({ outcomes: seen }));
        }
        return end;
      },
      async query(dir, sql) {
        const { columns, rows } = basename(dir) === 'before' ? then : lake;
        if (sql.includes('duckdb_columns')) {
          return { rows: Object.entries(columns).map(([name, type]) => [...name.split(' '), type]) };
        }
        if (sql.startsWith('select distinct')) return { rows: [['search', '1.0.0']] };
        if (sql.startsWith('select event_id from silver.events')) return { rows: newIds.map((id) => [id]) };
        const [, table = ''] = sql.match(/ from (\S+)/) ?? [];
        const found = rows[table];
        if (!found) throw new Error(`there is no ${table}`);
        return { rows: found };
      },
    },
  );
  try {
    const { checks } = await checked;
    return checks;
  } finally {
    // Whatever was found, nothing lies around.
    expect([...lakes].filter((dir) => existsSync(dirname(dir)))).toEqual([]);
    expect(lakes.size).toBe(1);
  }
}

test('a lake that was taken over as it must be', async () => {
  const checks = await check({});
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(checks).toContainEqual({
    ...{ name: 'rows-of-bronze.events', ok: true, detail: '3 rows then, all among the 4 of now' },
  });
  // A comparison that compares nothing says so.
  expect(checks).toContainEqual({ name: 'rows-of-silver.conflicts', ok: true, detail: 'no rows to compare' });
  expect(checks.map(({ name }) => name)).toEqual([
    'older-code-makes-a-lake',
    'newer-code-takes-it-over',
    'tables-and-columns',
    'rows-of-bronze.events',
    'rows-of-silver.events',
    'rows-of-silver.conflicts',
    'keys-of-silver.sessions',
    'query-of-search-1.0.0',
    'new-events-in-silver',
    'reconcile',
  ]);
});

const withRows = (table: string, rows: readonly Row[] | undefined): Lake => ({
  ...now,
  rows: Object.fromEntries(
    Object.entries({ ...now.rows, [table]: rows }).flatMap(([name, all]) => (all ? [[name, all]] : [])),
  ),
});
const withColumns = (changes: Readonly<Record<string, string | undefined>>): Lake => ({
  ...now,
  columns: Object.fromEntries(
    Object.entries({ ...now.columns, ...changes }).flatMap(([name, type]) =>
      type === undefined ? [] : [[name, type]],
    ),
  ),
});

test.each<[string, World, readonly (readonly [name: string, detail: RegExp])[]]>([
  [
    'an old row is gone',
    { lake: withRows('bronze.events', [['gloves'], ['boots'], ['boots']]) },
    [['rows-of-bronze.events', /^1 of 3 rows are not what they were: \["hats"\]$/]],
  ],
  [
    'an old row is there once instead of twice',
    { lake: withRows('bronze.events', [['boots'], ['hats'], ['gloves']]) },
    [['rows-of-bronze.events', /^1 of 3 rows are not what they were: \["boots"\]$/]],
  ],
  [
    'an old value is another one',
    { lake: withRows('silver.events', [['gloves'], ['hats'], ['Boots']]) },
    [
      ['rows-of-silver.events', /^1 of 2 rows are not what they were: \["boots"\]$/],
      ['query-of-search-1.0.0', /^1 of 2 rows/],
    ],
  ],
  [
    'an old session is gone',
    { lake: withRows('silver.sessions', []) },
    [['keys-of-silver.sessions', /^1 of 1 rows are not what they were: \["s1"\]$/]],
  ],
  [
    'an old query does not run',
    { lake: withRows('silver.sessions', undefined) },
    [['keys-of-silver.sessions', /^there is no silver\.sessions$/]],
  ],
  [
    'a column is gone, another is of another type',
    { lake: withColumns({ 'bronze.events query': 'INTEGER', 'silver.conflicts event_id': undefined }) },
    [['tables-and-columns', /^bronze\.events\.query was VARCHAR and is INTEGER; silver\.conflicts is gone$/]],
  ],
  [
    'a new event is not in silver',
    { newIds: [] },
    [['new-events-in-silver', /^2 of 2 lines received, 0 quarantined, 1 suppressed; not in silver: n1, n2$/]],
  ],
  [
    'a new event is quarantined',
    { newIds: ['n1', 'n2'], outcomes: { ...outcomes, quarantined: 1 } },
    [['new-events-in-silver', /1 quarantined/]],
  ],
  [
    'a new event never came',
    { newIds: ['n1', 'n2'], outcomes: { ...outcomes, received: 1 } },
    [['new-events-in-silver', /^1 of 2 lines received/]],
  ],
  [
    'the lake does not add up',
    { ended: { reconcile: { code: 1, stdout: '1 unexplained', stderr: '' } } },
    [['reconcile', /^exit 1: 1 unexplained$/]],
  ],
  [
    'the newer code ends',
    { ended: { local: { code: 2, stdout: '', stderr: 'a column is gone' } } },
    [['newer-code-takes-it-over', /^exit 2: a column is gone$/]],
  ],
  [
    'the older code ends',
    { ended: { 'older local': { code: 1, stdout: '', stderr: 'no' } } },
    [['older-code-makes-a-lake', /^exit 1: no$/]],
  ],
  [
    'the older code accepts nothing',
    { outcomes: { ...outcomes, accepted: 0 } },
    [['older-code-makes-a-lake', /accepted no event/]],
  ],
])('%s', async (_, world, expected) => {
  const failed = (await check(world)).filter(({ ok }) => !ok);
  expect(failed).toEqual(
    expected.map(([name, detail]) => ({ name, ok: false, detail: expect.stringMatching(detail) })),
  );
});

test('a full disk says nothing about the code', async () => {
  const stderr = 'x\nmillrace local: ENOSPC: no space left on device, write\n';
  const full = check({ ended: { local: { code: 1, stdout: '', stderr } } });
  await expect(full).rejects.toThrow(ConfigError);
  await expect(full).rejects.toThrow(
    /^the temporary files in .* cannot be written \(millrace local: ENOSPC: no space left on device, write\): make room, or/,
  );
});
