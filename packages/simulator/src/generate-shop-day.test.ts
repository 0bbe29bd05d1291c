import { createHash, createSecretKey } from 'node:crypto';
import { ConfigError, decideEvent, defaultQueryParameters, type Receipt } from '@millrace/pipeline';
import fc from 'fast-check';
import { timeOfShare } from './day-curve.ts';
import { generateShopDay, type ShopDayOptions, type ShopEvent } from './generate-shop-day.ts';
import type { PageView } from './to-page-view.ts';

const eventCount = 20_000;
const day = [...generateShopDay({ seed: 1 })];
const receipt: Receipt = {
  receivedAt: '2026-01-16T00:00:00.000Z',
  source: 'http',
  keyId: 'pk_shop',
  policy: 'default',
  mode: 'full',
  isTrusted: false,
  userSalt: undefined,
  lakeKey: createSecretKey(Buffer.alloc(32)),
  sourceIp: null,
  country: null,
  userAgent: undefined,
  globalPrivacyControl: false,
  doNotTrack: false,
  dailySessionId: undefined,
  batchSentAt: undefined,
  queryParameters: defaultQueryParameters,
  withdrawn: new Set(),
};
const outcomes = day.map((event) => decideEvent(event, receipt));
const accepted = day.filter((_, index) => outcomes[index]?.kind === 'accepted') as PageView[];

function digestOf(options: ShopDayOptions): string {
  const hash = createHash('sha256');
  for (const event of generateShopDay(options)) hash.update(`${JSON.stringify(event)}\n`);
  return hash.digest('hex');
}

function shareOf(isCounted: (event: ShopEvent) => boolean): number {
  return day.filter(isCounted).length / eventCount;
}

test('same seed, same bytes; for ever', () => {
  expect(digestOf({ seed: 1, events: 2000 })).toBe('1e63cbbb8e4fd03eaaf064a9ebb03df532c8080ec38d3e1edf549e4d3f33dd53');
  expect(digestOf({ seed: '1', events: 2000 })).toBe(digestOf({ seed: 1, events: 2000 }));
  expect(digestOf({ seed: 2, events: 2000 })).not.toBe(digestOf({ seed: 1, events: 2000 }));
});

test('exactly as many events as asked for, all on that day, whatever the seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.string(), (events, seed) => {
      const generated = [...generateShopDay({ events, seed, day: '2024-02-29' })];
      expect(generated).toHaveLength(events);
      for (const { ts } of generated) expect(ts ?? '2024-02-29').toMatch(/^2024-02-29/);
    }),
    { numRuns: 50 },
  );
});

test('in the order they are sent: first sendings by time, a retry at most ten seconds after its first', () => {
  const sentAt = new Map<unknown, number>();
  let latest = 0;
  for (const event of day) {
    const first = sentAt.get(event);
    if (first !== undefined) {
      expect(latest - first).toBeLessThanOrEqual(10_000);
      continue;
    }
    const time = event['ts'] === undefined ? latest : Date.parse(event['ts'] as string);
    expect(time).toBeGreaterThanOrEqual(latest);
    latest = time;
    sentAt.set(event, time);
  }
});

test('about 1 % is sent twice, exactly the same', () => {
  const copies = new Map<unknown, string[]>();
  for (const event of day)
    copies.set(event['event_id'], [...(copies.get(event['event_id']) ?? []), JSON.stringify(event)]);
  const retried = [...copies.values()].filter(({ length }) => length > 1);
  for (const [first, second] of retried) expect(second).toBe(first);
  expect(retried.length / eventCount).toBeGreaterThan(0.007);
  expect(retried.length / eventCount).toBeLessThan(0.013);
});

test('about 3 % is without consent, about 0.5 % is broken in different ways, all else is accepted', () => {
  const reasons = new Map<string, number>();
  for (const outcome of outcomes) {
    const name = outcome.kind === 'quarantined' ? `${outcome.reason}${outcome.path}` : outcome.kind;
    reasons.set(name, (reasons.get(name) ?? 0) + 1);
  }
  const suppressed = (reasons.get('suppressed') ?? 0) / eventCount;
  const quarantined = outcomes.filter(({ kind }) => kind === 'quarantined').length / eventCount;
  expect(suppressed).toBeGreaterThan(0.015);
  expect(suppressed).toBeLessThan(0.05);
  expect(quarantined).toBeGreaterThan(0.003);
  expect(quarantined).toBeLessThan(0.007);
  expect(reasons.size).toBe(8); // accepted, suppressed, six faults
});

test('about 60 % of the visitors keep sessions, some visitors come back', () => {
  const visitors = new Map<string, Set<string | undefined>>();
  for (const { user, session } of accepted) {
    const sessions = visitors.get(user.user_id_hash) ?? new Set();
    visitors.set(user.user_id_hash, sessions.add(session?.session_id));
    expect(user.user_id_hash).toMatch(/^[0-9a-f]{64}$/);
  }
  const keeping = [...visitors.values()].filter((sessions) => !sessions.has(undefined));
  expect(keeping.length / visitors.size).toBeGreaterThan(0.55);
  expect(keeping.length / visitors.size).toBeLessThan(0.65);
  expect(keeping.filter(({ size }) => size > 1).length / keeping.length).toBeGreaterThan(0.2);
});

test('the funnel narrows and some pages are looked at far more than others', () => {
  const views = (path: string) =>
    accepted.filter(({ ctx }) => ctx.page_url.startsWith(`https://shop.example${path}`)).length;
  const funnel = ['/product/', '/cart', '/checkout', '/order/confirmed'].map(views);
  expect(funnel).toEqual(funnel.toSorted((a, b) => b - a));
  expect(funnel.at(-1)).toBeGreaterThan(50);
  expect(views('/product/p-0001')).toBeGreaterThan(10 * views('/product/p-0100'));
});

test('the night is quiet and the evening is busy', () => {
  const inHour = (hour: string) => shareOf(({ ts }) => typeof ts === 'string' && ts.slice(11, 13) === hour);
  expect(inHour('20')).toBeGreaterThan(10 * inHour('03'));
  expect(inHour('23')).toBeGreaterThan(inHour('03'));
});

test('time grows with the share of the day', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
      expect(timeOfShare(Math.min(a, b))).toBeLessThanOrEqual(timeOfShare(Math.max(a, b)));
    }),
  );
  expect(timeOfShare(0)).toBe(0);
  expect(timeOfShare(1)).toBe(24 * 3_600_000 - 600_000);
});

test.each([
  [{ seed: 1, day: '2026-02-30' }, /"2026-02-30" is not a day/],
  [{ seed: 1, day: 'today' }, /is not a day: write it like 2026-01-15/],
  [{ seed: 1, events: -1 }, /-1 is not a number of events/],
  [{ seed: 1, events: 1.5 }, /1.5 is not a number of events/],
])('%j is refused', (options, message) => {
  expect(() => generateShopDay(options)).toThrow(ConfigError);
  expect(() => generateShopDay(options)).toThrow(message);
});
