import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, ConfigError, InvariantError, partitionKeyOf, TransientError } from '@millrace/pipeline';
import fc from 'fast-check';
import { type ImportItem, toImportItems } from './import-item.ts';
import { type SendOptions, type SendTotals, sendItems } from './send-items.ts';

type RequestBody = {
  readonly import?: { readonly source: string; readonly policy: string };
  readonly events: readonly { readonly event_id: string; readonly outcome?: string }[];
  readonly malformed?: readonly { readonly quarantine_id: string }[];
};
type Reply = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> } | 'reset';
type Received = {
  readonly body: RequestBody;
  readonly bytes: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly url: string | undefined;
};

let server: Server;
let url: string;
let received: Received[];
let reply: (request: Received) => Reply | Promise<Reply>;

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const request = {
      body: JSON.parse(bytes.toString()),
      bytes,
      headers: incoming.headers,
      url: incoming.url,
    };
    received.push(request);
    const answer = await reply(request);
    if (answer === 'reset') return incoming.socket.resetAndDestroy();
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    outgoing.writeHead(answer.status, answer.headers).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received = [];
  reply = ({ body }) => answerOf(body);
});

/** As ingest answers: `retry` by index through events, then malformed lines; events say themselves what becomes of them. */
function answerOf(body: RequestBody, isStored: (index: number) => boolean = () => true): Reply {
  const lines = [...body.events, ...(body.malformed ?? [])];
  const stored = lines.map((line, index) => ({ line, index })).filter(({ index }) => isStored(index));
  const outcomeOf = (line: object) =>
    'quarantine_id' in line ? 'malformed' : 'outcome' in line ? line.outcome : 'accepted';
  const count = (outcome: string) => stored.filter(({ line }) => outcomeOf(line) === outcome).length;
  const rejected = stored
    .filter(({ line }) => outcomeOf(line) === 'rejected')
    .map(({ index }) => ({ index, event_id: 'x', reason: 'schema-invalid', path: '/ts', message: 'is missing' }));
  const retry = lines.flatMap((_, index) => (isStored(index) ? [] : [{ index, event_id: null }]));
  const [accepted, suppressed, malformed] = [count('accepted'), count('suppressed'), count('malformed')];
  const status = stored.length === 0 ? 503 : accepted + suppressed + malformed + retry.length === 0 ? 422 : 202;
  const headers = retry.length > 0 ? { 'retry-after': '1' } : {};
  return { status, headers, body: { accepted, suppressed, malformed, rejected, retry, request_id: 'r' } };
}

const slept: number[] = [];
let time = Date.now();
/** Timers end at once, and time has passed. */
const clock: Clock = {
  now: () => time,
  setTimer(milliseconds, callback) {
    slept.push(milliseconds);
    const timer = setImmediate(() => {
      time += milliseconds;
      callback();
    });
    return { cancel: () => clearImmediate(timer) };
  },
};
const importKey = { id: 'import', secret: 'secret' };
const noWait = { clock, random: () => 1 };
const eventAt = (index: number, outcome?: string) => ({
  event_id: `event-${index}`,
  session: { session_id: `session-${index % 50}` },
  ...(outcome === undefined ? {} : { outcome }),
});
const malformedAt = (lineNumber: number): ImportItem => ({
  kind: 'malformed',
  lineNumber,
  malformed: { quarantine_id: `q${lineNumber}`, line_number: lineNumber, text: 'broken' },
});
const events = (count: number) => Array.from({ length: count }, (_, index) => eventAt(index));
const sentIds = () => received.flatMap(({ body }) => body.events.map(({ event_id }) => event_id));
const send = (items: Iterable<ImportItem> | AsyncIterable<ImportItem>, options: Partial<SendOptions> = {}) =>
  sendItems(items, { url, ...noWait, ...options });

describe('what is sent', () => {
  test('each event once, each request of one partition key, to /v1/events', async () => {
    const totals = await send(toImportItems(events(1000)), { maxEvents: 10 });
    expect(totals).toMatchObject({ sent: 1000, accepted: 1000, rejected: 0, malformed: 0, retried: 0 });
    expect(totals.requests).toBe(received.length);
    expect(sentIds().toSorted()).toEqual(
      events(1000)
        .map(({ event_id }) => event_id)
        .toSorted(),
    );
    for (const { body, headers, url: path } of received) {
      expect(path).toBe('/v1/events');
      expect(headers['content-type']).toBe('application/json');
      expect(Object.keys(headers).filter((name) => /^(?:authorization|x-millrace-.*)$/.test(name))).toEqual([]);
      expect(Object.keys(body)).toEqual(['sent_at', 'events']);
      expect(body.events.length).toBeLessThanOrEqual(10);
      expect(new Set(body.events.map((event) => partitionKeyOf(event))).size).toBe(1);
    }
  });

  test('an import: signed, with source, policy, malformed lines', async () => {
    const items = [...toImportItems(events(3)), malformedAt(4), malformedAt(5)];
    const totals = await send(items, {
      url: `${url}/`,
      key: importKey,
      import: { source: 'web-1', policy: 'imported' },
    });
    expect(totals).toMatchObject({ sent: 3, accepted: 3, malformed: 2, unsent: 0, firstUnsentLine: undefined });
    for (const { body, bytes, headers } of received) {
      expect(headers['x-millrace-key']).toBe('import');
      const signed = createHmac('sha256', 'secret').update(`${headers['x-millrace-timestamp']}.`).update(bytes);
      expect(headers['x-millrace-signature']).toBe(`v1=${signed.digest('hex')}`);
      expect(JSON.stringify(headers)).not.toContain('secret');
      expect(body.import).toEqual({ source: 'web-1', policy: 'imported' });
      // An import's times are taken as they are.
      expect(body).not.toHaveProperty('sent_at');
    }
    expect(received.flatMap(({ body }) => body.malformed ?? [])).toEqual([
      { quarantine_id: 'q4', line_number: 4, text: 'broken' },
      { quarantine_id: 'q5', line_number: 5, text: 'broken' },
    ]);
  });

  test("with a key of one's own: its name, no import", async () => {
    const totals = await send([...toImportItems(events(1)), malformedAt(2)], { key: { id: 'pk_1' } });
    expect(totals).toMatchObject({ sent: 1, unsent: 1 });
    expect(received.map(({ headers }) => headers['x-millrace-key'])).toEqual(['pk_1']);
    expect(received[0]?.headers['x-millrace-signature']).toBeUndefined();
    expect(received[0]?.body.import).toBeUndefined();
  });

  test('without a secret malformed lines are counted and stay here', async () => {
    const totals = await send([malformedAt(7), ...toImportItems(events(1)), malformedAt(9)]);
    expect(totals).toMatchObject({ sent: 1, malformed: 0, unsent: 2, firstUnsentLine: 7 });
    expect(received).toHaveLength(1);
  });

  test('JSON of the input goes out as it is', async () => {
    const json = '{"event_id":"event-1", "custom_properties":{"big":12345678901234567890}}';
    let text = '';
    await send([{ kind: 'event', lineNumber: 1, event: JSON.parse(json) as object, json }], {
      post: async (bytes) => {
        text = String(bytes);
        return { status: 202, headers: {}, body: '{"accepted":1,"suppressed":0,"rejected":[],"retry":[]}' };
      },
    });
    expect(text).toBe(`{"sent_at":"${new Date(time).toISOString()}","events":[${json}]}`);
  });

  test('no body is over maxBytes, but that of one long event', async () => {
    const sizes: number[] = [];
    const long = { event_id: 'long', text: 'é'.repeat(3000) };
    const small = Array.from({ length: 200 }, (_, index) => ({ event_id: 'same-key', index, text: 'é'.repeat(100) }));
    await send(toImportItems([...small.slice(0, 100), { ...long, event_id: 'same-key' }, ...small.slice(100)]), {
      maxBytes: 4000,
      post: async (bytes) => {
        sizes.push(bytes.length);
        const accepted = (JSON.parse(String(bytes)) as RequestBody).events.length;
        return { status: 202, headers: {}, body: JSON.stringify({ accepted, suppressed: 0, rejected: [], retry: [] }) };
      },
    });
    expect(sizes.filter((size) => size > 4000)).toHaveLength(1);
  });

  test('nothing at all', async () => {
    expect(await send([])).toMatchObject({ sent: 0, requests: 0 });
  });
});

test('at most `concurrency` requests are under way and the items are not pulled meanwhile', async () => {
  let pulled = 0;
  function* items() {
    for (const item of toImportItems(Array.from({ length: 40 }, (_, index) => ({ event_id: 'one-key', index })))) {
      pulled += 1;
      yield item;
    }
  }
  let underWay = 0;
  let most = 0;
  let isReleased = false;
  const waiting: (() => void)[] = [];
  const isHeld = Promise.withResolvers<void>();
  const sending = send(items(), {
    maxEvents: 5,
    concurrency: 3,
    post: async (body) => {
      underWay += 1;
      most = Math.max(most, underWay);
      if (underWay === 3) isHeld.resolve();
      if (!isReleased) await new Promise<void>((resolve) => waiting.push(resolve));
      underWay -= 1;
      return { status: 202, headers: {}, body: JSON.stringify(answerBody(String(body))) };
    },
  });
  await isHeld.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(pulled).toBe(20); // three batches under way, the fourth is full
  isReleased = true;
  for (const resolve of waiting) resolve();
  expect(await sending).toMatchObject({ sent: 40, requests: 8 });
  expect(most).toBe(3);
});

function answerBody(body: string): unknown {
  const answer = answerOf(JSON.parse(body) as RequestBody);
  return answer === 'reset' ? {} : answer.body;
}

describe('what comes back', () => {
  test('every outcome is counted, reasons are tallied, the first refused line is named', async () => {
    const outcomes = ['rejected', 'suppressed', 'accepted', 'rejected', undefined];
    const progress: SendTotals[] = [];
    const totals = await send(toImportItems(outcomes.map((outcome, index) => eventAt(index, outcome))), {
      onProgress: (current) => progress.push(current),
    });
    expect(totals).toMatchObject({
      sent: 5,
      accepted: 2,
      suppressed: 1,
      rejected: 2,
      rejectedByReason: { 'schema-invalid': 2 },
      firstRejected: { lineNumber: 1, reason: 'schema-invalid', message: '/ts is missing' },
    });
    expect(progress.at(-1)).toEqual(totals);
    expect(progress).toHaveLength(totals.requests);
  });

  test('a batch that is refused as a whole (422) is counted and no error', async () => {
    expect(await send(toImportItems([eventAt(1, 'rejected')]))).toMatchObject({ sent: 1, rejected: 1, requests: 1 });
  });

  test('only what is not stored is sent again, events and malformed lines, after Retry-After', async () => {
    slept.length = 0;
    const oneKey = Array.from({ length: 4 }, (_, index) => ({ ...eventAt(index), session: { session_id: 's' } }));
    let isFirst = true;
    reply = ({ body }) => {
      const isPartial = isFirst && body.events.length > 0;
      if (isPartial) isFirst = false;
      return answerOf(body, (index) => !isPartial || index % 2 === 0);
    };
    const totals = await send([...toImportItems(oneKey), malformedAt(5)], { key: importKey });
    expect(totals).toMatchObject({ sent: 4, accepted: 4, malformed: 1, retried: 2, requests: 3 });
    expect(sentIds()).toEqual(['event-0', 'event-1', 'event-2', 'event-3', 'event-1', 'event-3']);
    expect(slept).toEqual([1100]);
  });

  test.each([
    ['503', { status: 503, body: { retry: [] }, headers: { 'retry-after': '2' } }, 2100],
    ['429', { status: 429, body: '', headers: { 'retry-after': '3' } }, 3100],
    ['500', { status: 500, body: '<html>' }, 100],
    ['a reset connection', 'reset', 100],
  ] as const)('%s is tried again', async (_, first, waitMs) => {
    slept.length = 0;
    reply = ({ body }) => (received.length === 1 ? first : answerOf(body));
    expect(await send(toImportItems([eventAt(1)]))).toMatchObject({ sent: 1, retried: 1, requests: 2 });
    expect(sentIds()).toEqual(['event-1', 'event-1']);
    expect(slept).toEqual([waitMs]);
  });

  test('Retry-After may be a date', async () => {
    slept.length = 0;
    const date = new Date(time + 20_000).toUTCString();
    reply = ({ body }) =>
      received.length === 1 ? { status: 503, body: '', headers: { 'retry-after': date } } : answerOf(body);
    await send(toImportItems([eventAt(1)]));
    expect(slept[0]).toBeGreaterThan(15_000);
    expect(slept[0]).toBeLessThan(25_000);
  });

  test('a batch that is too large for the stage is halved until it fits', async () => {
    reply = ({ body }) => (body.events.length > 3 ? { status: 413, body: '' } : answerOf(body));
    const oneKey = Array.from({ length: 10 }, (_, index) => ({ ...eventAt(index), session: { session_id: 's' } }));
    expect(await send(toImportItems(oneKey))).toMatchObject({ sent: 10, accepted: 10 });
  });
});

describe('it ends with an error', () => {
  test('when lines are not accepted within the budget, and says how many', async () => {
    slept.length = 0;
    reply = ({ body }) =>
      body.events[0]?.event_id === 'event-0' ? { status: 503, body: { title: 'Unavailable' } } : answerOf(body);
    const sending = send(toImportItems([...events(50).slice(1), eventAt(0)]), {
      maxEvents: 1,
      concurrency: 1,
      retryBudgetMs: 5000,
    });
    await expect(sending).rejects.toThrow(TransientError);
    await expect(sending).rejects.toThrow(
      /^1 lines were not accepted by http:.*\/v1\/events within 5 s: status 503 \(Unavailable\); 49 events were accepted before\. Send the same input again/,
    );
    expect(slept.reduce((sum, milliseconds) => sum + milliseconds, 0)).toBeLessThanOrEqual(5000);
    expect(slept.slice(0, 3)).toEqual([100, 200, 400]);
  });

  test('when nothing listens', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    const startedAt = time;
    const sending = send(toImportItems(events(1)), { url: `http://127.0.0.1:${port}` });
    await expect(sending).rejects.toThrow(
      /within 5 s: nothing listens there \(ECONNREFUSED\); start the stage, or check the address/,
    );
    expect(time - startedAt).toBeLessThanOrEqual(5000);
  });

  test.each([
    [
      401,
      { title: 'Unauthorized', detail: 'this credential is not known here' },
      /this credential is not known here\): check that key import is of this stage, and its secret/,
    ],
    [400, { title: 'Refused', detail: 'no' }, /status 400 \(Refused: no\): this stage takes other requests/],
    [413, '', /status 413: a single line is too large for this stage \(1 lines, from line 1 on\)/],
    [404, '<html>not   here</html>', /status 404 \(<html>not here<\/html>\): check that the address/],
    [202, 'ok', /status 202 \(ok\): check that the address is that of a millrace stage/],
    [202, { accepted: 'many' }, /check that the address/],
    [301, '', /check that the address/],
  ])('at once for status %i %j', async (status, body, message) => {
    reply = () => ({ status, body });
    const sending = send(toImportItems([eventAt(1)]), { key: importKey });
    await expect(sending).rejects.toThrow(ConfigError);
    await expect(sending).rejects.toThrow(message);
    expect(received).toHaveLength(1);
  });

  test.each([
    ['too few', { accepted: 1, suppressed: 0, malformed: 0, rejected: [], retry: [] }],
    ['too many', { accepted: 3, suppressed: 0, malformed: 0, rejected: [], retry: [] }],
    ['one twice', { accepted: 0, suppressed: 0, malformed: 0, rejected: [], retry: [{ index: 0 }, { index: 0 }] }],
    ['unknown ones', { accepted: 1, suppressed: 0, malformed: 0, rejected: [], retry: [{ index: 2 }] }],
  ])('for an answer that accounts for %s', async (_, body) => {
    reply = () => ({ status: 202, body });
    const sending = send(toImportItems([eventAt(1), eventAt(51)]));
    await expect(sending).rejects.toThrow(InvariantError);
  });

  test.each(['ftp://a.example', 'localhost', ''])('for the address %j', async (wrong) => {
    await expect(send([], { url: wrong })).rejects.toThrow(/is not an address to send to/);
  });

  test('of the input itself, after the requests under way have ended', async () => {
    async function* failing(): AsyncGenerator<ImportItem> {
      yield* toImportItems(events(5));
      throw new ConfigError('cut off');
    }
    await expect(send(failing(), { maxEvents: 1 })).rejects.toThrow('cut off');
    expect(sentIds()).toHaveLength(5);
  });

  test('and stops pulling the input', async () => {
    let isClosed = false;
    function* endless(): Generator<ImportItem> {
      try {
        for (let index = 0; ; index++) yield { kind: 'event', lineNumber: index + 1, event: eventAt(index) };
      } finally {
        isClosed = true;
      }
    }
    reply = () => ({ status: 401, body: '' });
    await expect(send(endless())).rejects.toThrow(ConfigError);
    expect(isClosed).toBe(true);
  });
});

test('whatever the server refuses meanwhile, every line ends in the totals exactly once', async () => {
  const outcome = fc.constantFrom('accepted', 'suppressed', 'rejected', 'malformed');
  const mishap = fc.constantFrom('none', 'none', 'partial', 'nothing-stored', 'stored-but-reset', 'too-many', 'crash');
  await fc.assert(
    fc.asyncProperty(
      fc.array(outcome, { maxLength: 60 }),
      fc.infiniteStream(mishap),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 4 }),
      async (outcomes, mishaps, maxEvents, concurrency) => {
        const durable = new Set<string>();
        reply = ({ body }) => {
          const { value } = mishaps.next();
          const isStored = (index: number) => value !== 'partial' || index % 3 === 0;
          const isKept = ['none', 'partial', 'stored-but-reset'].includes(value ?? 'none');
          const ids = [
            ...body.events.map(({ event_id }) => event_id),
            ...(body.malformed ?? []).map((m) => m.quarantine_id),
          ];
          if (isKept) for (const [index, id] of ids.entries()) if (isStored(index)) durable.add(id);
          if (value === 'stored-but-reset' || value === 'crash') return 'reset';
          if (value === 'too-many') return { status: 429, body: '' };
          return value === 'nothing-stored' ? answerOf(body, () => false) : answerOf(body, isStored);
        };
        const items = outcomes.map(
          (name, index): ImportItem =>
            name === 'malformed'
              ? malformedAt(index + 1)
              : { kind: 'event', lineNumber: index + 1, event: eventAt(index, name) },
        );
        const budget = { retryBudgetMs: 1e9 };
        const totals = await send(items, { key: importKey, maxEvents, concurrency, ...budget });
        const count = (name: string) => outcomes.filter((candidate) => candidate === name).length;
        expect(totals).toMatchObject({
          sent: outcomes.length - count('malformed'),
          accepted: count('accepted'),
          suppressed: count('suppressed'),
          rejected: count('rejected'),
          malformed: count('malformed'),
        });
        expect(durable.size).toBe(outcomes.length);
      },
    ),
    { numRuns: 60 },
  );
});
