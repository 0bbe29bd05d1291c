import { encodeFrame, type StreamRecord } from '@millrace/pipeline';
import type { KinesisStreamEvent } from 'aws-lambda';

/** A stored event as ingest writes it, reduced to what the stages after it read. */
export function buildStoredLine(n: number, eventTime = Date.UTC(2026, 0, 15, 12, 0, n % 60)): string {
  const ts = new Date(eventTime).toISOString();
  return JSON.stringify({
    schema_version: '1.0.0',
    event_type: n % 4 === 3 ? 'server_request' : 'page_view',
    event_id: `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`,
    ts,
    received_at: ts,
    source: 'test',
    key_id: 'pk_test',
    privacy: { analytics: true, ads: false, policy: 'default', mode: 'full', source_ip_anonymized: null },
    user: { user_id_hash: (n % 7).toString(16).repeat(64) },
    ...(n % 4 === 3
      ? { request: { method: 'GET', path: `/image-${n}.png`, status: 200, bytes: n } }
      : { ctx: { page_url: `https://shop.example/page-${n}?q=1`, referrer: 'https://www.search.example/x' } }),
    metadata: { schema_hash: 'ab'.repeat(32) },
    content_hash: n.toString(16).padStart(64, '0'),
  });
}

/** A stream record with one frame: `accepted` stored events numbered from `firstEvent`, some quarantined and suppressed. */
export function buildFrameRecord(
  sequence: number,
  lines: {
    readonly accepted: number;
    readonly quarantined?: number;
    readonly suppressed?: number;
    readonly firstEvent?: number;
  },
): StreamRecord {
  const { accepted, quarantined = 0, suppressed = 0, firstEvent = sequence * 1000 } = lines;
  const data = encodeFrame(
    {
      frameId: `frame-${sequence}`,
      requestId: `request-${sequence}`,
      receivedAt: '2026-01-15T12:00:00.000Z',
      accepted: Array.from({ length: accepted }, (_, index) => buildStoredLine(firstEvent + index)),
      quarantined: Array.from({ length: quarantined }, (_, index) => buildQuarantineLine(sequence, index)),
      suppressed: suppressed > 0 ? { 'analytics-denied/pk_test': suppressed } : {},
    },
    'raw',
  );
  return buildRecord(sequence, data);
}

/** A stream record with any bytes. Records arrive a second apart. */
export function buildRecord(sequence: number, data: Uint8Array): StreamRecord {
  return {
    shardId: 'shardId-000000000000',
    sequenceNumber: String(sequence),
    partitionKey: '7',
    arrivedAt: Date.UTC(2026, 0, 15, 12) + sequence * 1000,
    data,
  };
}

/** The invocation that a mapping makes of records. */
export function buildKinesisEvent(records: readonly StreamRecord[], streamName = 'events'): KinesisStreamEvent {
  return {
    Records: records.map((record) => ({
      eventID: `${record.shardId}:${record.sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventSourceARN: `arn:aws:kinesis:eu-central-1:000000000000:stream/${streamName}`,
      invokeIdentityArn: '',
      awsRegion: '',
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: record.partitionKey,
        sequenceNumber: record.sequenceNumber,
        data: Buffer.from(record.data).toString('base64'),
        approximateArrivalTimestamp: record.arrivedAt / 1000,
      },
    })),
  };
}

function buildQuarantineLine(sequence: number, index: number): string {
  return JSON.stringify({
    quarantine_id: `${sequence}${index}`.padStart(64, '0'),
    reason: 'schema-invalid',
    path: '/ts',
    detail: 'not a date-time',
    received_at: '2026-01-15T12:00:00.000Z',
    source: 'test',
    text: '{}',
  });
}
