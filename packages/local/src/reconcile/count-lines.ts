import {
  addCounts,
  decideEvent,
  decodeRecord,
  exceedsDepth,
  noOutcomes,
  type OutcomeCounts,
  type StreamRecord,
} from '@millrace/pipeline';

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
