import type { StreamHandler } from '@millrace/middleware';
import type { EventStream, StreamRecord } from '@millrace/pipeline';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Checkpoints } from './checkpoints.ts';
import { createPause } from './create-pause.ts';
import type { StreamMapping } from './read-stack.ts';

export type Poller = {
  /** Resolves when everything that was there at the call is done. Closes an open batching window. */
  drain(): Promise<void>;
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
 * fails is tried again until it is done.
 */
export function pollStream(options: StreamPollerOptions): Poller {
  const { stream, mapping, checkpoints } = options;
  const pause = createPause();
  const drainedAt = new Map<string, number>();
  let drainRequests = 0;
  let isStopped = false;
  let listeners: (() => void)[] = [];
  const notify = () => {
    const woken = listeners;
    listeners = [];
    for (const listener of woken) listener();
  };

  async function pollShard(shardId: string): Promise<void> {
    const readNext = () =>
      stream.readShard(shardId, {
        after: checkpoints.get(options.streamName, shardId),
        limit: mapping.batchSize,
        maxBytes: maxPayloadBytes,
      });
    while (!isStopped) {
      const request = drainRequests;
      let batch = await readNext();
      if (batch.length === 0) {
        drainedAt.set(shardId, request);
        notify();
        await pause.wait(idleMs);
        continue;
      }
      const isDraining = request > (drainedAt.get(shardId) ?? 0);
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
      if (lastDone) checkpoints.set(options.streamName, shardId, lastDone.sequenceNumber);
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
      const { batchItemFailures } = await options.invoke(toKinesisEvent(options.streamName, batch));
      if (batchItemFailures.length === 0) return batch.length;
      const failed = batchItemFailures.map(({ itemIdentifier }) =>
        batch.findIndex(({ sequenceNumber }) => sequenceNumber === itemIdentifier),
      );
      options.onRetry(new Error(`the batch comes again from record ${Math.min(...failed) + 1} of ${batch.length}`));
      // An identifier that is not of this batch means that nothing is known to be done.
      return Math.max(0, Math.min(...failed));
    } catch (error) {
      options.onRetry(error);
      return 'exception';
    }
  }

  let shards: readonly string[] = [];
  const running = (async () => {
    shards = (await stream.listShards()).map(({ shardId }) => shardId);
    await Promise.all(shards.map(pollShard));
  })().catch((error: unknown) => {
    isStopped = true;
    notify();
    options.onFatal(error);
  });

  return {
    async drain() {
      drainRequests += 1;
      const request = drainRequests;
      const isDrained = () => shards.length > 0 && shards.every((shardId) => (drainedAt.get(shardId) ?? 0) >= request);
      pause.wake();
      while (!isStopped && !isDrained()) await new Promise<void>((resolve) => listeners.push(resolve));
    },
    async stop() {
      isStopped = true;
      pause.wake();
      notify();
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
