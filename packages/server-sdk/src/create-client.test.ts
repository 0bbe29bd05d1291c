import { ConfigError, InvariantError, partitionKeyOf, TransientError } from '@millrace/pipeline';
import { verifySignature } from '@millrace/registry';
import { createVirtualClock } from '@millrace/testkit';
import fc from 'fast-check';
import { createFakeStage, decode, type Mishap, mishaps, type SentEvent } from '../test/create-fake-stage.ts';
import {
  type ClientOptions,
  createClient,
  EventNotSentError,
  EventRejectedError,
  type HttpAnswer,
  QueueFullError,
  type Receipt,
} from './index.ts';

const hour = 3_600_000;

/** A client of a fake stage in virtual time; `script`: what goes wrong with the first requests. */
function open(options: Partial<ClientOptions> = {}, script: readonly (Mishap | HttpAnswer)[] = []) {
  const clock = createVirtualClock();
  const rest = [...script];
  const stage = createFakeStage(clock, () => rest.shift() ?? 'none');
  const client = createClient({ url: 'http://127.0.0.1:1', post: stage.post, clock, random: () => 1, ...options });
  return { clock, stage, client, run: <T>(promise: Promise<T>) => clock.run(promise, hour) };
}

const eventAt = (index: number, changes: object = {}) => ({
  event_id: `event-${index}`,
  session: { session_id: 'one' },
  ...changes,
});
const answered = (status: number, body: unknown = '', headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const errorOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => Promise.reject(new Error('it did not reject')),
    (error: Error) => error,
  );

describe('an event', () => {
  test('resolves when it is durable, with what became of it', async () => {
    const { client, run } = open();
    const receipts = [
      client.send(eventAt(1)),
      client.send(eventAt(2, { session: { session_id: 'another' }, outcome: 'suppressed' })),
    ];
    expect(await run(Promise.all(receipts))).toEqual([
      { eventId: 'event-1', outcome: 'accepted', requestId: expect.any(String), attempts: 1 },
      { eventId: 'event-2', outcome: 'suppressed', requestId: expect.any(String), attempts: 1 },
    ]);
    expect(client.totals()).toEqual({ accepted: 1, suppressed: 1, rejected: 0, notSent: 0 });
  });

  test('of an answer that only counts is one or the other', async () => {
    const { client, run } = open();
    const receipts = [client.send(eventAt(1)), client.send(eventAt(2, { outcome: 'suppressed' }))];
    expect((await run(Promise.all(receipts))).map(({ outcome }) => outcome)).toEqual([
      'accepted-or-suppressed',
      'accepted-or-suppressed',
    ]);
  });

  test('that is refused for good rejects with reason, path and message; its neighbours do not', async () => {
    const { client, run } = open();
    const good = client.send(eventAt(1));
    const error = await run(errorOf(client.send(eventAt(2, { outcome: 'rejected' }))));
    expect(error).toBeInstanceOf(EventRejectedError);
    expect(error).toMatchObject({ eventId: 'event-2', reason: 'schema-invalid', path: '/ts' });
    expect(error.message).toBe('event event-2 was rejected (schema-invalid): /ts is missing');
    expect((await run(good)).outcome).toBe('accepted');
  });

  test('without an id gets a UUID, which stays over its attempts; the caller’s object does not change', async () => {
    const { client, run, stage } = open({}, ['unavailable', 'lost-after']);
    const event = { event_type: 'page_view' };
    const { eventId, attempts } = await run(client.send(event));
    expect(event).toEqual({ event_type: 'page_view' });
    expect(eventId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(stage.requests.map(({ events }) => events)).toEqual(Array(3).fill([{ ...event, event_id: eventId }]));
    expect(attempts).toBe(3);
  });

  test('is sent as it was at the call', async () => {
    const { client, run, stage } = open();
    const event = eventAt(1, { price: 1 });
    const sent = client.send(event);
    Object.assign(event, { price: 2 });
    await run(sent);
    expect(stage.requests[0]?.events).toEqual([{ ...event, price: 1 }]);
  });

  test.each([
    ['a text', 'event'],
    ['a list', []],
    ['null', null],
    ['an id that is no text', { event_id: 7 }],
    ['a BigInt', { amount: 1n }],
    ['what JSON makes a text', { toJSON: () => 'text' }],
  ])('that is %s is refused at once', async (_, event) => {
    const { client, stage } = open();
    await expect(client.send(event as object)).rejects.toThrow(TypeError);
    await client.close();
    expect(stage.requests).toEqual([]);
  });
});

describe('a request', () => {
  test('SDK-4: has events of one partition bucket, at most maxBatchEvents, and is not over maxBatchBytes', async () => {
    const { client, run, stage } = open({ maxBatchEvents: 20, maxBatchBytes: 4000 });
    const events = Array.from({ length: 500 }, (_, index) =>
      eventAt(index, { session: { session_id: `s${index % 40}` }, text: 'x'.repeat(index % 300) }),
    );
    await run(Promise.all(events.map((event) => client.send(event))));
    for (const { events: sent, bytes } of stage.requests) {
      expect(new Set(sent.map((event) => partitionKeyOf(event))).size).toBe(1);
      expect(sent.length).toBeLessThanOrEqual(20);
      expect(bytes.length).toBeLessThanOrEqual(4000);
    }
    expect(stage.acknowledged.size).toBe(500);
    expect(stage.mostUnderWay()).toBe(4);
  });

  test('waits lingerMs for others, not for a full batch', async () => {
    const { client, run, clock, stage } = open({ lingerMs: 100, maxBatchEvents: 3 });
    const startedAt = clock.now();
    const first = client.send(eventAt(1));
    await run(clock.sleep(60));
    await run(Promise.all([first, client.send(eventAt(2))]));
    await run(Promise.all([3, 4, 5].map((index) => client.send(eventAt(index)))));
    expect(stage.requests.map(({ at, events }) => [at - startedAt, events.length])).toEqual([
      [100, 2],
      [111, 3],
    ]);
  });

  test('events that wait for a connection go in larger batches', async () => {
    const { client, run, stage, clock } = open({ concurrency: 1, lingerMs: 5 });
    const receipts: Promise<Receipt>[] = [];
    for (let index = 0; index < 50; index += 1) {
      receipts.push(client.send(eventAt(index)));
      await run(clock.sleep(2));
    }
    await run(Promise.all(receipts));
    expect(stage.requests.length).toBeLessThan(12);
  });

  test('SDK-6: is signed anew in every attempt, over the bytes as sent', async () => {
    const key = { id: 'sk_1', secret: 'very-secret' };
    const { client, run, stage } = open({ key, compression: 'zstd' }, ['throttled', 'lost-after', 'broken']);
    await run(client.send(eventAt(1, { text: 'some text '.repeat(500) })));
    expect(stage.requests).toHaveLength(4);
    for (const { at, sentAt, headers, bytes } of stage.requests) {
      expect(headers['x-millrace-key']).toBe('sk_1');
      expect(headers['content-encoding']).toBe('zstd');
      expect(verifySignature({ headers, body: bytes, secrets: ['very-secret'], now: at })).toBe('valid');
      expect(Math.floor(at / 1000)).toBe(Number(headers['x-millrace-timestamp']));
      expect(sentAt).toBe(new Date(at).toISOString());
    }
    expect(new Set(stage.requests.map(({ sentAt }) => sentAt)).size).toBe(4);
  });

  test('with a public key names it, without a key names none', async () => {
    const named = open({ key: { id: 'pk_1' } });
    await named.run(named.client.send(eventAt(1)));
    expect(named.stage.requests[0]?.headers).toMatchObject({ 'x-millrace-key': 'pk_1' });
    expect(named.stage.requests[0]?.headers).not.toHaveProperty('x-millrace-signature');
    const anonymous = open();
    await anonymous.run(anonymous.client.send(eventAt(1)));
    expect(anonymous.stage.requests[0]?.headers).not.toHaveProperty('x-millrace-key');
  });

  test.each([
    ['http://127.0.0.1:1', undefined],
    ['http://localhost:1/', undefined],
    ['http://[::1]:1', undefined],
    ['https://collect.example', 'zstd'],
  ] as const)('to %s is compressed by default: %s', async (url, encoding) => {
    const { client, run, stage } = open({ url });
    await run(client.send(eventAt(1, { text: 'some text '.repeat(500) })));
    expect(stage.requests[0]?.headers['content-encoding']).toBe(encoding);
  });
});

describe('what is not stored yet', () => {
  test('SDK-5: only what `retry` names is sent again, after Retry-After', async () => {
    const { client, run, stage } = open({}, ['partial']);
    await run(Promise.all([0, 1, 2, 3, 4].map((index) => client.send(eventAt(index)))));
    expect(stage.requests.map(({ events }) => events.map(({ event_id }) => event_id))).toEqual([
      ['event-0', 'event-1', 'event-2', 'event-3', 'event-4'],
      ['event-1', 'event-2', 'event-4'],
    ]);
    const [first, second] = stage.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(11 + 1000 + 100);
  });

  test.each([408, 425, 429, 500, 502, 503, 504])('status %i is tried again', async (status) => {
    const { client, run, stage } = open({}, [answered(status)]);
    expect((await run(client.send(eventAt(1)))).attempts).toBe(2);
    expect(stage.requests[1]?.bytes.length).toBe(stage.requests[0]?.bytes.length);
  });

  test('pauses grow with every failure, and start anew when something got through', async () => {
    const { client, run, stage } = open({ retryBudgetMs: hour }, [
      ...(['broken', 'broken', 'broken', 'partial', 'broken'] as const),
    ]);
    await run(Promise.all([0, 1, 2].map((index) => client.send(eventAt(index)))));
    const pauses = stage.requests.slice(1).map(({ at }, index) => at - (stage.requests[index]?.at ?? 0));
    expect(pauses.map((pause) => Math.round(pause / 100) * 100)).toEqual([100, 200, 400, 1100, 200]);
  });

  test('is given up when the budget is spent: the errors have the ids and the events', async () => {
    const { client, run, clock } = open({ retryBudgetMs: 5000 }, Array(100).fill('lost-before'));
    const startedAt = clock.now();
    const errors = await run(Promise.all([1, 2].map((index) => errorOf(client.send(eventAt(index))))));
    expect(clock.now() - startedAt).toBeLessThanOrEqual(5100);
    for (const [index, error] of errors.entries()) {
      expect(error).toBeInstanceOf(EventNotSentError);
      expect(error).toMatchObject({ eventId: `event-${index + 1}`, eventIds: ['event-1', 'event-2'] });
      expect((error as EventNotSentError).event).toEqual(eventAt(index + 1));
      expect(error.cause).toBeInstanceOf(TransientError);
      expect(error.message).toMatch(/within 5 s: read ECONNRESET$/);
    }
    expect(client.totals()).toEqual({ accepted: 0, suppressed: 0, rejected: 0, notSent: 2 });
  });

  test('an hour that a stage asks for is cut: the events may still be wanted here', async () => {
    const { client, run, stage } = open({}, [answered(429, '', { 'retry-after': '3600' })]);
    await run(client.send(eventAt(1)));
    expect((stage.requests[1]?.at ?? 0) - (stage.requests[0]?.at ?? 0)).toBe(11 + 30_000 + 100);
  });

  test('a batch that is too large is halved; one event that is too large fails alone', async () => {
    const tooLarge = (events: readonly SentEvent[]) => events.some(({ event_id }) => event_id === 'event-2');
    const clock = createVirtualClock();
    const stage = createFakeStage(clock);
    const client = createClient({
      url: 'http://127.0.0.1:1',
      clock,
      post: (bytes, headers) => {
        const { events } = JSON.parse(decode(bytes, undefined)) as { events: SentEvent[] };
        return tooLarge(events) ? Promise.resolve(answered(413)) : stage.post(bytes, headers);
      },
    });
    const sending = Promise.allSettled([0, 1, 2, 3, 4].map((index) => client.send(eventAt(index))));
    const results = await clock.run(sending, hour);
    expect(results.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    ]);
    expect((results[2] as PromiseRejectedResult).reason.cause).toBeInstanceOf(ConfigError);
  });
});

describe('what no retry can help', () => {
  const date = (offsetMs: number) => new Date(Date.UTC(2026, 0, 15, 12) + offsetMs).toUTCString();
  test.each<[string, HttpAnswer, Partial<ClientOptions>, RegExp]>([
    ['no key', answered(401), {}, /this stage asks for a key$/],
    ['a wrong key', answered(401), { key: { id: 'pk_1' } }, /check that key pk_1 is of this stage$/],
    [
      'a wrong secret',
      answered(401, { title: 'Unauthorized', detail: 'the signature is wrong' }, { date: date(0) }),
      { key: { id: 'sk_1', secret: 'very-secret' } },
      /Unauthorized: the signature is wrong\): check that key sk_1 is of this stage, and its secret$/,
    ],
    [
      'a clock that is ahead',
      answered(401, '', { date: date(-420_000) }),
      { key: { id: 'sk_1', secret: 'very-secret' } },
      /the clock here is 7 min ahead of the stage's, set it$/,
    ],
    [
      'a clock that is behind',
      answered(401, '', { date: date(hour) }),
      { key: { id: 'sk_1', secret: 'very-secret' } },
      /the clock here is 60 min behind the stage's, set it$/,
    ],
    [
      'an expired signature, no date',
      answered(401, { title: 'Unauthorized', detail: 'the signature has expired' }),
      { key: { id: 'sk_1', secret: 'very-secret' } },
      /compare the clock here with that of the stage$/,
    ],
    ['a forbidden type', answered(403, { title: 'Forbidden' }), {}, /Forbidden\): check what this key may send$/],
    ['another version', answered(400), {}, /check that both have the same version$/],
    ['another encoding', answered(415), { compression: 'gzip' }, /try compression 'none'$/],
    ['another server', answered(404, '<html>'), {}, /check that the address is that of a millrace stage$/],
    ['a redirect', answered(301), {}, /check that the address/],
    ['a 202 of something else', answered(202, 'ok'), {}, /check that the address/],
  ])('%s is said at once, with what to do', async (_, answer, options, message) => {
    const { client, run, stage } = open(options, [answer]);
    const error = await run(errorOf(client.send(eventAt(1))));
    expect(error).toBeInstanceOf(EventNotSentError);
    expect(error.cause).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(message);
    expect(stage.requests).toHaveLength(1);
  });

  test.each([
    ['too few', { accepted: 1, suppressed: 0, rejected: [], retry: [] }],
    ['too many', { accepted: 3, suppressed: 0, rejected: [], retry: [] }],
    ['one twice', { accepted: 0, suppressed: 0, rejected: [], retry: [{ index: 0 }, { index: 0 }] }],
    ['unknown ones', { accepted: 1, suppressed: 0, rejected: [], retry: [{ index: 2 }] }],
    ['malformed lines that were not sent', { accepted: 1, suppressed: 0, malformed: 1, rejected: [], retry: [] }],
  ])('an answer that accounts for %s is an error', async (_, body) => {
    const { client, run } = open({}, [answered(202, body)]);
    const errors = await run(Promise.all([1, 2].map((index) => errorOf(client.send(eventAt(index))))));
    for (const error of errors) expect(error.cause).toBeInstanceOf(InvariantError);
  });

  test('SDK-7: the secret is in no error and in no header', async () => {
    const secret = 'very-secret';
    for (const url of ['https://name:very-secret@collect.example', 'very-secret@collect']) {
      try {
        const { client, run, stage } = open({ url, key: { id: 'sk_1', secret } }, [answered(401)]);
        const error = await run(errorOf(client.send(eventAt(1))));
        expect([error.message, error.stack, JSON.stringify(error)].join()).not.toContain(secret);
        expect(JSON.stringify([stage.requests[0]?.headers, String(stage.requests[0]?.bytes)])).not.toContain(secret);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect((error as Error).message).not.toContain(secret);
      }
    }
  });

  test.each<[Partial<ClientOptions>, RegExp]>([
    [{ url: 'ftp://a.example' }, /is not an address to send to/],
    [{ url: '' }, /is not an address to send to/],
    [{ key: { id: 'sk_1' } }, /key sk_1 needs its secret/],
    [{ key: { id: 'pk_1', secret: 's' } }, /key pk_1 has no secret/],
    [{ key: { id: 'sk_1', secret: '' } }, /the secret of key sk_1 is empty/],
    [{ key: { id: 'a\r\nx: y' } }, /a key id is/],
    [{ key: { id: process.env['NOT_SET'] as string } }, /a key id is/],
    [{ maxBatchEvents: 501 }, /maxBatchEvents is a whole number from 1 to 500, not 501/],
    [{ concurrency: 0 }, /concurrency/],
    [{ lingerMs: Number.NaN }, /lingerMs/],
  ])('the options %j are refused', (options, message) => {
    expect(() => open(options)).toThrow(ConfigError);
    expect(() => open(options)).toThrow(message);
  });
});

describe('the queue', () => {
  test('takes maxQueuedEvents, says when it is full, and when there is room', async () => {
    const { client, run, stage } = open({ maxQueuedEvents: 3 });
    const taken = [1, 2, 3].map((index) => client.send(eventAt(index)));
    const error = await errorOf(client.send(eventAt(4)));
    expect(error).toBeInstanceOf(QueueFullError);
    expect(error).toMatchObject({ eventId: 'event-4', event: eventAt(4) });
    await run(client.ready());
    await run(client.send(eventAt(5)));
    await run(Promise.all(taken));
    expect(stage.acknowledged.size).toBe(4);
  });

  test('a loop that waits for room sends any number', async () => {
    const { client, run, stage } = open({ maxQueuedEvents: 10 });
    async function sendAll() {
      for (let index = 0; index < 200; index += 1) {
        await client.ready();
        void client.send(eventAt(index));
      }
      await client.close();
    }
    await run(sendAll());
    expect(stage.acknowledged.size).toBe(200);
  });

  test('onRejected hears of every event that did not get in; the promises may be left alone', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', listen);
    try {
      const told: Error[] = [];
      const { client, run } = open({ onRejected: (error) => void told.push(error), maxQueuedEvents: 3 }, [
        ...['none' as const, answered(401)],
      ]);
      void client.send(eventAt(1, { outcome: 'rejected' }));
      await run(client.flush());
      for (const index of [2, 3, 4, 5]) void client.send(eventAt(index));
      await run(client.close());
      await new Promise((resolve) => setImmediate(resolve));
      expect(told.map(({ name }) => name).sort()).toEqual([
        ...['EventNotSentError', 'EventNotSentError', 'EventNotSentError', 'EventRejectedError', 'QueueFullError'],
      ]);
      expect(unhandled).toEqual([]);
    } finally {
      process.off('unhandledRejection', listen);
    }
  });

  test('flush sends at once and waits for what was taken before it, not for what comes after', async () => {
    const { client, run, clock, stage } = open({ lingerMs: 60_000 });
    const startedAt = clock.now();
    const receipts = [client.send(eventAt(1)), client.send(eventAt(2, { outcome: 'rejected' }))];
    void Promise.allSettled(receipts);
    const flushed = client.flush();
    const later = client.send(eventAt(3));
    await run(flushed);
    expect(clock.now() - startedAt).toBe(11);
    expect(stage.requests).toHaveLength(1);
    await run(client.flush());
    expect((await later).outcome).toBe('accepted');
    await client.flush();
  });

  test('close sends what is queued, takes no more, and leaves no timer', async () => {
    const { client, run, clock, stage } = open({ lingerMs: 60_000 });
    const sent = client.send(eventAt(1));
    const closing = client.close();
    await expect(client.send(eventAt(2))).rejects.toThrow(/the client is closed/);
    await run(closing);
    await client.close();
    expect((await sent).outcome).toBe('accepted');
    expect(stage.requests).toHaveLength(1);
    await expect(clock.run(new Promise(() => {}), hour)).rejects.toThrow('nothing is left to wait for');
  });
});

describe('whatever the stage answers', () => {
  const outcome = fc.constantFrom('accepted', 'accepted', 'suppressed', 'rejected');
  const schedule = fc.record({
    events: fc.array(fc.record({ outcome, session: fc.integer({ min: 0, max: 5 }), pauseMs: fc.nat(150) }), {
      maxLength: 40,
    }),
    mishaps: fc.infiniteStream(fc.constantFrom('none' as const, 'none' as const, ...mishaps)),
    maxBatchEvents: fc.integer({ min: 1, max: 12 }),
    concurrency: fc.integer({ min: 1, max: 4 }),
    // Some batches are given up.
    retryBudgetMs: fc.constantFrom(0, 1500, 20_000, hour),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
    compression: fc.constantFrom('none' as const, 'zstd' as const),
  });

  test('SDK-1: an event has one id and one content in all its attempts', async () => {
    await forEverySchedule(({ stage }) => {
      const texts = new Map<string, string>();
      for (const event of stage.requests.flatMap(({ events }) => events)) {
        const text = JSON.stringify(event);
        expect(texts.get(event.event_id) ?? text).toBe(text);
        texts.set(event.event_id, text);
      }
    });
  });

  test('SDK-2: every event ends once: durable, rejected or given up', async () => {
    await forEverySchedule(({ results, totals, told, sentIds }) => {
      const { accepted, suppressed, rejected, notSent } = totals;
      expect(accepted + suppressed + rejected + notSent).toBe(results.length);
      const endedIds = results.map((result) =>
        result.status === 'fulfilled' ? result.value.eventId : (result.reason as EventRejectedError).eventId,
      );
      expect(endedIds).toEqual(sentIds);
      const failedIds = endedIds.filter((_, index) => results[index]?.status === 'rejected');
      expect(told.toSorted()).toEqual(failedIds.toSorted());
    });
  });

  test('SDK-3: nothing is told durable or rejected that the stage did not acknowledge as such', async () => {
    await forEverySchedule(({ results, stage, sentIds }) => {
      for (const [index, result] of results.entries()) {
        const eventId = sentIds[index] ?? '';
        const acknowledged = stage.acknowledged.get(eventId);
        const seen = stage.requests.filter(({ events }) => events.some(({ event_id }) => event_id === eventId)).length;
        if (result.status === 'fulfilled') {
          expect(['accepted', 'suppressed']).toContain(acknowledged);
          expect(result.value.outcome).toContain(acknowledged);
          // It was not sent once more after that.
          expect(seen).toBe(result.value.attempts);
        } else if (result.reason instanceof EventRejectedError) expect(acknowledged).toBe('rejected');
        else {
          expect(result.reason).toBeInstanceOf(EventNotSentError);
          expect(result.reason.event).toMatchObject({ event_id: eventId });
          expect(acknowledged).toBeUndefined();
        }
      }
    });
  });

  async function forEverySchedule(check: (run: Awaited<ReturnType<typeof runSchedule>>) => void): Promise<void> {
    await fc.assert(
      fc.asyncProperty(schedule, async (drawn) => check(await runSchedule(drawn))),
      { numRuns: 80 },
    );
  }

  async function runSchedule(drawn: typeof schedule extends fc.Arbitrary<infer T> ? T : never) {
    const clock = createVirtualClock();
    const stage = createFakeStage(clock, () => drawn.mishaps.next().value ?? 'none');
    const told: string[] = [];
    const client = createClient({
      ...drawn,
      url: 'http://127.0.0.1:1',
      key: { id: 'sk_1', secret: 's' },
      post: stage.post,
      clock,
      random: () => drawn.random,
      onRejected: ({ eventId }) => void told.push(eventId),
    });
    const sentIds: string[] = [];
    const promises: Promise<Receipt>[] = [];
    async function sendAll() {
      for (const [index, { outcome: wanted, session, pauseMs }] of drawn.events.entries()) {
        sentIds.push(`event-${index}`);
        promises.push(client.send(eventAt(index, { outcome: wanted, session: { session_id: `s${session}` } })));
        if (pauseMs > 100) await clock.sleep(pauseMs);
      }
      await client.close();
    }
    await clock.run(sendAll(), 1000 * hour);
    const results = await Promise.allSettled(promises);
    return { stage, results, totals: client.totals(), told, sentIds };
  }
});
