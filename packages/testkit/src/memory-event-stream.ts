import { createHash } from 'node:crypto';
import { ConfigError, type EventStream, type Resharding, type Shard, type StreamRecord } from '@millrace/pipeline';

export type MemoryEventStream = EventStream & Resharding & { readonly records: readonly StreamRecord[] };

type OpenShard = {
  readonly shardId: string;
  readonly parents: readonly string[];
  readonly start: bigint;
  readonly end: bigint;
  readonly records: StreamRecord[];
  isClosed: boolean;
};

const hashKeys = 2n ** 128n;

/** A stream in memory; sequence numbers count from 1 over all shards. The contract suite holds for it as for the others. */
export function createMemoryEventStream(
  now: () => number = Date.now,
  { shardCount = 1, codec = 'raw' }: { readonly shardCount?: number; readonly codec?: EventStream['codec'] } = {},
): MemoryEventStream {
  const records: StreamRecord[] = [];
  const hashKeyOf = new Map<string, bigint>();
  const shards: OpenShard[] = [];
  for (let index = 0n; index < shardCount; index += 1n) {
    const startOf = (shard: bigint) => (shard * hashKeys + BigInt(shardCount) - 1n) / BigInt(shardCount);
    open(startOf(index), startOf(index + 1n) - 1n, []);
  }

  function open(start: bigint, end: bigint, parents: readonly OpenShard[]): void {
    for (const parent of parents) parent.isClosed = true;
    const shardId = `shardId-${String(shards.length).padStart(12, '0')}`;
    shards.push({
      shardId,
      parents: parents.map((parent) => parent.shardId),
      start,
      end,
      records: [],
      isClosed: false,
    });
  }

  function findShard(shardId: string): OpenShard {
    const shard = shards.find((known) => known.shardId === shardId);
    if (!shard) throw new ConfigError(`there is no shard ${shardId}`);
    return shard;
  }

  function findOpen(shardId: string): OpenShard {
    const shard = findShard(shardId);
    if (shard.isClosed) throw new ConfigError(`${shardId} is closed`);
    return shard;
  }

  function route(partitionKey: string): OpenShard {
    const hashKey = hashKeyOf.get(partitionKey) ?? BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
    hashKeyOf.set(partitionKey, hashKey);
    return shards.find(({ isClosed, start, end }) => !isClosed && start <= hashKey && hashKey <= end) as OpenShard;
  }

  return {
    records,
    codec,
    async putRecords(entries) {
      return entries.map(({ partitionKey, data }) => {
        const shard = route(partitionKey);
        const record: StreamRecord = {
          shardId: shard.shardId,
          sequenceNumber: String(records.length + 1),
          partitionKey,
          arrivedAt: now(),
          data: Uint8Array.from(data),
        };
        records.push(record);
        shard.records.push(record);
        return { ok: true, shardId: shard.shardId, sequenceNumber: record.sequenceNumber };
      });
    },
    listShards: async () => shards.map(toShard),
    async readShard(shardId, { after, limit, maxBytes }) {
      const shard = findShard(shardId);
      const start = firstAfter(shard.records, Number(after ?? 0));
      const page: StreamRecord[] = [];
      let sizeBytes = 0;
      for (let place = start; place < shard.records.length && page.length < limit; place += 1) {
        const record = shard.records[place] as StreamRecord;
        sizeBytes += record.data.length;
        if (page.length > 0 && sizeBytes > maxBytes) break;
        page.push(record);
      }
      return page;
    },
    async splitShard(shardId, newStartingHashKey) {
      const parent = findOpen(shardId);
      const middle = /^\d+$/.test(newStartingHashKey) ? BigInt(newStartingHashKey) : -1n;
      if (middle <= parent.start || middle > parent.end) {
        throw new ConfigError(`${newStartingHashKey} is not inside of ${shardId}`);
      }
      open(parent.start, middle - 1n, [parent]);
      open(middle, parent.end, [parent]);
    },
    async mergeShards(shardId, adjacentShardId) {
      const pair = [findOpen(shardId), findOpen(adjacentShardId)] as const;
      const [lower, upper] = pair[0].start < pair[1].start ? pair : [pair[1], pair[0]];
      if (lower.end + 1n !== upper.start) throw new ConfigError(`${shardId} and ${adjacentShardId} do not touch`);
      open(lower.start, upper.end, pair);
    },
    close: async () => {},
  };
}

function toShard({ shardId, parents, start, end, isClosed }: OpenShard): Shard {
  const [parentShardId, adjacentParentShardId] = parents;
  return {
    shardId,
    ...(parentShardId === undefined ? {} : { parentShardId }),
    ...(adjacentParentShardId === undefined ? {} : { adjacentParentShardId }),
    isClosed,
    startingHashKey: String(start),
    endingHashKey: String(end),
  };
}

/** Binary search: the place of the first record with a greater number. */
function firstAfter(records: readonly StreamRecord[], after: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number((records[middle] as StreamRecord).sequenceNumber) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
