import { createHash } from 'node:crypto';
import { isOpen, type StreamShard } from './stream-shards.ts';

/** Shards of this many partition keys are remembered; then the memory is emptied. */
const knownKeys = 4_096;

/** As Kinesis does it: a partition key belongs to the open shard whose range holds its MD5, read as a 128-bit number. */
export function createShardFinder(shards: readonly StreamShard[]): (partitionKey: string) => string {
  const ranges = shards.filter(isOpen).map(({ shardId, startingHashKey, endingHashKey }) => ({
    shardId,
    start: BigInt(startingHashKey),
    end: BigInt(endingHashKey),
  }));
  const shardOfKey = new Map<string, string>();

  return (partitionKey) => {
    const known = shardOfKey.get(partitionKey);
    if (known !== undefined) return known;
    const hashKey = toHashKey(partitionKey);
    const { shardId } = ranges.find(({ start, end }) => start <= hashKey && hashKey <= end) as { shardId: string };
    if (shardOfKey.size >= knownKeys) shardOfKey.clear();
    shardOfKey.set(partitionKey, shardId);
    return shardId;
  };
}

function toHashKey(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
}
