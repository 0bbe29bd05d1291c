import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDrifted } from './generator/find-drifted.ts';
import { generateFiles } from './generator/generate-files.ts';

const packageDir = join(import.meta.dirname, '..');
const contractsDir = join(packageDir, 'contracts');
const generate = (...args: string[]) => generateIn(packageDir, ...args);
const generateIn = (dir: string, ...args: string[]) =>
  spawnSync(process.execPath, ['--no-warnings', join(dir, 'scripts/generate.ts'), ...args], {
    encoding: 'utf8',
  });

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'millrace-schema-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

test('the committed files are what the generator writes', () => {
  const { status, stderr } = generate('--check');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('a changed contract drifts until the generator has run, and then nothing changes any more', () => {
  for (const part of ['contracts', 'scripts', 'src', 'package.json']) {
    cpSync(join(packageDir, part), join(scratch, part), { recursive: true });
  }
  symlinkSync(join(packageDir, '../../node_modules'), join(scratch, 'node_modules'));
  const contract = join(scratch, 'contracts/page_view/1.0.0.json');
  writeFileSync(contract, readFileSync(contract, 'utf8').replace('"maxLength": 1024', '"maxLength": 1000'));
  const check = generateIn(scratch, '--check');
  expect(check.status).toBe(1);
  expect(check.stderr.match(/drifted: \S+/g)).toEqual([
    'drifted: src/generated/schema-hashes.ts',
    'drifted: src/generated/validators.js',
  ]);
  expect(generateIn(scratch).stdout).toBe('wrote schema-hashes.ts, validators.js\n');
  expect(generateIn(scratch).stdout).toBe('nothing changed\n');
  expect(generateIn(scratch, '--check').status).toBe(0);
});

test('a wrong option is refused', () => {
  expect(generate('--chek').status).toBe(2);
});

test('the same contracts give the same bytes', () => {
  expect([...generateFiles(contractsDir)]).toEqual([...generateFiles(contractsDir)]);
});

test('a file that is missing, changed or unknown has drifted', () => {
  const files = new Map([
    ['a.ts', 'a'],
    ['b.ts', 'b'],
    ['c.ts', 'c'],
  ]);
  expect(findDrifted(files, join(scratch, 'none'))).toEqual(['a.ts', 'b.ts', 'c.ts']);
  writeFileSync(join(scratch, 'a.ts'), 'a');
  writeFileSync(join(scratch, 'b.ts'), 'B');
  writeFileSync(join(scratch, 'old.ts'), '');
  expect(findDrifted(files, scratch)).toEqual(['b.ts', 'c.ts', 'old.ts']);
});

test('the validators load nothing but the two formats', () => {
  const code = generateFiles(contractsDir).get('validators.js') ?? '';
  expect(code).not.toMatch(/\brequire\(|\bimport\(/);
  expect(code.match(/from '[^']+'/g)).toEqual(["from '../date-time.ts'", "from '../uuid.ts'"]);
});

/** Generates from a copy of the contracts with one text replaced in one of them. */
function generateWith(file: string, from: string, to: string): ReadonlyMap<string, string> {
  const copy = join(scratch, 'contracts');
  cpSync(contractsDir, copy, { recursive: true });
  const text = readFileSync(join(copy, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(copy, file), text.replace(from, to));
  return generateFiles(copy);
}

const pageView = 'page_view/1.0.0.json';
const request = 'server_request/1.0.0.json';
const envelope = 'envelope/1.0.0.json';
const serverFields = 'server-fields/1.0.0.json';
const bronze = 'lake/bronze-columns.json';

const faults: readonly [file: string, from: string, to: string, error: RegExp][] = [
  [pageView, '"maxLength": 1024', '"minItems": 1', /page_view.*#\/properties\/page\/.*keyword minItems/],
  [pageView, '"maxLength": 1024', '"maxLength": -1', /page\/properties\/title\/maxLength: not a value/],
  [pageView, '"description": "Title of the page.",', '', /title: needs a description/],
  [pageView, '"$id": "urn:millrace:schema:page_view:1.0.0"', '"$id": "urn:x"', /\$id must be/],
  [pageView, '"const": "page_view"', '"const": "pageview"', /is the contract of pageview/],
  [pageView, '"const": "1.0.0"', '"const": "2.0.0"', /breaks a rule beside it/],
  [pageView, '"unevaluatedProperties": false', '"title": "x"', /needs unevaluatedProperties/],
  [
    pageView,
    '"required": ["page_url"],',
    '"additionalProperties": { "type": "string" },',
    /additionalProperties is false in one/,
  ],
  [pageView, '"page_url": {', '"page_uri": {', /page_uri can never be sent/],
  [pageView, '"required": ["ctx"]', '"required": ["ctx", "shoe"]', /requires shoe without a definition/],
  [pageView, 'schema:envelope:1.0.0', 'schema:cover:1.0.0', /allOf may hold only/],
  [pageView, '"x-column": "page_title"', '"x-column": "page_name"', /no contract has the column page_title/],
  [pageView, '"x-column": "page_title"', '"x-column": "page_title_ms"', /ends in _ms/],
  [pageView, '"x-column": "page_title"', '"x-column": "request_path"', /request_path unlike another contract/],
  [request, '"type": ["integer", "null"]', '"type": ["integer", "string"]', /request_bytes: needs one type/],
  [request, '"type": "integer",', '', /request\/properties\/status: no type|request_status: needs one type/],
  [
    envelope,
    '"items": { "description": "Key of one experiment.", "type": "string", "maxLength": 256 },',
    '',
    /array without items|items/,
  ],
  [serverFields, '"x-replaces": "/user/consent"', '"x-replaces": "/user/agreement"', /points to agreement/],
  [serverFields, '"content_hash"\n  ]', '"hash"\n  ]', /does not place content_hash/],
  [bronze, '"locale",', '', /does not place locale/],
  [bronze, '"locale",', '"locale", "locale",', /there twice/],
  [bronze, '"type": "integer"', '"type": "int"', /needs name, type/],
  [bronze, '"kind": "frame"', '"kind": "event"', /needs a kind, and an event column a path/],
];

test.each(faults)('%s with %s → %s is an error', (file, from, to, error) => {
  expect(() => generateWith(file, from, to)).toThrow(error);
});

test('a change of what is enforced changes the hash of that contract only', () => {
  const hashes = (files: ReadonlyMap<string, string>) => files.get('schema-hashes.ts')?.match(/[0-9a-f]{64}/g) ?? [];
  const before = hashes(generateFiles(contractsDir));
  const after = hashes(generateWith(pageView, '"maxLength": 1024', '"maxLength": 1000'));
  expect(before).toHaveLength(2);
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).toBe(before[1]);
});

test('a second version of a contract joins the union, and each version has its validator', () => {
  const copy = join(scratch, 'contracts');
  cpSync(contractsDir, copy, { recursive: true });
  const next = readFileSync(join(copy, pageView), 'utf8')
    .replaceAll('page_view:1.0.0', 'page_view:1.10.0')
    .replace('"const": "1.0.0"', '"const": "1.10.0"');
  writeFileSync(join(copy, 'page_view/1.10.0.json'), next);
  writeFileSync(join(copy, 'page_view/1.9.0.json'), next.replaceAll('1.10.0', '1.9.0'));
  const files = generateFiles(copy);
  expect(files.get('schema-hashes.ts')?.match(/'1\.\d+\.0'/g)).toEqual(["'1.0.0'", "'1.9.0'", "'1.10.0'", "'1.0.0'"]);
  expect(files.get('event-types.ts')).toMatch(/schema_version: '1\.10\.0'/);
  expect(files.get('validators.js')).toContain("'1.10.0': validatePageView_1_10_0");
});

test('a folder without server-fields is no set of contracts', () => {
  mkdirSync(join(scratch, 'contracts'));
  expect(() => generateFiles(join(scratch, 'contracts'))).toThrow(/server-fields/);
});
