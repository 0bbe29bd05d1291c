import { ConfigError } from '@millrace/pipeline';
import type { ShardEnd } from './segments.ts';
import { isOpen, type StreamShard, toShardId } from './stream-shards.ts';

/** Which shards are to be closed, and what follows them. */
export type Reshard = { readonly parentIds: readonly string[]; readonly children: readonly StreamShard[] };

const mostOpenShards = 256;

/** Throws ConfigError for a shard that is not open, and for a hash key (decimal) that does not leave something to both. */
export function planSplit(shards: readonly StreamShard[], shardId: string, newStartingHashKey: string): Reshard {
  const { startingHashKey, endingHashKey } = findOpen(shards, shardId);
  if (shards.filter(isOpen).length >= mostOpenShards) {
    throw new ConfigError(`a stream has at most ${mostOpenShards} open shards: merge some first`);
  }
  // Kinesis's own rule for the text of a hash key; 39 digits hold all of them.
  const middle = /^(0|[1-9]\d{0,38})$/.test(newStartingHashKey) ? BigInt(newStartingHashKey) : undefined;
  if (middle === undefined || middle <= BigInt(startingHashKey) || middle > BigInt(endingHashKey)) {
    throw new ConfigError(
      `${shardId} cannot be split at ${JSON.stringify(newStartingHashKey)}: the second child begins above ${startingHashKey}, at ${endingHashKey} at most`,
    );
  }
  const number = nextNumber(shards);
  return {
    parentIds: [shardId],
    children: [
      {
        shardId: toShardId(number),
        parentShardId: shardId,
        startingHashKey,
        endingHashKey: String(middle - 1n),
      },
      {
        shardId: toShardId(number + 1),
        parentShardId: shardId,
        startingHashKey: String(middle),
        endingHashKey,
      },
    ],
  };
}

/** Throws ConfigError for a shard that is not open, and when the two have no common border. */
export function planMerge(shards: readonly StreamShard[], shardId: string, adjacentShardId: string): Reshard {
  const merged = findOpen(shards, shardId);
  const adjacent = findOpen(shards, adjacentShardId);
  const [lower, upper] =
    BigInt(merged.startingHashKey) < BigInt(adjacent.startingHashKey) ? [merged, adjacent] : [adjacent, merged];
  if (BigInt(lower.endingHashKey) + 1n !== BigInt(upper.startingHashKey)) {
    throw new ConfigError(`${shardId} and ${adjacentShardId} cannot be merged: their hash keys do not touch`);
  }
  return {
    parentIds: [shardId, adjacentShardId],
    children: [
      {
        shardId: toShardId(nextNumber(shards)),
        parentShardId: shardId,
        adjacentParentShardId: adjacentShardId,
        startingHashKey: lower.startingHashKey,
        endingHashKey: upper.endingHashKey,
      },
    ],
  };
}

/** The shards once the parents have ended, each at its place in `ends`. Parents come before their children. */
export function applyReshard(
  shards: readonly StreamShard[],
  { parentIds, children }: Reshard,
  ends: readonly ShardEnd[],
): readonly StreamShard[] {
  const endOf = new Map(parentIds.map((shardId, index) => [shardId, ends[index]]));
  const kept = shards.map((shard) => {
    const end = endOf.get(shard.shardId);
    return end === undefined ? shard : { ...shard, end };
  });
  return [...kept, ...children];
}

function findOpen(shards: readonly StreamShard[], shardId: string): StreamShard {
  const shard = shards.find((candidate) => candidate.shardId === shardId);
  if (shard === undefined) throw new ConfigError(`there is no shard ${shardId}`);
  if (!isOpen(shard)) throw new ConfigError(`${shardId} is closed: it was split or merged already`);
  return shard;
}

/** A number is never used twice: closed shards keep theirs. */
function nextNumber(shards: readonly StreamShard[]): number {
  return Math.max(...shards.map(({ shardId }) => Number(shardId.slice(-12)))) + 1;
}
