import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeStateTable } from '@millrace/testkit';
import { openStore, toConfig, withFolder } from '../test/temp-store.ts';
import { createStateTable } from './create-state-table.ts';

describeStateTable('embedded', async () => {
  let time = Date.UTC(2026, 0, 15, 12);
  const opened = await openStore((config) => createStateTable(config, { now: () => time }));
  const advance = async (seconds: number) => {
    time += Math.round(seconds * 1000);
  };
  return { ...opened, now: () => time, advance };
});

test('processes that open the table and count in one entry at once lose nothing', async () => {
  await withFolder(async (dataDir) => {
    const script = fileURLToPath(new URL('../test/use-state-table.ts', import.meta.url));
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, ['--no-warnings', script, dataDir])));
    const table = createStateTable(toConfig(dataDir));
    expect((await table.get('quota', 'sum'))?.value).toEqual({ sum: 60 });
    await table.close();
  });
}, 20_000);

test('what was deleted is in no file any more', async () => {
  await withFolder(async (dataDir) => {
    const table = createStateTable(toConfig(dataDir));
    const traces = async () => {
      const files = await Promise.all(
        ['state.sqlite', 'state.sqlite-wal'].map((name) => readFile(join(dataDir, name), 'latin1')),
      );
      return files.filter((text) => text.includes('a-salt-of-one-day')).length;
    };
    await table.put('daily-salt', '2026-01-15', { salt: 'a-salt-of-one-day' }, { ifVersion: undefined });
    expect(await traces()).toBeGreaterThan(0);
    await table.delete('daily-salt', '2026-01-15');
    expect(await traces()).toBe(0);
    await table.close();
  });
});

test('an expired entry leaves the file with the next write', async () => {
  await withFolder(async (dataDir) => {
    let time = 1_000;
    const table = createStateTable(toConfig(dataDir), { now: () => time });
    await table.put('quota', 'old', {}, { ifVersion: undefined, expiresAt: 2_000 });
    time = 2_000;
    await table.put('quota', 'new', {}, { ifVersion: undefined });
    time = 1_000; // it would be there again, if only its time hid it
    expect(await table.get('quota', 'old')).toBeUndefined();
    await table.close();
  });
});
