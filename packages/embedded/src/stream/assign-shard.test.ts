import { assignShard, toShardId } from './assign-shard.ts';

test('a shard owns an equal range of MD5 values', () => {
  // md5('a') = 0cc1…, md5('b') = 92eb…, md5('c') = 4a8a…, md5('e') = e167…
  expect(['a', 'b', 'c', 'e'].map((key) => assignShard(key, 4))).toEqual([0, 2, 1, 3]);
  expect(['a', 'b', 'c', 'e'].map((key) => assignShard(key, 1))).toEqual([0, 0, 0, 0]);
  expect(toShardId(11)).toBe('shardId-000000000011');
});

test('64 keys spread over the shards', () => {
  const shards = Array.from({ length: 64 }, (_, index) => assignShard(String(index), 2));
  const ofFirst = shards.filter((shard) => shard === 0).length;
  expect(ofFirst).toBeGreaterThan(16);
  expect(ofFirst).toBeLessThan(48);
});
