import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

/** Of an event of its own, unless it is named. */
function toDecision(analytics: boolean, second: number, place: Partial<ConsentDecision> = {}): ConsentDecision {
  const receivedAt = new Date(Date.UTC(2026, 0, 15, 12, 0, second)).toISOString();
  const receipt = { receivedAt, frameId: `frame-${second}`, line: 1, eventId: `event-${second}` };
  return { analytics, ads: false, policy: '2026-01', ...receipt, ...place };
}

/** Entries are named by a digest: an id may be no name for one. */
const idOf = (userId: string) => sha256Hex(Buffer.from(userId, 'utf16le'));
/** One of 16 kinds, by the first digit. */
const kindOf = (userId: string) => `consent-${'abcdefghijklmnop'[Number.parseInt(idOf(userId).charAt(0), 16)]}`;

type Table = ReturnType<typeof createMemoryStateTable>;
/** What a store says that has just begun. */
const hasWithdrawn = async (table: Table, now: () => number) =>
  (await createConsentStore({ table, now }).withdrawnAmong(['anna'])).has('anna');

test('CONSENT-1: a withdrawal holds until a later decision ends it', async () => {
  const { table, now } = openTable();
  const store = createConsentStore({ table, now });
  expect(await store.withdrawnAmong(['anna', 'ben'])).toEqual(new Set());
  await store.record('anna', toDecision(false, 1));
  expect(await store.withdrawnAmong(['anna', 'ben', 'anna'])).toEqual(new Set(['anna']));
  await store.record('anna', toDecision(true, 2));
  expect(await store.withdrawnAmong(['anna', 'ben'])).toEqual(new Set());
});

test('CONSENT-1: in whatever order decisions are recorded, and repeated, the one that the lake takes for the newest is kept', async () => {
  const arbitraryDecision = fc.record({
    analytics: fc.boolean(),
    second: fc.integer({ min: 0, max: 3 }),
    frameId: fc.constantFrom('r-10', 'r-2', 's-0'),
    line: fc.integer({ min: 9, max: 11 }),
    eventId: fc.constantFrom('a', 'b', 'c', 'd'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryDecision, { minLength: 1, maxLength: 8 }), fc.boolean(), async (all, atOnce) => {
      const { table, now } = openTable();
      const placeOf = (one: { second: number; frameId: string; line: number }) =>
        `${one.second} ${one.frameId} ${String(one.line).padStart(2, '0')}`;
      // A place has one event: what it says does not change.
      const received = [...new Map(all.map((one) => [placeOf(one), one])).values()];
      const stores = [createConsentStore({ table, now }), createConsentStore({ table, now })] as const;
      const record = ({ analytics, second, ...place }: (typeof received)[number], index: number) =>
        stores[index % 2 ? 1 : 0].record('anna', toDecision(analytics, second, place));
      if (atOnce) await Promise.all(received.slice(0, 4).map(record));
      for (const [index, one] of received.entries()) await record(one, index);

      // The lake: of each event the first, then the last of these (silver/winners, silver/verdicts).
      const inOrder = received.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
      const winners = inOrder.filter((one, index) => index === inOrder.findIndex((b) => b.eventId === one.eventId));
      expect(await hasWithdrawn(table, now)).toBe(winners.at(-1)?.analytics === false);
      for (const store of stores) await store.withdrawnAmong(['anna']);
    }),
  );
});

test.each([
  ['a grant after a withdrawal', true],
  ['a withdrawal after a grant', false],
])('CONSENT-1: the repeat of an older decision changes nothing: %s', async (_, old) => {
  const { table, now } = openTable();
  const store = createConsentStore({ table, now });
  const first = toDecision(old, 1, { eventId: 'repeated' });
  await store.record('anna', first);
  await store.record('anna', toDecision(!old, 2));
  const { put } = table.calls();
  await store.record('anna', toDecision(old, 3, { eventId: 'repeated' }));
  expect(table.calls().put).toBe(put);
  for (const isWithdrawn of [await hasWithdrawn(table, now), (await store.withdrawnAmong(['anna'])).has('anna')]) {
    expect(isWithdrawn).toBe(old);
  }
});

test('CONSENT-1: of two receipts of one decision the first counts, also where it is recorded last', async () => {
  const { table, now, pass } = openTable();
  const [here, there] = [createConsentStore({ table, now }), createConsentStore({ table, now })];
  await here.record('anna', toDecision(true, 9, { eventId: 'repeated' }));
  await there.record('anna', toDecision(false, 5));
  expect(await hasWithdrawn(table, now)).toBe(false);
  await there.record('anna', toDecision(true, 1, { eventId: 'repeated' }));
  pass(31);
  expect(await here.withdrawnAmong(['anna'])).toEqual(new Set(['anna']));
  expect(await hasWithdrawn(table, now)).toBe(true);
});

test('CONSENT-1: the last 32 decisions of a user are known by their events', async () => {
  const { table, now } = openTable();
  const store = createConsentStore({ table, now });
  for (let second = 1; second <= 40; second += 1) await store.record('anna', toDecision(second < 40, second));
  await store.record('anna', toDecision(true, 50, { eventId: 'event-9' }));
  await store.record('anna', toDecision(true, 1));
  expect(await hasWithdrawn(table, now)).toBe(true);
  const entry = await table.get(kindOf('anna'), idOf('anna'));
  const kept = entry?.value['decisions'] as ConsentDecision[];
  expect(kept.map(({ eventId }) => eventId)).toEqual(Array.from({ length: 32 }, (_, index) => `event-${index + 9}`));
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

test('users are read by kind, at most 100 at a time, once in 30 s', async () => {
  const { now, pass } = openTable();
  const asked: string[] = [];
  const table = createMemoryStateTable({
    now,
    before: async (call, kind) => {
      if (call === 'getMany') asked.push(kind);
    },
  });
  const store = createConsentStore({ table, now });
  const users = Array.from({ length: 250 }, (_, index) => `user-${index}`);
  for (const user of users.slice(0, 3)) await store.record(user, toDecision(false, 1));
  pass(31);
  for (let request = 0; request < 5; request += 1) {
    expect(await store.withdrawnAmong([...users, ...users])).toEqual(new Set(users.slice(0, 3)));
  }
  expect(asked.toSorted()).toEqual([...'abcdefghijklmnop'].map((letter) => `consent-${letter}`));

  pass(31);
  asked.length = 0;
  await store.withdrawnAmong(['anna', 'anna']);
  expect(asked).toEqual([kindOf('anna')]);

  const many = Array.from({ length: 5_000 }, (_, index) => `u${index}`);
  const ofOneKind = many.filter((user) => kindOf(user) === 'consent-a').slice(0, 201);
  asked.length = 0;
  await store.withdrawnAmong(ofOneKind);
  expect(asked).toEqual(['consent-a', 'consent-a', 'consent-a']);
});

test('what is known of a user holds no text that the id was cut from', async () => {
  const { table, now } = openTable();
  const store = createConsentStore({ table, now });
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let user = 0; user < 2_000; user += 1) {
    const query = `user_id_hash=${String(user).padStart(64, '0')}&${'q'.repeat(32_000)}${user}`;
    await store.withdrawnAmong([Buffer.from(query).toString('latin1').slice(13, 77)]);
  }
  collect();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  // Still in use: else the cache itself would be gone.
  expect(await store.withdrawnAmong(['0'.repeat(64)])).toEqual(new Set());
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

test('a long id is none other than itself', async () => {
  const { table, now } = openTable();
  const store = createConsentStore({ table, now });
  const long = 'x'.repeat(65);
  await store.record(long, toDecision(false, 1));
  const others = [idOf(long), `${idOf(long)}+`, 'x'.repeat(64), 'x'.repeat(66)];
  for (let request = 0; request < 2; request += 1) {
    expect(await store.withdrawnAmong([...others, long])).toEqual(new Set([long]));
  }
});

test('a damaged entry and a race that never ends are errors, without the user’s id', async () => {
  const { table, now } = openTable();
  await table.put(kindOf('anna'), idOf('anna'), { analytics: 'no' }, { ifVersion: undefined });
  const error = await createConsentStore({ table, now })
    .withdrawnAmong(['anna'])
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'InvariantError' });
  expect(String(error)).not.toContain('anna');
  await table.put(kindOf('carla'), idOf('carla'), { decisions: [] }, { ifVersion: undefined });
  const carla = createConsentStore({ table, now }).withdrawnAmong(['carla']);
  await expect(carla).rejects.toMatchObject({ name: 'InvariantError' });
  const lost = createConsentStore({ table: { ...table, put: async () => 'refused' as const }, now });
  await expect(lost.record('ben', toDecision(false, 1))).rejects.toMatchObject({ name: 'TransientError' });
});
