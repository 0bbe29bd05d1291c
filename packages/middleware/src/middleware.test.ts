import { TransientError } from '@millrace/pipeline';
import type { APIGatewayProxyEventV2, KinesisStreamEvent, SQSEvent } from 'aws-lambda';
import { createHttpHandler, type HttpResponse, toProblem } from './http-handler.ts';
import { createQueueHandler } from './queue-handler.ts';
import { createStreamHandler } from './stream-handler.ts';
import { createTaskHandler } from './task-handler.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { toLoggedError } from './to-logged-error.ts';

function recordingTelemetry() {
  const log: string[] = [];
  const telemetry: Telemetry = {
    begin: () => void log.push('begin'),
    count: (name, value) => void log.push(`${name} ${value}`),
    warn: (message) => void log.push(message),
    error: (message) => void log.push(message),
    flush: () => void log.push('flush'),
  };
  return { log, telemetry };
}

const httpEvent = (body: string, isBase64Encoded = false) =>
  ({
    rawPath: '/v1/events/7',
    rawQueryString: 'a=1&b=%C3%BC&a=2',
    pathParameters: { id: '7' },
    headers: { 'x-a': 'b' },
    body,
    isBase64Encoded,
    requestContext: { http: { method: 'POST', sourceIp: '1.2.3.4' }, requestId: 'r', timeEpoch: 5 },
  }) as unknown as APIGatewayProxyEventV2;

const record = (sequenceNumber: string, shardId = 'shardId-1') => ({
  eventID: `${shardId}:${sequenceNumber}`,
  eventSourceARN: 'arn:aws:kinesis:x:1:stream/events',
  kinesis: {
    sequenceNumber,
    partitionKey: 'k',
    data: Buffer.from('d').toString('base64'),
    approximateArrivalTimestamp: 1.5,
  },
});
const streamEvent = (...records: ReturnType<typeof record>[]) =>
  ({ Records: records }) as unknown as KinesisStreamEvent;

test('HTTP: the request as the gateway had it, the answer as JSON, metrics flushed', async () => {
  const { log, telemetry } = recordingTelemetry();
  const handle = createHttpHandler(
    't',
    async (request) => ({
      status: 202,
      body: { ...request, rawBody: request.rawBody.toString(), query: [...request.query] },
    }),
    telemetry,
  );
  const response = await handle(httpEvent(Buffer.from('ü').toString('base64'), true));
  expect(response.statusCode).toBe(202);
  expect(JSON.parse(response.body ?? '')).toEqual({
    method: 'POST',
    path: '/v1/events/7',
    pathParameters: { id: '7' },
    query: [
      ['a', '1'],
      ['b', 'ü'],
      ['a', '2'],
    ],
    headers: { 'x-a': 'b' },
    rawBody: 'ü',
    sourceIp: '1.2.3.4',
    requestId: 'r',
    receivedAt: 5,
  });
  expect(log).toEqual(['begin', 'flush']);
});

test('HTTP: bytes go out in base64, and where there is nothing to say there is no body', async () => {
  const answer = (response: HttpResponse) =>
    createHttpHandler('t', async () => response, recordingTelemetry().telemetry)(httpEvent(''));
  expect(
    await answer({ status: 200, headers: { 'content-type': 'image/gif' }, body: Buffer.from([71, 0, 255]) }),
  ).toEqual({ statusCode: 200, headers: { 'content-type': 'image/gif' }, body: 'RwD/', isBase64Encoded: true });
  expect(await answer({ status: 302, headers: { location: 'https://shop.example/' } })).toEqual({
    statusCode: 302,
    headers: { location: 'https://shop.example/' },
  });
  expect(await answer(toProblem(429, 'Too Many Requests', 'later', { a: 1 }, { 'retry-after': '2' }))).toEqual({
    statusCode: 429,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '2' },
    body: '{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"later","a":1}',
  });
});

test.each([
  [new TransientError('away'), 503, '1'],
  [new TypeError('bug with 198.51.100.23 in it'), 500, undefined],
])('HTTP: %s → %d, without a word of what went wrong inside', async (error, status, retryAfter) => {
  const { log, telemetry } = recordingTelemetry();
  const handle = createHttpHandler(
    't',
    async () => {
      throw error;
    },
    telemetry,
  );
  const response = await handle(httpEvent('{}'));
  expect(response.statusCode).toBe(status);
  expect(response.headers?.['retry-after']).toBe(retryAfter);
  expect(response.headers?.['content-type']).toBe('application/problem+json');
  expect(response.body).not.toMatch(/198\.51|away/);
  expect(log).toEqual(['begin', 'requests-failed 1', 'invocation failed', 'flush']);
});

test('stream: exactly the identifier to go on from; null means all is done', async () => {
  const batchesOf: unknown[] = [];
  const handle = createStreamHandler(
    't',
    async (batch) => {
      batchesOf.push([batch.streamName, batch.shardId, batch.records.map(({ arrivedAt }) => arrivedAt)]);
      return { retryFrom: batch.records.length > 1 ? '2' : undefined };
    },
    recordingTelemetry().telemetry,
  );
  expect(await handle(streamEvent(record('1'), record('2')))).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  expect(await handle(streamEvent(record('1')))).toEqual({ batchItemFailures: [] });
  expect(await handle(streamEvent())).toEqual({ batchItemFailures: [] });
  expect(batchesOf).toEqual([
    ['events', 'shardId-1', [1500, 1500]],
    ['events', 'shardId-1', [1500]],
  ]);
});

test('stream: a transient fault returns the first record, any other fails the invocation', async () => {
  const failing = (error: Error) =>
    createStreamHandler(
      't',
      async () => {
        throw error;
      },
      recordingTelemetry().telemetry,
    );
  expect(await failing(new TransientError('away'))(streamEvent(record('7'), record('8')))).toEqual({
    batchItemFailures: [{ itemIdentifier: '7' }],
  });
  await expect(failing(new Error('bug'))(streamEvent(record('7')))).rejects.toThrow('bug');
  await expect(failing(new Error('x'))(streamEvent(record('7'), record('8', 'shardId-2')))).rejects.toThrow(
    /in one batch/,
  );
});

test('queue: the messages that throw come again, the others are done', async () => {
  const { log, telemetry } = recordingTelemetry();
  const handle = createQueueHandler(
    't',
    async (body) => {
      if (body === 'bad') throw new Error('no');
    },
    telemetry,
  );
  const event = {
    Records: ['a', 'bad', 'c'].map((body, index) => ({ messageId: `m${index}`, body })),
  } as unknown as SQSEvent;
  expect(await handle(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(log).toContain('messages-failed 1');
});

test('task: input in, output out, exceptions to the caller', async () => {
  const handle = createTaskHandler<{ n: number }, number>(
    't',
    async ({ n }) => {
      if (n < 0) throw new RangeError('negative');
      return n + 1;
    },
    recordingTelemetry().telemetry,
  );
  expect(await handle({ n: 1 })).toBe(2);
  await expect(handle({ n: -1 })).rejects.toThrow(RangeError);
});

test('Powertools: counts go out as EMF once per invocation, errors as JSON lines', async () => {
  const written: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  const errorWrite = process.stderr.write.bind(process.stderr);
  const capture = ((text: string) => written.push(String(text)) > 0) as typeof process.stdout.write;
  process.stdout.write = capture;
  process.stderr.write = capture;
  try {
    const telemetry = createTelemetry('ingest');
    const handle = createHttpHandler(
      'ingest',
      async (_, tools) => {
        tools.count('lines-accepted', 3);
        tools.count('lines-quarantined', 0);
        tools.error('went wrong', new TransientError('why'));
        return { status: 200, body: {} };
      },
      telemetry,
    );
    await handle(httpEvent('{}'));
  } finally {
    process.stdout.write = write;
    process.stderr.write = errorWrite;
  }
  const lines = written
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  expect(lines.find((line) => line._aws)).toMatchObject({ 'lines-accepted': 3, service: 'ingest' });
  expect(lines.find((line) => line._aws)).not.toHaveProperty('lines-quarantined');
  expect(lines.find((line) => line.level === 'ERROR')).toMatchObject({
    message: 'went wrong',
    error: { name: 'TransientError', message: 'why' },
  });
});

test('LOG-1: of a foreign error neither its message nor what hangs on it is logged, our own keep theirs', () => {
  const secret = 'jo@shop.example';
  const thrownBy = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return error;
    }
  };
  const foreign = [
    thrownBy(() => JSON.parse(`{"mail": ${secret}}`)),
    thrownBy(() => new URL(`//${secret}`)),
    thrownBy(() => Buffer.alloc(1).fill('a', secret as never)),
    Object.assign(new Error(`${secret}\n    at ${secret}`), { name: secret, code: secret }),
    secret,
    { message: secret },
  ];
  for (const error of foreign) {
    const ours = new TransientError('the store is away', { cause: error });
    expect(JSON.stringify([toLoggedError(error), toLoggedError(ours)])).not.toContain('jo@');
    expect(toLoggedError(ours)).toMatchObject({ name: 'TransientError', message: 'the store is away' });
  }
  expect(toLoggedError(foreign[1])).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_URL' });
  expect(toLoggedError(foreign[0]).stack?.[0]).toMatch(/^at /);
});
