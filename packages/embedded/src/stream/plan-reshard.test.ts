import { ConfigError } from '@millrace/pipeline';
import { applyReshard, planMerge, planSplit } from './plan-reshard.ts';
import { isCovered, makeShards } from './stream-shards.ts';

test('a stream has at most 256 open shards', () => {
  const shards = makeShards(256);
  const [first, second] = shards.map(({ shardId }) => shardId);
  expect(() => planSplit(shards, first ?? '', '1')).toThrow(ConfigError);
  const fewer = applyReshard(shards, planMerge(shards, first ?? '', second ?? ''), [
    { first: 1, length: 100 },
    { first: undefined, length: 0 },
  ]);
  expect(isCovered(fewer)).toBe(true);
  expect(planSplit(fewer, 'shardId-000000000256', '1').children.map(({ shardId }) => shardId)).toEqual([
    'shardId-000000000257',
    'shardId-000000000258',
  ]);
});

test('the ranges of any count of shards cover every hash key once', () => {
  for (let count = 1; count <= 256; count += 1) expect(isCovered(makeShards(count))).toBe(true);
});
