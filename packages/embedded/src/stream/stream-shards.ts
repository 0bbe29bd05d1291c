import type { Shard } from '@millrace/pipeline';
import type { ShardEnd } from './segments.ts';

/** A shard as the stream's settings keep it. */
export type StreamShard = Omit<Shard, 'isClosed'> & {
  /** Where the records of a closed shard end, for ever. undefined: it is open. */
  readonly end?: ShardEnd;
};

const hashKeys = 2n ** 128n;

export function toShardId(number: number): string {
  return `shardId-${String(number).padStart(12, '0')}`;
}

export function isShardId(text: string): boolean {
  return /^shardId-\d{12}$/.test(text);
}

export function isOpen(shard: StreamShard): boolean {
  return shard.end === undefined;
}

/** As the port gives it. */
export function toShard({ end, ...shard }: StreamShard): Shard {
  return { ...shard, isClosed: end !== undefined };
}

/** Those of a new stream: shard i has the hash keys h with floor(h × count / 2^128) = i. */
export function makeShards(count: number): readonly StreamShard[] {
  const startOf = (number: number) => (BigInt(number) * hashKeys + BigInt(count) - 1n) / BigInt(count);
  return Array.from({ length: count }, (_, number) => ({
    shardId: toShardId(number),
    startingHashKey: String(startOf(number)),
    endingHashKey: String(startOf(number + 1) - 1n),
  }));
}

/** Whether every hash key belongs to exactly one open shard. */
export function isCovered(shards: readonly StreamShard[]): boolean {
  const ranges = shards
    .filter(isOpen)
    .map((shard) => ({ start: BigInt(shard.startingHashKey), end: BigInt(shard.endingHashKey) }))
    .sort((a, b) => (a.start < b.start ? -1 : 1));
  let next = 0n;
  for (const { start, end } of ranges) {
    if (start !== next || end < start) return false;
    next = end + 1n;
  }
  return next === hashKeys;
}
