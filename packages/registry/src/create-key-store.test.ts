import { createSecretKey } from 'node:crypto';
import { createMemoryStateTable } from '@millrace/testkit';
import { createKeyStore } from './create-key-store.ts';
import { isKeyId, parseKey, secretsOf } from './key.ts';

const lakeKey = createSecretKey(Buffer.alloc(32, 7));
const otherLakeKey = createSecretKey(Buffer.alloc(32, 8));

function openStore() {
  let time = Date.UTC(2026, 0, 15, 12);
  const now = () => time;
  const table = createMemoryStateTable({ now });
  const pass = (ms: number) => {
    time += ms;
  };
  return { table, now, pass, store: createKeyStore({ table, lakeKey, now }) };
}

test('a new key has what was asked for, and else what a key can do least with', async () => {
  const { store, now } = openStore();
  const { key, secret } = await store.create({ kind: 'public', name: 'shop', origins: ['https://shop.example'] });
  expect(secret).toBeUndefined();
  expect(key).toEqual({
    keyId: expect.stringMatching(/^pk_[0-9a-f]{26}$/),
    kind: 'public',
    name: 'shop',
    source: 'shop',
    tenant: 'default',
    policy: undefined,
    mode: 'full',
    origins: ['https://shop.example'],
    eventTypes: [],
    perSecond: undefined,
    perDay: undefined,
    queryParameters: [],
    isRevoked: false,
    secretIds: [],
  });
  expect(secretsOf(key, lakeKey, now())).toEqual([]);
});

test('keys come back from the table as they were made', async () => {
  const { store } = openStore();
  const limits = {
    perSecond: 5,
    perDay: 10,
    policy: '2026-01',
    mode: 'none',
    tenant: 'shop-one',
    source: 'till',
  } as const;
  const made = [
    (await store.create({ kind: 'secret', name: 'server', ...limits, eventTypes: ['purchase'] })).key,
    (await store.create({ kind: 'public', name: 'ünïcödé', queryParameters: ['ref'] })).key,
  ];
  const byId = (a: { keyId: string }, b: { keyId: string }) => (a.keyId < b.keyId ? -1 : 1);
  expect(await store.list()).toEqual(made.sort(byId));
});

test('KEY-1: the table holds no secret, and another lake key derives others', async () => {
  const { store, table, now } = openStore();
  const { key, secret } = await store.create({ kind: 'secret', name: 'server' });
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(secretsOf(key, lakeKey, now())).toEqual([secret]);
  expect(JSON.stringify(await table.get('key', key.keyId))).not.toContain(secret);
  expect(secretsOf(key, otherLakeKey, now())).not.toContain(secret);
  expect(isKeyId(key.keyId, lakeKey)).toBe(true);
  expect(isKeyId(key.keyId, otherLakeKey)).toBe(false);
});

test('KEY-2: a rotated key has two valid secrets; the older ends at the next rotation', async () => {
  const { store, now, pass } = openStore();
  const { key, secret: first } = await store.create({ kind: 'secret', name: 'server' });
  const { secret: second } = await store.rotate(key.keyId);
  const validNow = async () => secretsOf((await store.list())[0] as typeof key, lakeKey, now());
  expect(await validNow()).toEqual([first, second]);
  pass(365 * 86_400_000);
  expect(await validNow()).toEqual([first, second]);
  const { secret: third } = await store.rotate(key.keyId);
  expect(await validNow()).toEqual([second, third]);
});

test('KEY-2: with an end the older secret is valid until then, to the millisecond', async () => {
  const { store, now, pass } = openStore();
  const { key, secret: first } = await store.create({ kind: 'secret', name: 'server' });
  const { key: rotated, secret: second } = await store.rotate(key.keyId, { expireAfterSeconds: 60 });
  pass(59_999);
  expect(secretsOf(rotated, lakeKey, now())).toEqual([first, second]);
  pass(1);
  expect(secretsOf(rotated, lakeKey, now())).toEqual([second]);
});

test('of two who rotate at once one is told, and the secret of the other stays', async () => {
  const { store, table, now } = openStore();
  const { key, secret: first } = await store.create({ kind: 'secret', name: 'server' });
  const results = await Promise.allSettled([store.rotate(key.keyId), store.rotate(key.keyId)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const rotated = results.find(({ status }) => status === 'fulfilled') as PromiseFulfilledResult<{ secret: string }>;
  const kept = parseKey(key.keyId, (await table.get('key', key.keyId))?.value ?? {});
  expect(secretsOf(kept, lakeKey, now())).toEqual([first, rotated.value.secret]);
});

test('KEY-3: a revoked key has no secret any more, can be revoked again and not rotated', async () => {
  const { store, now } = openStore();
  const { key } = await store.create({ kind: 'secret', name: 'server' });
  const revoked = await store.revoke(key.keyId);
  expect(revoked).toEqual({ ...key, isRevoked: true });
  expect(await store.revoke(key.keyId)).toEqual(revoked);
  expect(secretsOf(revoked, lakeKey, now())).toEqual([]);
  await expect(store.rotate(key.keyId)).rejects.toMatchObject({ name: 'ConfigError' });
  expect(await store.list()).toEqual([revoked]);
});

test('what cannot be done is said', async () => {
  const { store, table } = openStore();
  const { key } = await store.create({ kind: 'public', name: 'shop' });
  await expect(store.rotate(key.keyId)).rejects.toThrow('it has no secret');
  for (const id of ['', 'pk_1', `${key.keyId}0`, '__proto__', 'x'.repeat(1_000), '\ud800']) {
    await expect(store.revoke(id)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/no key/),
    });
  }
  await table.put('key', key.keyId, { kind: 'public' }, { ifVersion: 1 });
  await expect(store.list()).rejects.toMatchObject({
    name: 'InvariantError',
    message: expect.not.stringContaining(key.keyId), // It is logged where a request meets it.
  });
});
