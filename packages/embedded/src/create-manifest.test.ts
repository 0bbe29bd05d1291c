import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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

test('a file of an earlier version goes on working: its rows have no hashes, new ones do', async () => {
  await withFolder(async (dataDir) => {
    const old = new DatabaseSync(join(dataDir, 'manifest.sqlite'));
    old.exec(`create table manifest (
      "partition" text not null, previous text not null, last text not null, stage text not null, typed_key text,
      typed_quarantine_key text, run_id text, landing text not null, primary key ("partition", previous)
    ) strict, without rowid`);
    const landing = { first: '1', recordCount: 1, counts: {}, arrivedAt: 5 };
    old
      .prepare('insert into manifest values (?, ?, ?, ?, ?, ?, ?, ?)')
      .run('events#s', '0'.repeat(129), '4', 'transformed', 'typed/a', null, null, JSON.stringify(landing));
    old.close();

    // Two that open it at once: both want to add the columns.
    const manifests = [createManifest(toConfig(dataDir)), createManifest(toConfig(dataDir))] as const;
    const [head] = await Promise.all(manifests.map((manifest) => manifest.head('events#s')));
    expect(head).toMatchObject({ typedKey: 'typed/a', typedSha256: undefined, typedQuarantineSha256: undefined });
    const row = { ...(head as NonNullable<typeof head>), previous: '4'.padStart(129, '0'), last: '9' };
    expect(await manifests[0].append({ ...row, typedSha256: 'ab' })).toBe('appended');
    expect(await manifests[1].head('events#s')).toEqual({ ...row, typedSha256: 'ab' });
    const change = { typedSha256: 'cd', typedQuarantineSha256: 'ef' };
    expect(await manifests[1].update(head as never, change, { from: ['transformed'] })).toBe('updated');
    expect((await manifests[0].readFrom('events#s', '', 1))[0]).toMatchObject({ typedKey: 'typed/a', ...change });
    for (const manifest of manifests) await manifest.close();
  });
});

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
