import { type EventStream, TransientError } from '@millrace/pipeline';
import { buildPageView, createMemoryEventStream } from '@millrace/testkit';
import { lakeKey, openIngest, startMs } from '../test/open-ingest.ts';

const denied = { user: { consent: { analytics: false, ads: false } } };

test.each([
  ['one event', buildPageView(1), 1],
  ['an array', [buildPageView(1), buildPageView(2)], 2],
  ['{"events": […]}', { events: [buildPageView(1), buildPageView(2), buildPageView(3)] }, 3],
  ['{"sent_at": …, "events": […]}', { sent_at: '2026-01-15T12:00:00Z', events: [buildPageView(1)] }, 1],
])('takes %s', async (_, sent, count) => {
  const ingest = openIngest();
  const { status, headers, body } = await ingest.post(sent);
  expect([status, headers['content-type']]).toEqual([202, 'application/json']);
  expect(body).toEqual({
    ...{ accepted: count, suppressed: 0, malformed: 0, rejected: [], retry: [] },
    request_id: 'request-1',
  });
  expect(ingest.accepted()).toHaveLength(count);
  expect(ingest.accepted()[0]).toMatchObject({ source: 'http', key_id: 'anonymous', privacy: { policy: 'default' } });
});

test('INGEST-1: the answer comes after the stream has the frame', async () => {
  const log: string[] = [];
  const stream: EventStream = {
    ...createMemoryEventStream(),
    putRecords: async (entries) => {
      await Promise.resolve();
      log.push('put');
      return entries.map(() => ({ ok: true, shardId: 's', sequenceNumber: '1' }));
    },
  };
  await openIngest({ stream }).post(buildPageView(1));
  log.push('answered');
  expect(log).toEqual(['put', 'answered']);
});

test('one frame per partition key; a session stays together and in order', async () => {
  const ingest = openIngest();
  await ingest.post({ events: Array.from({ length: 50 }, (_, n) => buildPageView(n)) });
  const frames = ingest.frames();
  expect(new Set(frames.map((frame) => frame.partitionKey)).size).toBe(frames.length);
  for (const frame of frames) {
    const ids = frame.accepted.map((event) => event.event_id);
    expect([...ids].sort()).toEqual(ids);
  }
  expect(new Set(frames.map((frame) => frame.header.frameId)).size).toBe(frames.length);
});

test('INGEST-2: one bad event never rejects its neighbours, and says what is wrong with it', async () => {
  const ingest = openIngest();
  const events = [buildPageView(1), buildPageView(2, { ts: 'yesterday' }), 'no event', buildPageView(4)];
  const { status, body } = await ingest.post({ events });
  expect(status).toBe(202);
  expect(body.accepted).toBe(2);
  expect(body.rejected).toMatchObject([
    { index: 1, event_id: buildPageView(2)['event_id'], reason: 'schema-invalid', path: '/ts' },
    { index: 2, event_id: null, reason: 'not-an-event' },
  ]);
  expect(ingest.quarantined()).toHaveLength(2);
});

test('INGEST-4: suppressed events leave a count by reason and key in the first frame, and no content', async () => {
  const ingest = openIngest();
  const { status, body } = await ingest.post([buildPageView(1, denied), buildPageView(2, denied)]);
  expect([status, body.suppressed, body.accepted]).toEqual([202, 2, 0]);
  expect(ingest.frames()[0]?.header.suppressed).toEqual({ 'analytics-denied/anonymous': 2 });
  expect(ingest.text()).not.toContain('shop.example');

  const { key } = await ingest.createKey({ mode: 'none' });
  await ingest.post([buildPageView(1)], { 'x-millrace-key': key.keyId });
  expect(ingest.frames()[1]?.header.suppressed).toEqual({ [`mode-none/${key.keyId}`]: 1 });
  expect(ingest.text()).not.toContain('shop.example');
});

test('nothing acceptable is 422, a problem document, and durable in quarantine', async () => {
  const ingest = openIngest();
  const { status, headers, body } = await ingest.post([{ a: 1 }]);
  expect([status, headers['content-type']]).toEqual([422, 'application/problem+json']);
  expect(body).toMatchObject({ status: 422, title: 'Unprocessable Content', accepted: 0, request_id: 'request-1' });
  expect(body.rejected[0].reason).toBe('consent-unreadable');
  expect(ingest.quarantined()).toHaveLength(1);
});

test.each([
  ['no JSON', '{"event_id":', {}, 400],
  ['an empty body', '', {}, 400],
  ['no events', { events: [] }, {}, 400],
  ['events that are no array', { events: {} }, {}, 400],
  ['a key beside events', { events: [buildPageView(1)], event: 1 }, {}, 400],
  ['a sent_at that is no time', { events: [buildPageView(1)], sent_at: 'now' }, {}, 400],
  ['a sent_at that is a number', { events: [buildPageView(1)], sent_at: 1 }, {}, 400],
  ['__proto__ beside events', '{"events":[{}],"__proto__":{"x":1}}', {}, 400],
  ['too deep', '['.repeat(100_000) + ']'.repeat(100_000), {}, 400],
  ['too large', ' '.repeat(512 * 1024 + 1), {}, 413],
  ['too many', Array.from({ length: 501 }, () => ({})), {}, 413],
  ['another type', '<x/>', { 'content-type': 'application/xml' }, 415],
  ['an import without a key', { events: [buildPageView(1)], import: { source: 'x', policy: 'y' } }, {}, 403],
  ['malformed lines without a key', { events: [], malformed: [] }, {}, 403],
  ['__proto__ in the only event', '{"__proto__":{"x":1}}', {}, 422],
])('%s is refused and nothing is put, or only into quarantine', async (_, sent, headers, status) => {
  const ingest = openIngest();
  const answer = await ingest.post(sent, headers as Record<string, string>);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  expect(ingest.accepted()).toEqual([]);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  const count = status === 403 ? 'requests-unauthorized' : 'requests-refused';
  expect(ingest.telemetry.totals[count]).toBe(status === 422 ? undefined : 1);
});

test.each([
  ['POST', '/v1/other'],
  ['GET', '/v1/events'],
  ['OPTIONS', '/health'],
  ['POST', '/v1/pixel.gif'],
])('%s %s is nothing here', async (method, path) => {
  expect((await openIngest().call({ method, path })).status).toBe(404);
});

test('INGEST-10: the whole address reaches neither stream nor log; the country is taken before it is cut', async () => {
  const seen: string[] = [];
  const countryOf = (address: string) => {
    seen.push(address);
    return 'AT';
  };
  const ingest = openIngest({ countryOf });
  await ingest.call({ body: buildPageView(1), headers: { 'x-forwarded-for': '198.51.100.1' } });
  expect(seen).toEqual(['203.0.113.77']);
  expect(ingest.accepted()[0]).toMatchObject({
    privacy: { source_ip_anonymized: '203.0.113.0' },
    geo: { country: 'AT' },
  });
  expect(ingest.text()).not.toMatch(/203\.0\.113\.77|198\.51\.100/);
});

test('behind CloudFront the hop that it appended counts, and the country that it says', async () => {
  const headers = {
    'x-forwarded-for': '198.51.100.1, 192.0.2.200',
    'cloudfront-viewer-country': 'PT',
    'x-millrace-origin': Buffer.from(lakeKey).toString('hex'),
  };
  const behind = openIngest({ cdn: 'cloudfront', countryOf: () => 'AT' });
  await behind.call({ body: buildPageView(1), headers });
  const past = await behind.call({ body: buildPageView(2), headers: { ...headers, 'x-millrace-origin': '' } });
  expect(past.status).toBe(403);
  expect(behind.accepted()[0]).toMatchObject({
    privacy: { source_ip_anonymized: '192.0.2.0' },
    geo: { country: 'PT' },
  });
  await behind.call({ body: buildPageView(2), headers: { ...headers, 'cloudfront-viewer-country': 'Portugal' } });
  expect(behind.accepted()[1]).toMatchObject({ geo: { country: 'AT' } });
  const direct = openIngest();
  await direct.call({ body: buildPageView(1), headers });
  expect(direct.accepted()[0]).toMatchObject({ privacy: { source_ip_anonymized: '203.0.113.0' } });
  expect(direct.accepted()[0]).not.toHaveProperty('geo');
});

test('a cookieless visitor has a session of one key and day, whatever the client says', async () => {
  const ingest = openIngest();
  const { key } = await ingest.createKey({ mode: 'cookieless' });
  const send = async (sourceIp = '203.0.113.77', headers: Record<string, string> = {}) => {
    const keyed = { 'x-millrace-key': key.keyId, 'user-agent': 'browser', ...headers };
    const { status } = await ingest.call({ body: buildPageView(1), headers: keyed, sourceIp });
    expect(status).toBe(202);
    return ingest.accepted().at(-1);
  };
  const first = await send();
  expect(first).toMatchObject({
    privacy: { mode: 'cookieless' },
    session: { session_id: expect.stringMatching(/^d:/) },
  });
  expect(first).not.toHaveProperty('user');
  const sessionOf = async (...of: Parameters<typeof send>) => (await send(...of)).session.session_id;
  const { session_id } = first.session;
  expect(await sessionOf()).toBe(session_id);
  expect(await sessionOf('203.0.113.78')).not.toBe(session_id);
  expect(await sessionOf(undefined, { 'user-agent': 'other' })).not.toBe(session_id);
  expect(
    await sessionOf(undefined, { 'x-millrace-key': (await ingest.createKey({ mode: 'cookieless' })).key.keyId }),
  ).not.toBe(session_id);
  await ingest.clock.run(ingest.clock.sleep(12 * 3_600_000), 13 * 3_600_000);
  expect(await sessionOf()).not.toBe(session_id);
});

test('Do Not Track makes a full key cookieless, Sec-GPC takes ads away', async () => {
  const ingest = openIngest();
  const consenting = buildPageView(1, { user: { user_id_hash: 'u', consent: { analytics: true, ads: true } } });
  await ingest.post(consenting, { dnt: '1' });
  await ingest.post(consenting, { 'sec-gpc': '1' });
  await ingest.post(consenting);
  await ingest.post(consenting, { dnt: '1,1', 'sec-gpc': '0, 1' }); // As the gateway joins headers that came twice.
  expect(ingest.accepted()).toMatchObject([
    { privacy: { mode: 'cookieless', ads: true }, session: { session_id: expect.stringMatching(/^d:/) } },
    { privacy: { mode: 'full', ads: false }, user: { user_id_hash: 'u' } },
    { privacy: { mode: 'full', ads: true } },
    { privacy: { mode: 'cookieless', ads: false } },
  ]);
});

test('a wrong clock of a page is corrected by the sent_at of its request, a server is believed', async () => {
  const ingest = openIngest();
  const hourAhead = new Date(startMs + 3_600_000).toISOString();
  const body = { sent_at: hourAhead, events: [buildPageView(1, { ts: hourAhead })] };
  await ingest.post(body);
  await ingest.postSigned(body);
  const [page, server] = ingest.accepted();
  expect(page).toMatchObject({
    ts: new Date(startMs).toISOString(),
    clock: { ts: hourAhead, correction: -3_600_000 },
  });
  expect(server.ts).toBe(hourAhead);
  expect(server).not.toHaveProperty('clock');
});

test('health: alive without looking at anything', async () => {
  const ingest = openIngest({
    stream: { ...createMemoryEventStream(), putRecords: () => Promise.reject(new TransientError('away')) },
  });
  expect(await ingest.call({ method: 'GET', path: '/health' })).toMatchObject({ status: 200, body: { status: 'ok' } });
});
