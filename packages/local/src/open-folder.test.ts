import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';
import { askRuntime, serveControl } from './control.ts';
import { findFolder, isFolderLocked, openFolder } from './open-folder.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder is made, locked, and free again after close', () => {
  const dir = join(folder, 'a/b');
  const opened = openFolder(dir);
  expect(isFolderLocked(dir)).toBe(true);
  expect(() => openFolder(dir)).toThrow(/in use by another millrace/);
  opened.close();
  expect(isFolderLocked(dir)).toBe(false);
  openFolder(dir).close();
  expect(findFolder(dir)).toBe(dir);
});

test('a folder of somebody else, a file, another version and a damaged marker are refused', () => {
  expect(() => findFolder(folder)).toThrow(/there is no lake/);
  writeFileSync(join(folder, 'thesis.txt'), '');
  expect(() => openFolder(folder)).toThrow(/other files/);
  expect(() => openFolder(join(folder, 'thesis.txt'))).toThrow(/not a folder/);
  const lake = join(folder, 'lake');
  mkdirSync(lake);
  writeFileSync(join(lake, 'millrace.json'), '{"folder_version":99}');
  expect(() => openFolder(lake)).toThrow(/another version/);
  writeFileSync(join(lake, 'millrace.json'), '{');
  expect(() => findFolder(lake)).toThrow(ConfigError);
});

test('a folder that only sls invoke local has written to becomes a lake', () => {
  mkdirSync(join(folder, 'secrets'));
  mkdirSync(join(folder, 'stream'));
  openFolder(folder).close();
  expect(existsSync(join(folder, 'millrace.json'))).toBe(true);
});

test('the control server answers whoever can read the folder, and nobody else', async () => {
  expect(await askRuntime(folder, 'query', {})).toBeUndefined();
  const server = await serveControl(folder, 'http://x', {
    double: async ({ n }) => ({ doubled: Number(n) * 2 }),
    refuse: async () => {
      throw new ConfigError('no');
    },
  });
  const path = join(folder, 'runtime.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await askRuntime(folder, 'double', { n: 4 })).toEqual({ doubled: 8 });
  await expect(askRuntime(folder, 'refuse', {})).rejects.toThrow('no');
  await expect(askRuntime(folder, 'nothing', {})).rejects.toThrow(/no such action/);
  const endpoint = JSON.parse(readFileSync(path, 'utf8'));
  expect((await fetch(`${endpoint.controlUrl}/double`, { method: 'POST', body: '{}' })).status).toBe(401);
  await server.close();
  expect(existsSync(path)).toBe(false);
  // Left behind by a killed process.
  writeFileSync(path, JSON.stringify(endpoint));
  expect(await askRuntime(folder, 'double', { n: 4 })).toBeUndefined();
});
