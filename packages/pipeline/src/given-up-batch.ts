import { InvariantError } from './errors.ts';
import type { StreamRecord } from './ports.ts';

/**
 * What an event source mapping writes to its on-failure destination when it gives a batch of a stream up
 * (docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html). To a queue goes metadata only; to an object
 * store goes the whole invocation in `payload`, and only from there the batch can be taken up again.
 */
export type GivenUpBatch = {
  readonly functionName: string;
  readonly streamName: string;
  readonly shardId: string;
  /** Sequence numbers, decimal. */
  readonly first: string;
  readonly last: string;
  readonly recordCount: number;
  /** Epoch milliseconds, of the first and the last record. */
  readonly firstArrivedAt: number;
  readonly lastArrivedAt: number;
  readonly condition: GiveUpCondition;
  /** Invocations of the batch, the first included. */
  readonly invokeCount: number;
  /** Epoch milliseconds. */
  readonly givenUpAt: number;
  /** The invocation's event as JSON: with an object only. */
  readonly payload: string | undefined;
};

export type GiveUpCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Where the mapping puts objects in the lake's bucket. The rest of the key is the service's: mapping, shard, day. */
export const onFailurePrefix = 'aws/lambda/';

/**
 * `aws/lambda/<mapping id>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<request id>`. The service's time is that of giving up; ours
 * is the last record's arrival, which is the same when the same batch is given up again.
 */
export function toOnFailureKey(mappingId: string, batch: GivenUpBatch, requestId: string): string {
  const time = new Date(batch.lastArrivedAt).toISOString();
  const day = time.slice(0, 10).replaceAll('-', '/');
  return `${onFailurePrefix}${mappingId}/${batch.shardId}/${day}/${time.slice(0, 19).replaceAll(':', '.')}-${requestId}`;
}

/** The body of the object, or of the queue's message. */
export function encodeGivenUpBatch(batch: GivenUpBatch, requestId: string): string {
  return JSON.stringify({
    requestContext: {
      requestId,
      functionArn: `arn:aws:lambda:local:000000000000:function:${batch.functionName}`,
      condition: batch.condition,
      approximateInvokeCount: batch.invokeCount,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(batch.givenUpAt).toISOString(),
    KinesisBatchInfo: {
      shardId: batch.shardId,
      startSequenceNumber: batch.first,
      endSequenceNumber: batch.last,
      approximateArrivalOfFirstRecord: new Date(batch.firstArrivedAt).toISOString(),
      approximateArrivalOfLastRecord: new Date(batch.lastArrivedAt).toISOString(),
      batchSize: batch.recordCount,
      streamArn: `arn:aws:kinesis:local:000000000000:stream/${batch.streamName}`,
    },
    ...(batch.payload === undefined ? {} : { payload: batch.payload }),
  });
}

/** Throws InvariantError for a text that no mapping wrote. */
export function parseGivenUpBatch(text: string): GivenUpBatch {
  try {
    const { requestContext, KinesisBatchInfo: info, timestamp, payload } = JSON.parse(text);
    const batch: GivenUpBatch = {
      functionName: lastPart(requestContext.functionArn.replace(/:\$LATEST$/, ''), ':'),
      streamName: lastPart(info.streamArn, '/'),
      shardId: info.shardId,
      first: info.startSequenceNumber,
      last: info.endSequenceNumber,
      recordCount: info.batchSize,
      firstArrivedAt: Date.parse(info.approximateArrivalOfFirstRecord),
      lastArrivedAt: Date.parse(info.approximateArrivalOfLastRecord),
      condition: requestContext.condition,
      invokeCount: requestContext.approximateInvokeCount,
      givenUpAt: Date.parse(timestamp),
      payload,
    };
    const isWhole =
      [batch.shardId, batch.first, batch.last, batch.condition].every((field) => typeof field === 'string') &&
      Number.isFinite(batch.firstArrivedAt + batch.lastArrivedAt + batch.givenUpAt + batch.recordCount);
    if (!isWhole) throw new TypeError('a field is missing');
    return batch;
  } catch (error) {
    throw new InvariantError('not what a mapping writes about a batch that it gave up', { cause: error });
  }
}

type KinesisRecords = {
  readonly Records: readonly {
    readonly eventID: string;
    readonly kinesis: {
      readonly sequenceNumber: string;
      readonly partitionKey: string;
      readonly data: string;
      readonly approximateArrivalTimestamp: number;
    };
  }[];
};

/** The records of a batch that was kept whole; undefined when the destination got metadata only. Throws InvariantError for a damaged payload. */
export function recordsOfGivenUpBatch({ payload, shardId }: GivenUpBatch): readonly StreamRecord[] | undefined {
  if (payload === undefined) return undefined;
  try {
    return (JSON.parse(payload) as KinesisRecords).Records.map(({ kinesis }) => ({
      shardId,
      sequenceNumber: kinesis.sequenceNumber,
      partitionKey: kinesis.partitionKey,
      arrivedAt: Math.round(kinesis.approximateArrivalTimestamp * 1000),
      data: Buffer.from(kinesis.data, 'base64'),
    }));
  } catch (error) {
    throw new InvariantError(`the payload of the batch given up at ${shardId} is damaged`, { cause: error });
  }
}

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
