import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findDrifted } from '../src/generator/find-drifted.ts';
import { generateFiles } from '../src/generator/generate-files.ts';

const packageDir = join(import.meta.dirname, '..');
const contractsDir = join(packageDir, 'contracts');

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'millrace-schema-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

function generateIn(dir: string, ...args: string[]) {
  return spawnSync(process.execPath, ['--no-warnings', join(dir, 'scripts/generate.ts'), ...args], {
    encoding: 'utf8',
  });
}

/** A copy of the package, with its document, that generates. */
function copyPackage(): string {
  const copy = join(scratch, 'packages/schema');
  for (const part of ['contracts', 'scripts', 'src', 'generated', 'package.json']) {
    cpSync(join(packageDir, part), join(copy, part), { recursive: true });
  }
  mkdirSync(join(scratch, 'docs'));
  cpSync(join(packageDir, '../../docs/events.md'), join(scratch, 'docs/events.md'));
  symlinkSync(join(packageDir, '../../node_modules'), join(scratch, 'node_modules'));
  return copy;
}

test('the committed files are what the generator writes', () => {
  const { status, stderr } = generateIn(packageDir, '--check');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('SCHEMA-4: one field in one contract file changes everything that follows from it, and nothing else', () => {
  const copy = copyPackage();
  const contract = join(copy, 'contracts/search/1.0.0.json');
  const text = readFileSync(contract, 'utf8');
  const field = `"engine": {
          "description": "Which of the shop's search engines answered.",
          "type": "string",
          "enum": ["words", "vectors"],
          "x-column": "search_engine"
        },
        "query": {`;
  expect(text).toContain('"query": {');
  writeFileSync(contract, text.replace('"query": {', field));

  const drifted = [
    '../../docs/events.md',
    'generated/fixtures/search/1.0.0.json',
    'generated/json-schema/search/1.0.0.json',
    'src/generated/bronze-columns.ts',
    'src/generated/content-orders.ts',
    'src/generated/event-types.ts',
    'src/generated/known-keys.ts',
    'src/generated/schema-hashes.ts',
    'src/generated/validators.js',
  ];
  const check = generateIn(copy, '--check');
  expect(check.status).toBe(1);
  expect(check.stderr.match(/(?<=drifted: )\S+/g)).toEqual(drifted);
  expect(generateIn(copy).stdout).toBe(drifted.map((path) => `wrote ${path}\n`).join(''));
  const said = [
    ['src/generated/event-types.ts', "readonly engine?: 'words' | 'vectors';"],
    ['src/generated/validators.js', '.engine !== undefined'],
    ['src/generated/bronze-columns.ts', "name: 'search_engine'"],
    ['src/generated/known-keys.ts', '"engine":null'],
    ['../../docs/events.md', 'search_engine'],
    ['generated/fixtures/search/1.0.0.json', '"engine":"vectors"'],
    ['generated/json-schema/search/1.0.0.json', '"engine": {'],
  ] as const;
  for (const [path, part] of said) expect(readFileSync(join(copy, path), 'utf8')).toContain(part);

  expect(generateIn(copy).stdout).toBe('nothing changed\n');
  expect(generateIn(copy, '--check').status).toBe(0);
});

test('a contract that is taken away takes its files along', () => {
  const copy = copyPackage();
  rmSync(join(copy, 'contracts/page_view/1.1.0.json'));
  expect(generateIn(copy, '--check').stderr).toContain('drifted: generated/fixtures/page_view/1.1.0.json');
  expect(generateIn(copy).stdout).toContain('removed generated/fixtures/page_view/1.1.0.json\n');
  expect(existsSync(join(copy, 'generated/fixtures/page_view/1.1.0.json'))).toBe(false);
  expect(generateIn(copy, '--check').status).toBe(0);
});

test('a broken contract changes no file', () => {
  const copy = copyPackage();
  const before = statSync(join(copy, 'src/generated/validators.js')).mtimeMs;
  writeFileSync(join(copy, 'contracts/search/1.0.0.json'), '{}');
  const { status, stderr } = generateIn(copy);
  expect(status).toBe(1);
  expect(stderr).toContain('search/1.0.0.json');
  expect(statSync(join(copy, 'src/generated/validators.js')).mtimeMs).toBe(before);
});

test('a wrong option is refused', () => {
  expect(generateIn(packageDir, '--chek').status).toBe(2);
});

test('the same contracts give the same bytes', () => {
  expect([...generateFiles(contractsDir)]).toEqual([...generateFiles(contractsDir)]);
});

test('a file that is missing, changed or unknown has drifted', () => {
  const files = new Map([
    ['src/generated/a.ts', 'a'],
    ['src/generated/x/b.json', 'b'],
    ['generated/c.md', 'c'],
    ['../d.md', 'd'],
  ]);
  const dir = join(scratch, 'package');
  const folders = ['src/generated', 'generated'];
  expect(findDrifted(files, dir, folders)).toEqual([...files.keys()].sort());
  for (const [path, text] of [...files, ['generated/old/e.json', ''], ['src/own.ts', '']] as const) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), path.endsWith('b.json') ? 'B' : text);
  }
  expect(findDrifted(files, dir, folders)).toEqual(['generated/old/e.json', 'src/generated/x/b.json']);
});

test('the validators load nothing but what they call', () => {
  const code = generateFiles(contractsDir).get('src/generated/validators.js') ?? '';
  expect(code).not.toMatch(/\brequire\(|\bimport\(/);
  expect(code.match(/from '[^']+'/g)).toEqual([
    "from '../code-points.ts'",
    "from '../date-time.ts'",
    "from '../uuid.ts'",
  ]);
});

/** The generated files of a copy of the contracts with one text replaced in one of them. */
function generateWith(file: string, from: string, to: string): ReadonlyMap<string, string> {
  const copy = join(scratch, 'contracts');
  cpSync(contractsDir, copy, { recursive: true });
  const text = readFileSync(join(copy, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(copy, file), text.replace(from, to));
  return generateFiles(copy);
}

test('a change of a contract changes its own hash, and the one over all', () => {
  const hashes = (files: ReadonlyMap<string, string>): readonly string[] =>
    files.get('src/generated/schema-hashes.ts')?.match(/[0-9a-f]{16,64}/g) ?? [];
  const before = hashes(generateFiles(contractsDir));
  const after = hashes(generateWith('search/1.0.0.json', '"maxLength": 1024', '"maxLength": 1000'));
  expect(after.filter((hash) => !before.includes(hash))).toHaveLength(2);
  expect(after).toHaveLength(before.length);
});

test('what contracts have in common is one function in the validators', () => {
  const code = generateFiles(contractsDir).get('src/generated/validators.js') ?? '';
  const contracts = code.match(/^const validate\w+_\d+_\d+_\d+ = /gm)?.length ?? 0;
  expect(contracts).toBeGreaterThan(10);
  expect(code.match(/keyword: ?"propertyNames"|propertyName: ?key/g)?.length ?? 0).toBeLessThan(contracts);
});
