import {
  type DecodedRecord,
  decideEvent,
  decodeRecord,
  exceedsDepth,
  hmacHex,
  type QuarantineReason,
  type Receipt,
  type StreamRecord,
  splitLines,
  toQuarantineLine,
} from '@millrace/pipeline';

/** What the lines of one stream record become. Together: every line of the record, each with one outcome. */
export type DecodedLines = {
  readonly record: StreamRecord;
  readonly frameId: string;
  readonly requestId: string;
  /** Stored events, each ended by a newline, as the frame has them. */
  readonly acceptedBytes: Uint8Array;
  readonly accepted: readonly { readonly eventType: string; readonly eventTime: number }[];
  readonly quarantined: readonly { readonly reason: string; readonly line: string }[];
  readonly suppressed: Readonly<Record<string, number>>;
};

export type BareEventSettings = { readonly policy: string; readonly lakeKey: Uint8Array };

/** Nested deeper, JSON can't be serialised safely; such a record is kept as bytes. */
const maxBareDepth = 64;

/** The fixed beginning of a stored line (pipeline, decide-event.ts): read without parsing the rest. */
const storedPrefix = /^\{"schema_version":"[^"]*","event_type":"([a-z_]+)","event_id":"[^"]*","ts":"([^"]*)"/;

/**
 * Reads a stream record: a frame of ours, one bare JSON event of another producer, or something that is neither and
 * counts as one quarantined line. Pure and total: it never throws for what a record contains.
 */
export function decodeLines(record: StreamRecord, settings: BareEventSettings): DecodedLines {
  const decoded = decodeRecord(record.data);
  if (decoded.kind === 'frame') return decodeFrame(record, decoded, settings);
  if (decoded.kind === 'json' && !exceedsDepth(decoded.value, maxBareDepth)) {
    return decodeBareEvent(record, decoded.value, settings);
  }
  if (decoded.kind === 'json') return corrupt(record, 'JSON nested too deep', settings, true);
  return corrupt(record, decoded.detail, settings);
}

function decodeFrame(
  record: StreamRecord,
  { header, body, acceptedBytes }: Extract<DecodedRecord, { kind: 'frame' }>,
  settings: BareEventSettings,
): DecodedLines {
  const accepted: { eventType: string; eventTime: number }[] = [];
  for (const line of splitLines(body.subarray(0, acceptedBytes))) {
    const [, eventType, ts] = storedPrefix.exec(line) ?? [];
    if (eventType === undefined || ts === undefined) return corrupt(record, 'a line is not a stored event', settings);
    accepted.push({ eventType, eventTime: Date.parse(ts) });
  }
  const quarantined: { reason: string; line: string }[] = [];
  for (const line of splitLines(body.subarray(acceptedBytes))) {
    const reason = reasonOf(line);
    if (reason === undefined) return corrupt(record, 'a line is not a quarantine entry', settings);
    quarantined.push({ reason, line });
  }
  return {
    record,
    frameId: header.frameId,
    requestId: header.requestId,
    acceptedBytes: body.subarray(0, acceptedBytes),
    accepted,
    quarantined,
    suppressed: header.suppressed,
  };
}

function decodeBareEvent(record: StreamRecord, value: unknown, settings: BareEventSettings): DecodedLines {
  const receipt: Receipt = {
    receivedAt: new Date(record.arrivedAt).toISOString(),
    source: 'stream',
    policy: settings.policy,
    sourceIp: null,
    userAgent: undefined,
    globalPrivacyControl: false,
    doNotTrack: false,
  };
  const outcome = decideEvent(value, receipt);
  const nothing = {
    ...identityOf(record),
    acceptedBytes: new Uint8Array(),
    accepted: [],
    quarantined: [],
    suppressed: {},
  };
  if (outcome.kind === 'suppressed') return { ...nothing, suppressed: { [outcome.reason]: 1 } };
  if (outcome.kind === 'quarantined') {
    const line = toQuarantineLine(value, outcome, receipt, settings.lakeKey);
    return { ...nothing, quarantined: [{ reason: outcome.reason, line }] };
  }
  const [, ts = ''] = /"ts":"([^"]*)"/.exec(outcome.event.line) ?? [];
  return {
    ...nothing,
    acceptedBytes: new TextEncoder().encode(`${outcome.event.line}\n`),
    accepted: [{ eventType: outcome.event.eventType, eventTime: Date.parse(ts) }],
  };
}

/**
 * Bytes that nobody can read are kept whole, in base64: whoever repairs the producer can still read them (decision 9). JSON
 * could be an event whose consent we did not look for: of it only the reason is kept.
 */
function corrupt(record: StreamRecord, detail: string, settings: BareEventSettings, isReadable = false): DecodedLines {
  const reason: QuarantineReason = 'frame-corrupt';
  const line = JSON.stringify({
    quarantine_id: hmacHex(settings.lakeKey, 'record', record.data),
    reason,
    path: '',
    detail,
    received_at: new Date(record.arrivedAt).toISOString(),
    source: 'stream',
    ...(isReadable ? {} : { text: Buffer.from(record.data).toString('base64') }),
  });
  return {
    ...identityOf(record),
    acceptedBytes: new Uint8Array(),
    accepted: [],
    quarantined: [{ reason, line }],
    suppressed: {},
  };
}

/** A record that is no frame gets its identity from its place in the stream. */
function identityOf(record: StreamRecord) {
  const id = `${record.shardId}:${record.sequenceNumber}`;
  return { record, frameId: id, requestId: id };
}

/** undefined for a line that is not an object with a reason. */
function reasonOf(quarantineLine: string): string | undefined {
  if (!quarantineLine.startsWith('{"')) return undefined;
  try {
    const { reason } = JSON.parse(quarantineLine) as { reason?: unknown };
    return typeof reason === 'string' ? reason : undefined;
  } catch {
    return undefined;
  }
}
