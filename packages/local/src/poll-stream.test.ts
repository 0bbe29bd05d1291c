import type { StreamHandler } from '@millrace/middleware';
import { ConfigError, InvariantError, type Queue, type QueueMessage } from '@millrace/pipeline';
import { createMemoryEventStream } from '@millrace/testkit';
import type { KinesisStreamEvent } from 'aws-lambda';
import { pollQueue } from './poll-queue.ts';
import { pollStream } from './poll-stream.ts';

function createCheckpoints() {
  const saved: string[] = [];
  return {
    saved,
    get: () => saved.at(-1),
    set: (_: string, __: string, sequenceNumber: string) => void saved.push(sequenceNumber),
    close: () => {},
  };
}

async function streamOf(text: string) {
  const stream = createMemoryEventStream();
  await stream.putRecords([...text].map((letter) => ({ partitionKey: 'k', data: Buffer.from(letter) })));
  return stream;
}

const lettersOf = (event: KinesisStreamEvent) =>
  event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString()).join('');

/** Delivers the letters until drained; the handler fails on X the first `failures` times. */
async function trace(
  text: string,
  settings: {
    batchSize: number;
    bisect: boolean;
    fail: (event: KinesisStreamEvent) => ReturnType<StreamHandler> | undefined;
  },
) {
  const invocations: string[] = [];
  const checkpoints = createCheckpoints();
  const poller = pollStream({
    streamName: 'events',
    stream: await streamOf(text),
    mapping: {
      functionName: 'f',
      batchSize: settings.batchSize,
      batchWindowSeconds: 0,
      bisectBatchOnFunctionError: settings.bisect,
    },
    checkpoints,
    invoke: async (event) => {
      invocations.push(lettersOf(event));
      return (await settings.fail(event)) ?? { batchItemFailures: [] };
    },
    onRetry: () => {},
    onFatal: (error) => {
      throw error;
    },
  });
  await poller.drain(new Map([['shardId-000000000000', String(text.length)]]));
  await poller.stop();
  return { invocations, saved: checkpoints.saved };
}

function failingOnX(times: number, how: 'exception' | 'partial') {
  let left = times;
  return (event: KinesisStreamEvent): ReturnType<StreamHandler> | undefined => {
    const at = lettersOf(event).indexOf('X');
    if (at < 0 || left-- <= 0) return undefined;
    if (how === 'exception') return Promise.reject(new Error('X'));
    return Promise.resolve({
      batchItemFailures: [{ itemIdentifier: event.Records[at]?.kinesis.sequenceNumber ?? '' }],
    });
  };
}

test('batches of the given size, in order, each checkpointed at its last record', async () => {
  const { invocations, saved } = await trace('abcdefg', { batchSize: 3, bisect: true, fail: () => undefined });
  expect(invocations).toEqual(['abc', 'def', 'g']);
  expect(saved).toEqual(['3', '6', '7']);
});

test('an exception without bisect: the whole batch again', async () => {
  const { invocations } = await trace('abXcd', { batchSize: 10, bisect: false, fail: failingOnX(2, 'exception') });
  expect(invocations).toEqual(['abXcd', 'abXcd', 'abXcd']);
});

test('an exception with bisect: halves until the record stands alone', async () => {
  const { invocations, saved } = await trace('abXcd', {
    batchSize: 10,
    bisect: true,
    fail: failingOnX(4, 'exception'),
  });
  expect(invocations).toEqual(['abXcd', 'abX', 'ab', 'X', 'X', 'X', 'cd']);
  expect(saved).toEqual(['2', '3', '5']);
});

test('a partial response: the checkpoint moves to the identifier, the rest comes again', async () => {
  const { invocations, saved } = await trace('abXcd', { batchSize: 10, bisect: true, fail: failingOnX(2, 'partial') });
  expect(invocations).toEqual(['abXcd', 'Xcd', 'Xcd']);
  expect(saved).toEqual(['2', '5']);
});

test('an identifier that is not of the batch means nothing is known to be done', async () => {
  let isFirst = true;
  const { invocations, saved } = await trace('ab', {
    batchSize: 10,
    bisect: false,
    fail: () => {
      if (!isFirst) return undefined;
      isFirst = false;
      return Promise.resolve({ batchItemFailures: [{ itemIdentifier: '99' }] });
    },
  });
  expect(invocations).toEqual(['ab', 'ab']);
  expect(saved).toEqual(['2']);
});

test('stopped in the middle, what was not done is not checkpointed', async () => {
  const checkpoints = createCheckpoints();
  const failures: unknown[] = [];
  const poller = pollStream({
    streamName: 'events',
    stream: await streamOf('ab'),
    mapping: { functionName: 'f', batchSize: 10, batchWindowSeconds: 0, bisectBatchOnFunctionError: false },
    checkpoints,
    invoke: () => Promise.reject(new Error('always')),
    onRetry: (error) => failures.push(error),
    onFatal: () => {},
  });
  while (failures.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await poller.stop();
  expect(checkpoints.saved).toEqual([]);
});

test('a stream that breaks is told once, and a drain does not hang', async () => {
  const fatal: unknown[] = [];
  const poller = pollStream({
    streamName: 'events',
    stream: { ...(await streamOf('a')), readShard: () => Promise.reject(new Error('damaged')) },
    mapping: { functionName: 'f', batchSize: 10, batchWindowSeconds: 0, bisectBatchOnFunctionError: false },
    checkpoints: createCheckpoints(),
    invoke: async () => ({ batchItemFailures: [] }),
    onRetry: () => {},
    onFatal: (error) => fatal.push(error),
  });
  await poller.drain(new Map([['shardId-000000000000', '1']]));
  expect(fatal).toMatchObject([{ message: 'damaged' }]);
});

test.each([new InvariantError('damaged store'), new ConfigError('wrong set-up')])(
  'a fault that no retry can help ends the poller: %s',
  async (fault) => {
    const fatal: unknown[] = [];
    const poller = pollStream({
      streamName: 'events',
      stream: await streamOf('ab'),
      mapping: { functionName: 'f', batchSize: 10, batchWindowSeconds: 0, bisectBatchOnFunctionError: true },
      checkpoints: createCheckpoints(),
      invoke: () => Promise.reject(fault),
      onRetry: () => {},
      onFatal: (error) => fatal.push(error),
    });
    await poller.drain(new Map([['shardId-000000000000', '2']]));
    expect(fatal).toEqual([fault]);
  },
);

test('a queue: what the function reports as failed stays, the rest is deleted', async () => {
  const deleted: string[] = [];
  let isFirst = true;
  const messages: QueueMessage[] = ['a', 'b'].map((body) => ({
    messageId: body,
    body,
    receiptHandle: body,
    receiveCount: 1,
  }));
  const queue: Queue = {
    send: async () => {},
    receive: async () => {
      if (!isFirst) return [];
      isFirst = false;
      return messages;
    },
    delete: async ({ messageId }) => void deleted.push(messageId),
    release: async () => {},
    close: async () => {},
  };
  const retries: unknown[] = [];
  const poller = pollQueue({
    queue,
    batchSize: 10,
    visibilitySeconds: 5,
    invoke: async () => ({ batchItemFailures: [{ itemIdentifier: 'b' }] }),
    onRetry: (error) => retries.push(error),
    onFatal: () => {},
  });
  await poller.drain();
  await poller.stop();
  expect(deleted).toEqual(['a']);
  expect(retries).toHaveLength(1);
});
