import { ConfigError } from '@millrace/pipeline';
import { createMemoryStateTable, createVirtualClock } from '@millrace/testkit';
import fc from 'fast-check';
import { createQuotas, type QuotaKey, type Quotas } from './create-quotas.ts';
import { burstOf, leaseOf } from './quota-bucket.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const putMsAtMost = 40;
const countAtMost = 60;

/** Repeats for a seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Accepted = { readonly at: number; readonly count: number };
type Traffic = {
  readonly key: QuotaKey;
  readonly instances: number;
  readonly seed: number;
  readonly startAt?: number;
  readonly seconds: number;
  readonly pauseMsAtMost: number;
};

/** Instances that ask again and again on one slow table; which requests passed, and what that took. */
async function hammer(traffic: Traffic) {
  const { key, instances, seed, startAt = noon, seconds, pauseMsAtMost } = traffic;
  const random = createRandom(seed);
  const clock = createVirtualClock(startAt);
  const table = createMemoryStateTable({ now: clock.now, before: () => clock.sleep(random() * putMsAtMost) });
  const accepted: Accepted[] = [];
  let asked = 0;
  const sendFrom = async (quotas: Quotas) => {
    while (clock.now() < startAt + seconds * 1000) {
      const count = 1 + Math.floor(random() * countAtMost);
      asked += count;
      // Two at once now and then: a server of one process takes requests side by side.
      const answers = await Promise.all(Array.from({ length: random() < 0.2 ? 2 : 1 }, () => quotas.take(key, count)));
      for (const { ok } of answers) if (ok) accepted.push({ at: clock.now(), count });
      await clock.sleep(random() * pauseMsAtMost);
    }
  };
  const all = Array.from({ length: instances }, () => sendFrom(createQuotas({ table, clock, random })));
  await clock.run(Promise.all(all), 10 * seconds * 1000);
  const { put, refused, get } = table.calls();
  return { accepted, asked, leases: put - refused, gets: get, seconds: (clock.now() - startAt) / 1000 };
}

const sumOf = (accepted: readonly Accepted[]) => accepted.reduce((sum, { count }) => sum + count, 0);

/** The largest sum of a window, less perSecond for its length, over all windows from one request to another. */
function mostAbove(perSecond: number, accepted: readonly Accepted[]): number {
  let most = 0;
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (const { at, count } of accepted) {
    lowest = Math.min(lowest, sum - (perSecond * at) / 1000);
    sum += count;
    most = Math.max(most, sum - (perSecond * at) / 1000 - lowest);
  }
  return most;
}

const arbitraryTraffic = fc.record({
  perSecond: fc.integer({ min: 1, max: 2_000 }),
  instances: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
  pauseMsAtMost: fc.constantFrom(5, 50, 500),
});

test('QUOTA-1: in any T seconds k instances pass at most perSecond · (T + d) + burst + k · lease', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTraffic, async ({ perSecond, instances, seed, pauseMsAtMost }) => {
      const key = { keyId: 'k', perSecond, perDay: undefined };
      const { accepted } = await hammer({ key, instances, seed, seconds: 4, pauseMsAtMost });
      const allowance = burstOf(perSecond) + instances * leaseOf(key) + (perSecond * putMsAtMost) / 1000;
      expect(mostAbove(perSecond, accepted)).toBeLessThanOrEqual(allowance + 1e-6);
    }),
    { numRuns: 25 },
  );
});

test('QUOTA-2: leases are at most (perSecond · T + burst) / lease, and for an instance accepted / lease + T / 2 s + 1', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryTraffic, async ({ perSecond, instances, seed, pauseMsAtMost }) => {
      const key = { keyId: 'k', perSecond, perDay: undefined };
      const lease = leaseOf(key);
      const all = await hammer({ key, instances, seed, seconds: 4, pauseMsAtMost });
      expect(all.leases).toBeLessThanOrEqual((perSecond * all.seconds + burstOf(perSecond)) / lease);
      const one = await hammer({ key, instances: 1, seed, seconds: 4, pauseMsAtMost });
      expect(one.leases).toBeLessThanOrEqual(sumOf(one.accepted) / lease + one.seconds / 2 + 1);
    }),
    { numRuns: 15 },
  );
});

test('QUOTA-3: a UTC day passes at most perDay, its turn one request an instance more', async () => {
  const midnight = Date.UTC(2026, 0, 16);
  const arbitraryDay = fc.record({
    perSecond: fc.option(fc.integer({ min: 50, max: 2_000 }), { nil: undefined }),
    perDay: fc.integer({ min: 1, max: 1_500 }),
    instances: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(arbitraryDay, async ({ perSecond, perDay, instances, seed }) => {
      const key = { keyId: 'k', perSecond, perDay };
      const traffic = { key, instances, seed, seconds: 4, pauseMsAtMost: 30 };
      expect(sumOf((await hammer(traffic)).accepted)).toBeLessThanOrEqual(perDay);
      const { accepted } = await hammer({ ...traffic, startAt: midnight - 2_000 });
      const before = accepted.filter(({ at }) => at < midnight);
      const after = accepted.filter(({ at }) => at >= midnight);
      expect(sumOf(before)).toBeLessThanOrEqual(perDay);
      // Two at once, in this traffic.
      expect(sumOf(after)).toBeLessThanOrEqual(perDay + instances * 2 * countAtMost);
    }),
    { numRuns: 20 },
  );
});

test('QUOTA-4: a key without quotas costs nothing, one with them a read and a write a lease', async () => {
  const table = createMemoryStateTable();
  const clock = createVirtualClock();
  const quotas = createQuotas({ table, clock });
  for (let request = 0; request < 100; request += 1) {
    expect(await quotas.take({ keyId: 'free', perSecond: undefined, perDay: undefined }, 500)).toEqual({ ok: true });
  }
  expect(table.calls()).toMatchObject({ get: 0, put: 0 });
  const key = { keyId: 'limited', perSecond: 10_000, perDay: undefined };
  for (let request = 0; request < 40; request += 1) expect(await quotas.take(key, 25)).toEqual({ ok: true });
  expect(table.calls()).toMatchObject({ get: 1, put: 1 });
});

test('QUOTA-4: those who are refused cost one read, until the bucket can have enough again', async () => {
  const clock = createVirtualClock(noon);
  const table = createMemoryStateTable({ now: clock.now });
  const quotas = createQuotas({ table, clock });
  const key = { keyId: 'k', perSecond: 10, perDay: undefined };
  expect(await quotas.take(key, 500)).toEqual({ ok: true });
  for (let request = 0; request < 1_000; request += 1) {
    expect(await quotas.take(key, 50)).toEqual({ ok: false, retryAfterSeconds: 5 });
  }
  expect(table.calls()).toMatchObject({ get: 1, put: 1 });
  await clock.run(clock.sleep(4_999), 5_000);
  expect(await quotas.take(key, 50)).toEqual({ ok: false, retryAfterSeconds: 1 });
  await clock.run(clock.sleep(1), 5_000);
  expect(await quotas.take(key, 50)).toEqual({ ok: true });
  expect(table.calls()).toMatchObject({ get: 2, put: 2 });
});

test('a full day is refused until midnight, with a read in 10 s at most', async () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 15, 23, 59));
  const table = createMemoryStateTable({ now: clock.now });
  const quotas = createQuotas({ table, clock });
  const key = { keyId: 'k', perSecond: undefined, perDay: 100 };
  expect(await quotas.take(key, 100)).toEqual({ ok: true });
  for (let second = 0; second < 60; second += 1) {
    expect(await quotas.take(key, 1)).toEqual({ ok: false, retryAfterSeconds: 60 - second });
    await clock.run(clock.sleep(1_000), 1_000);
  }
  expect(table.calls().get).toBeLessThanOrEqual(7);
  expect(await quotas.take(key, 100)).toEqual({ ok: true });
});

test('tokens of a lease lapse after 2 s; those of a day come back', async () => {
  const clock = createVirtualClock(noon);
  const table = createMemoryStateTable({ now: clock.now });
  const quotas = createQuotas({ table, clock });
  const key = { keyId: 'k', perSecond: 1_000, perDay: 100_000 };
  expect(leaseOf(key)).toBe(100);
  await quotas.take(key, 1);
  await clock.run(clock.sleep(1_999), 2_000);
  await quotas.take(key, 1);
  expect(table.calls().put).toBe(1);
  await clock.run(clock.sleep(1), 2_000);
  await quotas.take(key, 1);
  expect(table.calls().put).toBe(2);
  // Leased 100, spent 2, given back 98, leased 100.
  expect((await table.get('quota', 'k'))?.value).toMatchObject({ dayCount: 102 });
});

test('a trickle may use the whole of its day', async () => {
  const clock = createVirtualClock(Date.UTC(2026, 0, 15));
  const table = createMemoryStateTable({ now: clock.now });
  const quotas = createQuotas({ table, clock });
  const key = { keyId: 'k', perSecond: 1_000, perDay: 50_000 };
  let accepted = 0;
  for (let request = 0; request < 1_500; request += 1) {
    if ((await quotas.take(key, 33)).ok) accepted += 33;
    await clock.run(clock.sleep(3_000), 3_000);
  }
  expect(accepted).toBe(33 * 1_500);
});

test('an instance that is asked for more all the time passes what the quota allows', async () => {
  const key = { keyId: 'k', perSecond: 1_000, perDay: undefined };
  const { accepted, asked, seconds } = await hammer({ key, instances: 2, seed: 7, seconds: 10, pauseMsAtMost: 10 });
  expect(asked).toBeGreaterThan(2 * key.perSecond * seconds);
  expect(sumOf(accepted)).toBeGreaterThan(0.9 * (key.perSecond * seconds + 1_000));
});

test('what a lease under way counts on is not spent by another request meanwhile', async () => {
  const clock = createVirtualClock(noon);
  const table = createMemoryStateTable({ now: clock.now, before: () => clock.sleep(5) });
  const quotas = createQuotas({ table, clock });
  const key = { keyId: 'k', perSecond: undefined, perDay: 10_000 };
  await clock.run(quotas.take(key, 1), 100); // leases 10
  const late = clock.sleep(7).then(() => quotas.take(key, 5));
  const answers = await clock.run(Promise.all([quotas.take(key, 20), late]), 100);
  expect(answers).toEqual([{ ok: true }, { ok: true }]);
  // 11 were missing for the 20, the 5 had to be leased.
  const entry = await clock.run(table.get('quota', 'k'), 100);
  expect(entry?.value).toMatchObject({ dayCount: 10 + 11 + 10 });
});

test('three lost races are answered: again in 1 s', async () => {
  const clock = createVirtualClock(noon);
  const table = createMemoryStateTable({ now: clock.now });
  const lost = { ...table, put: async () => 'refused' as const };
  const quotas = createQuotas({ table: lost, clock, random: () => 0.5 });
  const answer = clock.run(quotas.take({ keyId: 'k', perSecond: 10, perDay: undefined }, 1), 1_000);
  expect(await answer).toEqual({ ok: false, retryAfterSeconds: 1 });
  expect(table.calls().get).toBe(3);
});

test('QUOTA-5: while the table is away an instance limits itself, and asks the table every 10 s', async () => {
  const clock = createVirtualClock(noon);
  const table = createMemoryStateTable({ now: clock.now });
  const quotas = createQuotas({ table, clock });
  const key = { keyId: 'k', perSecond: 600, perDay: 1_000 };
  table.setAway(true);
  let accepted = 0;
  for (let tenth = 0; tenth < 95; tenth += 1) {
    for (let request = 0; request < 4; request += 1) if ((await quotas.take(key, 100)).ok) accepted += 100;
    await clock.run(clock.sleep(100), 100);
  }
  expect(accepted).toBeLessThanOrEqual(600 + 600 * 9.5);
  expect(accepted).toBeGreaterThanOrEqual(600 * 9);
  expect(table.calls().get).toBe(1);
  table.setAway(false);
  await clock.run(clock.sleep(1_000), 1_000);
  expect(await quotas.take(key, 400)).toEqual({ ok: true });
  expect(table.calls()).toMatchObject({ get: 2, put: 1 });
});

test('an answer that was lost on its way is not given back twice', async () => {
  const clock = createVirtualClock(noon);
  const table = createMemoryStateTable({ now: clock.now });
  const key = { keyId: 'k', perSecond: undefined, perDay: 10_000 };
  let loses = false;
  const losing = {
    ...table,
    put: async (...put: Parameters<typeof table.put>) => {
      const result = await table.put(...put);
      if (loses) table.setAway(true);
      if (loses) await table.get('quota', 'k'); // throws
      return result;
    },
  };
  const quotas = createQuotas({ table: losing, clock });
  await quotas.take(key, 1); // leases 10
  await clock.run(clock.sleep(2_000), 2_000);
  loses = true;
  await quotas.take(key, 1); // gives 9 back, leases 10, and never hears of it
  loses = false;
  table.setAway(false);
  await clock.run(clock.sleep(12_000), 12_000);
  await quotas.take(key, 1);
  expect((await table.get('quota', 'k'))?.value).toMatchObject({ dayCount: 1 + 10 + 10 });
});

test('a set-up fault of the table is no reason to pass anybody', async () => {
  const table = createMemoryStateTable();
  const broken = { ...table, get: () => Promise.reject(new ConfigError('no such table')) };
  const quotas = createQuotas({ table: broken, clock: createVirtualClock() });
  const key = { keyId: 'k', perSecond: 10, perDay: undefined };
  await expect(quotas.take(key, 1)).rejects.toThrow('no such table');
  await expect(quotas.take(key, 1)).rejects.toThrow('no such table');
  await expect(quotas.take(key, 501)).rejects.toMatchObject({ name: 'InvariantError' });
});
