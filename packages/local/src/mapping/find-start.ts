import type { EventStream } from '@millrace/pipeline';
import type { StartingPosition } from './stream-mapping.ts';

/**
 * The sequence number after which a mapping without a checkpoint reads a shard; undefined: from its oldest record. Walks
 * the shard, for a stream knows no other way to its end.
 */
export async function findStart(
  stream: EventStream,
  shardId: string,
  position: StartingPosition,
): Promise<string | undefined> {
  if (position === 'TRIM_HORIZON') return undefined;
  let after: string | undefined;
  for (;;) {
    const records = await stream.readShard(shardId, { after, limit: 1_000, maxBytes: 8_000_000 });
    if (records.length === 0) return after;
    for (const record of records) {
      if (position !== 'LATEST' && record.arrivedAt >= position.atTimestamp) return after;
      after = record.sequenceNumber;
    }
  }
}
