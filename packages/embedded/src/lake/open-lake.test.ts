import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ConfigError, InvariantError } from '@millrace/pipeline';
import type { ExecutablePlan, PlanStep } from './executable-plan.ts';
import { type Lake, type LakeOptions, openLake } from './open-lake.ts';

let folder: string;
let lakes: Lake[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-lake-'));
});
afterEach(async () => {
  for (const lake of lakes) await lake.close();
  lakes = [];
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: Partial<LakeOptions> = {}): Promise<Lake> {
  const lake = await openLake({ file: join(folder, 'lake.duckdb'), pathOf: (key) => join(folder, key), ...options });
  lakes.push(lake);
  return lake;
}

/** Loads the numbers of a file, or adds one itself; audits that none is negative; publishes. */
function toPlan(runId: string, changes: Partial<ExecutablePlan> & { value?: number } = {}): ExecutablePlan {
  const { value = 1, ...rest } = changes;
  const steps: PlanStep[] = [
    {
      name: 'load',
      statements: [
        {
          table: 'x.numbers',
          purpose: 'added',
          sql: `create temp table run_new as select ${value} as n`,
          creates: 'run_new',
        },
        {
          table: 'x.numbers',
          purpose: 'insert',
          sql: 'insert into x.numbers (n, at_ms) select n, {now_ms} from run_new',
          only_if: 'run_new',
        },
        { table: 'x.numbers', purpose: 'delete', sql: 'delete from x.numbers', unless: 'run_new' },
      ],
      audits: [],
    },
    {
      name: 'audit',
      statements: [],
      audits: [
        { name: 'no_negatives', table: 'x.numbers', sql: 'select n, n * 2 as twice from x.numbers where n < 0' },
      ],
    },
    { name: 'publish', statements: [], audits: [] },
  ];
  const tables = [
    {
      name: 'x.numbers',
      columns: [
        { name: 'n', type: 'INTEGER' },
        { name: 'at_ms', type: 'BIGINT' },
      ],
    },
  ];
  return { run_id: runId, tables, sources: [], steps, ...rest };
}

async function execute(lake: Lake, plan: ExecutablePlan): Promise<void> {
  for (const { name } of plan.steps) await lake.executeStep(plan, name, 5);
}

const numbersSql = 'select n from x.numbers order by n';

describe('a run', () => {
  test('is seen when its last step is done, and not before', async () => {
    const lake = await open();
    const [first, second] = [toPlan('a'), toPlan('b', { value: 2 })];
    await execute(lake, first);
    expect(await lake.executeStep(second, 'load')).toEqual({
      step: 'load',
      tables: { 'x.numbers': { added: 1, removed: 0 } },
      audits: 0,
    });
    expect((await lake.query(numbersSql)).rows).toEqual([[1]]);
    expect((await lake.executeStep(second, 'audit')).audits).toBe(1);
    expect(await lake.tableCounts()).toEqual({ 'x.numbers': 1 });
    await lake.executeStep(second, 'publish');
    expect((await lake.query(numbersSql)).rows).toEqual([[1], [2]]);
    expect((await lake.query('select at_ms from x.numbers where n = 1')).rows).toEqual([[5]]);
  });

  test('ends where an audit finds rows, and names them; the lake is as it was and takes the next run', async () => {
    const lake = await open();
    await execute(lake, toPlan('a'));
    const bad = toPlan('b', { value: -3 });
    await expect(execute(lake, bad)).rejects.toThrow(
      new InvariantError(
        'run b: audit no_negatives of x.numbers failed, nothing is published; the first rows that should not be there: {"n":-3,"twice":-6}',
      ),
    );
    await execute(lake, toPlan('c', { value: 7 }));
    expect((await lake.query(numbersSql)).rows).toEqual([[1], [7]]);
  });

  test('ends where a statement fails', async () => {
    const lake = await open();
    const plan = toPlan('a', {
      steps: [{ name: 'load', statements: [{ table: 't', purpose: 'p', sql: 'select 1 / x' }], audits: [] }],
    });
    await expect(lake.executeStep(plan, 'load')).rejects.toThrow(/step load, t \(p\): Binder Error/);
    await execute(lake, toPlan('b'));
  });

  test('goes through its steps in their order, and starts with the first', async () => {
    const lake = await open();
    const plan = toPlan('a');
    await expect(lake.executeStep(plan, 'audit')).rejects.toThrow(InvariantError);
    await lake.executeStep(plan, 'load');
    await expect(lake.executeStep(toPlan('b'), 'load')).rejects.toThrow(/run a is still open/);
    await expect(lake.executeStep(toPlan('b'), 'audit')).rejects.toThrow(/without the steps before it/);
    await expect(lake.executeStep(plan, 'publish')).rejects.toThrow(/publish came where audit was next/);
    await expect(lake.executeStep(plan, 'audit')).rejects.toThrow(InvariantError);
    expect((await lake.query("select * from duckdb_tables() where schema_name = 'x'")).rows).toEqual([]);
  });

  test('is undone by rollback, also in the middle of a step', async () => {
    const lake = await open();
    await lake.rollback();
    await lake.executeStep(toPlan('a'), 'load');
    await lake.rollback();
    await expect(lake.executeStep(toPlan('a'), 'audit')).rejects.toThrow(InvariantError);

    const endless = 'select count(*) from range(100000) a, range(100000) b where hash(a.range + b.range) = 1';
    const slow = toPlan('b', {
      steps: [
        { name: 'load', statements: [{ table: 't', purpose: 'p', sql: endless }], audits: [] },
        { name: 'publish', statements: [], audits: [] },
      ],
    });
    const step = expect(lake.executeStep(slow, 'load')).rejects.toThrow(/INTERRUPT|rolled back/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await lake.rollback();
    await step;
    await execute(lake, toPlan('c', { value: 3 }));
    expect((await lake.query(numbersSql)).rows).toEqual([[3]]);
  });

  test('is undone by closing', async () => {
    const lake = await open();
    await execute(lake, toPlan('a'));
    await lake.executeStep(toPlan('b'), 'load');
    await lake.close();
    await lake.close();
    await expect(lake.query('select 1')).rejects.toThrow(/closed/);
    expect((await (await open()).query(numbersSql)).rows).toEqual([[1]]);
  });
});

describe('a snapshot', () => {
  test('shows one state of the lake, whatever is published meanwhile', async () => {
    const lake = await open();
    await execute(lake, toPlan('a'));
    const seen = await lake.readSnapshot(async (query) => {
      await execute(lake, toPlan('b', { value: 2 }));
      const first = (await query(numbersSql)).rows;
      await execute(lake, toPlan('c', { value: 3 }));
      return [
        first,
        ...(await Promise.all([query(numbersSql), query('select count(*) from x.numbers')])).map((r) => r.rows),
      ];
    });
    expect(seen).toEqual([[[1]], [[1]], [[1]]]);
    expect((await lake.query(numbersSql)).rows).toEqual([[1], [2], [3]]);
  });

  test('throws what its work throws, takes no statement that writes, and ends with the lake', async () => {
    const lake = await open();
    await execute(lake, toPlan('a'));
    await expect(lake.readSnapshot(() => Promise.reject(new InvariantError('own')))).rejects.toThrow('own');
    await expect(lake.readSnapshot((query) => query('delete from x.numbers'))).rejects.toThrow(/a query only reads/);
    const reading = lake.readSnapshot(async (query) => {
      await lake.query('select 1');
      const closing = lake.close();
      await expect(query('select 1')).rejects.toThrow(/cancelled/);
      return () => closing;
    });
    await (await reading)();
  });
});

describe('a record', () => {
  const tables = [
    {
      name: 'lake.notes',
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'text', type: 'VARCHAR' },
        { name: 'at', type: 'TIMESTAMP' },
        { name: 'is_true', type: 'BOOLEAN' },
        { name: 'share', type: 'DOUBLE' },
        { name: 'line', type: 'INTEGER' },
      ],
    },
  ];
  const notesSql = 'select * from lake.notes order by id';

  test('is statements, then rows, in one transaction', async () => {
    const lake = await open();
    await lake.ensureTables(tables);
    const row = { text: "it's", id: 1, at: Date.UTC(2026, 0, 15, 12, 0, 0, 7), is_true: true, share: 0.5, line: 3 };
    await lake.record({ statements: [], rows: { 'lake.notes': [row, { id: 2 }] } });
    expect((await lake.query(notesSql)).rows).toEqual([
      [1, "it's", '2026-01-15T12:00:00.007Z', true, 0.5, 3],
      [2, null, null, null, null, null],
    ]);
    await lake.record({ statements: ['delete from lake.notes where id = 1'], rows: { 'lake.notes': [{ id: 3 }] } });
    expect((await lake.query('select id from lake.notes order by id')).rows).toEqual([[2], [3]]);
  });

  test('that cannot be made leaves nothing', async () => {
    const lake = await open();
    await lake.ensureTables(tables);
    await lake.record({ statements: [], rows: { 'lake.notes': [{ id: 1 }] } });
    const deleting = ['delete from lake.notes'];
    for (const rows of [{ 'lake.notes': [{ id: 2 }, { what: 1 }] }, { 'lake.nothing': [{ id: 1 }] }]) {
      await expect(lake.record({ statements: deleting, rows })).rejects.toThrow(InvariantError);
    }
    await expect(lake.record({ statements: [...deleting, 'selec'], rows: {} })).rejects.toThrow(InvariantError);
    expect((await lake.query('select id from lake.notes')).rows).toEqual([[1]]);
    await lake.close();
    const reader = await open({ readOnly: true });
    await expect(reader.record({ statements: [], rows: {} })).rejects.toThrow(/opened to read/);
  });

  test('waits for a run that is under way, published or not', async () => {
    const lake = await open();
    await lake.ensureTables(tables);
    for (const [id, end] of [
      [1, () => lake.executeStep(toPlan('a'), 'publish')],
      [2, () => lake.rollback()],
    ] as const) {
      await lake.executeStep(toPlan('a'), 'load');
      let isRecorded = false;
      const recording = lake.record({ statements: [], rows: { 'lake.notes': [{ id }] } }).then(() => {
        isRecorded = true;
      });
      await lake.executeStep(toPlan('a'), 'audit');
      expect(isRecorded).toBe(false);
      await end();
      await recording;
      expect((await lake.query(`select id from lake.notes where id = ${id}`)).rows).toEqual([[id]]);
    }
    await lake.executeStep(toPlan('b'), 'load');
    const recording = lake.record({ statements: [], rows: {} });
    await lake.close();
    await expect(recording).rejects.toThrow(/closed/);
  });
});

test('a query can read typed files beside the tables', async () => {
  const lake = await open();
  await execute(lake, toPlan('a'));
  mkdirSync(join(folder, 'typed'));
  const writer = await DuckDBInstance.create(':memory:');
  const connection = await writer.connect();
  await connection.run(`copy (select 7 as n) to '${join(folder, 'typed', 'a.parquet')}' (format parquet)`);
  connection.disconnectSync();
  writer.closeSync();
  const columns = [
    { name: 'n', type: 'INTEGER' },
    { name: 'later', type: 'VARCHAR' },
  ];
  const sources = [{ run_table: 'run_files', columns, typed_keys: ['typed/a.parquet'] }];
  const sql = 'select typed_key, n, later, (select count(*) from x.numbers) from run_files';
  expect((await lake.query(sql, { sources })).rows).toEqual([['typed/a.parquet', 7, null, 1]]);
  await expect(
    lake.query(sql, { sources: [{ run_table: 'run_files', columns, typed_keys: ['typed/b.parquet'] }] }),
  ).rejects.toThrow(/names typed\/b\.parquet, but there is no file/);
});

describe('tables', () => {
  const wider = (type = 'VARCHAR') => ({
    tables: [
      {
        name: 'x.numbers',
        columns: [
          { name: 'n', type: 'INTEGER' },
          { name: 'at_ms', type: 'BIGINT' },
          { name: 'order', type },
        ],
      },
    ],
  });

  test('get new columns, whose old rows are null', async () => {
    const lake = await open();
    await execute(lake, toPlan('a'));
    await execute(lake, toPlan('b', { value: 2, ...wider() }));
    expect((await lake.query('select n, "order" from x.numbers order by n')).rows).toEqual([
      [1, null],
      [2, null],
    ]);
  });

  test('keep the types of their columns', async () => {
    const lake = await open();
    await execute(lake, toPlan('a', wider()));
    await expect(execute(lake, toPlan('b', wider('DATE')))).rejects.toThrow(
      new ConfigError('x.numbers.order is VARCHAR in this lake, and DATE in the model: give the column a new name'),
    );
  });

  test('can be there before the first run', async () => {
    const lake = await open();
    await lake.ensureTables(toPlan('a').tables);
    await lake.ensureTables(toPlan('a').tables);
    expect((await lake.query(numbersSql)).rows).toEqual([]);
    await execute(lake, toPlan('a'));
  });
});

describe('a file', () => {
  test('that is damaged, cut off or something else’s is a ConfigError and stays as it is', async () => {
    const file = join(folder, 'other.duckdb');
    writeFileSync(file, 'this is no database, and long enough to look like something');
    await expect(open({ file })).rejects.toThrow(/other\.duckdb is not a lake that can be opened.*move it away/);

    const foreign = join(folder, 'foreign.duckdb');
    const instance = await DuckDBInstance.create(foreign);
    const connection = await instance.connect();
    await connection.run('create table customers as select 1 as id');
    connection.disconnectSync();
    instance.closeSync();
    await expect(open({ file: foreign })).rejects.toThrow(/something else's file/);

    const lake = await open();
    await execute(lake, toPlan('a'));
    await lake.close();
    const cut = join(folder, 'cut.duckdb');
    copyFileSync(join(folder, 'lake.duckdb'), cut);
    truncateSync(cut, 9000);
    await expect(open({ file: cut })).rejects.toThrow(ConfigError);
  });

  test('that is a folder, or lies where nobody may write, is a ConfigError', async () => {
    await expect(open({ file: folder })).rejects.toThrow(ConfigError);
    await expect(open({ file: join(folder, 'no', 'such', 'folder', 'lake.duckdb') })).rejects.toThrow(ConfigError);
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    // The administrator may write everywhere.
    if (process.getuid?.() !== 0)
      await expect(open({ file: join(closed, 'lake.duckdb') })).rejects.toThrow(ConfigError);
  });

  test('a memory limit that DuckDB cannot read is a ConfigError', async () => {
    await expect(open({ memoryLimit: 'much' })).rejects.toThrow(/memoryLimit is a number and a unit/);
  });

  test('opened to read: needs to be there, and takes no run', async () => {
    await expect(open({ readOnly: true })).rejects.toThrow(/there is no lake at .*run the pipeline once/);
    const writer = await open();
    await execute(writer, toPlan('a'));
    await writer.close();
    const reader = await open({ readOnly: true });
    expect((await reader.query(numbersSql)).rows).toEqual([[1]]);
    await expect(reader.executeStep(toPlan('b'), 'load')).rejects.toThrow(/opened to read/);
  });
});

describe('another process', () => {
  /** Opens the lake, publishes run a, leaves run b open, says so and waits. */
  function startWriter() {
    const program = `
      import { openLake } from ${JSON.stringify(new URL('./open-lake.ts', import.meta.url).href)};
      const lake = await openLake({ file: ${JSON.stringify(join(folder, 'lake.duckdb'))}, pathOf: (key) => key });
      const [first, second] = ${JSON.stringify([toPlan('a'), toPlan('b', { value: 2 })])};
      for (const { name } of first.steps) await lake.executeStep(first, name);
      await lake.executeStep(second, 'load');
      await lake.executeStep(second, 'audit');
      console.log('ready');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const ready = new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('exit', () => reject(new Error('the writer ended')));
    });
    return { child, ready, ended };
  }

  test('that has the lake is named; killed in the middle of a run, it leaves what it published', async () => {
    const { child, ready, ended } = startWriter();
    try {
      await ready;
      await expect(open()).rejects.toThrow(new RegExp(`is in use by process ${child.pid}: ask that process`));
      await expect(open({ readOnly: true })).rejects.toThrow(ConfigError);
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
    expect(existsSync(join(folder, 'lake.duckdb.wal'))).toBe(true);
    const reader = await open({ readOnly: true });
    expect((await reader.query(numbersSql)).rows).toEqual([[1]]);
    await reader.close();
    const lake = await open();
    expect((await lake.query(numbersSql)).rows).toEqual([[1]]);
    await execute(lake, toPlan('b', { value: 2 }));
    expect((await lake.query(numbersSql)).rows).toEqual([[1], [2]]);
  });
});
