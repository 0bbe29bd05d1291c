import { createSecretKey } from 'node:crypto';
import { createMemoryStateTable } from '@millrace/testkit';
import fc from 'fast-check';
import { createKeyCache } from './create-key-cache.ts';
import { createKeyStore } from './create-key-store.ts';
import { createKeyId } from './key.ts';

const lakeKey = createSecretKey(Buffer.alloc(32, 7));

async function openCache() {
  let time = Date.UTC(2026, 0, 15, 12);
  const now = () => time;
  const table = createMemoryStateTable({ now });
  const store = createKeyStore({ table, lakeKey, now });
  const { key } = await store.create({ kind: 'secret', name: 'server' });
  const pass = (seconds: number) => {
    time += seconds * 1000;
  };
  return { table, pass, store, key, cache: createKeyCache({ table, lakeKey, now }) };
}

test('KEY-3: a change is seen after 30 s at the latest, for one read', async () => {
  const { table, pass, store, key, cache } = await openCache();
  for (let request = 0; request < 100; request += 1) expect(await cache.find(key.keyId)).toEqual(key);
  expect(table.calls().get).toBe(1);
  await store.revoke(key.keyId);
  pass(30);
  expect((await cache.find(key.keyId))?.isRevoked).toBe(false);
  pass(0.001);
  expect((await cache.find(key.keyId))?.isRevoked).toBe(true);
});

test('all who ask at once share one read', async () => {
  const { table, key, cache } = await openCache();
  const found = await Promise.all(Array.from({ length: 50 }, () => cache.find(key.keyId)));
  expect(found.every((one) => one?.keyId === key.keyId)).toBe(true);
  expect(table.calls().get).toBe(1);
});

test('KEY-5: an id that the lake did not make is unknown without a read', async () => {
  const { table, key, cache } = await openCache();
  const invented = createKeyId('public', createSecretKey(Buffer.alloc(32, 9)));
  const flipped = `${key.keyId.slice(0, -1)}${key.keyId.endsWith('0') ? '1' : '0'}`;
  for (const id of [invented, flipped, '', 'import', '__proto__', key.keyId.toUpperCase(), `${key.keyId}\n`]) {
    expect(await cache.find(id)).toBeUndefined();
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      expect(await cache.find(text)).toBeUndefined();
    }),
  );
  expect(table.calls().get).toBe(0);
});

test('KEY-5: an id whose key is gone is remembered as unknown for 30 s', async () => {
  const { table, pass, cache } = await openCache();
  const id = createKeyId('public', lakeKey);
  for (let request = 0; request < 10; request += 1) expect(await cache.find(id)).toBeUndefined();
  expect(table.calls().get).toBe(1);
  pass(31);
  await cache.find(id);
  expect(table.calls().get).toBe(2);
});

test('while the table is away what is known is good for 10 more minutes; it is asked every 2 s', async () => {
  const { table, pass, key, cache } = await openCache();
  await cache.find(key.keyId);
  table.setAway(true);
  pass(30 + 600);
  for (let request = 0; request < 100; request += 1) expect(await cache.find(key.keyId)).toEqual(key);
  expect(table.calls().get).toBe(2);
  await expect(cache.find(createKeyId('public', lakeKey))).rejects.toMatchObject({ name: 'TransientError' });
  pass(0.001);
  await expect(cache.find(key.keyId)).rejects.toMatchObject({ name: 'TransientError' });
  table.setAway(false);
  pass(2);
  expect(await cache.find(key.keyId)).toEqual(key);
});

test('memory is bounded: of many ids those asked for last are known without a read', async () => {
  const { table, key, cache } = await openCache();
  await cache.find(key.keyId);
  const ids = Array.from({ length: 10_000 }, () => createKeyId('public', lakeKey));
  for (const [index, id] of ids.entries()) {
    await cache.find(id);
    if (index % 1_000 === 0) await cache.find(key.keyId);
  }
  const reads = table.calls().get;
  await cache.find(key.keyId);
  expect(table.calls().get).toBe(reads);
  await cache.find(ids[0] as string);
  expect(table.calls().get).toBe(reads + 1);
});
