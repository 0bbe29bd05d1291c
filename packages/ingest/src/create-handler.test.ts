import type { Telemetry } from '@millrace/middleware';
import { decodeRecord, type EventStream, splitLines, TransientError } from '@millrace/pipeline';
import { buildPageView, createMemoryEventStream } from '@millrace/testkit';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createHandler } from './create-handler.ts';

const quiet: Telemetry = { begin: () => {}, count: () => {}, warn: () => {}, error: () => {}, flush: () => {} };
const importKey = new Uint8Array(32).fill(9);
const secrets = { get: async (name: string) => (name === 'import-key' ? importKey : new Uint8Array(32)) };
const credential = `Bearer ${Buffer.from(importKey).toString('hex')}`;

function createIngest(stream: EventStream = createMemoryEventStream()) {
  const sleeps: number[] = [];
  let time = 0;
  const clock = {
    now: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
      sleeps.push(milliseconds);
    },
    random: () => 0.5,
  };
  const handle = createHandler(() => ({ stream, secrets, policy: 'default' }), { telemetry: quiet, clock });
  let requests = 0;
  return {
    sleeps,
    async post(body: unknown, headers: Record<string, string> = {}) {
      requests += 1;
      const event = {
        rawPath: '/v1/events',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
        isBase64Encoded: false,
        requestContext: {
          http: { method: 'POST', sourceIp: '203.0.113.77' },
          requestId: `request-${requests}`,
          timeEpoch: Date.UTC(2026, 0, 15, 12),
        },
      } as unknown as APIGatewayProxyEventV2;
      const response = await handle(event);
      return { status: response.statusCode, headers: response.headers, body: JSON.parse(response.body ?? '') };
    },
  };
}

/** All lines of all frames, and the header's counts of suppressed. */
function readFrames(stream: ReturnType<typeof createMemoryEventStream>) {
  return stream.records.map((record) => {
    const decoded = decodeRecord(record.data);
    if (decoded.kind !== 'frame') throw new Error('not a frame');
    return {
      partitionKey: record.partitionKey,
      header: decoded.header,
      accepted: splitLines(decoded.body.subarray(0, decoded.acceptedBytes)).map((line) => JSON.parse(line)),
      quarantined: splitLines(decoded.body.subarray(decoded.acceptedBytes)).map((line) => JSON.parse(line)),
    };
  });
}

test.each([
  ['one event', buildPageView(1), 1],
  ['an array', [buildPageView(1), buildPageView(2)], 2],
  ['{"events": […]}', { events: [buildPageView(1), buildPageView(2), buildPageView(3)] }, 3],
])('takes %s', async (_, body, count) => {
  const stream = createMemoryEventStream();
  const { status, body: answer } = await createIngest(stream).post(body);
  expect(status).toBe(202);
  expect(answer).toMatchObject({ accepted: count, suppressed: 0, rejected: [], retry: [], request_id: 'request-1' });
  expect(readFrames(stream).flatMap((frame) => frame.accepted)).toHaveLength(count);
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
  await createIngest(stream).post(buildPageView(1));
  log.push('answered');
  expect(log).toEqual(['put', 'answered']);
});

test('one frame per partition key; a session stays together and in order', async () => {
  const stream = createMemoryEventStream();
  const events = Array.from({ length: 50 }, (_, n) => buildPageView(n));
  await createIngest(stream).post({ events });
  const frames = readFrames(stream);
  expect(new Set(frames.map((frame) => frame.partitionKey)).size).toBe(frames.length);
  for (const frame of frames) {
    const ids = frame.accepted.map((event) => event.event_id);
    expect([...ids].sort()).toEqual(ids);
  }
  expect(new Set(frames.map((frame) => frame.header.frameId)).size).toBe(frames.length);
});

test('INGEST-2: one bad event never rejects its neighbours, and says what is wrong with it', async () => {
  const stream = createMemoryEventStream();
  const events = [buildPageView(1), buildPageView(2, { ts: 'yesterday' }), 'no event', buildPageView(4)];
  const { status, body } = await createIngest(stream).post({ events });
  expect(status).toBe(202);
  expect(body.accepted).toBe(2);
  expect(body.rejected).toMatchObject([
    { index: 1, event_id: buildPageView(2)['event_id'], reason: 'schema-invalid', path: '/ts' },
    { index: 2, event_id: null, reason: 'not-an-event' },
  ]);
  expect(readFrames(stream).flatMap((frame) => frame.quarantined)).toHaveLength(2);
});

test('suppressed events leave a count in the first frame, and no content', async () => {
  const stream = createMemoryEventStream();
  const denied = buildPageView(1, { user: { consent: { analytics: false, ads: false } } });
  const { status, body } = await createIngest(stream).post([denied, denied]);
  expect([status, body.suppressed, body.accepted]).toEqual([202, 2, 0]);
  expect(readFrames(stream)[0]?.header.suppressed).toEqual({ 'analytics-denied': 2 });
  expect(Buffer.from(stream.records[0]?.data ?? []).toString()).not.toContain('shop.example');
});

test('nothing acceptable is 422, and durable in quarantine', async () => {
  const stream = createMemoryEventStream();
  const { status, body } = await createIngest(stream).post([{ a: 1 }]);
  expect(status).toBe(422);
  expect(body.rejected[0].reason).toBe('consent-unreadable');
  expect(readFrames(stream)[0]?.quarantined).toHaveLength(1);
});

test.each([
  ['no JSON', '{"event_id":', {}, 400],
  ['an empty body', '', {}, 400],
  ['no events', { events: [] }, {}, 400],
  ['events that are no array', { events: {} }, {}, 400],
  ['a key beside events', { events: [buildPageView(1)], event: 1 }, {}, 400],
  ['__proto__ beside events', '{"events":[{}],"__proto__":{"x":1}}', {}, 400],
  ['too deep', '['.repeat(100_000) + ']'.repeat(100_000), {}, 400],
  ['too large', ' '.repeat(512 * 1024 + 1), {}, 413],
  ['too many', Array.from({ length: 501 }, () => ({})), {}, 413],
  ['another type', '<x/>', { 'content-type': 'application/xml' }, 415],
  ['an encoding', '{}', { 'content-encoding': 'gzip' }, 415],
  ['an import without credential', { events: [buildPageView(1)], import: { source: 'x', policy: 'y' } }, {}, 403],
  ['a wrong credential', buildPageView(1), { authorization: 'Bearer no' }, 401],
  ['an import without a source', { events: [], import: {} }, { authorization: credential }, 400],
  [
    'a malformed line without its hash',
    { events: [], import: { source: 'x', policy: 'y' }, malformed: [{}] },
    { authorization: credential },
    400,
  ],
  ['__proto__ in the only event', '{"__proto__":{"x":1}}', {}, 422],
])('%s is refused and nothing is put, or only into quarantine', async (_, body, headers, status) => {
  const stream = createMemoryEventStream();
  const answer = await createIngest(stream).post(body, headers as Record<string, string>);
  expect(answer.status).toBe(status);
  expect(readFrames(stream).flatMap((frame) => frame.accepted)).toEqual([]);
  if (status !== 422)
    expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('the client address is truncated; an import names its own, its source and its policy', async () => {
  const stream = createMemoryEventStream();
  const ingest = createIngest(stream);
  await ingest.post(buildPageView(1));
  await ingest.post(
    {
      import: { source: 'access-log', policy: 'imported' },
      events: [{ ...buildPageView(2), source_ip: '2001:db8:1:2::3' }],
    },
    { authorization: credential },
  );
  const [own, imported] = readFrames(stream).map((frame) => frame.accepted[0]);
  expect(own.privacy.source_ip_anonymized).toBe('203.0.113.0');
  expect([own.source, own.privacy.policy]).toEqual(['http', 'default']);
  expect(imported.privacy.source_ip_anonymized).toBe('2001:db8:1::');
  expect([imported.source, imported.privacy.policy]).toEqual(['access-log', 'imported']);
});

test('malformed lines of an import go to quarantine under their own hash', async () => {
  const stream = createMemoryEventStream();
  const malformed = [{ quarantine_id: 'ab'.repeat(32), line_number: 7, text: 'from 198.51.100.23' }];
  const { status, body } = await createIngest(stream).post(
    { import: { source: 'access-log', policy: 'imported' }, events: [], malformed },
    { authorization: credential },
  );
  expect([status, body.malformed]).toEqual([202, 1]);
  expect(readFrames(stream)[0]?.quarantined[0]).toMatchObject({
    quarantine_id: 'ab'.repeat(32),
    reason: 'malformed',
    line_number: 7,
    text: 'from 198.51.100.0',
  });
});

test('refused records are put again, only those, and then it is a 202', async () => {
  const memory = createMemoryEventStream();
  const sizes: number[] = [];
  let refusals = 2;
  const stream: EventStream = {
    ...memory,
    async putRecords(entries) {
      sizes.push(entries.length);
      if (refusals-- <= 0) return memory.putRecords(entries);
      const [first, ...rest] = entries;
      const puts = first ? await memory.putRecords([first]) : [];
      return [...puts, ...rest.map(() => ({ ok: false as const, code: 'ProvisionedThroughputExceededException' }))];
    },
  };
  const ingest = createIngest(stream);
  const { status, body } = await ingest.post({ events: Array.from({ length: 5 }, (_, n) => buildPageView(n)) });
  expect(sizes).toEqual([5, 4, 3]);
  expect(ingest.sleeps).toHaveLength(2);
  expect([status, body.accepted, body.retry]).toEqual([202, 5, []]);
});

test('INGEST-3: what the stream refuses to the end comes back in retry, by index and event_id', async () => {
  const memory = createMemoryEventStream();
  const stream: EventStream = {
    ...memory,
    async putRecords(entries) {
      const [first, ...rest] = entries;
      const isOpen = memory.records.length === 0 && first;
      const puts = isOpen
        ? await memory.putRecords([first])
        : entries.slice(0, 1).map(() => ({ ok: false as const, code: 'x' }));
      return [...puts, ...rest.map(() => ({ ok: false as const, code: 'x' }))];
    },
  };
  const events = Array.from({ length: 5 }, (_, n) => buildPageView(n));
  const { status, body, headers } = await createIngest(stream).post({ events });
  expect(status).toBe(202);
  expect(body.accepted).toBe(1);
  expect(body.retry).toEqual([1, 2, 3, 4].map((index) => ({ index, event_id: events[index]?.['event_id'] })));
  expect(headers?.['retry-after']).toBe('1');
});

test('503 when nothing could be written, with everything in retry', async () => {
  const stream: EventStream = {
    ...createMemoryEventStream(),
    putRecords: async () => {
      throw new TransientError('away');
    },
  };
  const denied = buildPageView(3, { user: { consent: { analytics: false, ads: false } } });
  const ingest = createIngest(stream);
  const { status, body } = await ingest.post([buildPageView(1), {}, denied]);
  expect(status).toBe(503);
  expect(body).toMatchObject({ accepted: 0, suppressed: 0, rejected: [] });
  expect(body.retry.map((entry: { index: number }) => entry.index)).toEqual([0, 1, 2]);
  expect(ingest.sleeps.reduce((a, b) => a + b)).toBeLessThanOrEqual(5_000);
});
