import { createSecretKey } from 'node:crypto';
import { type HttpRequest, type HttpResponse, toProblem } from '@millrace/middleware';
import { decodeRecord, type EventStream, splitLines, TransientError } from '@millrace/pipeline';
import { createKeyStore } from '@millrace/registry';
import { createMemoryEventStream, createMemoryStateTable, createVirtualClock, quietTelemetry } from '@millrace/testkit';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { answerPixel } from './answer-pixel.ts';
import type { RequestBody } from './core/parse-body.ts';
import { createHandler } from './create-handler.ts';

const eventId = '6f1c3f5e-8a4b-4d7e-9f00-0000000000aa';
const accepted: HttpResponse = { status: 202, body: { accepted: 1, suppressed: 0, rejected: [], retry: [] } };

async function ask(
  query: string,
  { headers = {}, answer = accepted }: { headers?: object; answer?: HttpResponse } = {},
) {
  const taken: { request: HttpRequest; body: RequestBody }[] = [];
  const request: HttpRequest = {
    method: 'GET',
    path: '/v1/pixel.gif',
    pathParameters: {},
    query: new URLSearchParams(query),
    headers: { ...headers },
    rawBody: Buffer.alloc(0),
    sourceIp: '203.0.113.7',
    requestId: 'r',
    receivedAt: Date.UTC(2026, 0, 15, 12),
  };
  const response = await answerPixel(request, {
    takeEvents: async (given, body) => {
      taken.push({ request: given, body });
      return answer;
    },
    mintId: () => eventId,
  });
  return { response, taken };
}

test('PIXEL-1: an event that is durable is answered with an image of 43 bytes that nobody keeps', async () => {
  const { response, taken } = await ask('key=pk_1&analytics=1&ads=0&page_url=https://shop.example/');
  expect(response.status).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'image/gif',
    'cache-control': expect.stringMatching(/^no-store/),
  });
  const gif = Buffer.from(response.body as Uint8Array);
  expect([gif.length, gif.toString('latin1', 0, 6), gif.readUInt16LE(6), gif.readUInt16LE(8)]).toEqual([
    43,
    'GIF89a',
    1,
    1,
  ]);
  expect(taken[0]?.body).toMatchObject({
    events: [{ event_id: eventId, ts: '2026-01-15T12:00:00.000Z', ctx: { page_url: 'https://shop.example/' } }],
    malformed: [],
    import: undefined,
  });
});

test('PIXEL-1: a suppressed event is answered the same', async () => {
  const answer = { status: 202, body: { accepted: 0, suppressed: 1, rejected: [], retry: [] } };
  expect((await ask('analytics=0&ads=0', { answer })).response.status).toBe(200);
});

test.each([
  ['422', toProblem(422, 'Unprocessable Content', 'no'), 422],
  ['429', toProblem(429, 'Too Many Requests', 'no'), 429],
  ['503', toProblem(503, 'Service Unavailable', 'no'), 503],
  ['401', toProblem(401, 'Unauthorized', 'no'), 401],
  ['a retry', { status: 202, body: { accepted: 0, suppressed: 0, rejected: [], retry: [{ index: 0 }] } }, 503],
  ['an answer without its list', { status: 202 }, 503],
])('PIXEL-2: %s to the event is no image', async (_, answer, status) => {
  const { response } = await ask('analytics=1&ads=0', { answer });
  expect(response.status).toBe(status);
  expect(response.headers?.['content-type']).toBe('application/problem+json');
});

test.each([
  ['in the query', 'key=sk_1&analytics=1&ads=1', {}],
  ['in the header', 'analytics=1&ads=1', { 'x-millrace-key': 'sk_1' }],
  ['beside a public one', 'key=pk_1&analytics=1&ads=1', { 'x-millrace-key': 'import' }],
  ['signed', 'key=pk_1&analytics=1&ads=1', { 'x-millrace-signature': 'v1=00' }],
])('PIXEL-3: a secret key is refused %s', async (_, query, headers) => {
  const { response, taken } = await ask(query, { headers });
  expect([response.status, taken]).toEqual([403, []]);
});

test('a query that cannot be meant is refused before anything else is asked', async () => {
  const { response, taken } = await ask('key=pk_1&analytics=1&nonsense=1');
  expect([response.status, taken]).toEqual([400, []]);
  expect(response.body).toMatchObject({ status: 400, detail: expect.stringContaining('nonsense') });
});

test.each([
  ['of the Referer', { referer: 'https://shop.example/a?b=c' }, 'https://shop.example'],
  [
    'of the Origin header, where there is one',
    { origin: 'https://a.example', referer: 'https://b.example/' },
    'https://a.example',
  ],
  ['null: a Referer that is no address', { referer: 'nonsense' }, 'null'],
  ['none: a mail', {}, undefined],
])('PIXEL-4: access is asked with the origin %s', async (_, headers, origin) => {
  const { taken } = await ask('key=pk_1&analytics=1&ads=1', { headers });
  expect(taken[0]?.request.headers['origin']).toBe(origin);
});

/** The whole function, with a public key for pages of https://shop.example. */
async function createBed(changes: Partial<EventStream> = {}) {
  const clock = { ...createVirtualClock(), random: () => 0.5 };
  const memory = createMemoryEventStream(clock.now);
  const table = createMemoryStateTable({ now: clock.now });
  const lakeKey = new Uint8Array(32).fill(7);
  const keys = createKeyStore({ table, lakeKey: createSecretKey(lakeKey), now: clock.now });
  const { key } = await keys.create({ kind: 'public', name: 'mails', origins: ['https://shop.example'] });
  const handle = createHandler(
    () => ({
      ...{ stream: { ...memory, ...changes }, table, secrets: { get: async () => lakeKey } },
      ...{ policy: 'policy-1', anonymous: 'refused', cdn: 'none', countryOf: () => null },
    }),
    { telemetry: quietTelemetry(), clock, mintId: () => eventId },
  );
  return {
    memory,
    keyId: key.keyId,
    async ask(rawQueryString: string, headers: Record<string, string> = {}) {
      const event = {
        ...{ rawPath: '/v1/pixel.gif', rawQueryString, headers },
        requestContext: {
          ...{ http: { method: 'GET', sourceIp: '203.0.113.7' }, requestId: 'r', timeEpoch: clock.now() },
        },
      } as unknown as APIGatewayProxyEventV2;
      return clock.run(handle(event), 60_000);
    },
    frames: () =>
      memory.records.map(({ data }) => {
        const decoded = decodeRecord(data);
        if (decoded.kind !== 'frame') throw new Error('not a frame');
        return { header: decoded.header, lines: splitLines(decoded.body).map((line) => JSON.parse(line)) };
      }),
  };
}

test('PIXEL-1: the image goes out in bytes once the stream has the event, under the id of the server', async () => {
  const bed = await createBed();
  const answer = await bed.ask(`key=${bed.keyId}&analytics=1&ads=0&page_url=https://shop.example/a&p.list=spring`);
  expect([answer.statusCode, answer.isBase64Encoded, answer.headers?.['content-type']]).toEqual([
    200,
    true,
    'image/gif',
  ]);
  expect(Buffer.from(answer.body ?? '', 'base64')).toHaveLength(43);
  expect(bed.frames()[0]?.lines).toMatchObject([
    { event_type: 'page_view', event_id: eventId, custom_properties: { list: 'spring' } },
  ]);
});

test('PIXEL-1: without consent to be measured the image is the same, and a count is all that is kept', async () => {
  const bed = await createBed();
  const answer = await bed.ask(`key=${bed.keyId}&analytics=0&ads=0&page_url=https://shop.example/secret`);
  expect(answer.statusCode).toBe(200);
  expect(bed.frames()).toMatchObject([{ header: { suppressed: { [`analytics-denied/${bed.keyId}`]: 1 } }, lines: [] }]);
});

test.each<[string, string, Record<string, string>, number]>([
  ['no consent', 'page_url=/a', {}, 422],
  ['no page', 'analytics=1&ads=1', {}, 422],
  ['a forbidden name', 'analytics=1&ads=1&page_url=/a&p.__proto__=1', {}, 422],
  ['a page of another origin', 'analytics=1&ads=1&page_url=/a', { referer: 'https://evil.example/' }, 403],
  ['a parameter that is not known', 'analytics=1&ads=1&page_url=/a&evil=1', {}, 400],
])('PIXEL-2: %s is no image', async (_, query, headers, status) => {
  const bed = await createBed();
  const answer = await bed.ask(`key=${bed.keyId}&${query}`, headers);
  expect([answer.statusCode, answer.headers?.['content-type']]).toEqual([status, 'application/problem+json']);
});

test('PIXEL-2: without a key of this stage, or while the stream is away, there is no image', async () => {
  const query = 'analytics=1&ads=1&page_url=/a';
  const bed = await createBed();
  expect((await bed.ask(query)).statusCode).toBe(401);
  expect((await bed.ask(`key=pk_0&${query}`)).statusCode).toBe(401);
  expect(bed.memory.records).toEqual([]);
  const failing = await createBed({ putRecords: () => Promise.reject(new TransientError('away')) });
  const answer = await failing.ask(`key=${failing.keyId}&${query}`);
  expect([answer.statusCode, answer.headers?.['retry-after']]).toEqual([503, '1']);
});

test('PIXEL-2: whatever the query, an image means one record more, and anything else is a 4xx', async () => {
  const name = fc.constantFrom('analytics', 'ads', 'page_url', 'p.x', 'event', 'event_type', 'ts', 'session_id', 'x');
  const value = fc.oneof(fc.constantFrom('1', '0', '{}', '/a', 'search', '2026-01-15T12:00:00Z'), fc.string());
  const bed = await createBed();
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), async (pairs) => {
      const before = bed.memory.records.length;
      const { statusCode } = await bed.ask(new URLSearchParams([['key', bed.keyId], ...pairs]).toString());
      expect([200, 400, 422]).toContain(statusCode);
      // Refused content is durable, too: in quarantine.
      expect(bed.memory.records.length - before).toBe(statusCode === 400 ? 0 : 1);
    }),
  );
});
