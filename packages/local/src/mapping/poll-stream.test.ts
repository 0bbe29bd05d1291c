import {
  ConfigError,
  type EventStream,
  type GivenUpBatch,
  InvariantError,
  parseGivenUpBatch,
  recordsOfGivenUpBatch,
  TransientError,
} from '@millrace/pipeline';
import {
  createMemoryEventStream,
  createMemoryObjectStore,
  createMemoryQueue,
  createVirtualClock,
  type MemoryEventStream,
  type VirtualClock,
} from '@millrace/testkit';
import type { KinesisStreamEvent } from 'aws-lambda';
import { type OnFailureDestination, toObjects, toQueue } from './on-failure.ts';
import { pollStream } from './poll-stream.ts';
import { mappingDefaults, type StreamMapping } from './stream-mapping.ts';

type World = {
  readonly clock: VirtualClock;
  readonly stream: MemoryEventStream;
  /** Letters of each invocation. */
  readonly invocations: string[];
  /** Virtual milliseconds of each invocation since the start. */
  readonly times: number[];
  readonly saved: string[];
  readonly givenUp: GivenUpBatch[];
  readonly retries: unknown[];
  readonly fatal: unknown[];
};

type Script = {
  readonly mapping?: Partial<StreamMapping>;
  readonly shardCount?: number;
  readonly invoke?: (letters: string, event: KinesisStreamEvent, world: World) => unknown;
  readonly onFailure?: OnFailureDestination;
  readonly stream?: (stream: MemoryEventStream) => EventStream;
  readonly isFatal?: (error: unknown) => boolean;
  readonly checkpoint?: string;
};

const lettersOf = (event: KinesisStreamEvent) =>
  event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString()).join('');

const put = (stream: MemoryEventStream, text: string, partitionKey = 'k') =>
  stream.putRecords([...text].map((letter) => ({ partitionKey, data: Buffer.from(letter) })));

/** A mapping on a stream in memory under a virtual clock; `scenario` says what happens meanwhile. */
async function play(script: Script, scenario: (world: World) => Promise<void>): Promise<World> {
  const clock = createVirtualClock();
  const start = clock.now();
  const stream = createMemoryEventStream(clock.now, { shardCount: script.shardCount ?? 1 });
  const world: World = {
    clock,
    stream,
    invocations: [],
    times: [],
    saved: [],
    givenUp: [],
    retries: [],
    fatal: [],
  };
  const positions = new Map<string, string>();
  if (script.checkpoint !== undefined) positions.set('shardId-000000000000', script.checkpoint);
  const mapping = { functionName: 'f', ...mappingDefaults, ...script.mapping };
  await clock.run(
    (async () => {
      await scenario({ ...world, stream });
    })(),
    0,
  );
  const poller = pollStream({
    streamName: 'events',
    stream: script.stream?.(stream) ?? stream,
    mapping,
    checkpoints: {
      get: (_, shardId) => positions.get(shardId),
      set: (_, shardId, sequenceNumber) => {
        positions.set(shardId, sequenceNumber);
        world.saved.push(sequenceNumber);
      },
    },
    invoke: async (event) => {
      const letters = lettersOf(event);
      world.invocations.push(letters);
      world.times.push(clock.now() - start);
      return script.invoke?.(letters, event, world);
    },
    onFailure: script.onFailure,
    clock,
    random: () => 0.5,
    onRetry: (error) => world.retries.push(error),
    onGivenUp: (batch) => world.givenUp.push(batch),
    ...(script.isFatal ? { isFatal: script.isFatal } : {}),
    onFatal: (error) => world.fatal.push(error),
  });
  await clock.run(clock.sleep(120_000), 200_000);
  await clock.run(poller.stop(), 20_000);
  return world;
}

const letters =
  (text: string) =>
  ({ stream }: World) =>
    put(stream, text).then(() => {});

const failingOnX =
  (how: 'throw' | 'partial') =>
  (text: string, event: KinesisStreamEvent): unknown => {
    const at = text.indexOf('X');
    if (at < 0) return undefined;
    if (how === 'throw') throw new Error('X');
    return { batchItemFailures: [{ itemIdentifier: event.Records[at]?.kinesis.sequenceNumber }] };
  };

describe('reference traces: records a b X c d, X always failing, two retries', () => {
  test.each([
    ['throw', false, ['abXcd', 'abXcd', 'abXcd'], ['1–5']],
    ['throw', true, ['abXcd', 'ab', 'Xcd', 'X', 'X', 'X', 'cd'], ['3–3']],
    ['partial', false, ['abXcd', 'Xcd', 'Xcd'], ['3–5']],
    ['partial', true, ['abXcd', 'Xcd', 'X', 'X', 'cd'], ['3–3']],
  ] as const)('MAPPING-1: %s, bisect %s: %j, given up %j', async (how, bisect, expected, givenUp) => {
    const world = await play(
      {
        mapping: { maximumRetryAttempts: 2, bisectBatchOnFunctionError: bisect, onFailure: 'objects' },
        invoke: failingOnX(how),
      },
      letters('abXcd'),
    );
    expect(world.invocations).toEqual(expected);
    expect(world.givenUp.map(({ first, last }) => `${first}–${last}`)).toEqual(givenUp);
    expect(world.givenUp).toMatchObject([{ condition: 'RetryAttemptsExhausted' }]);
    expect(world.saved.at(-1)).toBe('5');
  });
});

test('batches of the given size, in order, each checkpointed at its last record', async () => {
  const { invocations, saved } = await play({ mapping: { batchSize: 3 } }, letters('abcdefg'));
  expect(invocations).toEqual(['abc', 'def', 'g']);
  expect(saved).toEqual(['3', '6', '7']);
});

test('MAPPING-2: the checkpoint moves to the lowest returned identifier, whatever else is named', async () => {
  let isFirst = true;
  const { invocations, saved } = await play(
    {
      invoke: () => {
        if (!isFirst) return undefined;
        isFirst = false;
        return { batchItemFailures: [{ itemIdentifier: '4' }, { itemIdentifier: '2' }, { itemIdentifier: '3' }] };
      },
    },
    letters('abcde'),
  );
  expect(invocations).toEqual(['abcde', 'bcde']);
  expect(saved).toEqual(['1', '5']);
});

test('an identifier that is not of the batch is full failure; a mistyped list is full success', async () => {
  const answers = [
    { batchItemFailures: [{ itemIdentifier: '99' }] },
    { batchItemsFailures: [{ itemIdentifier: '1' }] },
  ];
  const { invocations } = await play({ invoke: () => answers.shift() }, letters('ab'));
  expect(invocations).toEqual(['ab', 'ab']);
});

test('without a limit a record is tried for ever, at growing distances', async () => {
  const { times, saved } = await play({ invoke: failingOnX('throw') }, letters('X'));
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(distances.slice(0, 9)).toEqual([75, 150, 300, 600, 1200, 2400, 4800, 7500, 7500]);
  expect(saved).toEqual([]);
});

test('a throttled invocation is no attempt', async () => {
  let throttles = 5;
  const { invocations, givenUp } = await play(
    {
      mapping: { maximumRetryAttempts: 1, bisectBatchOnFunctionError: true },
      invoke: () => {
        throttles -= 1;
        if (throttles >= 0) throw Object.assign(new Error('busy'), { name: 'TooManyRequestsException' });
      },
    },
    letters('ab'),
  );
  expect(invocations).toEqual(['ab', 'ab', 'ab', 'ab', 'ab', 'ab']);
  expect(givenUp).toEqual([]);
});

test('a function that takes longer than its timeout has failed', async () => {
  let isFirst = true;
  const { invocations, times, retries } = await play(
    {
      mapping: { timeoutSeconds: 7 },
      invoke: () => {
        if (!isFirst) return undefined;
        isFirst = false;
        return new Promise(() => {});
      },
    },
    letters('ab'),
  );
  expect(invocations).toEqual(['ab', 'ab']);
  expect(times[1]).toBe(7_075);
  expect(retries).toMatchObject([{ message: 'f timed out after 7 seconds' }]);
});

test('a batching window waits for more, a full batch does not wait for its end', async () => {
  const late = ({ clock, stream }: World) => {
    clock.setTimer(2_000, () => void put(stream, 'b'));
    clock.setTimer(20_000, () => void put(stream, 'cdefg'));
    return put(stream, 'a').then(() => {});
  };
  const { invocations, times } = await play({ mapping: { batchSize: 4, batchWindowSeconds: 5 } }, late);
  expect(invocations).toEqual(['ab', 'cdef', 'g']);
  expect(times[0]).toBe(5_000);
  expect((times[1] ?? 0) - 20_000).toBeLessThan(100);
});

test('an invocation holds no more than its 6 MB, but one record always', async () => {
  const large = ({ stream }: World) =>
    stream
      .putRecords(
        [2_000_001, 2_000_000, 1_000_000, 5_000_000, 10].map((size) => ({
          partitionKey: 'k',
          data: Buffer.alloc(size),
        })),
      )
      .then(() => {});
  const sizes: number[] = [];
  await play(
    {
      stream: (stream) => ({
        ...stream,
        // A store makes a buffer of it.
        readShard: async (shardId, position) => {
          expect(Number.isInteger(position.maxBytes)).toBe(true);
          return stream.readShard(shardId, position);
        },
      }),
      mapping: { batchWindowSeconds: 2 },
      invoke: (_, event) => void sizes.push(event.Records.length),
    },
    large,
  );
  expect(sizes).toEqual([2, 1, 1, 1]);
});

test('one invocation at a time per shard, shards beside each other', async () => {
  let running = 0;
  let most = 0;
  const perShard = new Map<string, number>();
  await play(
    {
      shardCount: 3,
      mapping: { batchSize: 2 },
      invoke: async (_, event, { clock }) => {
        const [shardId = ''] = event.Records.map(({ eventID }) => eventID.split(':')[0] ?? '');
        running += 1;
        most = Math.max(most, running);
        perShard.set(shardId, (perShard.get(shardId) ?? 0) + 1);
        expect(perShard.get(shardId)).toBe(1);
        await clock.sleep(500);
        perShard.set(shardId, 0);
        running -= 1;
      },
    },
    async ({ stream }) => {
      for (const key of '0123456789') await put(stream, 'abcd', key);
    },
  );
  expect(most).toBe(3);
});

test('MAPPING-3: records past the age limit are given up unseen, younger ones of the batch are delivered', async () => {
  const world = await play(
    { mapping: { maximumRecordAgeSeconds: 60, onFailure: 'objects' }, invoke: failingOnX('throw') },
    async ({ clock, stream }) => {
      await put(stream, 'X');
      clock.setTimer(30_000, () => void put(stream, 'b'));
    },
  );
  expect(world.givenUp).toMatchObject([{ condition: 'RecordAgeExceeded', first: '1', last: '1' }]);
  expect(world.givenUp[0]?.invokeCount).toBeGreaterThan(5);
  expect(world.invocations.at(-1)).toBe('b');
});

test('MAPPING-4: an object gets the whole invocation, a queue metadata only', async () => {
  const objects = createMemoryObjectStore();
  const queue = createMemoryQueue();
  for (const onFailure of [toObjects(objects), toQueue(queue)]) {
    await play({ mapping: { maximumRetryAttempts: 0 }, invoke: failingOnX('throw'), onFailure }, letters('aXb'));
  }
  const { value: stored } = await objects.list('aws/lambda/')[Symbol.asyncIterator]().next();
  expect(stored?.key).toMatch(
    /^aws\/lambda\/[0-9a-f-]{36}\/shardId-000000000000\/2026\/01\/15\/2026-01-15T12\.00\.00-[0-9a-f-]{36}$/,
  );
  const batch = parseGivenUpBatch(Buffer.from((await objects.get(stored?.key ?? '')) ?? []).toString());
  expect(batch).toMatchObject({ functionName: 'f', streamName: 'events', first: '1', last: '3', recordCount: 3 });
  expect(recordsOfGivenUpBatch(batch)?.map(({ data }) => Buffer.from(data).toString())).toEqual(['a', 'X', 'b']);
  const [message] = await queue.receive({ limit: 10, visibilitySeconds: 30 });
  expect(JSON.parse(message?.body ?? '')).not.toHaveProperty('payload');
  expect(parseGivenUpBatch(message?.body ?? '')).toMatchObject({ first: '1', last: '3', condition: batch.condition });
});

test('the shard waits for its destination: nothing is given up into nowhere', async () => {
  let failures = 4;
  const kept: GivenUpBatch[] = [];
  const { invocations, saved } = await play(
    {
      mapping: { maximumRetryAttempts: 0, batchSize: 1 },
      invoke: failingOnX('throw'),
      onFailure: async (batch) => {
        failures -= 1;
        if (failures >= 0) throw new TransientError('away');
        kept.push(batch);
      },
    },
    letters('Xb'),
  );
  expect(kept).toHaveLength(1);
  expect(invocations).toEqual(['X', 'b']);
  expect(saved).toEqual(['1', '2']);
});

describe('start positions, for a mapping without a checkpoint', () => {
  const earlierAndLater = async ({ clock, stream }: World) => {
    await put(stream, 'ab');
    clock.setTimer(10_000, () => void put(stream, 'c'));
  };
  test.each([
    ['TRIM_HORIZON', 'TRIM_HORIZON', 'abc'],
    ['LATEST', 'LATEST', 'c'],
    ['a time before', { atTimestamp: Date.UTC(2026, 0, 15, 11) }, 'abc'],
    ['a time after the first', { atTimestamp: Date.UTC(2026, 0, 15, 12, 0, 0, 1) }, 'c'],
  ] as const)('%s', async (_, startingPosition, expected) => {
    const { invocations } = await play({ mapping: { startingPosition } }, earlierAndLater);
    expect(invocations.join('')).toBe(expected);
  });

  test('a checkpoint comes first', async () => {
    const { invocations } = await play({ mapping: { startingPosition: 'LATEST' }, checkpoint: '1' }, earlierAndLater);
    expect(invocations.join('')).toBe('bc');
  });

  test('LATEST on an empty shard is kept: a restart does not begin later', async () => {
    const { saved } = await play(
      { mapping: { startingPosition: 'LATEST' }, invoke: failingOnX('throw') },
      async ({ clock, stream }) => {
        clock.setTimer(10_000, () => void put(stream, 'X'));
      },
    );
    expect(saved).toEqual(['0']);
  });

  test('LATEST: children are read from their beginning', async () => {
    const { invocations } = await play({ mapping: { startingPosition: 'LATEST' } }, async ({ clock, stream }) => {
      await put(stream, 'a');
      clock.setTimer(10_000, () => {
        stream
          .splitShard('shardId-000000000000', String(2n ** 127n))
          .then(() => put(stream, 'b'))
          .catch(() => {});
      });
    });
    expect(invocations).toEqual(['b']);
  });
});

test('MAPPING-5: parents are drained before their children, over a split and a merge', async () => {
  let failures = 3;
  const { invocations } = await play(
    {
      mapping: { batchSize: 2 },
      invoke: (text) => {
        if (!text.includes('d')) return;
        failures -= 1;
        if (failures >= 0) throw new Error('d, a while');
      },
    },
    async ({ stream }) => {
      await put(stream, 'abcd');
      await stream.splitShard('shardId-000000000000', String(2n ** 127n));
      await put(stream, 'ef');
      await stream.mergeShards('shardId-000000000001', 'shardId-000000000002');
      await put(stream, 'gh');
    },
  );
  expect(invocations).toEqual(['ab', 'cd', 'cd', 'cd', 'cd', 'ef', 'gh']);
});

test('shards that come later are found', async () => {
  const { invocations } = await play({}, async ({ clock, stream }) => {
    await put(stream, 'a');
    clock.setTimer(30_000, () => {
      stream
        .splitShard('shardId-000000000000', String(2n ** 127n))
        .then(() => put(stream, 'b'))
        .catch(() => {});
    });
  });
  expect(invocations).toEqual(['a', 'b']);
});

test('a stream that is away for a while is asked again', async () => {
  let failures = 6;
  const { invocations, fatal, retries } = await play(
    {
      stream: (stream) => ({
        ...stream,
        readShard: async (shardId, position) => {
          failures -= 1;
          if (failures >= 0) throw new TransientError('away');
          return stream.readShard(shardId, position);
        },
      }),
    },
    letters('ab'),
  );
  expect(invocations).toEqual(['ab']);
  expect(retries).toHaveLength(6);
  expect(fatal).toEqual([]);
});

test('a stream that breaks is told once', async () => {
  const { fatal } = await play(
    { shardCount: 2, stream: (stream) => ({ ...stream, readShard: () => Promise.reject(new Error('damaged')) }) },
    letters('a'),
  );
  expect(fatal).toMatchObject([{ message: 'damaged' }]);
});

test.each([new InvariantError('damaged store'), new ConfigError('wrong set-up')])(
  'what the caller calls fatal ends the poller: %s',
  async (fault) => {
    const { fatal, invocations, saved } = await play(
      { invoke: () => Promise.reject(fault), isFatal: (error) => error === fault },
      letters('ab'),
    );
    expect(fatal).toEqual([fault]);
    expect(invocations).toEqual(['ab']);
    expect(saved).toEqual([]);
  },
);

test('a drain closes the batching window and ends at the cut; stopped in the middle, nothing more is checkpointed', async () => {
  const clock = createVirtualClock();
  const stream = createMemoryEventStream(clock.now);
  const saved: string[] = [];
  const failures: unknown[] = [];
  const poller = pollStream({
    streamName: 'events',
    stream,
    mapping: { functionName: 'f', ...mappingDefaults, batchWindowSeconds: 300 },
    checkpoints: { get: () => saved.at(-1), set: (_, __, sequenceNumber) => void saved.push(sequenceNumber) },
    invoke: async (event) => {
      if (lettersOf(event).includes('X')) throw new Error('always');
    },
    clock,
    random: Math.random,
    onRetry: (error) => failures.push(error),
    onFatal: (error) => failures.push(error),
  });
  await put(stream, 'ab');
  await clock.run(clock.sleep(1_000), 2_000);
  expect(saved).toEqual([]);
  await clock.run(poller.drain(new Map([['shardId-000000000000', '2']])), 1_000);
  expect(saved).toEqual(['2']);

  await put(stream, 'X');
  await clock.run(clock.sleep(301_000), 302_000);
  await clock.run(poller.stop(), 10_000);
  expect(failures.length).toBeGreaterThan(0);
  expect(saved).toEqual(['2']);
});
