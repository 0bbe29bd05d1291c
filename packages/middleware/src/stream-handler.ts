import middy from '@middy/core';
import { InvariantError, type StreamRecord, TransientError } from '@millrace/pipeline';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { withTelemetry } from './with-telemetry.ts';

/** What one invocation gets: records of one shard, in order. */
export type StreamBatch = {
  readonly streamName: string;
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
};

/** `retryFrom`: the first record that is not done; it and all after it come again. undefined: all are done. */
export type StreamResult = { readonly retryFrom: string | undefined };

export type StreamHandler = (event: KinesisStreamEvent, context?: Context) => Promise<KinesisStreamBatchResponse>;

/**
 * A Kinesis event source mapping with ReportBatchItemFailures: exactly one identifier comes back, the lowest that is not
 * done, for that is where the mapping continues. TransientError = nothing is done; any other exception fails the
 * whole invocation.
 */
export function createStreamHandler(
  serviceName: string,
  handle: (batch: StreamBatch, telemetry: Telemetry) => Promise<StreamResult>,
  telemetry: Telemetry = createTelemetry(serviceName),
): StreamHandler {
  return middy<KinesisStreamEvent, KinesisStreamBatchResponse>()
    .use(withTelemetry(telemetry))
    .handler(async (event) => {
      const batch = toStreamBatch(event);
      if (!batch) return { batchItemFailures: [] };
      const { retryFrom } = await handle(batch, telemetry).catch((error: unknown) => {
        if (!(error instanceof TransientError)) throw error;
        telemetry.error('batch comes again', error);
        telemetry.count('batches-failed', 1);
        return { retryFrom: batch.records[0]?.sequenceNumber };
      });
      return { batchItemFailures: retryFrom === undefined ? [] : [{ itemIdentifier: retryFrom }] };
    }) as unknown as StreamHandler;
}

/** undefined for an event without records. Throws InvariantError when records of two shards come together. */
function toStreamBatch(event: KinesisStreamEvent): StreamBatch | undefined {
  const [first] = event.Records;
  if (!first) return undefined;
  const shardOf = (eventId: string) => eventId.slice(0, eventId.lastIndexOf(':'));
  const shardId = shardOf(first.eventID);
  const records = event.Records.map(({ eventID, kinesis }) => {
    if (shardOf(eventID) !== shardId) throw new InvariantError(`records of ${shardId} and ${eventID} in one batch`);
    return {
      shardId,
      sequenceNumber: kinesis.sequenceNumber,
      partitionKey: kinesis.partitionKey,
      arrivedAt: Math.round(kinesis.approximateArrivalTimestamp * 1000),
      data: Buffer.from(kinesis.data, 'base64'),
    };
  });
  return { streamName: first.eventSourceARN.split('/').pop() ?? '', shardId, records };
}
