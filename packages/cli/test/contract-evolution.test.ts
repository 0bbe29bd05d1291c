import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { queryFolder } from '@millrace/local';
import { checkSampleLake } from '../src/schema/check-lake.ts';
import { createScratchWorkspace, type ScratchWorkspace } from '../src/schema/scratch-workspace.ts';
import { useScratch } from './run-millrace.ts';

type Row = Readonly<Record<string, unknown>>;

/** What these tests need of an engine: the code of a workspace works on a lake, and the lake can be asked. */
type TableEngine = {
  readonly name: string;
  /** The engine's types of a text, a whole number and a number. */
  readonly types: { readonly string: string; readonly integer: string; readonly double: string };
  /** Puts NDJSON of events through the whole line, until silver and gold have it. */
  take(workspace: string, lake: string, input: string): void;
  /** One more refinement; gives what the command said. */
  refine(workspace: string, lake: string): string;
  /** Exit code of a reconciliation, and what it found. */
  reconcile(workspace: string, lake: string): { readonly status: number | null; readonly stderr: string };
  query(lake: string, sql: string): Promise<readonly Row[]>;
  /** `<layer>.<table>.<column>` → type. */
  describe(lake: string): Promise<Readonly<Record<string, string>>>;
};

const duckdb: TableEngine = {
  name: 'duckdb',
  types: { string: 'VARCHAR', integer: 'INTEGER', double: 'DOUBLE' },
  take: (workspace, lake, input) => {
    millrace(workspace, ['local', '--input', input, '--format', 'events', '--dir', lake]);
  },
  refine: (workspace, lake) => millrace(workspace, ['run', '--dir', lake]),
  reconcile: (workspace, lake) => node(workspace, 'packages/cli/src/main.ts', ['reconcile', '--dir', lake]),
  async query(lake, sql) {
    const { columns, rows } = await queryFolder(lake, sql);
    return rows.map((row) => Object.fromEntries(row.map((cell, index) => [columns[index]?.name ?? '', cell])));
  },
  async describe(lake) {
    const rows = await duckdb.query(
      lake,
      `select schema_name || '.' || table_name || '.' || column_name as name, data_type as type
       from duckdb_columns() where not internal and database_name = current_database()`,
    );
    return Object.fromEntries(rows.map(({ name, type }) => [String(name), String(type)]));
  },
};

const scratch = useScratch();
/** A row of these stays as it is for ever. */
const keptTables = ['bronze.events', 'bronze.quarantine', 'silver.events', 'silver.conflicts', 'silver.quarantine'];
/** A reconciliation writes what it saw. */
const ownRecords = /^lake\.(?:census|findings|reconciliations)\./;

describeTableEvolution(duckdb);

/** Contracts grow under a lake that is there: by a minor version, then by an event type. */
function describeTableEvolution(engine: TableEngine): void {
  describe(`contracts grow under a lake of ${engine.name}`, () => {
    let workspace: ScratchWorkspace;
    let lake = '';
    let before: Snapshot;
    let pristine: ScratchWorkspace;

    beforeAll(async () => {
      workspace = createScratchWorkspace({ kind: 'working-tree' });
      pristine = createScratchWorkspace({ kind: 'working-tree' });
      lake = join(scratch(), `lake-${engine.name}`);
      const newest = newestVersion(workspace.root, 'search');
      const first = toSearch(1, newest, { query: 'boots', result_count: 12 });
      engine.take(
        workspace.root,
        lake,
        write('before.ndjson', [
          first,
          { ...first, search: { query: 'the same id with other content' } },
          toSearch(2, newest, { query: '' }),
          toPageView(3),
          { ...toPageView(4), event_type: 'no_such_type' },
        ]),
      );
      leaveUnrefined(workspace.root, lake, [toSearch(5, newest, { query: 'transformed by the older code' })]);
      before = await takeSnapshot(engine, lake);
      expect(before.rows['silver.events']).toHaveLength(3);
      expect(before.rows['silver.conflicts']).toHaveLength(1);
      expect(before.rows['silver.quarantine']).toHaveLength(1);
    }, 120_000);

    afterAll(() => {
      workspace.dispose();
      pristine.dispose();
    });

    let version = '';
    test('a new minor version is one file: types, validators, tables, documents and fixtures follow', () => {
      const oldFiles = readFiles(workspace.root);
      version = addSearchFields(workspace.root);
      const contract = `packages/schema/contracts/search/${version}.json`;
      generate(workspace.root);
      const files = readFiles(workspace.root);
      const changed = [...files].filter(([path, text]) => oldFiles.get(path) !== text).map(([path]) => path);
      for (const [path, mention] of [
        ['packages/schema/src/generated/event-types.ts', 'did_you_mean'],
        ['packages/schema/src/generated/validators.js', 'did_you_mean'],
        ['packages/schema/src/generated/bronze-columns.ts', 'search_did_you_mean'],
        [`packages/schema/generated/json-schema/search/${version}.json`, 'did_you_mean'],
        [`packages/schema/generated/fixtures/search/${version}.json`, 'did_you_mean'],
        ['packages/lakehouse/src/generated/models.ts', 'search_did_you_mean'],
        ['packages/lakehouse/generated/ddl/duckdb.sql', '"search_did_you_mean" VARCHAR, -- /search/did_you_mean: '],
        ['packages/lakehouse/generated/ddl/iceberg.sql', "`search_seconds` double COMMENT '/search/seconds: "],
        ['docs/events.md', 'did_you_mean'],
      ] as const) {
        expect(changed).toContain(path);
        expect(files.get(path)).toContain(mention);
      }
      const byHand = changed.filter((path) => !/\/generated\/|^docs\/events\.md$/.test(path));
      expect(byHand).toEqual([contract]);
      expect([...oldFiles.keys()].filter((path) => !files.has(path))).toEqual([]);
    }, 60_000);

    test('SCHEMA-6: the tables get the columns, old rows stay as they are, what the older code had transformed is loaded', async () => {
      engine.take(
        workspace.root,
        lake,
        write('after.ndjson', [
          toSearch(6, version, {
            query: 'botos',
            did_you_mean: 'boots',
            seconds: 0.25,
            facets: ['brand', 'size "9"'],
          }),
          toSearch(7, version, { query: 'without the new fields' }),
          toSearch(8, '1.0.0', { query: 'of an older sender', result_count: 3 }),
        ]),
      );
      const after = await takeSnapshot(engine, lake);
      const { string, double } = engine.types;
      const added = Object.fromEntries(
        ['bronze.events', 'silver.events'].flatMap((table) => [
          [`${table}.search_did_you_mean`, string],
          [`${table}.search_seconds`, double],
          [`${table}.search_facets`, string],
        ]),
      );
      expect(after.columns).toEqual({ ...before.columns, ...added });
      await expectKept(engine, lake, before);

      const fields = 'search_query, search_result_count, search_did_you_mean, search_seconds, search_facets';
      const rows = await engine.query(
        lake,
        `select event_id, schema_version, ${fields} from silver.events where event_type = 'search' order by event_id`,
      );
      const none = { search_did_you_mean: null, search_seconds: null, search_facets: null };
      const toRow = (n: number, sent: string, query: string, count: number | null, added: object = none) => ({
        ...{ event_id: idOf(n), schema_version: sent, search_query: query, search_result_count: count },
        ...added,
      });
      const older = newestVersion(pristine.root, 'search');
      expect(rows).toEqual([
        toRow(1, older, 'boots', 12),
        toRow(2, older, '', null),
        toRow(5, older, 'transformed by the older code', null),
        toRow(6, version, 'botos', null, {
          ...{ search_did_you_mean: 'boots', search_seconds: 0.25, search_facets: '["brand","size \\"9\\""]' },
        }),
        toRow(7, version, 'without the new fields', null),
        toRow(8, '1.0.0', 'of an older sender', 3),
      ]);
      expect(engine.reconcile(workspace.root, lake)).toMatchObject({ status: 0, stderr: '' });
    }, 60_000);

    test('once more changes nothing', async () => {
      const once = await takeSnapshot(engine, lake);
      expect(engine.refine(workspace.root, lake)).toContain('Nothing new');
      generate(workspace.root, ['nothing changed', 'nothing changed']);
      expect(await takeSnapshot(engine, lake)).toEqual(once);
    }, 60_000);

    test('a new event type is one file', async () => {
      before = await takeSnapshot(engine, lake);
      addWishlistType(workspace.root);
      generate(workspace.root);
      const types = readFileSync(join(workspace.root, 'packages/schema/src/generated/event-types.ts'), 'utf8');
      expect(types).toContain('WishlistAddEvent');
      expect(readFileSync(join(workspace.root, 'docs/events.md'), 'utf8')).toContain('wishlist_add');

      const event = { ...toEvent(9, 'wishlist_add', '1.0.0'), wishlist: { list_id: 'birthday', position: 3 } };
      engine.take(workspace.root, lake, write('wishlist.ndjson', [event]));
      const after = await takeSnapshot(engine, lake);
      const { string, integer } = engine.types;
      const added = Object.fromEntries(
        ['bronze.events', 'silver.events'].flatMap((table) => [
          [`${table}.wishlist_id`, string],
          [`${table}.wishlist_position`, integer],
        ]),
      );
      expect(after.columns).toEqual({ ...before.columns, ...added });
      await expectKept(engine, lake, before);
      const sql = "select wishlist_id, wishlist_position from silver.events where event_type = 'wishlist_add'";
      expect(await engine.query(lake, sql)).toEqual([{ wishlist_id: 'birthday', wishlist_position: 3 }]);
      expect(engine.reconcile(workspace.root, lake)).toMatchObject({ status: 0, stderr: '' });
    }, 60_000);

    test('checkSampleLake: what grew is taken over, a column of another type is not', async () => {
      const older = newestVersion(pristine.root, 'search');
      const sample = {
        oldWorkspace: pristine.root,
        newWorkspace: workspace.root,
        sampleBefore: write('sample-before.ndjson', [
          toSearch(20, older, { query: 'a', result_count: 1 }),
          toPageView(21),
        ]),
        sampleAfter: write('sample-after.ndjson', [toSearch(22, version, { query: 'b', did_you_mean: 'c' })]),
        say: () => {},
      };
      const { checks } = await checkSampleLake(sample);
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
      expect(checks.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          'rows-of-silver.events',
          `query-of-search-${older}`,
          'new-events-in-silver',
          'reconcile',
        ]),
      );

      for (const file of globSync('packages/schema/contracts/search/*.json', { cwd: workspace.root })) {
        edit(join(workspace.root, file), (contract) => {
          Object.assign(contract.properties.search.properties['result_count'] ?? {}, { type: 'number' });
        });
      }
      generate(workspace.root);
      const refused = await checkSampleLake(sample);
      expect(refused.checks.filter(({ ok }) => !ok)).toMatchObject([
        {
          name: 'newer-code-takes-it-over',
          detail: expect.stringContaining('bronze.events.search_result_count is INTEGER'),
        },
      ]);
    }, 120_000);
  });
}

type Snapshot = {
  readonly columns: Readonly<Record<string, string>>;
  /** Each row as JSON, sorted. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
};

async function takeSnapshot(engine: TableEngine, lake: string): Promise<Snapshot> {
  const columns = await engine.describe(lake);
  const rows: Record<string, readonly string[]> = {};
  const own = Object.entries(columns).filter(([name]) => !ownRecords.test(name));
  const tables = new Set(own.map(([name]) => name.split('.', 2).join('.')));
  for (const table of tables) rows[table] = await readRows(engine, lake, table, columns);
  return { columns: Object.fromEntries(own), rows };
}

/** The rows of a table in the columns that it has in `columns`. */
async function readRows(engine: TableEngine, lake: string, table: string, columns: Snapshot['columns']) {
  const names = Object.keys(columns).filter((name) => name.startsWith(`${table}.`));
  const list = names.map((name) => `"${name.slice(table.length + 1)}"`).sort();
  const rows = await engine.query(lake, `select ${list.join(', ')} from ${table}`);
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Every row of then is there once, with the same values in the columns of then. */
async function expectKept(engine: TableEngine, lake: string, { columns, rows }: Snapshot): Promise<void> {
  for (const table of keptTables) {
    const now = await readRows(engine, lake, table, columns);
    expect(now.filter((row) => rows[table]?.includes(row))).toEqual(rows[table]);
  }
}

function idOf(n: number): string {
  return `6f1c3f5e-8a4b-4d7e-9f00-${String(n).padStart(12, '0')}`;
}

function toEvent(n: number, eventType: string, version: string): Row {
  return {
    event_id: idOf(n),
    event_type: eventType,
    schema_version: version,
    ts: '2026-01-15T12:00:00Z',
    user: { consent: { analytics: true, ads: false } },
    session: { session_id: `session-${n}` },
  };
}

function toSearch(n: number, version: string, search: Row): Row {
  return { ...toEvent(n, 'search', version), search };
}

function toPageView(n: number): Row {
  return { ...toEvent(n, 'page_view', '1.0.0'), ctx: { page_url: `/page-${n}` } };
}

function write(name: string, events: readonly Row[]): string {
  const file = join(scratch(), name);
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return file;
}

function newestVersion(root: string, eventType: string): string {
  const versions = readdirSync(join(root, 'packages/schema/contracts', eventType));
  const sorted = versions.sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
  return (sorted.at(-1) ?? '').replace(/\.json$/, '');
}

/** The newest contract of search with three optional fields more: a text, a number, a list. Gives its version. */
function addSearchFields(root: string): string {
  const folder = join(root, 'packages/schema/contracts/search');
  const older = newestVersion(root, 'search');
  const [major, minor] = older.split('.').map(Number) as [number, number];
  const newer = `${major}.${minor + 1}.0`;
  const text = readFileSync(join(folder, `${older}.json`), 'utf8');
  writeFileSync(
    join(folder, `${newer}.json`),
    text.replaceAll(`"${older}"`, `"${newer}"`).replace(`search:${older}`, `search:${newer}`),
  );
  edit(join(folder, `${newer}.json`), (contract) => {
    Object.assign(contract.properties.search.properties, {
      did_you_mean: {
        description: 'What the search proposed instead.',
        ...{ type: 'string', maxLength: 1024, 'x-column': 'search_did_you_mean' },
      },
      seconds: {
        description: 'How long the search took.',
        ...{ type: 'number', minimum: 0, maximum: 3600, 'x-unit': 'second', 'x-column': 'search_seconds' },
      },
      facets: {
        description: 'The facets that were chosen.',
        ...{ type: 'array', maxItems: 20, items: { type: 'string', maxLength: 64 }, 'x-column': 'search_facets' },
      },
    });
  });
  return newer;
}

function addWishlistType(root: string): void {
  const file = join(root, 'packages/schema/contracts/wishlist_add/1.0.0.json');
  mkdirSync(dirname(file));
  const contract = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:millrace:schema:wishlist_add:1.0.0',
    title: 'WishlistAddEvent',
    description: 'A visitor put something on a wish list.',
    type: 'object',
    allOf: [{ $ref: 'urn:millrace:schema:envelope:1.0.0' }],
    required: ['wishlist'],
    properties: {
      event_type: { description: 'A visitor put something on a wish list.', const: 'wishlist_add' },
      schema_version: { description: 'Version of this contract.', const: '1.0.0' },
      wishlist: {
        description: 'The list, and where on it.',
        type: 'object',
        required: ['list_id'],
        properties: {
          list_id: { description: 'Id of the list.', type: 'string', maxLength: 64, 'x-column': 'wishlist_id' },
          position: {
            description: 'Place on the list, from 1.',
            ...{ type: 'integer', minimum: 1, maximum: 1000, 'x-unit': 'place', 'x-column': 'wishlist_position' },
          },
        },
        additionalProperties: false,
      },
    },
    unevaluatedProperties: false,
  };
  writeFileSync(file, `${JSON.stringify(contract, undefined, 2)}\n`);
}

type SearchContract = { properties: { search: { properties: Record<string, object> } } };

function edit(file: string, change: (contract: SearchContract) => void): void {
  const contract = JSON.parse(readFileSync(file, 'utf8')) as SearchContract;
  change(contract);
  writeFileSync(file, `${JSON.stringify(contract, undefined, 2)}\n`);
}

/** `npm run generate` in a copy, which has no installation to look after: the same scripts, in the same order. */
function generate(root: string, expected: readonly [schema: string, lakehouse: string] = ['wrote ', 'wrote ']): void {
  for (const [index, name] of ['schema', 'lakehouse'].entries()) {
    const { status, stdout, stderr } = node(root, `packages/${name}/scripts/generate.ts`, []);
    expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: '' });
    expect(stdout).toContain(expected[index]);
  }
}

/** All source files of the copy; what tests and generators have no part in is left out. */
function readFiles(root: string): ReadonlyMap<string, string> {
  const paths = globSync(['packages/*/{contracts,generated,models,scripts,src}/**/*.*', 'docs/**/*.md'], { cwd: root });
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Takes the events in with this workspace's code and transforms them, but ends before they are refined. */
function leaveUnrefined(root: string, lake: string, events: readonly Row[]): void {
  const script = 'packages/cli/leave-unrefined.ts';
  writeFileSync(
    join(root, script),
    `import { openRuntime } from '@millrace/local';
const runtime = await openRuntime({ dir: process.argv[2] ?? '', port: 0, log: console.error, refineEveryMs: 600_000 });
const body = process.argv[3] ?? '';
const headers = { 'content-type': 'application/json' };
const { status } = await fetch(\`\${runtime.url}/v1/events\`, { method: 'POST', headers, body });
if (status !== 202) throw new Error(\`ingest answered \${status}\`);
while (runtime.progress().transformed === 0) await new Promise((resolve) => setTimeout(resolve, 20));
if (runtime.progress().refinedRows > 0) throw new Error('it was refined');
await runtime.close();
`,
  );
  const { status, stderr } = node(root, script, [lake, JSON.stringify(events)]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

function millrace(root: string, args: readonly string[]): string {
  const { status, stdout, stderr } = node(root, 'packages/cli/src/main.ts', args);
  expect({ args, status, stderr: status === 0 ? '' : stderr }).toEqual({ args, status: 0, stderr: '' });
  return stdout;
}

function node(root: string, script: string, args: readonly string[]) {
  return spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
    timeout: 60_000,
  });
}
