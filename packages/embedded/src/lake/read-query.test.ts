import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';
import { type Lake, openLake } from './open-lake.ts';

let folder: string;
let lake: Lake;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-query-'));
  mkdirSync(join(folder, 'typed'));
  writeFileSync(join(folder, 'typed', 'inside.txt'), 'typed files may be read');
  writeFileSync(join(folder, 'secret.txt'), 'the key');
  lake = await openLake({ file: join(folder, 'lake.duckdb'), pathOf: (key) => join(folder, key) });
  await lake.ensureTables([{ name: 'x.t', columns: [{ name: 'n', type: 'INTEGER' }] }]);
});
afterAll(async () => {
  await lake.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  'select 1',
  'with a as (select 1) select * from a',
  'from x.t',
  'describe x.t',
  'show all tables',
  'explain select 1',
  'summarize x.t',
  'values (1)',
  '-- a comment\n select 1;',
])('%j is answered', async (sql) => {
  expect((await lake.query(sql)).columns.length).toBeGreaterThan(0);
});

test.each([
  ['', /holds none/],
  ['-- nothing but a comment', /holds none/],
  ['select 1; select 2', /holds 2/],
  ['insert into x.t values (1)', /this is INSERT/],
  ['delete from x.t returning *', /this is DELETE/],
  ['update x.t set n = 1', /this is UPDATE/],
  ['drop table x.t', /this is DROP/],
  ['create temp table y as select 1', /this is CREATE/],
  ["copy x.t to 'out.csv'", /file system operations are disabled/],
  [`copy x.t to '${join(tmpdir(), 'x.csv')}'`, /disabled/],
  ["attach 'other.duckdb'", /this is ATTACH/],
  ['set threads = 9', /this is SET/],
  ['checkpoint', /only reads/],
  ['install httpfs', /only reads|INSTALL|LOAD/i],
  ['commit', /this is TRANSACTION/],
  ['explain analyze insert into x.t values (1)', /read-only/],
  ['selekt 1', /syntax error/],
  ['select * from no.such', /does not exist/],
])('%j is refused', async (sql, message) => {
  await expect(lake.query(sql)).rejects.toThrow(ConfigError);
  await expect(lake.query(sql)).rejects.toThrow(message);
});

test('a query reads no file but the lake’s own', async () => {
  const path = (name: string) => join(folder, name).replaceAll("'", "''");
  for (const sql of [
    `select * from read_text('${path('secret.txt')}')`,
    `select * from read_text('${path('typed/../secret.txt')}')`,
    `select * from '${path('secret.csv')}'`,
    `select * from glob('${path('*')}')`,
    `select * from read_text('/etc/passwd')`,
    `select * from read_csv('https://example.com/x.csv')`,
  ]) {
    await expect(lake.query(sql)).rejects.toThrow(/the query failed/);
  }
  expect((await lake.query(`select content from read_text('${path('typed/inside.txt')}')`)).rows).toEqual([
    ['typed files may be read'],
  ]);
});

test.each<[string, unknown]>([
  ['42::bigint', 42],
  ['9007199254740993', '9007199254740993'],
  ['sum(x) from range(3) t(x)', 3],
  ['1.10::decimal(9,2)', '1.10'],
  ['0.5::double', 0.5],
  ["'nan'::double", 'NaN'],
  ['true', true],
  ['null', null],
  ["timestamp '2026-01-15 01:02:03.004'", '2026-01-15T01:02:03.004Z'],
  ["timestamp '1969-12-31 23:59:59.999999'", '1969-12-31T23:59:59.999999Z'],
  ["timestamptz '2026-01-15 01:00:00+01'", '2026-01-15T00:00:00.000Z'],
  ["timestamp_s '2026-01-15 00:00:01'", '2026-01-15T00:00:01.000Z'],
  ["timestamp_ms '2026-01-15 00:00:01'", '2026-01-15T00:00:01.000Z'],
  ["timestamp_ns '2026-01-15 00:00:01'", '2026-01-15T00:00:01.000Z'],
  ["timestamp 'infinity'", expect.stringMatching(/µs$/)],
  ["date '2026-01-15'", '2026-01-15'],
  ['interval 90 minute', '01:30:00'],
  ['[1, null, 3]', [1, null, 3]],
  ["{'a': 1, 'b': [date '2026-01-15']}", { a: 1, b: ['2026-01-15'] }],
  ["map {'k': 1}", [{ key: 'k', value: 1 }]],
  ["'\\x01\\xff'::blob", '01ff'],
  ["'6f2d0f9c-0000-4000-8000-000000000001'::uuid", '6f2d0f9c-0000-4000-8000-000000000001'],
])('select %s', async (expression, expected) => {
  const { rows } = await lake.query(`select ${expression}`);
  expect(rows).toEqual([[expected]]);
  expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
});

test('the portable subset’s functions are there', async () => {
  expect((await lake.query('select timestamp_millis(1768435200001)')).rows).toEqual([['2026-01-15T00:00:00.001Z']]);
  expect((await lake.query('select n from (values (2), (null), (1)) t(n) order by n')).rows).toEqual([
    [null],
    [1],
    [2],
  ]);
});

const endless = 'select count(*) from range(1000000) a, range(1000000) b where hash(a.range + b.range) = 1';

describe('rows', () => {
  test('up to 100,000 are given, in their order; one more is refused', async () => {
    const { rows } = await lake.query('select range from range(100000) order by 1');
    expect(rows).toHaveLength(100_000);
    expect(rows.every(([value], index) => value === index)).toBe(true);
    const refused = lake.query('from range(100001)');
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow('more than 100,000 rows; add a LIMIT or aggregate');
  });

  test('the limit can be another', async () => {
    expect((await lake.query('from range(3)', { maxRows: 3 })).rows).toEqual([[0], [1], [2]]);
    await expect(lake.query('from range(4)', { maxRows: 3 })).rejects.toThrow('more than 3 rows');
    expect((await lake.query('from range(0)', { maxRows: 0 })).rows).toEqual([]);
  });

  test('an error behind the first of them is an error', async () => {
    const late = "select cast(case range when 90000 then 'x' else '1' end as integer) from range(100000)";
    await expect(lake.query(late)).rejects.toThrow(/the query failed: .*Could not convert/);
  });

  test('too many are told before all of them are made', async () => {
    const startedMs = performance.now();
    await expect(lake.query('from range(1000000000000)')).rejects.toThrow('more than 100,000 rows');
    expect(performance.now() - startedMs).toBeLessThan(4_000);
  });
});

describe('a query is cancelled', () => {
  test('before it begins', async () => {
    const cancelled = lake.query('select 1', { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toThrow(ConfigError);
    await expect(cancelled).rejects.toThrow('the query was cancelled');
  });

  test.each([0, 1, 5, 100])('%d ms later, while others go on', async (delayMs) => {
    const cancelling = new AbortController();
    const cancelled = lake.query(endless, { signal: cancelling.signal });
    const other = lake.query('select sum(range) from range(1000000)');
    setTimeout(() => cancelling.abort(), delayMs);
    await expect(cancelled).rejects.toThrow(ConfigError);
    await expect(cancelled).rejects.toThrow('the query was cancelled');
    expect((await other).rows).toEqual([[499999500000]]);
  });

  test('while its rows are read', async () => {
    const cancelling = new AbortController();
    const cancelled = lake.query('from range(1000000000000)', { signal: cancelling.signal, maxRows: 1e12 });
    setTimeout(() => cancelling.abort(), 50);
    await expect(cancelled).rejects.toThrow('the query was cancelled');
  });

  test('not by a signal that aborts afterwards', async () => {
    const cancelling = new AbortController();
    expect((await lake.query('select 1', { signal: cancelling.signal })).rows).toEqual([[1]]);
    cancelling.abort();
    expect((await lake.query('select 2')).rows).toEqual([[2]]);
  });

  test('by closing the lake, which frees its file for another process', async () => {
    const file = join(folder, 'closing.duckdb');
    const closing = await openLake({ file, pathOf: (key) => join(folder, key) });
    await expect(closing.query('from range(1000000)')).rejects.toThrow('more than');
    const running = [closing.query(endless), closing.query(endless)];
    const ended = Promise.all(running.map((query) => expect(query).rejects.toThrow('the query was cancelled')));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const startedMs = performance.now();
    await closing.close();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    await ended;
    const program = `
      import { openLake } from ${JSON.stringify(new URL('./open-lake.ts', import.meta.url).href)};
      const lake = await openLake({ file: ${JSON.stringify(file)}, pathOf: (key) => key });
      await lake.close();`;
    execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], { stdio: 'pipe' });
  }, 20_000);
});
