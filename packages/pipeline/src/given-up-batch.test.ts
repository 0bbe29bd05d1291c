import {
  encodeGivenUpBatch,
  type GivenUpBatch,
  parseGivenUpBatch,
  recordsOfGivenUpBatch,
  toOnFailureKey,
} from './given-up-batch.ts';

const batch: GivenUpBatch = {
  functionName: 'processor',
  streamName: 'events',
  shardId: 'shardId-000000000001',
  first: '7',
  last: '9',
  recordCount: 1,
  firstArrivedAt: Date.UTC(2026, 0, 15, 12),
  lastArrivedAt: Date.UTC(2026, 0, 15, 12, 1),
  condition: 'RetryAttemptsExhausted',
  invokeCount: 3,
  givenUpAt: Date.UTC(2026, 0, 15, 13, 2, 3, 4),
  payload: JSON.stringify({
    Records: [
      {
        eventID: 'shardId-000000000001:7',
        kinesis: { sequenceNumber: '7', partitionKey: '3', data: 'AP8=', approximateArrivalTimestamp: 1768478400.123 },
      },
    ],
  }),
};

test('what a mapping wrote is read back, with an object and with a message', () => {
  expect(parseGivenUpBatch(encodeGivenUpBatch(batch, 'request-1'))).toEqual(batch);
  const metadata = { ...batch, payload: undefined };
  expect(parseGivenUpBatch(encodeGivenUpBatch(metadata, 'request-1'))).toEqual(metadata);
  expect(recordsOfGivenUpBatch(metadata)).toBeUndefined();
});

test('the records come back as the stream had them', () => {
  expect(recordsOfGivenUpBatch(batch)).toEqual([
    {
      shardId: 'shardId-000000000001',
      sequenceNumber: '7',
      partitionKey: '3',
      arrivedAt: 1768478400123,
      data: Buffer.from([0, 255]),
    },
  ]);
});

test('the key is the one that the service uses', () => {
  expect(toOnFailureKey('0e5b', batch, 'request-1')).toBe(
    'aws/lambda/0e5b/shardId-000000000001/2026/01/15/2026-01-15T12.01.00-request-1',
  );
});

test.each(['', '{}', 'null', '{"requestContext":{},"KinesisBatchInfo":{}}'])('%p is refused', (text) => {
  expect(() => parseGivenUpBatch(text)).toThrow('not what a mapping writes');
});
