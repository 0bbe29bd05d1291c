import {
  bareKeyId,
  type DecodedUserRecord,
  decideEvent,
  decodeRecord,
  hmacHex,
  InvariantError,
  type QuarantineReason,
  type Receipt,
  readQuarantineReason,
  readStoredPrefix,
  type StreamRecord,
  sha256Hex,
  splitLines,
  toBareReceipt,
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

export type BareEventSettings = { readonly policy: string; readonly lakeKey: Receipt['lakeKey'] };

/**
 * Reads a stream record: a frame of ours, one bare JSON event of another producer, an aggregate of several of either, or
 * something that is none of them and counts as one quarantined line. Pure and total: it never throws for what a
 * record contains.
 */
export function decodeLines(record: StreamRecord, settings: BareEventSettings): DecodedLines {
  const decoded = decodeRecord(record.data);
  if (decoded.kind !== 'aggregate') return decodeUserRecord(record, decoded, settings);
  return joinLines(
    record,
    decoded.records.map((inner) => decodeUserRecord({ ...record, data: inner.data }, inner.decoded, settings)),
  );
}

function decodeUserRecord(record: StreamRecord, decoded: DecodedUserRecord, settings: BareEventSettings): DecodedLines {
  switch (decoded.kind) {
    case 'frame':
      return decodeFrame(record, decoded, settings);
    case 'json':
      return decodeBareEvent(record, decoded.value, settings);
    case 'corrupt':
      return corrupt(record, decoded, settings);
  }
}

/**
 * The lines of an aggregate's user records as those of one record: in the lake a line's place is its number in the stream
 * record, so they are numbered through, whatever frames they came in.
 */
function joinLines(record: StreamRecord, parts: readonly DecodedLines[]): DecodedLines {
  const suppressed = new Map<string, number>();
  for (const [reason, count] of parts.flatMap((part) => Object.entries(part.suppressed))) {
    suppressed.set(reason, (suppressed.get(reason) ?? 0) + count);
  }
  return {
    ...nothingOf(record),
    acceptedBytes: Buffer.concat(parts.map(({ acceptedBytes }) => acceptedBytes)),
    accepted: parts.flatMap(({ accepted }) => accepted),
    quarantined: parts.flatMap(({ quarantined }) => quarantined),
    suppressed: Object.fromEntries(suppressed),
  };
}

function decodeFrame(
  record: StreamRecord,
  { header, body, acceptedBytes }: Extract<DecodedUserRecord, { kind: 'frame' }>,
  settings: BareEventSettings,
): DecodedLines {
  const accepted: { eventType: string; eventTime: number }[] = [];
  for (const line of splitLines(body.subarray(0, acceptedBytes))) {
    const prefix = readStoredPrefix(line);
    if (!prefix) return corrupt(record, { detail: 'a line is not a stored event', isReadable: false }, settings);
    accepted.push(prefix);
  }
  const quarantined: { reason: string; line: string }[] = [];
  for (const line of splitLines(body.subarray(acceptedBytes))) {
    const reason = readQuarantineReason(line);
    if (reason === undefined) {
      return corrupt(record, { detail: 'a line is not a quarantine entry', isReadable: false }, settings);
    }
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
  const receipt = toBareReceipt({
    receivedAt: new Date(record.arrivedAt).toISOString(),
    policy: settings.policy,
    lakeKey: settings.lakeKey,
  });
  const outcome = decideEvent(value, receipt);
  if (outcome.kind === 'suppressed') {
    return { ...nothingOf(record), suppressed: { [`${outcome.reason}/${bareKeyId}`]: 1 } };
  }
  if (outcome.kind === 'quarantined') {
    const line = toQuarantineLine(value, outcome, receipt);
    return { ...nothingOf(record), quarantined: [{ reason: outcome.reason, line }] };
  }
  const prefix = readStoredPrefix(outcome.event.line);
  if (!prefix) throw new InvariantError(`an accepted ${outcome.event.eventType} does not begin as stored events do`);
  return {
    ...nothingOf(record),
    acceptedBytes: new TextEncoder().encode(`${outcome.event.line}\n`),
    accepted: [prefix],
  };
}

/**
 * Bytes that nobody can read are kept whole, in base64, and with their hash: whoever repairs the producer can still read
 * them and see that they are what came (decision 9). JSON could be an event whose consent we did not look for: of it
 * only the reason is kept.
 */
function corrupt(
  record: StreamRecord,
  { detail, isReadable }: { readonly detail: string; readonly isReadable: boolean },
  settings: BareEventSettings,
): DecodedLines {
  const reason: QuarantineReason = 'frame-corrupt';
  const kept = { text: Buffer.from(record.data).toString('base64'), sha256: sha256Hex(record.data) };
  const line = JSON.stringify({
    quarantine_id: hmacHex(settings.lakeKey, 'record', record.data),
    reason,
    path: '',
    detail,
    received_at: new Date(record.arrivedAt).toISOString(),
    source: 'stream',
    ...(isReadable ? {} : kept),
  });
  return { ...nothingOf(record), quarantined: [{ reason, line }] };
}

/** No lines yet. A record that is no frame gets its identity from its place in the stream. */
function nothingOf(record: StreamRecord): DecodedLines {
  const id = `${record.shardId}:${record.sequenceNumber}`;
  return {
    record,
    frameId: id,
    requestId: id,
    acceptedBytes: new Uint8Array(),
    accepted: [],
    quarantined: [],
    suppressed: {},
  };
}
