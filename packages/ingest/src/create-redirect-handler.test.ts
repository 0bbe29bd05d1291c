import { decodeRecord, type EventStream, type Queue, splitLines, TransientError } from '@millrace/pipeline';
import { createConsentStore, createLinkStore, type Link, type NewLink, signTarget, toLink } from '@millrace/registry';
import {
  createMemoryEventStream,
  createMemoryQueue,
  createMemoryStateTable,
  createVirtualClock,
  quietTelemetry,
} from '@millrace/testkit';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { createRedirectHandler } from './create-redirect-handler.ts';

const lakeKey = new Uint8Array(32).fill(7);
const eventId = '6f1c3f5e-8a4b-4d7e-9f00-0000000000aa';
const now = Date.UTC(2026, 0, 15, 12);
const consented = 'analytics=1&ads=1';

function mustLink(said: Partial<NewLink>): Link {
  const link = toLink({ linkId: 'sale', target: 'https://shop.example/sale?id=7', payoutCents: 25, ...said });
  if ('fault' in link) throw new Error(link.fault);
  return link;
}

type BedOptions = {
  readonly stream?: Partial<EventStream>;
  readonly clicks?: Partial<Queue>;
};

async function createBed({ stream: ofStream, clicks: ofClicks }: BedOptions = {}) {
  const clock = { ...createVirtualClock(now), random: () => 0.5 };
  const log: string[] = [];
  const memory = createMemoryEventStream(clock.now);
  const stream: EventStream = { ...memory, ...ofStream };
  const queue = createMemoryQueue({ now: clock.now });
  const clicks: Queue = { ...queue, ...ofClicks };
  const table = createMemoryStateTable({ now: clock.now });
  const store = createLinkStore(table);
  const telemetry = quietTelemetry();
  await store.create(mustLink({ currency: 'EUR', parameters: ['sub', 'place'] }));
  await store.create(mustLink({ linkId: 'old', validTo: '2026-01-15T12:00:00Z' }));
  await store.create(mustLink({ linkId: 'coming', validFrom: '2026-01-15T12:00:00.001Z' }));
  await store.create(mustLink({ linkId: 'removed' }));
  await store.remove('removed');
  const logged = <T extends unknown[], R>(name: string, call: (...args: T) => Promise<R>) => {
    return async (...args: T) => {
      const result = await call(...args);
      log.push(name);
      return result;
    };
  };
  const handle = createRedirectHandler(
    () => ({
      stream: { ...stream, putRecords: logged('put', stream.putRecords) },
      clicks: { ...clicks, send: logged('send', clicks.send) },
      table,
      secrets: { get: async () => lakeKey },
      policy: 'policy-1',
      cdn: 'none',
      countryOf: () => 'AT',
    }),
    { telemetry, clock, mintId: () => eventId },
  );
  let requests = 0;
  return {
    ...{ clock, log, memory, queue, table, store, telemetry },
    async follow(linkId: string, query: string, headers: Record<string, string> = {}, cookies?: string[]) {
      requests += 1;
      const event = {
        rawPath: `/r/${linkId}`,
        rawQueryString: query,
        pathParameters: { link_id: linkId },
        headers,
        ...(cookies === undefined ? {} : { cookies }),
        requestContext: {
          http: { method: 'GET', sourceIp: '203.0.113.77' },
          requestId: `request-${requests}`,
          timeEpoch: clock.now(),
        },
      } as unknown as APIGatewayProxyEventV2;
      const response = await clock.run(handle(event), 60_000);
      log.push(String(response.statusCode));
      return { status: response.statusCode, headers: response.headers ?? {}, body: response.body };
    },
    drain: () => clock.run(handle({}), 60_000),
    frames: () => memory.records.map(({ data }) => readFrame(data)),
  };
}

function readFrame(data: Uint8Array) {
  const decoded = decodeRecord(data);
  if (decoded.kind !== 'frame') throw new Error('not a frame');
  const { header, body, acceptedBytes } = decoded;
  return {
    header,
    accepted: splitLines(body.subarray(0, acceptedBytes)).map((line) => JSON.parse(line)),
    quarantined: splitLines(body.subarray(acceptedBytes)).map((line) => JSON.parse(line)),
    text: body.toString(),
  };
}

const hanging = () => new Promise<never>(() => {});
const away = () => Promise.reject(new TransientError('away'));

test('CLICK-1: a click is in the stream before its visitor is sent on', async () => {
  const bed = await createBed();
  const query = `${consented}&session_id=s-1&user_id_hash=u-1&utm_source=mail&gclid=x`;
  const headers = { referer: 'https://blog.example/post', 'user-agent': 'Example/1.0' };
  const { status, headers: answered, body } = await bed.follow('sale', query, headers);
  expect([status, body]).toEqual([302, undefined]);
  expect(answered).toEqual({
    location: 'https://shop.example/sale?id=7',
    'cache-control': 'no-store',
    'referrer-policy': 'strict-origin',
  });
  expect(bed.log).toEqual(['put', '302']);
  const [frame] = bed.frames();
  expect(frame?.header).toMatchObject({ requestId: 'request-1', acceptedCount: 1, suppressed: {} });
  expect(frame?.accepted).toMatchObject([
    {
      event_type: 'affiliate_click',
      event_id: eventId,
      ts: '2026-01-15T12:00:00.000Z',
      received_at: '2026-01-15T12:00:00.000Z',
      source: 'redirect',
      privacy: { analytics: true, ads: true, policy: 'policy-1', source_ip_anonymized: '203.0.113.0' },
      user: { user_id_hash: 'u-1' },
      session: { session_id: 's-1' },
      ctx: { page_url: 'https://blog.example/post', user_agent: 'Example/1.0' },
      affiliate: {
        link_id: 'sale',
        target: 'https://shop.example/sale?id=7',
        payout_cents: 25,
        currency: 'EUR',
      },
    },
  ]);
  expect(bed.telemetry.totals).toMatchObject({ 'lines-received': 1, 'lines-accepted': 1 });
});

test.each<[string, BedOptions]>([
  ['hangs', { stream: { putRecords: hanging } }],
  ['is away', { stream: { putRecords: away } }],
  ['refuses it', { stream: { putRecords: async () => [{ ok: false, code: 'throttled' }] } }],
  ['is broken', { stream: { putRecords: () => Promise.reject(new TypeError('bug')) } }],
])('CLICK-1: a stream that %s costs half a second at most: the click waits in the queue', async (_, options) => {
  const bed = await createBed(options);
  const { status } = await bed.follow('sale', consented);
  expect([status, bed.log.slice(-2), bed.memory.records.length]).toEqual([302, ['send', '302'], 0]);
  expect(bed.clock.now() - now).toBeLessThanOrEqual(500);
  expect(bed.telemetry.totals).toMatchObject({ 'clicks-queued': 1, 'lines-accepted': 1 });
  expect(bed.telemetry.errors).toHaveLength(1);
});

test('a put that ends after all makes the same record twice: same event, same frame', async () => {
  const late = createMemoryEventStream();
  const { promise: isLate, resolve: end } = Promise.withResolvers<void>();
  const putRecords: EventStream['putRecords'] = async (entries) => {
    await isLate;
    return late.putRecords(entries);
  };
  const bed = await createBed({ stream: { putRecords } });
  expect((await bed.follow('sale', consented)).status).toBe(302);
  end();
  expect(await bed.drain()).toEqual({ drained: 1, isEmpty: true });
  const [first, second] = late.records;
  expect([late.records.length, first?.data]).toEqual([2, second?.data]);
});

test.each<[string, BedOptions]>([
  ['fails', { stream: { putRecords: away }, clicks: { send: away } }],
  ['is broken', { stream: { putRecords: away }, clicks: { send: () => Promise.reject(new TypeError('bug')) } }],
  ['hangs', { stream: { putRecords: hanging }, clicks: { send: hanging } }],
])('CLICK-1: nobody is sent on when the queue %s, too', async (_, options) => {
  const bed = await createBed(options);
  const { status, headers } = await bed.follow('sale', consented);
  expect(status).toBe(503);
  expect(headers).toMatchObject({ 'retry-after': '1', 'content-type': 'application/problem+json' });
  expect(headers).not.toHaveProperty('location');
  expect(bed.clock.now() - now).toBeLessThanOrEqual(3_500);
});

test('signed parameters get to the target, and stay out of the lake', async () => {
  const bed = await createBed();
  const parameters = new Map([
    ['sub', 'a b&c'],
    ['place', 'top'],
  ]);
  const signature = signTarget('sale', parameters, lakeKey);
  const { status, headers } = await bed.follow(
    'sale',
    `p.place=top&p.sub=a+b%26c&sig=${signature}&${consented}&utm_id=1`,
  );
  expect(status).toBe(302);
  expect(headers['location']).toBe('https://shop.example/sale?id=7&place=top&sub=a+b%26c');
  expect(bed.frames()[0]?.text).not.toContain('a+b');
});

test('what a target has in its query stays there, and not in the address of the page', async () => {
  const bed = await createBed();
  await bed.follow('sale', consented, { referer: 'https://site.example/reset?id=visitor-secret&x=1' });
  expect(bed.frames()[0]?.text).toContain('https://site.example/reset"');
  expect(bed.frames()[0]?.text).not.toContain('visitor-secret');
});

const signed = new Map([['sub', 'x']]);
const signature = signTarget('sale', signed, lakeKey);
test.each([
  ['an unknown link', 'unknown', consented],
  ['no id of a link', '..%2f', consented],
  ['a name of Object', '__proto__', consented],
  ['a link that has ended', 'old', consented],
  ['a link that has not begun', 'coming', consented],
  ['a removed link', 'removed', consented],
  ['a parameter without a signature', 'sale', `p.sub=x&${consented}`],
  ['a wrong signature', 'sale', `p.sub=x&sig=${'0'.repeat(64)}&${consented}`],
  ['the signature of another value', 'sale', `p.sub=y&sig=${signature}&${consented}`],
  ['the signature of fewer parameters', 'sale', `p.sub=x&p.place=y&sig=${signature}&${consented}`],
  ['the signature of another link', 'coming', `p.sub=x&sig=${signature}&${consented}`],
  ['a parameter given twice', 'sale', `p.sub=x&p.sub=x&sig=${signature}&${consented}`],
  [
    'a signed parameter that the link does not have',
    'sale',
    `p.url=x&sig=${signTarget('sale', new Map([['url', 'x']]), lakeKey)}&${consented}`,
  ],
])('CLICK-3: %s is 404 and leaves nothing', async (_, linkId, query) => {
  const bed = await createBed();
  const { status, headers, body } = await bed.follow(linkId, query);
  expect(status).toBe(404);
  expect(JSON.parse(body ?? '')).toEqual({
    ...{ type: 'about:blank', title: 'Not Found', status: 404, detail: 'there is no such link' },
  });
  expect(headers).not.toHaveProperty('location');
  expect([bed.memory.records.length, bed.queue.length()]).toEqual([0, 0]);
});

test.each<[string, string, Record<string, string>, string[] | undefined]>([
  ['without a word on consent', '', {}, undefined],
  ['with a no in the address', 'analytics=0&ads=1', {}, undefined],
  ['with a no in the cookie', consented, { cookie: 'millrace_consent=analytics=0&ads=0' }, undefined],
  ['with a no in a cookie beside the headers', consented, {}, ['a=b', 'millrace_consent=analytics=0&ads=0']],
  ['with consent that cannot be read', 'analytics=maybe&ads=1', {}, undefined],
])('CLICK-4: %s a click counts for its link, and nothing else of it is kept', async (_, query, headers, cookies) => {
  const bed = await createBed();
  const secrets = { referer: 'https://blog.example/secret', 'user-agent': 'Secret/1.0', dnt: '1' };
  const { status } = await bed.follow('sale', `${query}&session_id=secret`, { ...secrets, ...headers }, cookies);
  expect(status).toBe(302);
  const [frame] = bed.frames();
  expect(frame?.header.suppressed).toEqual({ 'analytics-denied/redirect/sale': 1 });
  expect([frame?.header.acceptedCount, frame?.header.quarantinedCount, frame?.text]).toEqual([0, 0, '']);
  const stored = Buffer.from(bed.memory.records[0]?.data ?? []).toString();
  for (const word of ['ecret', '203.0', 'shop.example', eventId]) expect(stored).not.toContain(word);
  expect(bed.telemetry.totals).toMatchObject({ 'lines-suppressed': 1 });
});

test('consent from the cookie alone; DNT and GPC hold as for any event', async () => {
  const bed = await createBed();
  const headers = { cookie: 'millrace_consent=analytics%3D1%26ads%3D1', dnt: '1', 'sec-gpc': '1' };
  await bed.follow('sale', 'session_id=s-1&user_id_hash=u-1', headers);
  const [click] = bed.frames()[0]?.accepted ?? [];
  expect(click).toMatchObject({ privacy: { analytics: true, ads: false, mode: 'cookieless' } });
  expect(click).not.toHaveProperty('user');
  expect(JSON.stringify(click)).not.toMatch(/s-1|u-1/);
});

test('CLICK-5: a user who has withdrawn is counted only, whatever the address says', async () => {
  const bed = await createBed();
  const decision = {
    analytics: false,
    ads: false,
    policy: 'policy-1',
    receivedAt: '2026-01-15T11:00:00.000Z',
    frameId: 'f-0',
    line: 1,
    eventId,
  };
  await createConsentStore({ table: bed.table, now: bed.clock.now }).record('u-1', decision);
  await bed.follow('sale', `${consented}&user_id_hash=u-1`);
  expect(bed.frames()[0]?.header.suppressed).toEqual({ 'withdrawn/redirect/sale': 1 });
  expect(bed.frames()[0]?.text).toBe('');
});

test('CLICK-5: while nobody can say who has withdrawn, a click is kept as of somebody unknown', async () => {
  const bed = await createBed();
  await bed.follow('sale', consented);
  bed.table.setAway(true);
  expect((await bed.follow('sale', `${consented}&user_id_hash=u-1&session_id=s-1`)).status).toBe(302);
  const [, frame] = bed.frames();
  expect(frame?.accepted).toMatchObject([{ privacy: { mode: 'cookieless' }, affiliate: { link_id: 'sale' } }]);
  expect(frame?.text).not.toMatch(/u-1|s-1/);
});

test('CLICK-8: while the table is away links that are known lead on, others are 503', async () => {
  const bed = await createBed();
  await bed.follow('sale', consented);
  bed.table.setAway(true);
  expect((await bed.follow('sale', consented)).status).toBe(302);
  expect((await bed.follow('removed', consented)).status).toBe(503);
});

test('an id that no contract takes: the click is in quarantine, its visitor at the target', async () => {
  const bed = await createBed();
  const { status } = await bed.follow('sale', `${consented}&user_id_hash=${'x'.repeat(257)}`);
  expect(status).toBe(302);
  expect(bed.frames()[0]?.quarantined).toMatchObject([{ reason: 'schema-invalid', path: '/user/user_id_hash' }]);
  expect(bed.telemetry.totals).toMatchObject({ 'lines-quarantined': 1 });
});

test.each([
  { 'sec-purpose': 'prefetch;prerender' },
  { purpose: 'prefetch' },
  { 'x-moz': 'prefetch' },
  { 'x-purpose': 'preview' },
])('CLICK-7: %j is refused: the answer would be used for the click that follows', async (headers) => {
  const bed = await createBed();
  const { status, headers: answered } = await bed.follow('sale', consented, headers as Record<string, string>);
  expect([status, bed.memory.records.length]).toEqual([403, 0]);
  expect(answered).toMatchObject({ 'cache-control': 'no-store' });
  expect(answered).not.toHaveProperty('location');
});

test('CLICK-2: whatever the query, a visitor gets to the registered target with registered parameters, or nowhere', async () => {
  const target = new URL('https://shop.example/sale?id=7');
  const name = fc.oneof(
    fc.constantFrom('p.sub', 'p.place', 'p.id', 'p.url', 'sig', 'url', 'target', 'location', 'analytics', 'ads', 'p.'),
    fc.string({ maxLength: 8 }),
  );
  const value = fc.oneof(
    fc.constantFrom(
      'https://evil.example',
      '//evil.example',
      '\r\nlocation: https://evil.example',
      '1',
      '0',
      '#',
      '@x',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const bed = await createBed();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 6 }), fc.boolean(), async (pairs, isSigned) => {
      const query = new URLSearchParams(pairs);
      const parameters = new Map(
        [...query].flatMap(([key, text]) => (key.startsWith('p.') ? [[key.slice(2), text]] : [])),
      );
      if (isSigned) query.set('sig', signTarget('sale', parameters, lakeKey));
      const before = bed.memory.records.length;
      const { status, headers } = await bed.follow('sale', query.toString());
      expect([302, 404]).toContain(status);
      // A redirect has one record, and nothing else has.
      expect(bed.memory.records.length - before).toBe(status === 302 ? 1 : 0);
      if (status !== 302) return;
      const text = String(headers['location']);
      const location = new URL(text);
      expect(text).toMatch(/^[\x21-\x7e]+$/);
      expect([location.origin, location.pathname, location.hash]).toEqual([target.origin, target.pathname, '']);
      const [own, ...added] = [...location.searchParams];
      expect(own).toEqual(['id', '7']);
      for (const [key] of added) expect(['sub', 'place']).toContain(key);
      expect(new Map(added)).toEqual(parameters);
    }),
  );
});

test('CLICK-6: on its schedule the same function brings what waits to the stream', async () => {
  let isAway = true;
  const late = createMemoryEventStream();
  const bed = await createBed({ stream: { putRecords: (entries) => (isAway ? away() : late.putRecords(entries)) } });
  await bed.follow('sale', consented);
  await bed.follow('sale', '');
  expect(await bed.drain()).toEqual({ drained: 0, isEmpty: false });
  isAway = false;
  await bed.clock.run(bed.clock.sleep(60_000), 60_000);
  expect(await bed.drain()).toEqual({ drained: 2, isEmpty: true });
  const [click, count] = late.records.map(({ data }) => readFrame(data));
  expect(click?.accepted).toMatchObject([{ event_id: eventId, affiliate: { link_id: 'sale' } }]);
  expect(count?.header.suppressed).toEqual({ 'analytics-denied/redirect/sale': 1 });
  expect(bed.telemetry.totals).toMatchObject({ 'clicks-queued': 2, 'clicks-drained': 2 });
});
