import { createShardFinder } from './assign-shard.ts';
import { makeShards } from './stream-shards.ts';

test('a new stream has equal ranges of MD5 values', () => {
  // md5('a') = 0cc1…, md5('b') = 92eb…, md5('c') = 4a8a…, md5('e') = e167…
  const find = (count: number) => ['a', 'b', 'c', 'e'].map(createShardFinder(makeShards(count)));
  expect(find(4).map((shardId) => shardId.at(-1))).toEqual(['0', '2', '1', '3']);
  expect(new Set(find(1))).toEqual(new Set(['shardId-000000000000']));
});

test('64 keys spread over the shards', () => {
  const find = createShardFinder(makeShards(2));
  const shards = Array.from({ length: 64 }, (_, index) => find(String(index)));
  const ofFirst = shards.filter((shardId) => shardId === 'shardId-000000000000').length;
  expect(ofFirst).toBeGreaterThan(16);
  expect(ofFirst).toBeLessThan(48);
});

test('STREAM-9: a closed shard is never found, and an edge belongs to the range that names it', () => {
  // md5('a') = 0cc175b9c0f1b6a831c399e269772661
  const ofA = BigInt('0x0cc175b9c0f1b6a831c399e269772661');
  const [whole] = makeShards(1);
  if (whole === undefined) throw new Error('no shard');
  const splitAt = (middle: bigint) =>
    createShardFinder([
      { ...whole, end: { first: undefined, length: 0 } },
      { shardId: 'lower', startingHashKey: '0', endingHashKey: String(middle - 1n) },
      { shardId: 'upper', startingHashKey: String(middle), endingHashKey: whole.endingHashKey },
    ]);
  expect([ofA - 1n, ofA, ofA + 1n].map((middle) => splitAt(middle)('a'))).toEqual(['upper', 'upper', 'lower']);
});
