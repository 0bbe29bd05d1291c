import type { StreamHandler } from '@millrace/middleware';
import {
  ConfigError,
  type EventStream,
  InvariantError,
  padSequenceNumber,
  type StreamRecord,
} from '@millrace/pipeline';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Checkpoints } from './checkpoints.ts';
import { createPause } from './create-pause.ts';
import type { StreamMapping } from './read-stack.ts';
import type { Cut } from './reconcile/take-census.ts';

export type StreamPoller = {
  /** Resolves when everything up to the cut is done, or the poller has stopped. Closes an open batching window. */
  drain(cut: Cut): Promise<void>;
  /** Resolves when nothing is under way any more. What was not done comes again at the next start. */
  stop(): Promise<void>;
};

export type StreamPollerOptions = {
  readonly streamName: string;
  readonly stream: EventStream;
  readonly mapping: StreamMapping;
  readonly checkpoints: Checkpoints;
  readonly invoke: StreamHandler;
  /** An invocation failed, wholly or from a record on; it is tried again. */
  readonly onRetry: (error: unknown) => void;
  /** Something that no retry can help; the poller has stopped. */
  readonly onFatal: (error: unknown) => void;
};

/** Lambda's 6 MB with base64. */
const maxPayloadBytes = 4_400_000;
const idleMs = 40;
const firstRetryMs = 100;
const lastRetryMs = 10_000;

/**
 * An event source mapping on the stream: one invocation at a time per shard, batch size, batching window and payload
 * limit; the checkpoint moves to the returned identifier; an exception halves the batch when the mapping says so; what
 * fails is tried again until it is done. Two faults end the poller instead of being tried for ever: damage and wrong
 * set-up (InvariantError, ConfigError), which no retry can help.
 */
export function pollStream(options: StreamPollerOptions): StreamPoller {
  const { stream, streamName, mapping, checkpoints } = options;
  const pause = createPause();
  const changed = createPause();
  let isDraining = false;
  let isStopped = false;

  async function pollShard(shardId: string): Promise<void> {
    const readNext = () =>
      stream.readShard(shardId, {
        after: checkpoints.get(streamName, shardId),
        limit: mapping.batchSize,
        maxBytes: maxPayloadBytes,
      });
    while (!isStopped) {
      let batch = await readNext();
      if (batch.length === 0) {
        await pause.wait(idleMs);
        continue;
      }
      if (!isDraining && !isFull(batch, mapping.batchSize) && mapping.batchWindowSeconds > 0) {
        await pause.wait(mapping.batchWindowSeconds * 1000);
        batch = await readNext();
      }
      await deliver(batch, shardId);
    }
  }

  /** Delivers a batch to its end, or until the poller is stopped. */
  async function deliver(records: readonly StreamRecord[], shardId: string): Promise<void> {
    const open = [records];
    let retryMs = firstRetryMs;
    while (!isStopped) {
      const batch = open.shift();
      if (!batch) return;
      const failedAt = await invoke(batch);
      const done = failedAt === 'exception' ? 0 : failedAt;
      const lastDone = batch[done - 1];
      if (lastDone) {
        checkpoints.set(streamName, shardId, lastDone.sequenceNumber);
        retryMs = firstRetryMs;
        changed.wake();
      }
      if (done === batch.length) continue;

      const middle = Math.ceil(batch.length / 2);
      if (failedAt === 'exception' && mapping.bisectBatchOnFunctionError && batch.length > 1) {
        open.unshift(batch.slice(0, middle), batch.slice(middle));
        continue;
      }
      open.unshift(batch.slice(done));
      await pause.wait(retryMs);
      retryMs = Math.min(retryMs * 2, lastRetryMs);
    }
  }

  /** How many records from the beginning are done; all of them on success. */
  async function invoke(batch: readonly StreamRecord[]): Promise<number | 'exception'> {
    try {
      const { batchItemFailures } = await options.invoke(toKinesisEvent(streamName, batch));
      if (batchItemFailures.length === 0) return batch.length;
      const failed = batchItemFailures.map(({ itemIdentifier }) =>
        batch.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
      );
      options.onRetry(new Error(`the batch comes again from record ${Math.min(...failed) + 1} of ${batch.length}`));
      // An identifier that is not of this batch means that nothing is known to be done.
      return Math.max(0, Math.min(...failed));
    } catch (error) {
      if (error instanceof InvariantError || error instanceof ConfigError) throw error;
      options.onRetry(error);
      return 'exception';
    }
  }

  const running = (async () => {
    const shards = await stream.listShards();
    await Promise.all(shards.map(({ shardId }) => pollShard(shardId)));
  })().catch((error: unknown) => {
    isStopped = true;
    changed.wake();
    options.onFatal(error);
  });

  function isReached(cut: Cut): boolean {
    return [...cut].every(([shardId, end]) => {
      const checkpoint = checkpoints.get(streamName, shardId) ?? '0';
      return end === undefined || padSequenceNumber(checkpoint) >= padSequenceNumber(end);
    });
  }

  return {
    async drain(cut) {
      isDraining = true;
      pause.wake();
      while (!isStopped && !isReached(cut)) await changed.wait(idleMs);
      isDraining = false;
    },
    async stop() {
      isStopped = true;
      pause.wake();
      changed.wake();
      await running;
    },
  };
}

function isFull(batch: readonly StreamRecord[], batchSize: number): boolean {
  if (batch.length >= batchSize) return true;
  return batch.reduce((sum, { data }) => sum + data.length, 0) > maxPayloadBytes * 0.9;
}

function toKinesisEvent(streamName: string, records: readonly StreamRecord[]): KinesisStreamEvent {
  const eventSourceARN = `arn:aws:kinesis:local:000000000000:stream/${streamName}`;
  return {
    Records: records.map((record) => ({
      eventID: `${record.shardId}:${record.sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventSourceARN,
      invokeIdentityArn: 'arn:aws:iam::000000000000:role/local',
      awsRegion: 'local',
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: record.partitionKey,
        sequenceNumber: record.sequenceNumber,
        data: Buffer.from(record.data.buffer, record.data.byteOffset, record.data.length).toString('base64'),
        approximateArrivalTimestamp: record.arrivedAt / 1000,
      },
    })),
  };
}
