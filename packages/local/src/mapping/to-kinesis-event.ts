import type { StreamRecord } from '@millrace/pipeline';
import type { KinesisStreamEvent } from 'aws-lambda';

/** The invocation that a mapping makes of records of one shard. */
export function toKinesisEvent(streamName: string, records: readonly StreamRecord[]): KinesisStreamEvent {
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
