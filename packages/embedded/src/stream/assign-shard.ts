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
