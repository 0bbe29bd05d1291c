import { setTimeout as sleep } from 'node:timers/promises';
import {
  type _Record,
  type Shard as AwsShard,
  ExpiredIteratorException,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  type ListShardsCommandOutput,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import {
  type EventStream,
  InvariantError,
  type PortsConfig,
  type Shard,
  type StreamEntry,
  type StreamPut,
  type StreamRecord,
  TransientError,
} from '@millrace/pipeline';
import { createRequestHandler } from './create-request-handler.ts';
import { planPutChunks } from './plan-put-chunks.ts';
import { callService } from './to-pipeline-error.ts';

/** Where a reader of a shard is: after that sequence number come the pending records, then the iterator's. */
type Cursor = {
  readonly after: string | undefined;
  readonly pending: readonly StreamRecord[];
  /** undefined: the shard is closed and read to its end. */
  readonly iterator: string | undefined;
};

/** A shard gives five reads a second. */
const pauseBetweenReadsMs = 200;
/** An iterator crosses empty stretches of a shard in steps; ten seconds of them is enough for one call. */
const emptyReadsAtMost = 50;
const recordsPerRead = 10_000;

/**
 * Kinesis. Entries that the service refuses come back as `ok: false` with its error code and are not put again here. The
 * SDK repeats a call whose answer was lost, so a record can be in the stream twice: frame ids tell.
 */
export function createEventStream(config: PortsConfig): EventStream {
  const { streamName } = config;
  const resource = `stream ${streamName}`;
  const cursors = new Map<string, Cursor>();
  let client: KinesisClient | undefined;

  function kinesis(): KinesisClient {
    // Three attempts fit into the half minute that an HTTP API waits for an answer.
    client ??= new KinesisClient({ requestHandler: createRequestHandler({ requestTimeoutMs: 5_000 }) });
    return client;
  }

  async function putChunk(entries: readonly StreamEntry[]): Promise<readonly StreamPut[]> {
    const { Records: answers = [] } = await callService({ action: 'put records', resource }, () =>
      kinesis().send(
        new PutRecordsCommand({
          StreamName: streamName,
          Records: entries.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
        }),
      ),
    );
    if (answers.length !== entries.length) {
      throw new InvariantError(`${resource}: ${answers.length} answers to ${entries.length} entries`);
    }
    return answers.map(({ ShardId: shardId, SequenceNumber: sequenceNumber, ErrorCode: code }) =>
      shardId !== undefined && sequenceNumber !== undefined
        ? { ok: true, shardId, sequenceNumber }
        : { ok: false, code: code ?? 'Unknown' },
    );
  }

  async function findIterator(shardId: string, after: string | undefined): Promise<string> {
    const { ShardIterator: iterator } = await callService(
      { action: 'find a place in a shard', resource: `${resource}, ${shardId}` },
      () =>
        kinesis().send(
          new GetShardIteratorCommand({
            StreamName: streamName,
            ShardId: shardId,
            ...(after === undefined
              ? { ShardIteratorType: 'TRIM_HORIZON' }
              : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: after }),
          }),
        ),
    );
    if (iterator === undefined) throw new InvariantError(`${resource}, ${shardId}: no iterator`);
    return iterator;
  }

  async function getRecords(
    shardId: string,
    after: string | undefined,
    iterator: string,
    limit: number,
  ): Promise<GetRecordsCommandOutput> {
    const read = (from: string) =>
      kinesis().send(new GetRecordsCommand({ ShardIterator: from, Limit: Math.min(limit, recordsPerRead) }));
    return callService({ action: 'read records', resource: `${resource}, ${shardId}` }, async () => {
      try {
        return await read(iterator);
      } catch (error) {
        if (!(error instanceof ExpiredIteratorException)) throw error;
        return await read(await findIterator(shardId, after)); // iterators live for five minutes
      }
    });
  }

  /** Reads on from the cursor until there are records, or the shard has no more now. */
  async function fill(shardId: string, from: Cursor, limit: number): Promise<Cursor> {
    let cursor = from;
    for (let reads = 0; cursor.pending.length === 0 && cursor.iterator !== undefined; reads += 1) {
      if (reads > 0) await sleep(pauseBetweenReadsMs);
      const answer = await getRecords(shardId, cursor.after, cursor.iterator, limit);
      const pending = (answer.Records ?? []).map((record) => toStreamRecord(shardId, record));
      cursor = { after: cursor.after, pending, iterator: answer.NextShardIterator };
      cursors.set(shardId, cursor);
      const behindMs = answer.MillisBehindLatest ?? 0;
      if (behindMs === 0) break;
      if (pending.length === 0 && reads >= emptyReadsAtMost) {
        throw new TransientError(
          `${resource}, ${shardId}: ${reads} empty reads, still ${behindMs} ms behind; read again`,
        );
      }
    }
    return cursor;
  }

  return {
    codec: 'zstd',

    async putRecords(entries) {
      const results: StreamPut[] = [];
      for (const chunk of planPutChunks(entries)) {
        try {
          results.push(...(await putChunk(chunk)));
        } catch (error) {
          // What the earlier chunks were told stays true; of the rest none is known to be durable.
          if (results.length === 0 || !(error instanceof TransientError)) throw error;
          const { name: code } = error.cause as Error;
          while (results.length < entries.length) results.push({ ok: false, code });
        }
        if (results.length === entries.length) break;
      }
      return results;
    },

    async listShards() {
      const shards: Shard[] = [];
      let nextToken: string | undefined;
      do {
        const page: ListShardsCommandOutput = await callService({ action: 'list shards', resource }, () =>
          kinesis().send(new ListShardsCommand(nextToken ? { NextToken: nextToken } : { StreamName: streamName })),
        );
        shards.push(...(page.Shards ?? []).map((shard) => toShard(shard, resource)));
        nextToken = page.NextToken;
      } while (nextToken);
      return shards;
    },

    async readShard(shardId, { after, limit, maxBytes }) {
      const known = cursors.get(shardId);
      const start: Cursor =
        known && known.after === after ? known : { after, pending: [], iterator: await findIterator(shardId, after) };
      const { pending, iterator } = await fill(shardId, start, limit);
      const records = pending.slice(0, countWithin(pending, limit, maxBytes));
      const last = records.at(-1);
      cursors.set(shardId, {
        after: last?.sequenceNumber ?? after,
        pending: pending.slice(records.length),
        iterator,
      });
      return records;
    },

    async close() {
      client?.destroy();
      client = undefined;
      cursors.clear();
    },
  };
}

function toShard(shard: AwsShard, resource: string): Shard {
  const { ShardId: shardId, ParentShardId, AdjacentParentShardId, SequenceNumberRange, HashKeyRange } = shard;
  if (
    shardId === undefined ||
    HashKeyRange?.StartingHashKey === undefined ||
    HashKeyRange.EndingHashKey === undefined
  ) {
    throw new InvariantError(`${resource}: a shard without its id or its hash keys`);
  }
  return {
    shardId,
    ...(ParentShardId === undefined ? {} : { parentShardId: ParentShardId }),
    ...(AdjacentParentShardId === undefined ? {} : { adjacentParentShardId: AdjacentParentShardId }),
    isClosed: SequenceNumberRange?.EndingSequenceNumber !== undefined,
    startingHashKey: HashKeyRange.StartingHashKey,
    endingHashKey: HashKeyRange.EndingHashKey,
  };
}

function toStreamRecord(shardId: string, record: _Record): StreamRecord {
  const { SequenceNumber, PartitionKey, ApproximateArrivalTimestamp, Data } = record;
  if (SequenceNumber === undefined || PartitionKey === undefined || !ApproximateArrivalTimestamp || !Data) {
    throw new InvariantError(`${shardId}: a record without its number, key, time or data`);
  }
  return {
    shardId,
    sequenceNumber: SequenceNumber,
    partitionKey: PartitionKey,
    arrivedAt: ApproximateArrivalTimestamp.getTime(),
    data: Data,
  };
}

/** How many of the first records fit: at least one, when there is one. */
function countWithin(records: readonly StreamRecord[], limit: number, maxBytes: number): number {
  let sizeBytes = 0;
  for (const [index, record] of records.entries()) {
    sizeBytes += record.data.length;
    if (index >= limit || (index > 0 && sizeBytes > maxBytes)) return index;
  }
  return records.length;
}
