import fc from 'fast-check';
import {
  dropCommitted,
  genesis,
  isCovered,
  landingKey,
  nextPrevious,
  padSequenceNumber,
  parseLandingKey,
  parsePartition,
  partitionOf,
} from './manifest-chain.ts';

const sequenceNumber = fc.bigInt({ min: 1n, max: 10n ** 129n - 1n }).map(String);

test('padded sequence numbers compare as the numbers do', () => {
  fc.assert(
    fc.property(sequenceNumber, sequenceNumber, (a, b) => {
      expect(padSequenceNumber(a) < padSequenceNumber(b)).toBe(BigInt(a) < BigInt(b));
      expect(padSequenceNumber(a)).toHaveLength(genesis.length);
    }),
  );
});

test('what is at or below the head is committed, the rest is open', () => {
  const records = ['9', '10', '11', '100'].map((number) => ({ sequenceNumber: number }));
  expect(dropCommitted(records, { last: '10' }).map((record) => record.sequenceNumber)).toEqual(['11', '100']);
  expect(dropCommitted(records, undefined)).toHaveLength(4);
  expect(nextPrevious(undefined)).toBe(genesis);
});

test('a row covers what lies after the row before it, up to its last', () => {
  const row = { previous: padSequenceNumber('10'), last: '20' };
  expect(['10', '11', '20', '21'].map((number) => isCovered(row, number))).toEqual([false, true, true, false]);
});

test('a landing key says where and when, and can be read back', () => {
  const place = {
    arrivedAt: Date.UTC(2026, 0, 15, 23, 59, 59),
    shardId: 'shardId-000000000001',
    first: '7',
    last: '12',
  };
  const sha256 = 'ab'.repeat(32);
  const key = landingKey('quarantine', place, sha256);
  expect(key).toBe(`quarantine/dt=2026-01-15/hr=23/shardId-000000000001/7-12-${sha256}.ndjson.zst`);
  expect(parseLandingKey(key)).toEqual({ layer: 'quarantine', shardId: place.shardId, first: '7', last: '12', sha256 });
  expect(parseLandingKey('typed/x.parquet')).toBeUndefined();
});

test('a partition names stream and shard', () => {
  expect(parsePartition(partitionOf('my#stream', 'shardId-1'))).toEqual({
    streamName: 'my#stream',
    shardId: 'shardId-1',
  });
});
