import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, InvariantError } from '@millrace/pipeline';
import { describeSecrets } from '@millrace/testkit';
import { openStore, toConfig, withFolder } from '../test/temp-store.ts';
import { createSecrets } from './create-secrets.ts';

describeSecrets('embedded', () => openStore(createSecrets));

test('two ports that make a secret at once return the same one, in a file for its owner only', async () => {
  await withFolder(async (dataDir) => {
    const [a, b] = [createSecrets(toConfig(dataDir)), createSecrets(toConfig(dataDir))];
    const made = await Promise.all([a.get('lake-key'), b.get('lake-key')]);
    expect(Buffer.compare(...(made as [Uint8Array, Uint8Array]))).toBe(0);
    expect((await stat(join(dataDir, 'secrets', 'lake-key'))).mode & 0o777).toBe(0o600);
  });
});

test('a name that is no name and a file that is no secret are refused', async () => {
  await withFolder(async (dataDir) => {
    const secrets = createSecrets(toConfig(dataDir));
    for (const name of ['', '../lake-key', 'Lake', 'a/b']) {
      await expect(secrets.get(name)).rejects.toThrow(ConfigError);
    }
    await secrets.get('lake-key');
    await writeFile(join(dataDir, 'secrets', 'lake-key'), 'cut');
    await expect(secrets.get('lake-key')).rejects.toThrow(InvariantError);
  });
});
