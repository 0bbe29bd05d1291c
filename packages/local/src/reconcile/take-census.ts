import type { EventStream, OutcomeCounts } from '@millrace/pipeline';
import { countLines } from './count-lines.ts';

/** The lines of one stream record, by what ingest decided about them. */
export type CountedRecord = {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly arrivedAt: number;
  readonly counts: OutcomeCounts;
};

/** Per shard: the last sequence number that still counts; undefined = the shard was empty. */
export type Cut = ReadonlyMap<string, string | undefined>;

const readLimit = 1_000;
const readBytes = 8_000_000;

/**
 * Walks the stream itself, shard by shard, from `after` to its end at this moment: what was received, independent of
 * everything that came after. Memory does not grow with the stream.
 */
export async function* takeCensus(stream: EventStream, after: Cut = new Map()): AsyncGenerator<CountedRecord> {
  for (const { shardId } of await stream.listShards()) {
    let position = after.get(shardId);
    for (;;) {
      const records = await stream.readShard(shardId, { after: position, limit: readLimit, maxBytes: readBytes });
      if (records.length === 0) break;
      for (const record of records) {
        const { sequenceNumber, arrivedAt } = record;
        yield { shardId, sequenceNumber, arrivedAt, counts: countLines(record) };
      }
      position = records.at(-1)?.sequenceNumber;
    }
  }
}
