import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConfigError } from '@millrace/pipeline';
import { describeManifest } from '@millrace/testkit';
import { openStore, toConfig, withFolder } from '../test/temp-store.ts';
import { createManifest } from './create-manifest.ts';

describeManifest('embedded', () => openStore(createManifest));

test('processes that open and append at once share one chain', async () => {
  await withFolder(async (dataDir) => {
    const script = fileURLToPath(new URL('../test/use-manifest.ts', import.meta.url));
    const runs = await Promise.all(
      [1, 2, 3].map(() => promisify(execFile)(process.execPath, ['--no-warnings', script, dataDir])),
    );
    expect(runs.reduce((sum, { stdout }) => sum + Number(stdout), 0)).toBe(20);
  });
}, 20_000);

test('what is in the way of the database is named', async () => {
  await withFolder(async (dataDir) => {
    await mkdir(join(dataDir, 'manifest.sqlite'));
    await writeFile(join(dataDir, 'file'), 'not a folder');
    for (const folder of [dataDir, join(dataDir, 'file'), join(dataDir, 'file', 'below')]) {
      const manifest = createManifest(toConfig(folder));
      const error = await manifest.listPartitions().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConfigError);
      expect(String(error)).toContain(folder);
      expect(String(error)).toContain('use another --dir');
      await manifest.close();
    }
  });
});
