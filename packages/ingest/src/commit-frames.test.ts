import { type EventStream, TransientError } from '@millrace/pipeline';
import { buildPageView, createMemoryEventStream } from '@millrace/testkit';
import { openIngest, startMs } from '../test/open-ingest.ts';
import { retryBudgetMs } from './commit-frames.ts';

const refusal = { ok: false as const, code: 'ProvisionedThroughputExceededException' };
const events = Array.from({ length: 5 }, (_, n) => buildPageView(n));

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
      return [...puts, ...rest.map(() => refusal)];
    },
  };
  const ingest = openIngest({ stream });
  const { status, body } = await ingest.post({ events });
  expect(sizes).toEqual([5, 4, 3]);
  expect([status, body.accepted, body.retry]).toEqual([202, 5, []]);
  expect(ingest.clock.now() - startMs).toBe(75 * 0.5 + 75);
});

test('INGEST-3: what the stream refuses to the end comes back in retry, by index and event_id', async () => {
  const memory = createMemoryEventStream();
  const stream: EventStream = {
    ...memory,
    async putRecords([first, ...rest]) {
      const puts = first && memory.records.length === 0 ? await memory.putRecords([first]) : [refusal];
      return [...puts, ...rest.map(() => refusal)];
    },
  };
  const ingest = openIngest({ stream });
  const { status, body, headers } = await ingest.post({ events });
  expect(status).toBe(202);
  expect(body.accepted).toBe(1);
  expect(body.retry).toEqual([1, 2, 3, 4].map((index) => ({ index, event_id: events[index]?.['event_id'] })));
  expect(headers['retry-after']).toBe('1');
  expect(ingest.telemetry.totals['records-refused']).toBe(4);
});

test('503 and a problem document when nothing could be written, with everything in retry', async () => {
  const stream: EventStream = {
    ...createMemoryEventStream(),
    putRecords: async () => {
      throw new TransientError('away');
    },
  };
  const denied = buildPageView(3, { user: { consent: { analytics: false, ads: false } } });
  const ingest = openIngest({ stream });
  const { status, headers, body } = await ingest.post([buildPageView(1), {}, denied]);
  expect([status, headers['content-type'], headers['retry-after']]).toEqual([503, 'application/problem+json', '1']);
  expect(body).toMatchObject({ status: 503, accepted: 0, suppressed: 0, rejected: [], request_id: 'request-1' });
  expect(body.retry.map((entry: { index: number }) => entry.index)).toEqual([0, 1, 2]);
  expect(ingest.clock.now() - startMs).toBeLessThanOrEqual(retryBudgetMs);
});

test.each([
  ['from the start', 0],
  ['after it refused twice', 2],
])('INGEST-11: a stream that gives no answer %s is answered for within 5 s', async (_, refusals) => {
  let left = refusals;
  const stream: EventStream = {
    ...createMemoryEventStream(),
    putRecords: (entries) => (left-- > 0 ? Promise.resolve(entries.map(() => refusal)) : new Promise(() => {})),
  };
  const ingest = openIngest({ stream });
  const { status, body } = await ingest.post(events);
  expect([status, body.retry.length]).toEqual([503, 5]);
  expect(ingest.clock.now() - startMs).toBe(retryBudgetMs);
});

test('a fault after a part is durable denies nothing; one before is an error without a word of it', async () => {
  const memory = createMemoryEventStream();
  const failing = (isPartFirst: boolean): EventStream => ({
    ...memory,
    async putRecords([first, ...rest]) {
      if (!isPartFirst || !first || memory.records.length > 0) throw new TypeError('jo@shop.example');
      return [...(await memory.putRecords([first])), ...rest.map(() => refusal)];
    },
  });
  const part = await openIngest({ stream: failing(true) }).post(events);
  expect([part.status, part.body.accepted, part.body.retry.length]).toEqual([202, 1, 4]);
  const none = await openIngest({ stream: failing(false) }).post(events);
  expect([none.status, JSON.stringify(none.body)]).toEqual([500, expect.not.stringContaining('jo@')]);
});
