import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './run-millrace.ts';

const read = (path: string) => readFileSync(join(workspaceRoot, path), 'utf8');
const find = (pattern: string) =>
  globSync(pattern, { cwd: workspaceRoot, exclude: (path) => path.includes('node_modules') }).sort();

test('every MUST of a package README has an id, and a test that quotes it', () => {
  const tests = find('packages/*/{src,scripts,test}/**/*.test.ts').map(read).join('\n');
  const rules = find('packages/*/README.md').flatMap((path) =>
    read(path)
      .split('\n')
      .filter((line) => /\bMUST\b/.test(line))
      .map((line) => ({ path, line, id: /^- `?([A-Z]+-\d+)`?:/.exec(line)?.[1] })),
  );
  expect(rules.length).toBeGreaterThan(10);
  expect(rules.filter(({ id }) => id === undefined)).toEqual([]);
  expect(rules.filter(({ id = '' }) => !quotes(tests, id))).toEqual([]);
});

test('every guarantee has an id, a sentence that binds, and a test file that quotes the id', () => {
  const rows = read('docs/guarantees.md')
    .split('\n')
    .filter((line) => /^\| [A-Z]+-\d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.length).toBeGreaterThan(30);
  expect(new Set(rows.map(([, id]) => id)).size).toBe(rows.length);
  for (const [, id = '', sentence, path = ''] of rows) {
    expect([id, sentence]).toEqual([id, expect.stringMatching(/\bMUST\b/)]);
    expect([id, path, quotes(read(path), id)]).toEqual([id, path, true]);
  }
});

/** Whether the title of a test begins with the id. */
function quotes(tests: string, id: string): boolean {
  return new RegExp(`test(?:\\.each(?:<[^>]*>)?\\(.*\\))?\\(\\s*['\`]${id}: `, 's').test(tests);
}

test('every package has a README, and the architecture names every package', () => {
  const packages = find('packages/*/package.json').map((path) => path.split('/')[1] ?? '');
  expect(find('packages/*/README.md').map((path) => path.split('/')[1])).toEqual(packages);
  const architecture = read('docs/architecture.md');
  expect(packages.filter((name) => !architecture.includes(`\`${name}\``))).toEqual([]);
});

test('links between documents lead somewhere', () => {
  for (const path of ['README.md', ...find('docs/**/*.md'), ...find('packages/*/README.md')]) {
    for (const [, target = ''] of read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      const linked = join(path, '..', target);
      expect([path, target, find(linked).length > 0]).toEqual([path, target, true]);
    }
  }
});

test('the README is short', () => {
  expect(read('README.md').split('\n').length).toBeLessThan(150);
});

test('no core folder has lost its rule: every function package is named in the boundaries', () => {
  const functions = find('packages/*/serverless.yml').map((path) => path.split('/')[1]);
  expect(read('biome.json')).toContain(
    `packages/{${['ingest', 'processor', 'transformer', 'lakehouse'].join(',')}}/src/**`,
  );
  expect(functions).toEqual(['ingest', 'lakehouse', 'processor', 'transformer']);
});
