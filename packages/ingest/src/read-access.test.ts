import { createSecretKey } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { createKeyStore, signRequest } from '@millrace/registry';
import { buildPageView, createMemoryStateTable } from '@millrace/testkit';
import { importSecret, lakeKey, openIngest, startMs } from '../test/open-ingest.ts';

const minuteMs = 60_000;

test('without a key: 401, where the stage does not allow it', async () => {
  const ingest = openIngest({ anonymous: 'refused' });
  const { status, headers, body } = await ingest.post(buildPageView(1), { origin: 'https://shop.example' });
  expect([status, body.status, body.detail]).toEqual([401, 401, expect.stringContaining('x-millrace-key')]);
  expect(headers).not.toHaveProperty('access-control-allow-origin');
  expect(ingest.telemetry.totals['requests-unauthorized']).toBe(1);
});

test('a public key, in the header or the address, gives events its source, policy and limits', async () => {
  const ingest = openIngest({ anonymous: 'refused' });
  const { key } = await ingest.createKey({ policy: 'policy-7', queryParameters: ['size'], eventTypes: ['page_view'] });
  const event = buildPageView(1, { ctx: { page_url: 'https://shop.example/a?size=3&token=t&utm_source=s' } });
  expect((await ingest.post(event, { 'x-millrace-key': key.keyId })).status).toBe(202);
  expect((await ingest.call({ body: event, query: `key=${key.keyId}` })).status).toBe(202);
  for (const stored of ingest.accepted()) {
    expect(stored).toMatchObject({
      source: 'shop',
      key_id: key.keyId,
      privacy: { policy: 'policy-7' },
      ctx: { page_url: 'https://shop.example/a?size=3&utm_source=s' },
    });
  }
});

test('INGEST-5: an unknown, an invented and a revoked key get the same answer, before anything is read', async () => {
  const ingest = openIngest();
  const revoked = await ingest.createKey();
  await ingest.keys.revoke(revoked.key.keyId);
  const elsewhere = createKeyStore({ table: createMemoryStateTable(), lakeKey: createSecretKey(lakeKey) });
  const unknown = await elsewhere.create({ kind: 'public', name: 'x' });
  const ids = [revoked.key.keyId, unknown.key.keyId, 'pk_invented', 'anonymous', 'redirect', 'stream', '__proto__', ''];
  const answers = [];
  for (const keyId of ids) answers.push(await ingest.post('{"broken', { 'x-millrace-key': keyId }));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.status).toBe(401);
});

test.each([
  ['its own origin', ['https://shop.example'], 'https://shop.example', 202],
  ['another origin', ['https://shop.example'], 'https://shop.example.evil.example', 403],
  ['another port', ['https://shop.example'], 'https://shop.example:8443', 403],
  ['another scheme', ['https://shop.example'], 'http://shop.example', 403],
  ['a sandboxed page', ['https://shop.example'], 'null', 403],
  ['any origin for *', ['*'], 'https://anywhere.example', 202],
  ['any origin for a key of no page', [], 'https://shop.example', 403],
  ['no origin: an app', [], undefined, 202],
])('a public key and %s', async (_, origins, origin, status) => {
  const ingest = openIngest();
  const { key } = await ingest.createKey({ origins });
  const answer = await ingest.post(buildPageView(1), { 'x-millrace-key': key.keyId, ...(origin && { origin }) });
  expect(answer.status).toBe(status);
  const allowed = status === 202 ? origin : undefined;
  expect([answer.headers['access-control-allow-origin'], answer.headers['vary']]).toEqual([allowed, 'origin']);
});

test.each([
  ['its own origin', 'https://shop.example', 'https://shop.example'],
  ['another origin', 'https://evil.example', undefined],
  ['no origin', undefined, undefined],
])('the question before a request, from %s', async (_, origin, allowed) => {
  const ingest = openIngest({ anonymous: 'refused' });
  const { key } = await ingest.createKey();
  const ask = (query: string) => ingest.call({ method: 'OPTIONS', query, headers: origin ? { origin } : {} });
  const answer = await ask(`key=${key.keyId}`);
  expect([answer.status, answer.body, answer.headers['vary']]).toEqual([204, undefined, 'origin']);
  expect(answer.headers['access-control-allow-origin']).toBe(allowed);
  expect(answer.headers['access-control-allow-methods']).toBe(allowed && 'POST');
  expect(answer.headers['access-control-allow-headers']).toBe(
    allowed && 'content-type, content-encoding, x-millrace-key',
  );

  const revoked = await ingest.createKey();
  await ingest.keys.revoke(revoked.key.keyId);
  const { key: secret } = await ingest.createKey({ kind: 'secret', origins: ['*'] });
  for (const query of ['', 'key=', 'key=pk_invented', `key=${revoked.key.keyId}`, `key=${secret.keyId}`]) {
    const none = await ask(query);
    expect([none.status, none.headers]).toEqual([204, { vary: 'origin' }]);
  }
});

test('the question before a request without a key, where nobody needs one', async () => {
  const headers = { origin: 'https://anywhere.example' };
  const answer = await openIngest().call({ method: 'OPTIONS', headers });
  expect(answer.headers['access-control-allow-origin']).toBe('https://anywhere.example');
});

test('a refusal can be read by the page that may send', async () => {
  const ingest = openIngest();
  const { key } = await ingest.createKey();
  const answer = await ingest.post('{"broken', { 'x-millrace-key': key.keyId, origin: 'https://shop.example' });
  expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([400, 'https://shop.example']);
});

test('a type that the key may not send: that event is quarantined; decisions about consent always pass', async () => {
  const ingest = openIngest();
  const { key } = await ingest.createKey({ eventTypes: ['click'] });
  const denied = { user: { consent: { analytics: false, ads: false } } };
  const consent = buildPageView(3, {
    ...{ event_type: 'consent_update', ctx: undefined, session: undefined, ...denied },
    consent_change: { policy_version: '1' },
  });
  const events = [buildPageView(1), buildPageView(2, denied), consent];
  const { status, body } = await ingest.post(events, { 'x-millrace-key': key.keyId });
  expect([status, body.accepted, body.suppressed]).toEqual([202, 1, 1]);
  expect(body.rejected).toMatchObject([{ index: 0, reason: 'event-type-refused', path: '/event_type' }]);
  expect(ingest.quarantined()[0].reason).toBe('event-type-refused');
});

describe('a secret key', () => {
  async function openWithSecret(settings: object = {}) {
    const ingest = openIngest();
    const { key, secret = '' } = await ingest.createKey({ kind: 'secret', origins: [], ...settings });
    return { ingest, keyId: key.keyId, secret };
  }

  test('its signature covers the bytes as sent, compressed or not; the same request again is good', async () => {
    const { ingest, keyId, secret } = await openWithSecret();
    const signed = (body: unknown, headers = {}) => ingest.postSigned(body, { keyId, secret, headers });
    expect((await signed(buildPageView(1))).status).toBe(202);
    expect((await signed(buildPageView(1))).status).toBe(202);
    const gzip = gzipSync(JSON.stringify(buildPageView(2)));
    expect((await signed(gzip, { 'content-encoding': 'gzip' })).status).toBe(202);
    const inner = signRequest({ keyId, secret, body: Buffer.from(JSON.stringify(buildPageView(2))), now: startMs });
    expect((await ingest.post(gzip, { ...inner, 'content-encoding': 'gzip' })).status).toBe(401);
  });

  test.each([
    ['missing', () => ({}), /missing/],
    ['no timestamp', ({ 'x-millrace-timestamp': _, ...others }: Record<string, string>) => others, /not readable/],
    ['no signature', ({ 'x-millrace-signature': _, ...others }: Record<string, string>) => others, /not readable/],
    [
      'wrong',
      (headers: Record<string, string>) => ({ ...headers, 'x-millrace-signature': `v1=${'0'.repeat(64)}` }),
      /wrong/,
    ],
    [
      'of another time',
      (headers: Record<string, string>) => ({ ...headers, 'x-millrace-timestamp': String(startMs / 1000 + 1) }),
      /wrong/,
    ],
  ])('INGEST-5: its signature is %s: 401 says so, and nothing is read', async (_, change, detail) => {
    const { ingest, keyId, secret } = await openWithSecret();
    const { 'x-millrace-key': key, ...headers } = signRequest({
      ...{ keyId, secret, now: startMs },
      body: Buffer.from('{"broken'),
    });
    const answer = await ingest.post('{"broken', {
      ...(change(headers) as Record<string, string>),
      'x-millrace-key': key,
    });
    expect([answer.status, answer.body.detail]).toEqual([401, expect.stringMatching(detail)]);
  });

  test.each([
    [-5 * minuteMs, 202],
    [5 * minuteMs, 202],
    [-5 * minuteMs - 1000, 401],
    [5 * minuteMs + 1000, 401],
  ])('signed %d ms from now: %d', async (offsetMs, status) => {
    const { ingest, keyId, secret } = await openWithSecret();
    const at = startMs + offsetMs;
    expect((await ingest.postSigned(buildPageView(1), { keyId, secret, at })).status).toBe(status);
  });

  test('while it is rotated both secrets are good, then the new one', async () => {
    const { ingest, keyId, secret } = await openWithSecret();
    const rotated = await ingest.keys.rotate(keyId, { expireAfterSeconds: 3600 });
    const send = async (own: string) => (await ingest.postSigned(buildPageView(1), { keyId, secret: own })).status;
    expect([await send(secret), await send(rotated.secret)]).toEqual([202, 202]);
    await ingest.clock.run(ingest.clock.sleep(3_600_000), 2 * 3_600_000);
    expect([await send(secret), await send(rotated.secret)]).toEqual([401, 202]);
    await ingest.keys.revoke(keyId);
    ingest.restart();
    expect(await send(rotated.secret)).toBe(401);
  });

  test('may send raw user ids, hashed at once with the salt of its tenant; others may not', async () => {
    const { ingest, keyId, secret } = await openWithSecret();
    const { key: other, secret: otherSecret = '' } = await ingest.createKey({ kind: 'secret', tenant: 'second' });
    const raw = buildPageView(1, { user: { user_id: 'customer-4711', consent: { analytics: true, ads: false } } });
    await ingest.postSigned(raw, { keyId, secret });
    await ingest.postSigned(raw, { keyId, secret });
    await ingest.postSigned(raw, { keyId: other.keyId, secret: otherSecret });
    const [first, again, ofOther] = ingest.accepted().map(({ user }) => user.user_id_hash);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(first);
    expect(ofOther).not.toBe(first);
    expect((await ingest.post(raw)).body.rejected).toMatchObject([{ reason: 'schema-invalid' }]);
    expect(ingest.text()).not.toContain('4711');
  });

  test("its request's address and user agent are those of a server, and not kept", async () => {
    const { ingest, keyId, secret } = await openWithSecret();
    const event = buildPageView(1, { ctx: { page_url: '/' } });
    await ingest.postSigned(event, { keyId, secret, headers: { 'user-agent': 'server/1' } });
    expect(ingest.accepted()[0].privacy.source_ip_anonymized).toBeNull();
    expect(ingest.text()).not.toMatch(/server\/1|203\.0\.113/);
  });

  test('may import: other sources, policies and addresses', async () => {
    const { ingest, keyId, secret } = await openWithSecret();
    const body = {
      import: { source: 'access-log', policy: 'imported' },
      events: [
        { ...buildPageView(2), source_ip: '2001:db8:1:2::3' },
        { ...buildPageView(3), source_ip: 7 },
      ],
    };
    await ingest.postSigned(body, { keyId, secret });
    await ingest.postSigned(body);
    const stored = ingest.accepted();
    expect(stored.map(({ key_id }) => key_id)).toEqual([keyId, keyId, 'import', 'import']);
    expect(stored[0]).toMatchObject({
      source: 'access-log',
      privacy: { policy: 'imported', source_ip_anonymized: '2001:db8:1::' },
    });
    expect(stored[1].privacy.source_ip_anonymized).toBeNull();
  });
});

test('the key import is signed with the secret import-key; nothing else opens it', async () => {
  const ingest = openIngest();
  const body = { import: { source: 'access-log', policy: 'imported' }, events: [buildPageView(1)] };
  expect((await ingest.postSigned(body)).status).toBe(202);
  expect((await ingest.postSigned(body, { secret: '00'.repeat(32) })).status).toBe(401);
  expect((await ingest.post(body, { 'x-millrace-key': 'import' })).status).toBe(401);
  expect((await ingest.post(body, { authorization: `Bearer ${importSecret}` })).status).toBe(403);
});

test.each([
  ['a malformed line without its hash', { events: [], import: { source: 'x', policy: 'y' }, malformed: [{}] }],
  ['malformed that is no array', { events: [], malformed: {} }],
  ['an import without a source', { events: [buildPageView(1)], import: {} }],
  ['an import that is no object', { events: [buildPageView(1)], import: 'x' }],
])('an import with %s is 400', async (_, body) => {
  expect((await openIngest().postSigned(body)).status).toBe(400);
});

test('malformed lines of an import go to quarantine under their own hash', async () => {
  const ingest = openIngest();
  const malformed = [{ quarantine_id: 'ab'.repeat(32), line_number: 7, text: 'from 198.51.100.23' }];
  const settings = { source: 'access-log', policy: 'imported' };
  const { status, body } = await ingest.postSigned({ import: settings, events: [], malformed });
  expect([status, body.malformed]).toEqual([202, 1]);
  expect(ingest.quarantined()[0]).toMatchObject({
    ...{ quarantine_id: 'ab'.repeat(32), reason: 'malformed', line_number: 7, text: 'from 198.51.100.0' },
    source: 'access-log',
  });
});

describe('INGEST-9: a key with a quota', () => {
  test('is refused with 429 and Retry-After when it is spent, also for bodies that nobody read', async () => {
    const ingest = openIngest();
    const { key } = await ingest.createKey({ perSecond: 10, perDay: 503 });
    const headers = { 'x-millrace-key': key.keyId, origin: 'https://shop.example' };
    const many = Array.from({ length: 500 }, (_, n) => buildPageView(n));
    expect((await ingest.post(many, headers)).status).toBe(202);
    const limited = await ingest.post(many, headers);
    expect([limited.status, limited.headers['content-type']]).toEqual([429, 'application/problem+json']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
    expect(limited.headers['access-control-allow-origin']).toBe('https://shop.example');
    const broken = Array.from({ length: 5 }, () => ingest.post('{"broken', headers));
    for (const answer of broken) expect([400, 429]).toContain((await answer).status);
    expect(ingest.telemetry.totals['requests-limited']).toBeGreaterThan(0);
    expect(ingest.accepted()).toHaveLength(500);
  });

  test('has as much again a second later', async () => {
    const ingest = openIngest();
    const { key } = await ingest.createKey({ perSecond: 100 });
    const send = async (count: number) => {
      const events = Array.from({ length: count }, (_, n) => buildPageView(n));
      return (await ingest.post(events, { 'x-millrace-key': key.keyId })).status;
    };
    expect(await send(500)).toBe(202);
    expect(await send(100)).toBe(429);
    await ingest.clock.run(ingest.clock.sleep(2_000), 3_000);
    expect(await send(100)).toBe(202);
  });
});

test('the table is away: known keys go on, unknown ones are asked to come again', async () => {
  const ingest = openIngest();
  const { key } = await ingest.createKey();
  const { key: other } = await ingest.createKey();
  const event = buildPageView(1, { user: { consent: { analytics: true, ads: false } } });
  const send = (keyId: string) => ingest.post(event, { 'x-millrace-key': keyId });
  expect((await send(key.keyId)).status).toBe(202);
  ingest.table.setAway(true);
  expect((await send(key.keyId)).status).toBe(202);
  const answer = await send(other.keyId);
  expect([answer.status, answer.headers['retry-after'], answer.headers['content-type']]).toEqual([
    503,
    '1',
    'application/problem+json',
  ]);
});

test('INGEST-12: no key, secret, signature or content is in a log or an error', async () => {
  const ingest = openIngest();
  const { key, secret = '' } = await ingest.createKey({ kind: 'secret' });
  const { key: page } = await ingest.createKey();
  const answers = [
    await ingest.postSigned('{"mail": jo@shop.example}', { keyId: key.keyId, secret }),
    await ingest.postSigned(buildPageView(1), { keyId: key.keyId, secret: 'f'.repeat(64) }),
    await ingest.post('{"mail": jo@shop.example}', { 'x-millrace-key': page.keyId }),
    await ingest.post(buildPageView(1), { 'x-millrace-key': page.keyId, origin: 'https://evil.example' }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([400, 401, 400, 403]);
  const said = JSON.stringify([answers, ingest.telemetry]);
  for (const hidden of [key.keyId, page.keyId, secret, 'jo@', 'f'.repeat(64)]) expect(said).not.toContain(hidden);
});
