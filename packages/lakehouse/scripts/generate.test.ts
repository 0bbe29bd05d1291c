import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateFiles } from '../src/generator/generate-files.ts';

const packageDir = join(import.meta.dirname, '..');
const script = join(packageDir, 'scripts/generate.ts');
const files = [...generateFiles(packageDir)];

test.each(files)('%s is what models/ and the contracts say', (path, text) => {
  expect(readFileSync(join(packageDir, path), 'utf8')).toBe(text);
});

test('--check is silent on a tree without drift, and an unknown option is a usage error', () => {
  const check = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect([check.status, check.stdout, check.stderr]).toEqual([0, '', '']);
  expect(spawnSync(process.execPath, [script, '--chekc'], { encoding: 'utf8' }).status).toBe(2);
});
