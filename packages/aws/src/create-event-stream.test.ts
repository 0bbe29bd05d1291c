import type { EventStream } from '@millrace/pipeline';
import {
  refusal,
  type StubbedAnswer,
  type StubbedRequest,
  stubbedConfig,
  withStubbedService,
} from '../test/stubbed-service.ts';
import { createEventStream } from './create-event-stream.ts';

const shardId = 'shardId-000000000000';
const everything = { limit: 100, maxBytes: 1_000_000 };

async function withStream(
  answer: (request: StubbedRequest) => StubbedAnswer,
  body: (stream: EventStream) => Promise<void>,
): Promise<void> {
  await withStubbedService(answer, async () => {
    const stream = createEventStream(stubbedConfig);
    try {
      await body(stream);
    } finally {
      await stream.close();
    }
  });
}

function toRecord(sequenceNumber: number, sizeBytes = 1) {
  const data = Buffer.alloc(sizeBytes).toString('base64');
  return { SequenceNumber: String(sequenceNumber), PartitionKey: 'k', ApproximateArrivalTimestamp: 1.5, Data: data };
}

function toEntries(count: number) {
  return Array.from({ length: count }, (_, index) => ({ partitionKey: `k${index}`, data: Buffer.of(1) }));
}

function putAnswer({ input }: StubbedRequest): { output: { Records: object[] } } {
  const records = input['Records'] as { PartitionKey: string }[];
  return {
    output: {
      Records: records.map(({ PartitionKey }) => ({ ShardId: shardId, SequenceNumber: PartitionKey.slice(1) })),
    },
  };
}

test('refused entries come back with their code and are not put again', async () => {
  let calls = 0;
  const answer = (request: StubbedRequest) => {
    calls += 1;
    const { output } = putAnswer(request);
    output.Records[1] = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow down' };
    return { output: { FailedRecordCount: 1, ...output } };
  };
  await withStream(answer, async (stream) => {
    expect(await stream.putRecords(toEntries(3))).toEqual([
      { ok: true, shardId, sequenceNumber: '0' },
      { ok: false, code: 'ProvisionedThroughputExceededException' },
      { ok: true, shardId, sequenceNumber: '2' },
    ]);
  });
  expect(calls).toBe(1);
});

test('a call that fails after another one succeeded leaves the first its results', async () => {
  const answer = (request: StubbedRequest) =>
    (request.input['Records'] as unknown[]).length === 500 ? putAnswer(request) : refusal('InternalFailure', 500);
  await withStream(answer, async (stream) => {
    const puts = await stream.putRecords(toEntries(510));
    expect(puts.map((put) => (put.ok ? 'ok' : put.code))).toEqual([
      ...Array<string>(500).fill('ok'),
      ...Array<string>(10).fill('InternalFailure'),
    ]);
  });
});

test('a first call that fails is a TransientError, a stream that is not there a ConfigError', async () => {
  await withStream(
    () => refusal('InternalFailure', 500),
    async (stream) => {
      await expect(stream.putRecords(toEntries(1))).rejects.toMatchObject({ name: 'TransientError' });
    },
  );
  await withStream(
    () => refusal('ResourceNotFoundException'),
    async (stream) => {
      const expected = { name: 'ConfigError', message: expect.stringContaining('stream a-stream') };
      await expect(stream.putRecords(toEntries(1))).rejects.toMatchObject(expected);
    },
  );
});

test('empty answers of a shard that is behind are not its end', async () => {
  const asked: unknown[] = [];
  const answer = ({ operation, input }: StubbedRequest) => {
    asked.push(input['ShardIterator'] ?? input['ShardIteratorType']);
    if (operation === 'GetShardIterator') return { output: { ShardIterator: 'i0' } };
    const next = Number(String(input['ShardIterator']).slice(1)) + 1;
    const Records = next === 3 ? [toRecord(9)] : [];
    return { output: { Records, NextShardIterator: `i${next}`, MillisBehindLatest: next < 3 ? 60_000 : 0 } };
  };
  await withStream(answer, async (stream) => {
    const records = await stream.readShard(shardId, { after: undefined, ...everything });
    expect(records).toEqual([
      { shardId, sequenceNumber: '9', partitionKey: 'k', arrivedAt: 1_500, data: new Uint8Array(1) },
    ]);
    expect(await stream.readShard(shardId, { after: '9', ...everything })).toEqual([]);
  });
  expect(asked).toEqual(['TRIM_HORIZON', 'i0', 'i1', 'i2', 'i3']);
});

test('an expired iterator is fetched again from where the reader is', async () => {
  const asked: unknown[] = [];
  let isExpired = false;
  const answer = ({ operation, input }: StubbedRequest): StubbedAnswer => {
    if (operation === 'GetShardIterator') {
      asked.push([input['ShardIteratorType'], input['StartingSequenceNumber']]);
      isExpired = false;
      return { output: { ShardIterator: input['StartingSequenceNumber'] === undefined ? 'start' : 'again' } };
    }
    if (isExpired) return refusal('ExpiredIteratorException');
    isExpired = true;
    const Records = [toRecord(input['ShardIterator'] === 'start' ? 1 : 2)];
    return { output: { Records, NextShardIterator: 'next', MillisBehindLatest: 0 } };
  };
  await withStream(answer, async (stream) => {
    const first = await stream.readShard(shardId, { after: undefined, ...everything });
    const second = await stream.readShard(shardId, { after: '1', ...everything });
    expect([...first, ...second].map((record) => record.sequenceNumber)).toEqual(['1', '2']);
  });
  expect(asked).toEqual([
    ['TRIM_HORIZON', undefined],
    ['AFTER_SEQUENCE_NUMBER', '1'],
  ]);
});

test('records that did not fit are given next without reading them again, and a closed shard ends', async () => {
  let reads = 0;
  const answer = ({ operation }: StubbedRequest) => {
    if (operation === 'GetShardIterator') return { output: { ShardIterator: 'i0' } };
    reads += 1;
    return { output: { Records: [toRecord(1, 60), toRecord(2, 60), toRecord(3, 30)], MillisBehindLatest: 0 } };
  };
  await withStream(answer, async (stream) => {
    const pages = [];
    for (const after of [undefined, '1', '3']) {
      const page = await stream.readShard(shardId, { after, limit: 10, maxBytes: 100 });
      pages.push(page.map((record) => record.sequenceNumber));
    }
    expect(pages).toEqual([['1'], ['2', '3'], []]);
  });
  expect(reads).toBe(1);
});

test('a shard that has an end is closed, children name their parents, over as many pages as there are', async () => {
  const toShard = (ShardId: string, more: object) => ({
    ShardId,
    HashKeyRange: { StartingHashKey: '0', EndingHashKey: '99' },
    SequenceNumberRange: { StartingSequenceNumber: '1' },
    ...more,
  });
  const closed = { SequenceNumberRange: { StartingSequenceNumber: '1', EndingSequenceNumber: '2' } };
  const answer = ({ input }: StubbedRequest) =>
    input['NextToken'] === undefined
      ? { output: { Shards: [toShard('a', closed), toShard('b', closed)], NextToken: 'more' } }
      : { output: { Shards: [toShard('c', { ParentShardId: 'a', AdjacentParentShardId: 'b' })] } };
  const range = { startingHashKey: '0', endingHashKey: '99' };
  await withStream(answer, async (stream) => {
    expect(await stream.listShards()).toEqual([
      { shardId: 'a', isClosed: true, ...range },
      { shardId: 'b', isClosed: true, ...range },
      { shardId: 'c', parentShardId: 'a', adjacentParentShardId: 'b', isClosed: false, ...range },
    ]);
  });
});
