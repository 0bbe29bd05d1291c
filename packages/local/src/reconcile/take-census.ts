import {
  addCounts,
  decideEvent,
  decodeRecord,
  type EventStream,
  exceedsDepth,
  noOutcomes,
  type OutcomeCounts,
  type StreamRecord,
} from '@millrace/pipeline';

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

/** A frame says what its lines are; a record that is no frame is one line, decided here as the processor decides it. */
export function countLines(record: StreamRecord): OutcomeCounts {
  const decoded = decodeRecord(record.data);
  if (decoded.kind === 'frame') {
    const { acceptedCount, quarantinedCount, suppressed } = decoded.header;
    const suppressedCount = Object.values(suppressed).reduce((sum, count) => sum + count, 0);
    return {
      received: acceptedCount + quarantinedCount + suppressedCount,
      accepted: acceptedCount,
      quarantined: quarantinedCount,
      suppressed: suppressedCount,
    };
  }
  const isEvent = decoded.kind === 'json' && !exceedsDepth(decoded.value, 64);
  const kind = isEvent ? decideEvent(decoded.value, bareReceipt).kind : 'quarantined';
  return addCounts(noOutcomes, { ...noOutcomes, received: 1, [kind]: 1 });
}

/** Who sent a bare event and when doesn't change what is decided about it. */
const bareReceipt = {
  receivedAt: '2000-01-01T00:00:00.000Z',
  source: 'stream',
  policy: 'default',
  sourceIp: null,
  userAgent: undefined,
  globalPrivacyControl: false,
  doNotTrack: false,
};
