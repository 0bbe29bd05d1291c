import {
  assertConserved,
  bucketKeyOf,
  decideEvent,
  type Frame,
  maxFrameBytes,
  type OutcomeCounts,
  type QuarantineReason,
  type Receipt,
  type SuppressReason,
  toQuarantineLine,
  truncateIp,
  truncateIpsInText,
} from '@millrace/pipeline';
import type { RequestBody } from './parse-body.ts';

/** What the request says besides its body. */
export type RequestContext = {
  readonly requestId: string;
  /** Canonical UTC time. */
  readonly receivedAt: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly sourceIp: string | undefined;
  /** The source and policy of a request that names none. */
  readonly source: string;
  readonly policy: string;
  /** Keys the hashes of refused content. */
  readonly lakeKey: Uint8Array;
};

export type RejectedEvent = {
  readonly index: number;
  readonly event_id: string | null;
  readonly reason: QuarantineReason;
  readonly path: string;
  readonly message: string;
};

/** A frame to be put, and which of the request's lines it makes durable (their positions in events, then malformed). */
export type PlannedFrame = {
  readonly partitionKey: string;
  readonly frame: Frame;
  readonly acceptedIndexes: readonly number[];
  readonly rejected: readonly RejectedEvent[];
  readonly malformedIndexes: readonly number[];
  readonly suppressedIndexes: readonly number[];
};

export type RequestDecision = { readonly frames: readonly PlannedFrame[]; readonly counts: OutcomeCounts };

type Refused = { readonly index: number; readonly line: string; readonly rejected: RejectedEvent | undefined };

/**
 * Decides about every line of a request and plans its frames: one per partition key. Refused lines and the counts of
 * suppressed ones travel in the first frame, or in one of their own. Pure: the same request gives the same decision.
 */
export function decideRequest(body: RequestBody, context: RequestContext): RequestDecision {
  const accepted = new Map<string, { index: number; line: string }[]>();
  const refused: Refused[] = [];
  const suppressed: Partial<Record<SuppressReason, number>> = {};
  const suppressedIndexes: number[] = [];

  body.events.forEach((value, index) => {
    const { event, receipt } = toReceipt(value, body, context);
    const outcome = decideEvent(event, receipt);
    if (outcome.kind === 'accepted') {
      const lines = accepted.get(outcome.event.partitionKey) ?? [];
      accepted.set(outcome.event.partitionKey, lines);
      lines.push({ index, line: outcome.event.line });
    } else if (outcome.kind === 'suppressed') {
      suppressed[outcome.reason] = (suppressed[outcome.reason] ?? 0) + 1;
      suppressedIndexes.push(index);
    } else {
      const { reason, path, detail } = outcome;
      const rejected = { index, event_id: eventIdOf(value), reason, path, message: detail };
      refused.push({ index, line: toQuarantineLine(event, outcome, receipt, context.lakeKey), rejected });
    }
  });
  body.malformed.forEach((malformed, position) => {
    const line = JSON.stringify({
      quarantine_id: malformed.quarantine_id,
      reason: 'malformed' satisfies QuarantineReason,
      path: '',
      detail: 'the line cannot be read in its format',
      received_at: context.receivedAt,
      source: body.import?.source ?? context.source,
      line_number: malformed.line_number,
      text: truncateIpsInText(malformed.text),
    });
    refused.push({ index: body.events.length + position, line, rejected: undefined });
  });

  const frames = planFrames(accepted, refused, { suppressed, suppressedIndexes }, context);
  const counts = assertConserved(
    {
      received: body.events.length + body.malformed.length,
      accepted: frames.reduce((sum, { frame }) => sum + frame.accepted.length, 0),
      quarantined: frames.reduce((sum, { frame }) => sum + frame.quarantined.length, 0),
      suppressed: suppressedIndexes.length,
    },
    `request ${context.requestId}`,
  );
  return { frames, counts };
}

/** Only an import may name source, policy and client address; for any other client `source_ip` is an unknown field. */
function toReceipt(value: unknown, body: RequestBody, context: RequestContext): { event: unknown; receipt: Receipt } {
  const common = { receivedAt: context.receivedAt };
  if (!body.import) {
    return {
      event: value,
      receipt: {
        ...common,
        source: context.source,
        policy: context.policy,
        sourceIp: truncateIp(context.sourceIp ?? '') ?? null,
        userAgent: context.headers['user-agent']?.slice(0, 1024),
        globalPrivacyControl: context.headers['sec-gpc'] === '1',
        doNotTrack: context.headers['dnt'] === '1',
      },
    };
  }
  let event = value;
  let sourceIp: string | null = null;
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, 'source_ip')) {
    const { source_ip, ...others } = value as Record<string, unknown>;
    event = others;
    sourceIp = typeof source_ip === 'string' ? (truncateIp(source_ip) ?? null) : null;
  }
  return {
    event,
    receipt: {
      ...common,
      ...body.import,
      sourceIp,
      userAgent: undefined,
      globalPrivacyControl: false,
      doNotTrack: false,
    },
  };
}

function planFrames(
  accepted: ReadonlyMap<string, readonly { index: number; line: string }[]>,
  refused: readonly Refused[],
  denied: { suppressed: Partial<Record<SuppressReason, number>>; suppressedIndexes: readonly number[] },
  context: RequestContext,
): PlannedFrame[] {
  const parts: { partitionKey: string; accepted: readonly { index: number; line: string }[]; refused: Refused[] }[] =
    [];
  for (const [partitionKey, lines] of accepted) {
    for (const chunk of splitBySize(lines)) parts.push({ partitionKey, accepted: chunk, refused: [] });
  }
  const ownKey = bucketKeyOf(context.requestId);
  const refusedChunks = splitBySize(refused);
  const first = parts[0];
  if (!first && (refused.length > 0 || denied.suppressedIndexes.length > 0)) {
    parts.push({ partitionKey: ownKey, accepted: [], refused: [] });
  }
  refusedChunks.forEach((chunk, position) => {
    const isRoomy = first !== undefined && sizeOf(first.accepted) + sizeOf(chunk) <= maxFrameBytes;
    if (position === 0 && parts[0] && (isRoomy || !first)) parts[0].refused.push(...chunk);
    else parts.push({ partitionKey: ownKey, accepted: [], refused: [...chunk] });
  });
  return parts.map((part, position) => ({
    partitionKey: part.partitionKey,
    frame: {
      frameId: `${context.requestId}-${position}`,
      requestId: context.requestId,
      receivedAt: context.receivedAt,
      accepted: part.accepted.map(({ line }) => line),
      quarantined: part.refused.map(({ line }) => line),
      suppressed: position === 0 ? denied.suppressed : {},
    },
    acceptedIndexes: part.accepted.map(({ index }) => index),
    rejected: part.refused.flatMap(({ rejected }) => rejected ?? []),
    malformedIndexes: part.refused.filter(({ rejected }) => !rejected).map(({ index }) => index),
    suppressedIndexes: position === 0 ? denied.suppressedIndexes : [],
  }));
}

/** Runs of lines that fit into a frame. A single line is always smaller than a frame (parse-body.ts limits the body). */
function splitBySize<T extends { readonly line: string }>(lines: readonly T[]): T[][] {
  const chunks: T[][] = [];
  let sizeBytes = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const lineBytes = sizeOf([line]);
    if (sizeBytes + lineBytes > maxFrameBytes) {
      chunks.push([]);
      sizeBytes = 0;
    }
    chunks.at(-1)?.push(line);
    sizeBytes += lineBytes;
  }
  return chunks;
}

function sizeOf(lines: readonly { readonly line: string }[]): number {
  return lines.reduce((sum, { line }) => sum + Buffer.byteLength(line) + 1, 0);
}

function eventIdOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null ? (value as { event_id?: unknown }).event_id : undefined;
  return typeof id === 'string' ? id.slice(0, 64) : null;
}
