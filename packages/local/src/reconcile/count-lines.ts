import { createSecretKey } from 'node:crypto';
import {
  addCounts,
  type DecodedUserRecord,
  decideEvent,
  decodeRecord,
  noOutcomes,
  type OutcomeCounts,
  readQuarantineReason,
  readStoredPrefix,
  type StreamRecord,
  splitLines,
  toBareReceipt,
} from '@millrace/pipeline';

type Frame = Extract<DecodedUserRecord, { kind: 'frame' }>;

/**
 * A frame says what its lines are; a record that is no frame is one line, or several if it is an aggregate, decided here as the
 * processor decides it.
 */
export function countLines(record: StreamRecord): OutcomeCounts {
  const decoded = decodeRecord(record.data);
  const userRecords = decoded.kind === 'aggregate' ? decoded.records.map((inner) => inner.decoded) : [decoded];
  return userRecords.map(countUserRecord).reduce(addCounts, noOutcomes);
}

function countUserRecord(decoded: DecodedUserRecord): OutcomeCounts {
  if (decoded.kind === 'frame' && isWellFormed(decoded)) {
    const { acceptedCount, quarantinedCount, suppressed } = decoded.header;
    const suppressedCount = Object.values(suppressed).reduce((sum, count) => sum + count, 0);
    return {
      received: acceptedCount + quarantinedCount + suppressedCount,
      accepted: acceptedCount,
      quarantined: quarantinedCount,
      suppressed: suppressedCount,
    };
  }
  const kind = decoded.kind === 'json' ? decideEvent(decoded.value, bareReceipt).kind : 'quarantined';
  return { ...noOutcomes, received: 1, [kind]: 1 };
}

/** A frame with a right hash and wrong lines is one quarantined line, like any record that can't be read. */
function isWellFormed({ body, acceptedBytes }: Frame): boolean {
  return (
    splitLines(body.subarray(0, acceptedBytes)).every((line) => readStoredPrefix(line) !== undefined) &&
    splitLines(body.subarray(acceptedBytes)).every((line) => readQuarantineReason(line) !== undefined)
  );
}

/** Who sent a bare event and when doesn't change what is decided about it, nor does the key of its hashes. */
const bareReceipt = toBareReceipt({
  receivedAt: '2000-01-01T00:00:00.000Z',
  policy: 'default',
  lakeKey: createSecretKey(new Uint8Array(32)),
});
