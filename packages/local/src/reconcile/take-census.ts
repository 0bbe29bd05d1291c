import {
  type EventStream,
  InvariantError,
  type OutcomeCounts,
  padSequenceNumber,
  type StreamRecord,
} from '@millrace/pipeline';
import { countLines } from './count-lines.ts';

/** The lines of one stream record, by what ingest decided about them. */
export type CountedRecord = Pick<StreamRecord, 'shardId' | 'sequenceNumber' | 'arrivedAt' | 'data'> & {
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
  for (const { shardId } of await stream.listShards()) yield* walkShard(stream, shardId, { after: after.get(shardId) });
}

/** The records of a shard after one sequence number up to and with another; undefined: from its beginning, to its end. */
export async function* walkShard(
  stream: EventStream,
  shardId: string,
  { after, upTo }: { readonly after?: string | undefined; readonly upTo?: string | undefined },
): AsyncGenerator<CountedRecord> {
  const end = upTo === undefined ? undefined : padSequenceNumber(upTo);
  let position = after;
  for (;;) {
    const records = await stream.readShard(shardId, { after: position, limit: readLimit, maxBytes: readBytes });
    if (records.length === 0) return;
    for (const record of records) {
      if (end !== undefined && padSequenceNumber(record.sequenceNumber) > end) return;
      const { sequenceNumber, arrivedAt, data } = record;
      yield { shardId, sequenceNumber, arrivedAt, data, counts: countLines(record) };
    }
    position = records.at(-1)?.sequenceNumber;
  }
}

/**
 * Where a shard ended at a time: the last sequence number that had arrived by then, and at least `landed`, the end of its
 * chain. Only what comes after the chain is read.
 */
export async function findCut(
  stream: EventStream,
  shardId: string,
  { landed, atMs }: { readonly landed: string | undefined; readonly atMs: number },
): Promise<string | undefined> {
  let cut = landed;
  for (;;) {
    let records: readonly StreamRecord[];
    try {
      records = await stream.readShard(shardId, { after: cut, limit: readLimit, maxBytes: readBytes });
    } catch (error) {
      if (!(error instanceof InvariantError) || !(await endsBefore(stream, shardId, cut))) throw error;
      return cut;
    }
    if (records.length === 0) return cut;
    for (const { sequenceNumber, arrivedAt } of records) {
      if (arrivedAt > atMs) return cut;
      cut = sequenceNumber;
    }
  }
}

/**
 * Whether all that a shard has can be read, and ends before a sequence number: the embedded stream refuses to go on from
 * there. What such a stream has lost shows when it is walked.
 */
async function endsBefore(stream: EventStream, shardId: string, sequenceNumber = ''): Promise<boolean> {
  let last: string | undefined;
  for (;;) {
    const records = await stream.readShard(shardId, { after: last, limit: readLimit, maxBytes: readBytes });
    if (records.length === 0) return last === undefined || padSequenceNumber(last) < padSequenceNumber(sequenceNumber);
    last = records.at(-1)?.sequenceNumber;
  }
}
