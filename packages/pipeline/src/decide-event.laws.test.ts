import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type EventType, eventTypes, storedKeyOrder } from '@millrace/schema';
import fc from 'fast-check';
import { receipt, userSalt } from '../test/receipt.ts';
import { assertConserved } from './conservation.ts';
import { clockToleranceMs } from './correct-clock.ts';
import { decideEvent } from './decide-event.ts';
import type { Receipt } from './receipt.ts';
import { toQuarantineLine } from './to-quarantine-line.ts';

type JsonObject = Record<string, unknown>;

/** One example of each contract, with something in every place that may identify. */
const examples: readonly JsonObject[] = eventTypes.map((eventType) => ({
  ...exampleOf(eventType),
  event_id: '00000000-0000-4000-8000-00000000000a',
  ts: '2026-01-15T12:00:01.000Z',
  user: { user_id_hash: 'hash-of-ann', consent: { analytics: true, ads: true } },
  session: { session_id: 'session-of-ann', utm: { source: 'newsletter', campaign: 'winter' } },
  ctx: { page_url: 'https://shop.example/p?utm_source=n&token=secret', locale: 'de' },
  custom_properties: { note: 'ask ann@shop.example', level: 3, a: true },
  metadata: { sdk_version: '1.2.3', experiment_keys: ['x'] },
}));
const pageView = examples[eventTypes.indexOf('page_view')] as JsonObject;
const consentUpdate = examples[eventTypes.indexOf('consent_update')] as JsonObject;
const newer: JsonObject = { ...pageView, schema_version: '1.99.0', loyalty: { card: 'card-of-ann', b: 1 } };

const anyEvent = fc.constantFrom<unknown>(
  ...[...examples, newer],
  ...[
    { ...pageView, ts: 'never' },
    { ...pageView, user: {} },
    { ...pageView, event_type: 'teleport' },
  ],
  ...[withUser({ consent: { analytics: false, ads: false } }), { ...consentUpdate, user: { consent: null } }],
  ...[null, [], 'x', JSON.parse('{"__proto__":1}'), withUser({ user_id: 'raw-id' })],
);
const anyReceipt: fc.Arbitrary<Receipt> = fc
  .record({
    mode: fc.constantFrom('full', 'cookieless', 'none'),
    doNotTrack: fc.boolean(),
    globalPrivacyControl: fc.boolean(),
    isTrusted: fc.boolean(),
    userSalt: fc.constantFrom(undefined, userSalt),
    sourceIp: fc.constantFrom(null, '203.0.113.0'),
    country: fc.constantFrom(null, 'DE'),
    userAgent: fc.constantFrom(undefined, 'agent "x"\n'),
    dailySessionId: fc.constantFrom(undefined, 'day-1'),
    batchSentAt: fc.constantFrom(undefined, '2026-01-15T11:00:00.000Z'),
    withdrawn: fc.constantFrom(new Set<string>(), new Set(['hash-of-ann'])),
  })
  .map((changes) => ({ ...receipt, ...changes }) as Receipt);

test('a replay is decided as the original was, whatever the event and the receipt', () => {
  fc.assert(
    fc.property(anyEvent, anyReceipt, (event, of) => {
      const original = JSON.stringify(event);
      const outcome = decideEvent(event, of);
      expect(decideEvent(JSON.parse(original), { ...of })).toEqual(outcome);
      expect(JSON.stringify(event)).toBe(original);
    }),
  );
});

test('every event has one outcome, and an accepted one is a whole line of JSON with its keys in order', () => {
  fc.assert(
    fc.property(fc.array(anyEvent), anyReceipt, (events, of) => {
      const outcomes = events.map((event) => decideEvent(event, of));
      const count = (kind: string) => outcomes.filter((outcome) => outcome.kind === kind).length;
      const [accepted, quarantined, suppressed] = [count('accepted'), count('quarantined'), count('suppressed')];
      assertConserved({ received: events.length, accepted, quarantined, suppressed }, 'test');
      for (const outcome of outcomes) {
        if (outcome.kind !== 'accepted') continue;
        const { line } = outcome.event;
        expect(line).not.toContain('\n');
        const keys = Object.keys(JSON.parse(line));
        expect(line).toBe(JSON.stringify(JSON.parse(line)));
        const known = storedKeyOrder.filter((key) => keys.includes(key));
        expect(keys.filter((key) => storedKeyOrder.some((other) => other === key))).toEqual(known);
      }
    }),
  );
});

describe('content_hash', () => {
  const hashOf = (event: unknown, changes: Partial<Receipt> = {}) => storedOf(event, changes).content_hash;

  test('does not see the order of keys, nor privacy, nor the server, nor the way a retry came', () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples, newer), anyReceipt, fc.integer(), (event, of, seed) => {
        const changes = { ...of, mode: of.mode === 'none' ? 'full' : of.mode, withdrawn: new Set<string>() } as const;
        const retry = shuffled({ ...event, sent_at: '2026-01-15T12:00:02.000Z' }, seed);
        expect(hashOf(retry, changes)).toBe(hashOf(event));
      }),
    );
  });

  test('sees every value that the client said', () => {
    for (const event of [...examples, newer]) {
      for (const changed of eachChanged(event)) expect(hashOf(changed)).not.toBe(hashOf(event));
    }
  });

  test('is keyed: in another lake the same event has another', () => {
    expect(hashOf(pageView, { lakeKey: userSalt })).not.toBe(hashOf(pageView));
  });

  test('does not depend on the contract that was applied', () => {
    const event = { ...pageView, schema_version: '1.1.0', product: { product_id: 'p', category: 'c' } };
    const before = storedOf({ ...event, schema_version: '1.98.0' });
    // What 1.1.0 takes aside of it, a later contract would know: the text that is hashed is the same.
    const { loyalty, ...without } = newer;
    expect(before.content_hash).not.toBe(hashOf(event));
    expect(hashOf({ ...without, loyalty })).toBe(hashOf({ loyalty: shuffled(loyalty, 3), ...without }));
  });
});

test('no client sets a field of the server: the server says the same, whatever the event says', () => {
  const serverKeys = ['received_at', 'source', 'key_id', 'privacy', 'geo', 'clock', 'content_hash', '_unrecognized'];
  const forged = fc.dictionary(fc.constantFrom(...serverKeys, 'contract_version', 'schema_hash'), fc.json(), {
    minKeys: 1,
  });
  fc.assert(
    fc.property(forged, fc.constantFrom('"}', '","source":"x', '\\', '\u2028\n'), (forgery, text) => {
      for (const event of [
        { ...newer, ...forgery, metadata: { sdk_version: text.slice(0, 8), ...forgery } },
        { ...pageView, custom_properties: { ...forgery, [text]: text }, session: { session_id: text } },
      ]) {
        const stored = storedOf(event, { sourceIp: null });
        expect(stored).toMatchObject({
          ...{ received_at: receipt.receivedAt, source: 'http', key_id: 'pk_test', geo: { country: 'DE' } },
          privacy: { analytics: true, ads: true, policy: 'default', mode: 'full', source_ip_anonymized: null },
        });
        expect(stored.metadata).toMatchObject({ contract_version: expect.stringMatching(/^1\.\d\.0$/) });
        expect(stored.metadata.schema_hash).toMatch(/^[0-9a-f]{64}$/);
        expect(stored.content_hash).toMatch(/^[0-9a-f]{64}$/);
        expect(stored).not.toHaveProperty('clock');
      }
    }),
  );
});

describe('where nobody may be known', () => {
  test('PRIVACY-2: a cookieless line holds nothing that the client could be known by', () => {
    for (const event of [...examples, newer]) {
      if (event['event_type'] === 'consent_update') continue;
      for (const changes of [
        { doNotTrack: true },
        { mode: 'cookieless' },
        { dailySessionId: undefined, doNotTrack: true },
      ] as const) {
        const stored = storedOf(event, changes);
        expect(JSON.stringify(stored)).not.toMatch(/of-ann|ann@|_unrecognized|secret/);
        expect(stored).not.toHaveProperty('user');
        expect(stored.privacy.mode).toBe('cookieless');
        const id = 'dailySessionId' in changes ? {} : { session_id: 'day-1' };
        expect(stored.session).toEqual({ ...id, utm: { source: 'newsletter', campaign: 'winter' } });
      }
    }
  });

  test('PRIVACY-2: a raw id of a trusted sender does not show either', () => {
    const stored = storedOf(withUser({ user_id: 'raw-id' }), { userSalt, isTrusted: true, mode: 'cookieless' });
    const hash = createHmac('sha256', userSalt).update('raw-id').digest('hex');
    expect(JSON.stringify(stored)).not.toMatch(new RegExp(`raw-id|${hash}`));
  });

  test('PRIVACY-2: a decision about consent is kept in any mode, and nothing around it', () => {
    for (const analytics of [true, false]) {
      for (const mode of ['full', 'cookieless', 'none'] as const) {
        const user = { user_id_hash: 'hash-of-ann', consent: { analytics, ads: true } };
        const of = { ...receipt, mode, globalPrivacyControl: true, withdrawn: new Set(['hash-of-ann']) };
        const outcome = decideEvent({ ...consentUpdate, user }, of);
        if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
        expect(outcome.event.decision).toEqual({ userIdHash: 'hash-of-ann', analytics, ads: true });
        const stored = JSON.parse(outcome.event.line);
        expect(Object.keys(stored)).toEqual([
          ...['schema_version', 'event_type', 'event_id', 'ts', 'received_at', 'source', 'key_id', 'privacy', 'user'],
          ...['consent_change', 'metadata', 'content_hash'],
        ]);
        expect(stored.user).toEqual({ user_id_hash: 'hash-of-ann' });
        expect(stored.privacy).toEqual({
          ...{ analytics, ads: true, policy: 'default', mode: 'record', source_ip_anonymized: null },
        });
      }
    }
  });

  test('PRIVACY-2: a decision of nobody that is known is kept, and is nobody’s', () => {
    const outcome = decideEvent({ ...consentUpdate, user: { consent: { analytics: false, ads: false } } }, receipt);
    expect(outcome).toMatchObject({ kind: 'accepted' });
    expect(outcome).not.toHaveProperty('event.decision');
  });

  test('PRIVACY-2: of somebody who has withdrawn nothing is kept, refused or not, by hash or by raw id', () => {
    const hash = createHmac('sha256', userSalt).update('raw-id').digest('hex');
    const of = { ...receipt, userSalt, isTrusted: true, withdrawn: new Set(['hash-of-ann', hash]) };
    for (const event of [pageView, newer, { ...pageView, ts: 'never' }, withUser({ user_id: 'raw-id' })]) {
      expect(decideEvent(event, of)).toEqual({ kind: 'suppressed', reason: 'withdrawn' });
      const refusal = { reason: 'forbidden-key', path: '', detail: '' } as const;
      expect(toQuarantineLine(event, refusal, of)).not.toMatch(/of-ann|raw-id|shop\.example/);
    }
    expect(decideEvent(withUser({ user_id_hash: 'other' }), of).kind).toBe('accepted');
  });
});

describe('scrubbing', () => {
  test('PRIVACY-3: addresses are replaced and counted, URLs cut, wherever the client wrote them', () => {
    const stored = storedOf({ ...newer, loyalty: { mail: 'bob%40shop.example' } });
    expect(stored.ctx.page_url).toBe('https://shop.example/p?utm_source=n');
    expect(stored.custom_properties.note).toBe('ask [email]');
    expect(stored._unrecognized).toEqual({ '/loyalty': { mail: '[email]' } });
    expect(stored.privacy.scrubbed_count).toBe(2);
    expect(storedOf({ ...pageView, custom_properties: {} }).privacy).not.toHaveProperty('scrubbed_count');
  });

  test.each([
    ['a user id', withUser({ user_id_hash: 'ann@shop.example' }), '/user/user_id_hash'],
    ['a session id', { ...pageView, session: { session_id: 'ann%40shop.example' } }, '/session/session_id'],
    ['a key', { ...pageView, custom_properties: { 'ann@shop.example': 1 } }, '/custom_properties'],
    ['an unknown key', { ...newer, 'ann@shop.example': 1 }, ''],
  ])('SCRUB: an address in %s is refused, and is not repeated in quarantine', (_, event, path) => {
    const outcome = decideEvent(event, receipt);
    expect(outcome).toMatchObject({ kind: 'quarantined', reason: 'schema-invalid', path });
    if (outcome.kind === 'quarantined') expect(toQuarantineLine(event, outcome, receipt)).not.toMatch(/ann(@|%40)/);
  });

  test('PRIVACY-3: quarantined text has neither addresses nor parameters nor raw ids', () => {
    const event = { ...pageView, ts: 'never', user: { ...(pageView['user'] as object), user_id: 'raw-id' } };
    for (const salt of [undefined, userSalt]) {
      const of = { ...receipt, userSalt: salt };
      const outcome = decideEvent(event, of);
      if (outcome.kind !== 'quarantined') throw new Error(outcome.kind);
      const line = toQuarantineLine(event, outcome, of);
      expect(line).not.toMatch(/ann@|token|raw-id/);
      expect(line).toContain('[email]');
    }
  });

  test('the text of a quarantined event always fits into a frame', () => {
    const event = { ...pageView, custom_properties: { x: '"€\u0001'.repeat(400_000) } };
    const line = toQuarantineLine(event, { reason: 'too-large', path: '', detail: '' }, receipt);
    expect(Buffer.byteLength(line)).toBeLessThan(900_000);
  });

  test('text that is cut is not cut within an address', () => {
    const textOf = (filler: number): string => {
      const event = { ...pageView, custom_properties: { x: `${'x'.repeat(filler)} 203.0.113.77 ${'x'.repeat(99)}` } };
      return JSON.parse(toQuarantineLine(event, { reason: 'too-large', path: '', detail: '' }, receipt)).text;
    };
    const before = textOf(0).indexOf('203.0.113.0');
    // Wherever in the address the text ends
    for (let kept = 1; kept <= '203.0.113.77'.length; kept += 1) {
      const text = textOf(262_143 - before - kept);
      expect(text.slice(-20)).toBe(`${'x'.repeat(18)} …`);
    }
  });
});

describe('raw user ids', () => {
  test('a public key may not send one, whatever version it names', () => {
    for (const version of ['1.0.0', '1.99.0']) {
      const event = { ...withUser({ user_id: 'raw-id' }), schema_version: version };
      const outcome = decideEvent(event, receipt);
      expect(outcome).toMatchObject({ kind: 'quarantined', reason: 'schema-invalid', path: '/user/user_id' });
      if (outcome.kind === 'quarantined') expect(toQuarantineLine(event, outcome, receipt)).not.toContain('raw-id');
    }
  });

  test('of a trusted sender it is hashed at once, and is the same user, content and partition as its hash', () => {
    const of = { isTrusted: true, userSalt };
    const hash = createHmac('sha256', userSalt).update('raw-id').digest('hex');
    const stored = storedOf(withUser({ user_id: 'raw-id' }), of);
    expect(stored).toEqual(storedOf(withUser({ user_id_hash: hash }), of));
    expect(stored.user).toEqual({ user_id_hash: hash });
    const both = withUser({ user_id: 'raw-id', user_id_hash: hash });
    expect(decideEvent(both, { ...receipt, ...of })).toMatchObject({ reason: 'schema-invalid', path: '/user/user_id' });
  });
});

test('empty objects: those around the event go, those of its own stay', () => {
  const metric = examples[eventTypes.indexOf('metric')];
  const empty = { ...metric, user: { consent: { analytics: true, ads: true } }, session: {}, ctx: {} };
  for (const changes of [{}, { doNotTrack: true, dailySessionId: undefined }]) {
    const stored = storedOf({ ...empty, custom_properties: {}, metadata: {} }, { ...changes, userAgent: undefined });
    for (const key of ['user', 'session', 'ctx']) expect(stored).not.toHaveProperty(key);
    expect(stored.custom_properties).toEqual({});
    expect(Object.keys(stored.metadata)).toEqual(['contract_version', 'schema_hash']);
  }
});

describe('clocks', () => {
  test('PRIVACY-2: where nobody may be known a clock that is wrong does not tell who it is', () => {
    const stored = at(minutes(receipt.receivedAt, -90), minutes(receipt.receivedAt, -60), { doNotTrack: true });
    expect(stored).toMatchObject({ ts: minutes(receipt.receivedAt, -30), privacy: { mode: 'cookieless' } });
    expect(stored).not.toHaveProperty('clock');
    expect(stored).not.toHaveProperty('sent_at');
  });

  const minutes = (text: string, change: number) => new Date(Date.parse(text) + change * 60_000).toISOString();
  const at = (ts: string, sentAt: string | undefined, changes: Partial<Receipt> = {}) =>
    storedOf({ ...pageView, ts, ...(sentAt === undefined ? {} : { sent_at: sentAt }) }, changes);

  test('TIME-1: a stranger’s clock that is wrong is corrected by the send time, and both times are kept', () => {
    const ts = minutes(receipt.receivedAt, -90);
    const stored = at(ts, minutes(receipt.receivedAt, -60));
    expect([stored.ts, stored.clock]).toEqual([minutes(receipt.receivedAt, -30), { ts, correction: 3_600_000 }]);
    expect(at(ts, undefined, { batchSentAt: minutes(receipt.receivedAt, 60) }).clock.correction).toBe(-3_600_000);
  });

  test.each([
    ['it is nearly right', minutes(receipt.receivedAt, -1), {}],
    ['nobody says when it was sent', undefined, {}],
    ['its sender is trusted', minutes(receipt.receivedAt, -60), { isTrusted: true }],
    ['the corrected time would leave the years', '2099-01-01T00:00:00Z', {}],
  ])('TIME-1: it is not corrected where %s', (_, sentAt, changes) => {
    const stored = at('2001-01-01T00:00:00.000Z', sentAt, changes);
    expect([stored.ts, stored.clock]).toEqual(['2001-01-01T00:00:00.000Z', undefined]);
  });

  test('TIME-2: corrected times keep the order within a request', () => {
    const time = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(fc.array(time, { minLength: 2 }), time, (times, sentMs) => {
        const batchSentAt = new Date(sentMs).toISOString();
        const stored = times.map((ms) => Date.parse(at(new Date(ms).toISOString(), undefined, { batchSentAt }).ts));
        const isCorrected = Math.abs(Date.parse(receipt.receivedAt) - sentMs) > clockToleranceMs;
        const shift = isCorrected ? Date.parse(receipt.receivedAt) - sentMs : 0;
        expect(stored).toEqual(times.map((ms) => ms + shift));
      }),
    );
  });
});

describe('limits', () => {
  const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]));
  const custom = (value: unknown) => ({ ...pageView, custom_properties: { value } });

  test.each([
    ['256 keys', { ...newer, more: keys(256 - 1 - countKeys(newer)) }, 'accepted'],
    ['257 keys', { ...newer, more: keys(257 - 1 - countKeys(newer)) }, 'too-large'],
    ['a text of 8,192 characters', { ...newer, more: 'x'.repeat(8192) }, 'accepted'],
    ['a longer text', { ...newer, more: ['x'.repeat(8193)] }, 'too-large'],
    ['32 KB', { ...newer, more: Array.from({ length: 3 }, () => 'x'.repeat(8000)) }, 'accepted'],
    ['more than 32 KB', { ...newer, more: Array.from({ length: 5 }, () => 'x'.repeat(8000)) }, 'too-large'],
    ['2^53 - 1', custom(Number.MAX_SAFE_INTEGER), 'accepted'],
    ['2^53', custom(2 ** 53), 'schema-invalid'],
    ['-2^53', custom(-(2 ** 53)), 'schema-invalid'],
    ['2^53 in an unknown place', { ...newer, more: [{ n: 2 ** 53 }] }, 'schema-invalid'],
    ['1e21, which nobody means exactly', custom(1e21), 'accepted'],
    [
      'a forbidden name of a fact',
      { ...pageView, custom_properties: JSON.parse('{"b":1,"__proto__":2}') },
      'forbidden-key',
    ],
    ['a forbidden name in an unknown place', { ...newer, more: { constructor: 1 } }, 'forbidden-key'],
  ])('%s: %#', (_, event, expected) => {
    const outcome = decideEvent(event, receipt);
    expect(outcome.kind === 'quarantined' ? outcome.reason : outcome.kind).toBe(expected);
  });

  test('the place of a number that is not exact is named, the number is not', () => {
    const outcome = decideEvent(custom(2 ** 53), receipt);
    expect(outcome).toMatchObject({ path: '/custom_properties/value', detail: expect.stringContaining('as text') });
    expect(JSON.stringify(outcome)).not.toContain('9007199254740992');
  });
});

function storedOf(event: unknown, changes: Partial<Receipt> = {}) {
  const outcome = decideEvent(event, { ...receipt, ...changes });
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  return JSON.parse(outcome.event.line);
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce((sum, item) => sum + countKeys(item), 0);
  return inner + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

function withUser(user: JsonObject): JsonObject {
  return { ...pageView, user: { consent: { analytics: true, ads: true }, ...user } };
}

function exampleOf(eventType: EventType): JsonObject {
  const file = new URL(`../../schema/generated/fixtures/${eventType}/1.0.0.json`, import.meta.url);
  const { sent_at: _, ...example } = JSON.parse(readFileSync(file, 'utf8')).example;
  return example;
}

/** The same JSON with the keys of every object in another order. */
function shuffled(value: unknown, seed: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  const rank = (key: string) => createHmac('sha256', String(seed)).update(key).digest('hex');
  const entries = Object.entries(value).sort(([left], [right]) => (rank(left) < rank(right) ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, shuffled(inner, seed)]));
}

/** The event once for each free text in it, with another one there. */
function eachChanged(event: JsonObject): JsonObject[] {
  const changed: JsonObject[] = [];
  (['user', 'session', 'ctx', 'custom_properties', 'metadata', 'loyalty'] as const).forEach((key) => {
    const object = event[key] as JsonObject | undefined;
    for (const [name, value] of Object.entries(object ?? {})) {
      if (typeof value === 'string') changed.push({ ...event, [key]: { ...object, [name]: `${value}x` } });
    }
  });
  const consent = { analytics: true, ads: false };
  changed.push({ ...event, user: { ...(event['user'] as JsonObject), consent } });
  changed.push({ ...event, ts: '2026-01-15T12:00:01.001Z' });
  return changed;
}
