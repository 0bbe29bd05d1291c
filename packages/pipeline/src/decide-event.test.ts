import { createSecretKey, type KeyObject } from 'node:crypto';
import { lakeKey, receipt } from '../test/receipt.ts';
import { decideEvent } from './decide-event.ts';
import { exceedsDepth, maxEventDepth } from './find-fault.ts';
import type { Receipt } from './receipt.ts';
import { toQuarantineLine } from './to-quarantine-line.ts';

function buildPageView(n: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    event_id: `00000000-0000-4000-8000-00000000000${n}`,
    event_type: 'page_view',
    schema_version: '1.0.0',
    ts: '2026-01-15T12:00:01Z',
    user: { user_id_hash: '1'.repeat(64), consent: { analytics: true, ads: false } },
    session: { session_id: 'session-1' },
    ctx: { page_url: 'https://shop.example/product/1', user_agent: 'Mozilla/5.0 (X11; Linux x86_64)' },
    ...changes,
  };
}

function decideStored(changes: Record<string, unknown> = {}, receiptChanges: Partial<Receipt> = {}) {
  const outcome = decideEvent(buildPageView(1, changes), { ...receipt, ...receiptChanges });
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
  return { ...outcome.event, stored: JSON.parse(outcome.event.line) };
}

test('a stored event has its keys in a fixed order, times in UTC and what the server adds', () => {
  const { stored, line } = decideStored({
    ts: '2026-01-15T14:00:00.25+02:00',
    event_id: 'ABCDEF00-0000-4000-8000-000000000001',
  });
  expect(Object.keys(stored)).toEqual([
    ...['schema_version', 'event_type', 'event_id', 'ts', 'received_at', 'source', 'key_id', 'privacy', 'geo'],
    ...['user', 'session', 'ctx', 'metadata', 'content_hash'],
  ]);
  expect(line.startsWith('{"schema_version":"1.0.0","event_type":"page_view","event_id":"abcdef00-')).toBe(true);
  expect(stored.ts).toBe('2026-01-15T12:00:00.250Z');
  expect(stored.privacy).toEqual({
    analytics: true,
    ads: false,
    policy: 'default',
    mode: 'full',
    source_ip_anonymized: '203.0.113.0',
  });
  expect([stored.key_id, stored.geo]).toEqual(['pk_test', { country: 'DE' }]);
  expect(stored.user).toEqual({ user_id_hash: '1'.repeat(64) });
  expect(stored.metadata.schema_hash).toMatch(/^[0-9a-f]{64}$/);
});

test('the content hash is over what the client said: not sent_at, not the order of keys, not the server', () => {
  const { stored } = decideStored();
  expect(decideStored({ sent_at: '2026-01-15T12:00:01Z' }).stored.content_hash).toBe(stored.content_hash);
  expect(decideStored({}, { receivedAt: '2027-01-01T00:00:00.000Z', sourceIp: null }).stored.content_hash).toBe(
    stored.content_hash,
  );
  const reordered = Object.fromEntries(Object.entries(buildPageView(1)).reverse());
  expect(decideEvent(reordered, receipt)).toMatchObject({
    kind: 'accepted',
    event: { line: expect.stringContaining(stored.content_hash) },
  });
  expect(decideStored({ ts: '2026-01-15T12:00:09Z' }).stored.content_hash).not.toBe(stored.content_hash);
});

test('metadata has what the client said first, then the contract that was applied', () => {
  const metadata = { sdk_version: '1.2.3', experiment_keys: ['x'] };
  expect(Object.keys(decideStored({ metadata }).stored.metadata)).toEqual([
    ...['experiment_keys', 'sdk_version', 'contract_version', 'schema_hash'],
  ]);
});

test('a user agent of the header is used when the event has none', () => {
  expect(decideStored({ ctx: { page_url: '/' } }).stored.ctx.user_agent).toBe('header agent');
  expect(decideStored().stored.ctx.user_agent).toMatch(/^Mozilla/);
});

test('DNT keeps neither user nor session but that of the day, GPC keeps no ads consent', () => {
  const consent = { user: { user_id_hash: 'a'.repeat(64), consent: { analytics: true, ads: true } } };
  const { stored } = decideStored(consent, { doNotTrack: true, globalPrivacyControl: true });
  expect(stored.user).toBeUndefined();
  expect(stored.session).toEqual({ session_id: 'day-1' });
  expect(stored.privacy.ads).toBe(false);
});

test('a client cannot set what the server sets', () => {
  for (const key of ['received_at', 'source', 'key_id', 'privacy', 'geo', 'clock', 'content_hash', 'source_ip']) {
    expect(decideEvent(buildPageView(1, { [key]: 'x' }), receipt)).toMatchObject({
      kind: 'quarantined',
      reason: 'schema-invalid',
    });
  }
});

test.each([
  ['no object', ['x'], 'not-an-event'],
  ['null', null, 'not-an-event'],
  ['no consent', buildPageView(1, { user: {} }), 'consent-unreadable'],
  [
    'consent that is no boolean',
    buildPageView(1, { user: { consent: { analytics: 'yes', ads: false } } }),
    'consent-unreadable',
  ],
  ['an unknown type', buildPageView(1, { event_type: 'teleport' }), 'schema-unknown'],
  ['no such day', buildPageView(1, { ts: '2026-02-30T00:00:00Z' }), 'schema-invalid'],
  ['a forbidden key', JSON.parse('{"ctx":{"__proto__":{"x":1}}}'), 'forbidden-key'],
  ['too large', buildPageView(1, { custom_properties: { x: 'y'.repeat(40_000) } }), 'too-large'],
])('%s is quarantined with its reason', (_, event, reason) => {
  expect(decideEvent(event, receipt)).toMatchObject({ kind: 'quarantined', reason });
});

test('depth: the limit passes, one more does not', () => {
  const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
  expect(decideEvent({ custom_properties: nested(maxEventDepth - 2) }, receipt)).toMatchObject({
    reason: 'consent-unreadable',
  });
  expect(decideEvent({ custom_properties: nested(maxEventDepth - 1) }, receipt)).toMatchObject({ reason: 'too-deep' });
  expect([exceedsDepth(nested(3), 4), exceedsDepth(nested(3), 3)]).toEqual([false, true]);
});

test('denied analytics suppresses, before anything else is looked at', () => {
  const denied = { user: { consent: { analytics: false, ads: false } }, ts: 'nonsense' };
  expect(decideEvent(buildPageView(1, denied), receipt)).toEqual({ kind: 'suppressed', reason: 'analytics-denied' });
});

test('quarantine keeps the content only with consent, and never a whole IP address', () => {
  const refusal = { reason: 'schema-invalid', path: '/ts', detail: 'no date' } as const;
  const kept = JSON.parse(toQuarantineLine(buildPageView(1, { ts: 'from 198.51.100.23' }), refusal, receipt));
  expect(kept).toMatchObject({ reason: 'schema-invalid', path: '/ts', source: 'http', event_type: 'page_view' });
  expect(kept.text).toContain('198.51.100.0');
  expect(kept.text).not.toContain('198.51.100.23');
  const withoutConsent = toQuarantineLine(buildPageView(1, { user: { name: 'Ann' } }), refusal, receipt);
  expect(withoutConsent).not.toMatch(/Ann|shop\.example|00000000-0000/);
  expect(JSON.parse(withoutConsent).shape).toBeDefined();
});

test('the quarantine id is keyed: the same content has another one in another lake', () => {
  const refusal = { reason: 'schema-invalid', path: '', detail: '' } as const;
  const idOf = (key: KeyObject) =>
    JSON.parse(toQuarantineLine({ a: 1 }, refusal, { ...receipt, lakeKey: key })).quarantine_id;
  expect(idOf(lakeKey)).toBe(idOf(createSecretKey(lakeKey.export())));
  expect(idOf(lakeKey)).not.toBe(idOf(createSecretKey(new Uint8Array(32))));
});

test('a path never repeats a key that the client made up of data', () => {
  const event = buildPageView(1, JSON.parse('{"ctx":{"198.51.100.23":{"__proto__":1}}}'));
  const outcome = decideEvent(event, receipt);
  expect(JSON.stringify(outcome)).not.toContain('198.51');
  expect(outcome).toMatchObject({ reason: 'forbidden-key' });
});

test('quarantine under DNT keeps neither user nor session id, and an event_id only when it is a UUID', () => {
  const refusal = { reason: 'schema-unknown', path: '', detail: '' } as const;
  const event = buildPageView(1, {
    event_type: 'teleport',
    event_id: '198.51.100.23',
    session: { session_id: 's-1', utm: { source: 'x' } },
  });
  const line = toQuarantineLine(event, refusal, { ...receipt, doNotTrack: true });
  expect(line).not.toMatch(/1{64}|s-1|198\.51\.100\.23/);
  expect(JSON.parse(line)).not.toHaveProperty('event_id');
  expect(line).toContain('shop.example');
});

test('quarantine under DNT keeps nothing that no contract knows, wherever it stands', () => {
  const event = buildPageView(1, {
    schema_version: '2.0.0',
    visitor: 'Ann',
    user: { user_id_hash: 'a', consent: { analytics: true, ads: false, email: 'ann@shop.example' } },
    session: { session_id: 's-1', utm: { source: 'x', visitor_id: 'v-1' } },
  });
  const outcome = decideEvent(event, { ...receipt, doNotTrack: true });
  if (outcome.kind !== 'quarantined') throw new Error(outcome.kind);
  expect(outcome.reason).toBe('schema-unknown');
  const line = JSON.parse(toQuarantineLine(event, outcome, { ...receipt, doNotTrack: true }));
  expect(JSON.parse(line.text)).toEqual({
    ...event,
    visitor: undefined,
    user: { consent: { analytics: true, ads: false } },
    session: { utm: { source: 'x' } },
  });
  const full = toQuarantineLine(event, outcome, receipt);
  expect(full).toMatch(/v-1.*\[email\].*Ann|\[email\].*v-1.*Ann|Ann.*\[email\].*v-1/);
  expect(full).not.toContain('ann@shop');
});

describe('versions in flight', () => {
  const decide = (changes: Record<string, unknown>, receiptChanges: Partial<Receipt> = {}) =>
    decideStored({ ...changes }, receiptChanges).stored;

  test('a stored event says which version was sent, which contract was applied, and its hash', () => {
    const old = decide({});
    const present = decide({ schema_version: '1.1.0' });
    const newer = decide({ schema_version: '1.77.0' });
    expect([old, present, newer].map((event) => [event.schema_version, event.metadata.contract_version])).toEqual([
      ['1.0.0', '1.0.0'],
      ['1.1.0', '1.1.0'],
      ['1.77.0', '1.1.0'],
    ]);
    expect(newer.metadata.schema_hash).toBe(present.metadata.schema_hash);
    expect(old.metadata.schema_hash).not.toBe(present.metadata.schema_hash);
    expect(newer).not.toHaveProperty('_unrecognized');
  });

  const newerEvent = {
    schema_version: '1.77.0',
    ctx: { page_url: '/p', user_agent: 'x', viewport: { width: 100 } },
    user: { user_id_hash: 'a', consent: { analytics: true, ads: false }, tier: 'gold' },
    metadata: { sdk_version: '9', build: 7 },
    loyalty: ['card'],
  };

  test('what no contract knows is kept aside, and stands in none of the known places', () => {
    const stored = decide(newerEvent);
    expect(stored._unrecognized).toEqual({
      '/ctx/viewport': { width: 100 },
      '/user/tier': 'gold',
      '/metadata/build': 7,
      '/loyalty': ['card'],
    });
    expect(stored.ctx).toEqual({ page_url: '/p', user_agent: 'x' });
    expect(stored.user).toEqual({ user_id_hash: 'a' });
    expect(stored.metadata).toEqual({
      sdk_version: '9',
      contract_version: '1.1.0',
      schema_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(stored).not.toHaveProperty('loyalty');
    const keys = Object.keys(stored);
    expect(keys.slice(keys.indexOf('_unrecognized'))).toEqual(['_unrecognized', 'metadata', 'content_hash']);
  });

  test('it may identify, so a cookieless event does not keep it', () => {
    const line = JSON.stringify(decide(newerEvent, { doNotTrack: true }));
    expect(line).not.toMatch(/_unrecognized|card|gold|viewport/);
  });

  test('it is content: the same id with another unknown value is another event', () => {
    const hash = decide(newerEvent).content_hash;
    expect(decide(newerEvent, { doNotTrack: true }).content_hash).toBe(hash);
    expect(decide({ ...newerEvent, loyalty: ['other'] }).content_hash).not.toBe(hash);
  });

  test('a client cannot set what the server sets by naming a version that nobody knows', () => {
    const forged = {
      ...{ received_at: '2000-01-01T00:00:00.000Z', source: 'x', privacy: { analytics: true }, content_hash: 'y' },
      ...{ _unrecognized: { '/a': 1 }, metadata: { schema_hash: 'z', contract_version: '0' } },
    };
    const stored = decide({ schema_version: '1.77.0', ...forged });
    expect(stored).toMatchObject({ received_at: receipt.receivedAt, source: 'http', privacy: { policy: 'default' } });
    expect(stored.content_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(stored.metadata).toMatchObject({ contract_version: '1.1.0' });
    expect(stored._unrecognized['/_unrecognized']).toEqual({ '/a': 1 });
  });

  test.each([
    ['an unknown major', { schema_version: '2.0.0' }, 'schema-unknown'],
    ['no version', { schema_version: '1.0' }, 'schema-invalid'],
    ['a known field of a newer minor breaks its rule', { schema_version: '1.77.0', ts: 'x' }, 'schema-invalid'],
    ['a required field of a newer minor is missing', { schema_version: '1.77.0', ctx: {} }, 'schema-invalid'],
    ['a number that is no double', JSON.parse('{"schema_version":"1.77.0","x":{"y":[1e999]}}'), 'schema-invalid'],
  ])('%s is quarantined', (_, changes, reason) => {
    expect(decideEvent(buildPageView(1, changes), receipt)).toMatchObject({ kind: 'quarantined', reason });
  });

  test('an event without a contract is kept whole, to be sent again when there is one', () => {
    const event = buildPageView(1, { event_type: 'wish', schema_version: '3.1.0', wish: { text: 'a boat' } });
    const outcome = decideEvent(event, receipt);
    if (outcome.kind !== 'quarantined') throw new Error(outcome.kind);
    expect(outcome.reason).toBe('schema-unknown');
    expect(JSON.parse(JSON.parse(toQuarantineLine(event, outcome, receipt)).text)).toEqual(event);
  });
});
