import { type Queue, TransientError } from '@millrace/pipeline';
import { createMemoryQueue, createVirtualClock } from '@millrace/testkit';
import type { SQSEvent } from 'aws-lambda';
import { pollQueue } from './poll-queue.ts';

type Invoke = (bodies: string, event: SQSEvent) => unknown;

/** Ten minutes of a mapping on a queue in memory; visibility 60 s, dead letters after three deliveries. */
async function play(bodies: string, invoke: Invoke, wrap: (queue: Queue) => Queue = (queue) => queue) {
  const clock = createVirtualClock();
  const deadLetters = createMemoryQueue({ now: clock.now });
  const queue = createMemoryQueue({ now: clock.now, deadLetter: { queue: deadLetters, maxReceiveCount: 3 } });
  for (const body of bodies) await queue.send(body);
  const invocations: string[] = [];
  const times: number[] = [];
  const start = clock.now();
  const fatal: unknown[] = [];
  const poller = pollQueue({
    queue: wrap(queue),
    mapping: { functionName: 'f', timeoutSeconds: 10, batchSize: 4 },
    visibilitySeconds: 60,
    invoke: async (event) => {
      const text = event.Records.map(({ body }) => body).join('');
      invocations.push(text);
      times.push(clock.now() - start);
      return invoke(text, event);
    },
    clock,
    pollMs: 1_000,
    onRetry: () => {},
    onFatal: (error) => fatal.push(error),
  });
  await clock.run(clock.sleep(600_000), 700_000);
  await clock.run(poller.stop(), 1_000);
  return { invocations, times, fatal, left: queue.length(), deadLetters: deadLetters.length() };
}

test('what succeeded is deleted; what the function names comes again when its visibility timeout ends', async () => {
  let failures = 1;
  const { invocations, times, left } = await play('abcdef', (_, event) => {
    const failed = event.Records.filter(({ body }) => body === 'b' && failures-- > 0);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
  expect(invocations).toEqual(['abcd', 'ef', 'b']);
  expect(times[2]).toBe(60_000);
  expect(left).toBe(0);
});

test('after three deliveries a message goes to the dead letters', async () => {
  const { invocations, left, deadLetters } = await play('aX', (text) => {
    if (text.includes('X')) throw new Error('X');
  });
  expect(invocations).toEqual(['aX', 'aX', 'aX']);
  expect([left, deadLetters]).toEqual([0, 2]);
});

test('an invocation that times out deletes nothing', async () => {
  let isFirst = true;
  const { invocations, left } = await play('a', () => {
    if (!isFirst) return undefined;
    isFirst = false;
    return new Promise(() => {});
  });
  expect(invocations).toEqual(['a', 'a']);
  expect(left).toBe(0);
});

test('an identifier that is none of the batch: all of it comes again', async () => {
  const answers = [{ batchItemFailures: [{ itemIdentifier: 'other' }] }];
  const { invocations } = await play('ab', () => answers.shift());
  expect(invocations).toEqual(['ab', 'ab']);
});

test('a queue that is away for a while is asked again; a lost delete means one more delivery', async () => {
  let receiveFailures = 3;
  let deleteFailures = 1;
  const { invocations, fatal, left } = await play(
    'a',
    () => undefined,
    (queue) => ({
      ...queue,
      receive: async (options) => {
        if (receiveFailures-- > 0) throw new TransientError('away');
        return queue.receive(options);
      },
      delete: async (message) => {
        if (deleteFailures-- > 0) throw new TransientError('away');
        return queue.delete(message);
      },
    }),
  );
  expect(invocations).toEqual(['a', 'a']);
  expect(fatal).toEqual([]);
  expect(left).toBe(0);
});

test('a queue that breaks is told, and a drain does not hang', async () => {
  const clock = createVirtualClock();
  const fatal: unknown[] = [];
  const poller = pollQueue({
    queue: { ...createMemoryQueue(), receive: () => Promise.reject(new Error('damaged')) },
    mapping: { functionName: 'f', timeoutSeconds: 10, batchSize: 4 },
    visibilitySeconds: 60,
    invoke: async () => undefined,
    clock,
    onRetry: () => {},
    onFatal: (error) => fatal.push(error),
  });
  await clock.run(poller.drain(), 1_000);
  await clock.run(poller.stop(), 1_000);
  expect(fatal).toMatchObject([{ message: 'damaged' }]);
});
