import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateFiles } from '@millrace/schema/generator';
import { createScratchWorkspace, type ScratchWorkspace } from '../src/schema/scratch-workspace.ts';
import { runHere } from './damaged-lake.ts';
import { until, useScratch, workspaceRoot } from './run-millrace.ts';

const scratch = useScratch();
const contractsPath = 'packages/schema/contracts';
let copies = 0;

function git(dir: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', dir, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

function commit(dir: string): string {
  git(dir, 'add', '-A');
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@shop.example', '-c', 'commit.gpgsign=false'];
  git(dir, ...author, 'commit', '--quiet', '--no-verify', '--allow-empty', '-m', 'a change');
  return git(dir, 'rev-parse', 'HEAD');
}

/** A repository with the contracts of today as its only commit. */
function makeRepository(prepare: (contracts: string) => void = () => undefined): string {
  copies += 1;
  const dir = join(scratch(), `repository-${copies}`);
  const contracts = join(dir, contractsPath);
  mkdirSync(contracts, { recursive: true });
  cpSync(join(workspaceRoot, contractsPath), contracts, { recursive: true });
  prepare(contracts);
  git(scratch(), 'init', '--quiet', dir);
  commit(dir);
  return dir;
}

type Schema = { $id: string; properties: Record<string, Schema>; required?: string[]; [keyword: string]: unknown };

const toFile = (contracts: string, name: string) => join(contracts, `${name.replace(' ', '/')}.json`);
const read = (contracts: string, name: string) => JSON.parse(readFileSync(toFile(contracts, name), 'utf8')) as Schema;
const write = (contracts: string, name: string, schema: object) =>
  writeFileSync(toFile(contracts, name), `${JSON.stringify(schema, undefined, 2)}\n`);

/** Writes a version that is another one with changes; the same one where only one is named. */
function change(contracts: string, from: string, to: string, edit: (schema: Schema) => void): void {
  const schema = read(contracts, from);
  const [, version = ''] = to.split(' ');
  schema.$id = `urn:millrace:schema:${to.replace(' ', ':')}`;
  Object.assign(schema.properties['schema_version'] ?? {}, { const: version });
  edit(schema);
  write(contracts, to, schema);
}

const searchOf = ({ properties }: Schema): Schema => properties['search'] as Schema;
const pageNumber = {
  description: 'Which page of the results.',
  ...{ type: 'integer', minimum: 1, maximum: 1000, 'x-unit': 'page', 'x-column': 'search_page_number' },
};
const addPageNumber = (schema: Schema) => {
  Object.assign(searchOf(schema).properties, { page_number: pageNumber });
};
/** The envelope of today may hold schema_version to one major version. */
function freeVersions(contracts: string): void {
  const envelope = read(contracts, 'envelope 1.0.0');
  Object.assign(envelope.properties['schema_version'] ?? {}, { pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' });
  write(contracts, 'envelope 1.0.0', envelope);
}

const check = (dir: string, ...args: readonly string[]) =>
  runHere(['schema', 'check', '--no-lake', '--contracts', join(dir, contractsPath), ...args]);

const cases: readonly [string, edit: (contracts: string) => void, code: 0 | 1, ...expected: readonly RegExp[]][] = [
  [
    'an optional field in a minor version',
    (contracts) => change(contracts, 'search 1.0.0', 'search 1.1.0', addPageNumber),
    0,
    /^search 1\.0\.0 → 1\.1\.0: a minor version, as it must be$/m,
    /^\/search\/page_number +field-added-optional +integer +compatible +compatible +none /m,
    /^\/search\/page_number +column-added +search_page_number integer +none +none +compatible /m,
    /^ {2}ALTER TABLE bronze\.events ADD COLUMN "search_page_number" INTEGER;$/m,
    /^ {2}ALTER TABLE silver\.events ADD COLUMN "search_page_number" INTEGER;$/m,
    /^ {2}ALTER TABLE glue_catalog\.silver\.events ADD COLUMNS \(`search_page_number` int /m,
    /^examples: [1-9][\d,]* events of the older contracts checked, [1-9]\d* of new versions$/m,
    /^lake: skipped \(--no-lake\)$/m,
    /^ok: nothing breaks against HEAD \([0-9a-f]{12}\); new versions: 1, new columns: 1$/m,
  ],
  [
    'other words in a patch',
    (contracts) =>
      change(
        contracts,
        'search 1.0.0',
        'search 1.0.1',
        (schema) => void Object.assign(schema, { description: 'Other words.' }),
      ),
    0,
    /search 1\.0\.0 → 1\.0\.1: a patch version, as it must be/,
    /description-changed/,
    /tables: nothing to migrate/,
  ],
  [
    'a new event type',
    (contracts) => {
      mkdirSync(join(contracts, 'video_play'));
      change(contracts, 'search 1.0.0', 'video_play 1.0.0', (schema) => {
        const text = JSON.stringify(schema).replaceAll('"search"', '"video_play"').replaceAll('"search_', '"video_');
        Object.assign(schema, JSON.parse(text));
      });
    },
    0,
    /^video_play 1\.0\.0: new$/m,
    /ADD COLUMN "video_query"/,
  ],
  [
    'a breaking change in a major version',
    (contracts) =>
      change(
        contracts,
        'search 1.0.0',
        'search 2.0.0',
        (schema) => void Object.assign(searchOf(schema), { required: [] }),
      ),
    0,
    /search 1\.0\.0 → 2\.0\.0: a major version, as it must be/,
    /required-removed +required → optional +compatible +breaking +none/,
  ],
  [
    'a breaking change in a minor version',
    (contracts) =>
      change(contracts, 'search 1.0.0', 'search 1.1.0', (schema) => {
        addPageNumber(schema);
        searchOf(schema).required?.push('page_number');
      }),
    1,
    /search 1\.0\.0 → 1\.1\.0: a minor version, where a major one is needed/,
    /^✘ version-too-low {2}search\/1\.1\.0\.json: .*search\/2\.0\.0\.json$/m,
    /^✘ sample-not-upcast {2}search 1\.0\.0, example "minimal": as 1\.1\.0: \/search\/page_number required: is missing$/m,
    /problems against HEAD/,
  ],
  [
    'a released version that was edited',
    (contracts) => change(contracts, 'search 1.0.0', 'search 1.0.0', addPageNumber),
    1,
    /no new version of a contract/,
    /^✘ released-edited {2}search\/1\.0\.0\.json: \/properties\/search\/properties\/page_number /m,
    /`npx millrace schema new search` makes it/,
    /^1 problem against HEAD/m,
  ],
  [
    'a released limit that was tightened',
    (contracts) =>
      change(contracts, 'search 1.0.0', 'search 1.0.0', (schema) => {
        Object.assign(searchOf(schema).properties['query'] ?? {}, { maxLength: 7 });
      }),
    1,
    /^✘ released-edited /m,
    /^✘ sample-refused {2}search 1\.0\.0, example ".*": \/search\/query maxLength: expected at most 7 characters, found/m,
  ],
  [
    'a released version that is gone',
    (contracts) => rmSync(join(contracts, 'search'), { recursive: true }),
    1,
    /^✘ released-removed {2}search\/1\.0\.0\.json: /m,
    /^✘ column-removed {2}bronze\.events\.search_query: /m,
    /^tables: cannot be migrated$/m,
  ],
  [
    'a minor version whose events an older deployment refuses',
    (contracts) =>
      change(contracts, 'search 1.0.0', 'search 1.1.0', (schema) => {
        addPageNumber(schema);
        Object.assign(searchOf(schema), { required: [] });
      }),
    1,
    /^✘ version-too-low /m,
    // What is known of it counts, and not that there is more.
    /^✘ sample-not-readable {2}search 1\.1\.0, example "minimal": read as 1\.0\.0: \/search\/query required: is missing$/m,
    /^✘ sample-not-readable {2}search 1\.1\.0: … and [1-9]\d* more$/m,
    /^ +a deployment that does not know the new version refuses the event: make it a major one$/m,
  ],
  [
    'what breaks all examples is said of some',
    (contracts) =>
      change(contracts, 'search 1.0.0', 'search 1.0.0', (schema) => {
        addPageNumber(schema);
        searchOf(schema).required?.push('page_number');
      }),
    1,
    /^(?:✘ sample-refused {2}search 1\.0\.0, example .*\n){5}✘ sample-refused {2}search 1\.0\.0: … and [1-9]\d* more\n +what was valid stays valid/m,
  ],
  [
    'a version too many',
    (contracts) => change(contracts, 'search 1.0.0', 'search 1.2.0', addPageNumber),
    1,
    /^✘ version-gap {2}search\/1\.2\.0\.json: /m,
    /not the next version, which is to be a minor one/,
  ],
  [
    'a first version with another number',
    (contracts) => {
      mkdirSync(join(contracts, 'video_play'));
      change(contracts, 'search 1.0.0', 'video_play 1.1.0', (schema) => {
        Object.assign(schema.properties['event_type'] ?? {}, { const: 'video_play' });
      });
    },
    1,
    /^✘ first-version {2}video_play\/1\.1\.0\.json: /m,
  ],
];

test.each(cases)('%s', async (_, edit, code, ...expected) => {
  const dir = makeRepository(freeVersions);
  edit(join(dir, contractsPath));
  const result = await check(dir, '--against', 'HEAD');
  expect(result.stdout.split('\n')).toEqual(expect.arrayContaining([expect.stringMatching(/against HEAD/)]));
  for (const text of expected) expect(result.stdout).toMatch(text);
  expect(result.code).toBe(code);
  expect(result.stderr).toMatch(/^comparing .* with HEAD \([0-9a-f]{12}\) …\n/);
});

test('--json is one document', async () => {
  const dir = makeRepository();
  change(join(dir, contractsPath), 'search 1.0.0', 'search 1.1.0', addPageNumber);
  const { code, stdout } = await check(dir, '--against', 'HEAD', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ ok: true, contracts: 'changed', problems: [], lakeSkipped: '--no-lake' },
    against: { ref: 'HEAD', commit: git(dir, 'rev-parse', 'HEAD') },
    comparison: { steps: [{ eventType: 'search', from: '1.0.0', to: '1.1.0', required: 'minor', given: 'minor' }] },
    migration: { duckdb: expect.arrayContaining([expect.stringContaining('ADD COLUMN "search_page_number"')]) },
    samples: { olderEvents: expect.any(Number), newerEvents: expect.any(Number), problems: [] },
  });
});

test('without --against: where this branch left origin/main, else what was edited, else the commit before this one', async () => {
  const dir = makeRepository(freeVersions);
  const contracts = join(dir, contractsPath);
  const comparedWith = async (...args: readonly string[]) => {
    const { code, stderr } = await check(dir, ...args);
    return [code, stderr.match(/ with (.*) …/)?.[1]];
  };
  const named = (name: string, commit: string) => `${name} (${commit.slice(0, 12)})`;
  const first = git(dir, 'rev-parse', 'HEAD');
  const alone = await check(dir);
  expect([alone.code, alone.stdout]).toEqual([2, '']);
  expect(alone.stderr).toMatch(/neither origin\/main nor a commit before HEAD.*git fetch --unshallow.*--against/);
  const second = commit(dir);
  expect(await comparedWith()).toEqual([0, named('HEAD~1', first)]);
  git(dir, 'update-ref', 'refs/remotes/origin/main', second);
  expect(await comparedWith()).toEqual([0, named('HEAD~1', first)]);

  // On main itself, an edited release is found before it is committed, and a new file that git does not know yet.
  change(contracts, 'search 1.0.0', 'search 1.0.0', addPageNumber);
  const edited = await check(dir);
  expect([edited.code, edited.stdout]).toEqual([1, expect.stringContaining('✘ released-edited  search/1.0.0.json')]);
  expect(edited.stderr).toContain(named('HEAD', second));
  git(dir, 'checkout', '--quiet', '.');
  change(contracts, 'search 1.0.0', 'search 1.1.0', addPageNumber);
  expect(await comparedWith()).toEqual([0, named('HEAD', second)]);
  writeFileSync(join(dir, 'README.md'), 'not a contract');

  // A branch: what it has added, in commits and since.
  const third = commit(dir);
  expect(await comparedWith()).toEqual([0, named('origin/main', second)]);
  // Others go on with main: this branch has changed nothing of theirs.
  git(dir, 'checkout', '--quiet', '--detach', second);
  change(contracts, 'click 1.0.0', 'click 1.1.0', ({ properties }) => {
    Object.assign(properties, { note: { ...pageNumber, 'x-column': 'click_note' } });
  });
  git(dir, 'update-ref', 'refs/remotes/origin/main', commit(dir));
  git(dir, 'checkout', '--quiet', '--detach', third);
  expect(await comparedWith()).toEqual([0, named('the merge base with origin/main', second)]);
  // Behind main, without a commit of its own.
  git(dir, 'checkout', '--quiet', '--detach', second);
  expect(await comparedWith()).toEqual([0, named('HEAD~1', first)]);
  expect(await comparedWith('--against', 'origin/main')).toEqual([1, expect.stringMatching(/^origin\/main /)]);

  git(dir, 'checkout', '--quiet', '--orphan', 'other');
  commit(dir);
  const unrelated = await check(dir);
  expect([unrelated.code, unrelated.stderr]).toEqual([
    2,
    expect.stringMatching(/no commit that HEAD and origin\/main/),
  ]);
});

test('a commit that has no contracts: everything is new', async () => {
  const dir = join(scratch(), 'without-contracts');
  git(scratch(), 'init', '--quiet', dir);
  const empty = commit(dir);
  cpSync(join(workspaceRoot, contractsPath), join(dir, contractsPath), { recursive: true });
  const { code, stdout } = await check(dir, '--against', empty);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^contracts: .* has none, everything is new\n/)]);
});

test('contracts from before the rules are drafts: nothing is held against them', async () => {
  const dir = makeRepository((contracts) => {
    const list = join(contracts, 'lake/bronze-columns.json');
    writeFileSync(list, readFileSync(list, 'utf8').replace('"*",', ''));
    change(contracts, 'search 1.0.0', 'search 1.0.0', (schema) => {
      delete schema.properties['search']?.properties['result_count']?.['x-unit'];
    });
  });
  cpSync(join(workspaceRoot, contractsPath), join(dir, contractsPath), { recursive: true });
  const { code, stdout } = await check(dir, '--against', 'HEAD');
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^contracts: those of .* were drafts/)]);
});

test('what cannot be compared is explained: exit 2', async () => {
  const dir = makeRepository((contracts) => {
    const search = read(contracts, 'search 1.0.0');
    delete searchOf(search).properties['result_count']?.['x-unit'];
    write(contracts, 'search 1.0.0', search);
  });
  cpSync(join(workspaceRoot, contractsPath), join(dir, contractsPath), { recursive: true });
  const old = await check(dir, '--against', 'HEAD');
  expect([old.code, old.stdout]).toEqual([2, '']);
  expect(old.stderr).toMatch(/contracts of HEAD \(.*\) break a rule that the generator has by now.*search.*x-unit/);
  const unknown = await check(dir, '--against', 'no-such-branch');
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringMatching(/knows no commit no-such-branch.*git fetch/),
  ]);
  const option = await check(dir, '--against', '--output=x');
  expect([option.code, option.stdout]).toEqual([2, '']);
  const outside = join(scratch(), 'outside', contractsPath);
  cpSync(join(workspaceRoot, contractsPath), outside, { recursive: true });
  const none = await runHere(['schema', 'check', '--contracts', outside]);
  expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/has no history to compare with/)]);
  writeFileSync(toFile(join(dir, contractsPath), 'search 1.0.0'), '{');
  const broken = await check(dir, '--against', 'HEAD');
  expect([broken.code, broken.stderr]).toEqual([2, expect.stringMatching(/search\/1\.0\.0\.json is not JSON/)]);
});

test('generated files that are not what the contracts say', async () => {
  const dir = makeRepository();
  const packageDir = join(dir, 'packages/schema');
  for (const [path, text] of generateFiles(join(packageDir, 'contracts'))) {
    mkdirSync(dirname(join(packageDir, path)), { recursive: true });
    writeFileSync(join(packageDir, path), text);
  }
  const clean = await check(dir, '--against', 'HEAD');
  expect([clean.code, clean.stdout]).toEqual([0, expect.stringMatching(/^generated files: up to date\n/)]);
  rmSync(join(dir, 'docs/events.md'));
  writeFileSync(join(packageDir, 'src/generated/stray.ts'), '');
  const { code, stdout } = await check(dir, '--against', 'HEAD');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /✘ generated-drifted {2}.*docs\/events\.md: .*\n✘ generated-drifted .*stray\.ts: .*\n +npm run generate writes it\n/,
  );
});

describe('in a workspace that is checked with its own code', () => {
  let workspace: ScratchWorkspace;
  let temporary = '';
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, args, {
      ...{ cwd: workspace.root, encoding: 'utf8' },
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: temporary },
    });
  const runCheck = (...args: readonly string[]) =>
    run('packages/cli/src/main.ts', 'schema', 'check', '--against', 'HEAD', ...args);
  const generate = () => ['schema', 'lakehouse'].map((name) => run(`packages/${name}/scripts/generate.ts`).status);

  beforeAll(() => {
    workspace = createScratchWorkspace({ kind: 'working-tree' });
    const { root } = workspace;
    // The check makes a copy of the copy, which finds the installed packages through the first one.
    for (const name of readdirSync(join(workspaceRoot, 'node_modules')).filter((entry) => entry !== '@millrace')) {
      symlinkSync(join(workspaceRoot, 'node_modules', name), join(root, 'node_modules', name));
    }
    writeFileSync(join(root, '.gitignore'), 'node_modules\n');
    temporary = join(scratch(), 'temporary');
    mkdirSync(temporary);
    expect(generate()).toEqual([0, 0]);
    git(root, 'init', '--quiet');
    commit(root);
  }, 60_000);
  afterAll(() => workspace.dispose());
  // Whatever a check has found, it leaves nothing behind.
  afterEach(() => expect(readdirSync(temporary)).toEqual([]));

  test('a broken upcast or model is found though no contract was touched', () => {
    const path = join(workspace.root, 'packages/schema/src/upcast-steps.ts');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('product: { product_id,', 'product: { product_id: 7,'));
    const { status, stdout } = runCheck();
    expect(stdout).toMatch(/^contracts: the same as at HEAD /m);
    expect(stdout).toMatch(/^lake: skipped \(the contracts are the same\)$/m);
    expect(stdout).toMatch(
      /^✘ sample-not-upcast {2}page_view 1\.0\.0, example ".*": as 1\.\d+\.0: \/product\/product_id type/m,
    );
    expect(status).toBe(1);
    writeFileSync(path, text);

    const model = join(workspace.root, 'packages/lakehouse/models/bronze/events/model.yml');
    const yml = readFileSync(model, 'utf8');
    writeFileSync(model, yml.replace('schema.bronzeColumns', 'schema.noColumns'));
    const broken = runCheck();
    expect([broken.status, broken.stdout]).toEqual([
      1,
      expect.stringMatching(/^✘ model-refused {2}.*models: .*noColumns/m),
    ]);
    writeFileSync(model, yml);

    // The models of then are those of the commit: a column that is called otherwise since is gone.
    const folder = join(workspace.root, 'packages/lakehouse/models/gold/page_views_1h');
    const texts = ['model.yml', 'model.sql'].map((name) => [
      join(folder, name),
      readFileSync(join(folder, name), 'utf8'),
    ]);
    for (const [file = '', content = ''] of texts) writeFileSync(file, content.replace('visitor_count', 'guest_count'));
    const renamed = runCheck();
    expect([renamed.status, renamed.stdout]).toEqual([1, expect.stringMatching(/^✘ no-migration {2}.*visitor_count/m)]);
    for (const [file = '', content = ''] of texts) writeFileSync(file, content);
  }, 60_000);

  describe('with a minor version that is new', () => {
    beforeAll(() => {
      change(join(workspace.root, contractsPath), 'search 1.0.0', 'search 1.1.0', addPageNumber);
      const stray = join(workspace.root, 'packages/lakehouse/generated/ddl/stray.sql');
      writeFileSync(stray, '');
      const early = runCheck();
      expect([early.status, early.stdout]).toEqual([
        1,
        expect.stringContaining('lake: skipped (the generated files are not'),
      ]);
      expect(early.stdout).toMatch(/^✘ generated-drifted {2}packages\/lakehouse\/generated\/ddl\/duckdb\.sql: /m);
      expect(early.stdout).toMatch(/^✘ generated-drifted {2}packages\/lakehouse\/generated\/ddl\/stray\.sql: /m);
      expect(generate()).toEqual([0, 0]);
      expect(existsSync(stray)).toBe(false);
    }, 60_000);

    test('SCHEMA-7: on a lake of the older code, old rows are read and old queries run', () => {
      const { status, stdout } = runCheck();
      const lines = stdout.split('\n').filter((line) => line.startsWith('lake: '));
      expect(lines.filter((line) => !line.startsWith('lake: ✔ '))).toEqual([]);
      expect(lines.length).toBeGreaterThan(10);
      // The sample has events of all outcomes: nothing was compared with nothing.
      expect(lines.filter((line) => line.endsWith(': no rows to compare'))).toEqual([]);
      expect(lines).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/rows-of-silver\.quarantine: [1-9]\d* rows then/),
          expect.stringMatching(/rows-of-silver\.conflicts: [1-9]\d* rows then/),
        ]),
      );
      expect(stdout).toMatch(
        /^generated files: up to date\n[\s\S]*\nok: nothing breaks against HEAD .*new versions: 1, new columns: 1\n$/,
      );
      expect(status).toBe(0);
    }, 180_000);

    test('what the newer code loses is a problem: exit 1', () => {
      const model = join(workspace.root, 'packages/lakehouse/models/silver/events/model.sql');
      const sql = readFileSync(model, 'utf8');
      writeFileSync(
        model,
        sql.replace(/select \* from final\n*$/, "select * from final where event_type <> 'search'\n"),
      );
      expect(generate()).toEqual([0, 0]);
      const { status, stdout } = runCheck();
      expect(stdout).toMatch(/^lake: ✘ newer-code-takes-it-over: exit 1: .*first_received_wins.*11111111-/m);
      expect(stdout).toMatch(/^✘ lake {2}newer-code-takes-it-over: /m);
      expect(stdout).toMatch(/^\d+ problems? against HEAD/m);
      expect(status).toBe(1);
      writeFileSync(model, sql);
      expect(generate()).toEqual([0, 0]);
    }, 180_000);

    test.each(['SIGINT', 'SIGTERM'] as const)(
      '%s ends it, and what it has started',
      async (signal) => {
        const child = spawn(process.execPath, ['packages/cli/src/main.ts', 'schema', 'check', '--against', 'HEAD'], {
          ...{ cwd: workspace.root, stdio: 'ignore' },
          env: { ...process.env, NODE_OPTIONS: '', TMPDIR: temporary },
        });
        const ended = new Promise((resolve) => child.on('close', resolve));
        const findLocal = () =>
          spawnSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' })
            .stdout.split('\n')
            .filter((line) => line.includes(` local --input ${temporary}`));
        await until('a lake of the older code', () => (findLocal().length > 0 ? true : undefined), 60);
        expect(
          readdirSync(temporary)
            .map((name) => name.replace(/[^-]*$/, ''))
            .sort(),
        ).toEqual([...['millrace-check-', 'millrace-sample-lake-', 'millrace-scratch-']]);
        child.kill(signal);
        expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143);
        expect(readdirSync(temporary)).toEqual([]);
        await until('the end of the older code', () => (findLocal().length === 0 ? true : undefined), 10);
      },
      90_000,
    );
  });

  test('without a folder for temporary files: exit 2', () => {
    const { status, stderr } = spawnSync(process.execPath, ['packages/cli/src/main.ts', 'schema', 'check'], {
      ...{ cwd: workspace.root, encoding: 'utf8' },
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: join(temporary, 'none') },
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^millrace schema: no folder can be made in .*none .*TMPDIR/),
    ]);
  });
});
