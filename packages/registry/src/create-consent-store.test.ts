import { sha256Hex } from '@millrace/pipeline';
import { createMemoryStateTable } from '@millrace/testkit';
import fc from 'fast-check';
import { type ConsentDecision, createConsentStore } from './create-consent-store.ts';

function openTable() {
  let time = Date.UTC(2026, 0, 15, 12);
  const now = () => time;
  const table = createMemoryStateTable({ now });
  const pass = (seconds: number) => {
    time += seconds * 1000;
  };
  return { table, now, pass };
}

function toDecision(analytics: boolean, second: number, eventId = 'e1'): ConsentDecision {
  const receivedAt = new Date(Date.UTC(2026, 0, 15, 12, 0, second)).toISOString();
  return { analytics, ads: false, policy: '2026-01', receivedAt, eventId };
}

/** Entries are named by a digest: an id may be no name for one. */
const idOf = (userId: string) => sha256Hex(Buffer.from(userId, 'utf16le'));

test('CONSENT-1: a withdrawal holds until a later decision ends it', async () => {
  const { table, now } = openTable();
  const store = createConsentStore({ table, now });
  expect(await store.withdrawnAmong(['anna', 'ben'])).toEqual(new Set());
  await store.record('anna', toDecision(false, 1));
  expect(await store.withdrawnAmong(['anna', 'ben', 'anna'])).toEqual(new Set(['anna']));
  await store.record('anna', toDecision(true, 2));
  expect(await store.withdrawnAmong(['anna', 'ben'])).toEqual(new Set());
});

test('CONSENT-1: whatever the order in which decisions come, the one received last is kept', async () => {
  const arbitraryDecision = fc.record({
    analytics: fc.boolean(),
    second: fc.integer({ min: 0, max: 3 }),
    eventId: fc.constantFrom('a', 'b', 'c'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryDecision, { minLength: 1, maxLength: 8 }), fc.boolean(), async (all, atOnce) => {
      const { table, now } = openTable();
      // A time and an id name one event: what it says does not change.
      const decisions = [...new Map(all.map((one) => [`${one.second} ${one.eventId}`, one])).values()].map((one) =>
        toDecision(one.analytics, one.second, one.eventId),
      );
      const stores = [createConsentStore({ table, now }), createConsentStore({ table, now })] as const;
      const record = (decision: ConsentDecision, index: number) => stores[index % 2 ? 1 : 0].record('anna', decision);
      if (atOnce) await Promise.all(decisions.slice(0, 4).map(record));
      for (const [index, decision] of decisions.entries()) await record(decision, index);
      const orderOf = (one: ConsentDecision) => `${one.receivedAt} ${one.eventId}`;
      const newest = decisions.reduce((a, b) => (orderOf(a) > orderOf(b) ? a : b));
      expect((await table.get('consent', idOf('anna')))?.value).toEqual(newest);
      const other = createConsentStore({ table, now });
      expect(await other.withdrawnAmong(['anna'])).toEqual(new Set(newest.analytics ? [] : ['anna']));
    }),
  );
});

test('CONSENT-2: another instance sees a decision after 30 s at the latest, whether it knew the user or not', async () => {
  const { table, now, pass } = openTable();
  const here = createConsentStore({ table, now });
  const there = createConsentStore({ table, now });
  await here.record('ben', toDecision(true, 0));
  expect(await there.withdrawnAmong(['anna', 'ben'])).toEqual(new Set());
  await here.record('anna', toDecision(false, 1));
  await here.record('ben', toDecision(false, 1));
  expect(await here.withdrawnAmong(['anna', 'ben'])).toEqual(new Set(['anna', 'ben']));
  pass(30.001);
  expect(await there.withdrawnAmong(['anna', 'ben'])).toEqual(new Set(['anna', 'ben']));
});

test('CONSENT-2: a read that began before a decision was recorded does not hide it', async () => {
  const { now } = openTable();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const table = createMemoryStateTable({ now });
  const slow = {
    ...table,
    getMany: async (...read: Parameters<typeof table.getMany>) => {
      const found = await table.getMany(...read);
      await held;
      return found;
    },
  };
  const store = createConsentStore({ table: slow, now });
  const early = store.withdrawnAmong(['anna']);
  await store.record('anna', toDecision(false, 1));
  release();
  expect(await early).toEqual(new Set(['anna']));
  expect(await store.withdrawnAmong(['anna'])).toEqual(new Set(['anna']));
});

test('users are read 100 at a time, once in 30 s', async () => {
  const { table, now, pass } = openTable();
  const store = createConsentStore({ table, now });
  const users = Array.from({ length: 250 }, (_, index) => `user-${index}`);
  for (const user of users.slice(0, 3)) await store.record(user, toDecision(false, 1));
  pass(31);
  for (let request = 0; request < 5; request += 1) {
    expect(await store.withdrawnAmong([...users, ...users])).toEqual(new Set(users.slice(0, 3)));
  }
  expect(table.calls().getMany).toBe(3);
});

test('CONSENT-3: while the table is away what is known holds for 60 s, then nobody is taken for consenting', async () => {
  const { table, now, pass } = openTable();
  const store = createConsentStore({ table, now });
  await store.record('anna', toDecision(false, 1));
  await store.withdrawnAmong(['ben']);
  table.setAway(true);
  pass(60);
  expect(await store.withdrawnAmong(['anna', 'ben'])).toEqual(new Set(['anna']));
  await expect(store.withdrawnAmong(['anna', 'carla'])).rejects.toMatchObject({ name: 'TransientError' });
  await expect(store.record('ben', toDecision(false, 2))).rejects.toMatchObject({ name: 'TransientError' });
  pass(0.001);
  await expect(store.withdrawnAmong(['ben'])).rejects.toMatchObject({ name: 'TransientError' });
  expect(await store.withdrawnAmong([])).toEqual(new Set());
});

test('an id that no contract takes has decided nothing, and asks nobody', async () => {
  const { table, now } = openTable();
  const store = createConsentStore({ table, now });
  expect(await store.withdrawnAmong(['', 'x'.repeat(513)])).toEqual(new Set());
  expect(table.calls().getMany).toBe(0);
});

test('any user id can withdraw: long ones, and ones that are no Unicode', async () => {
  const { table, now } = openTable();
  const ids = ['😀'.repeat(256), '\ud800', '\udc00x', '__proto__', 'a\0b'];
  const store = createConsentStore({ table, now });
  for (const id of ids) await store.record(id, toDecision(false, 1));
  expect(await createConsentStore({ table, now }).withdrawnAmong([...ids, '\ud801'])).toEqual(new Set(ids));
});

test('a damaged entry and a race that never ends are errors, without the user’s id', async () => {
  const { table, now } = openTable();
  await table.put('consent', idOf('anna'), { analytics: 'no' }, { ifVersion: undefined });
  const error = await createConsentStore({ table, now })
    .withdrawnAmong(['anna'])
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'InvariantError' });
  expect(String(error)).not.toContain('anna');
  const lost = createConsentStore({ table: { ...table, put: async () => 'refused' as const }, now });
  await expect(lost.record('ben', toDecision(false, 1))).rejects.toMatchObject({ name: 'TransientError' });
});
