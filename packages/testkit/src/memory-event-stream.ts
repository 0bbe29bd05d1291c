import type { EventStream, StreamRecord } from '@millrace/pipeline';

/** A stream of one shard in memory; sequence numbers count from 1. */
export function createMemoryEventStream(
  now: () => number = Date.now,
): EventStream & { readonly records: readonly StreamRecord[] } {
  const shardId = 'shardId-000000000000';
  const records: StreamRecord[] = [];
  return {
    records,
    codec: 'raw',
    async putRecords(entries) {
      return entries.map(({ partitionKey, data }) => {
        const sequenceNumber = String(records.length + 1);
        records.push({ shardId, sequenceNumber, partitionKey, arrivedAt: now(), data: new Uint8Array(data) });
        return { ok: true, shardId, sequenceNumber };
      });
    },
    listShards: async () => [
      { shardId, isClosed: false, startingHashKey: '0', endingHashKey: String(2n ** 128n - 1n) },
    ],
    async readShard(_, { after, limit, maxBytes }) {
      const next = records.filter(({ sequenceNumber }) => BigInt(sequenceNumber) > BigInt(after ?? 0)).slice(0, limit);
      let sizeBytes = 0;
      const end = next.findIndex(({ data }, index) => {
        sizeBytes += data.length;
        return sizeBytes > maxBytes && index > 0;
      });
      return end < 0 ? next : next.slice(0, end);
    },
    close: async () => {},
  };
}
