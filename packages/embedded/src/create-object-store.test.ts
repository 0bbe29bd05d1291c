import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, type StoredObject } from '@millrace/pipeline';
import { describeObjectStore } from '@millrace/testkit';
import { openStore, toConfig, withFolder } from '../test/temp-store.ts';
import { createObjectStore } from './create-object-store.ts';

describeObjectStore('embedded', () => openStore(createObjectStore));

test('an object is a file, told of once, and nothing temporary is left', async () => {
  await withFolder(async (dataDir) => {
    const created: string[] = [];
    const store = createObjectStore(toConfig(dataDir), {
      onCreated: (key, sizeBytes) => {
        created.push(`${key} ${sizeBytes}`);
      },
    });
    await Promise.all([1, 2, 3].map(() => store.putIfAbsent('raw/a.zst', Buffer.from('body'))));
    expect(created).toEqual(['raw/a.zst 4']);
    expect(store.pathOf('raw/a.zst')).toBe(join(dataDir, 'objects', 'lake', 'raw', 'a.zst'));
    expect((await readFile(store.pathOf('raw/a.zst'))).toString()).toBe('body');
    expect(await readdir(join(dataDir, 'tmp'))).toEqual([]);
  });
});

test('a key that would leave the folder is refused', async () => {
  await withFolder(async (dataDir) => {
    const store = createObjectStore(toConfig(dataDir));
    for (const key of ['', '/etc/passwd', '../x', 'a/../../x', 'a//b', 'a/', 'a/./b', 'a\0b', 'a\\..\\b']) {
      await expect(store.putIfAbsent(key, Buffer.from('x'))).rejects.toThrow(ConfigError);
      await expect(store.get(key)).rejects.toThrow(ConfigError);
      expect(() => store.pathOf(key)).toThrow(ConfigError);
    }
    expect(() => store.list('../')).toThrow(ConfigError);
    expect(() => createObjectStore({ ...toConfig(dataDir), bucketName: '..' })).toThrow(ConfigError);
  });
});

test('an object in place of a folder of the key is named', async () => {
  await withFolder(async (dataDir) => {
    const store = createObjectStore(toConfig(dataDir));
    await store.putIfAbsent('a', Buffer.from('x'));
    const error = await store.putIfAbsent('a/b', Buffer.from('x')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect(String(error)).toContain(store.pathOf('a/b'));
    expect(await store.get('a/b')).toBeUndefined();
  });
});

test('temporary files of a process that is gone are removed after an hour and never listed', async () => {
  await withFolder(async (dataDir) => {
    await createObjectStore(toConfig(dataDir)).putIfAbsent('x', Buffer.from('x'));
    const [old, recent] = [join(dataDir, 'tmp', '1-old'), join(dataDir, 'tmp', '1-recent')];
    await writeFile(old, 'half');
    await writeFile(recent, 'half');
    const longAgo = new Date(Date.now() - 4_000_000);
    await utimes(old, longAgo, longAgo);
    const store = createObjectStore(toConfig(dataDir));
    expect(await store.putIfAbsent('x', Buffer.from('x'))).toBe('exists');
    expect(await readdir(join(dataDir, 'tmp'))).toEqual(['1-recent']);
    const objects: StoredObject[] = [];
    for await (const object of store.list('')) objects.push(object);
    expect(objects).toEqual([{ key: 'x', sizeBytes: 1 }]);
  });
});
