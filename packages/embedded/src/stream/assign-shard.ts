import { createHash } from 'node:crypto';

const hashKeys = 2n ** 128n;

/** As Kinesis does it: the MD5 of the partition key falls into one of `shardCount` equal ranges of 128-bit numbers. */
export function assignShard(partitionKey: string, shardCount: number): number {
  const hashKey = BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
  return Number((hashKey * BigInt(shardCount)) / hashKeys);
}

export function toShardId(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

/** The range of `assignShard`: the first hash key h with floor(h × count / 2^128) = index, to the one before the next. */
export function hashKeysOf(index: number, shardCount: number): { startingHashKey: string; endingHashKey: string } {
  const startOf = (shard: number) => (BigInt(shard) * hashKeys + BigInt(shardCount) - 1n) / BigInt(shardCount);
  return { startingHashKey: String(startOf(index)), endingHashKey: String(startOf(index + 1) - 1n) };
}
