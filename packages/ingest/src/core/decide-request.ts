import {
  assertConserved,
  bucketKeyOf,
  decideEvent,
  type Frame,
  maxFrameBytes,
  type Outcome,
  type OutcomeCounts,
  type QuarantineReason,
  type Receipt,
  type StoredLine,
  type SuppressReason,
  scrubEmails,
  toQuarantineLine,
  truncateIpsInText,
} from '@millrace/pipeline';
import type { ConsentDecision } from '@millrace/registry';
import type { RequestBody } from './parse-body.ts';

/** What the request says besides its body. */
export type RequestContext = {
  readonly requestId: string;
  /** Shared by the request's events. */
  readonly receipt: Receipt;
  /** Of an event that names its client's address in `source_ip`: an import's only, for others that is an unknown field. */
  readonly receiptOf: ((address: string) => Receipt) | undefined;
  /** What the key may send; undefined: every type. Decisions about consent are always taken. */
  readonly eventTypes: ReadonlySet<string> | undefined;
};

export type RejectedEvent = {
  readonly index: number;
  readonly event_id: string | null;
  readonly reason: QuarantineReason;
  readonly path: string;
  readonly message: string;
};

/** Of a consent_update: to be recorded once its frame is durable, and before the answer. */
export type PlannedDecision = {
  readonly index: number;
  readonly userIdHash: string;
  readonly decision: ConsentDecision;
};

/** A frame to be put, and which of the request's lines it makes durable (their positions in events, then malformed). */
export type PlannedFrame = {
  readonly partitionKey: string;
  readonly frame: Frame;
  readonly acceptedIndexes: readonly number[];
  readonly decisions: readonly PlannedDecision[];
  readonly rejected: readonly RejectedEvent[];
  readonly malformedIndexes: readonly number[];
  readonly suppressedIndexes: readonly number[];
};

export type RequestDecision = { readonly frames: readonly PlannedFrame[]; readonly counts: OutcomeCounts };

/** Of a line that is not in a frame yet. */
type OpenDecision = Omit<PlannedDecision, 'decision'> & {
  readonly decision: Omit<ConsentDecision, 'frameId' | 'line'>;
};
type Accepted = { readonly index: number; readonly line: string; readonly decision: OpenDecision | undefined };
type Refused = { readonly index: number; readonly line: string; readonly rejected: RejectedEvent | undefined };

/**
 * Decides about every line of a request and plans its frames: one per partition key. Refused lines and the counts of
 * suppressed ones travel in the first frame, or in one of their own. Pure: the same request gives the same decision.
 */
export function decideRequest(body: RequestBody, context: RequestContext): RequestDecision {
  const accepted = new Map<string, Accepted[]>();
  const refused: Refused[] = [];
  const suppressed: Partial<Record<SuppressReason, number>> = {};
  const suppressedIndexes: number[] = [];

  body.events.forEach((value, index) => {
    const { event, receipt } = takeAddress(value, context);
    const outcome = refuseType(decideEvent(event, receipt), context.eventTypes);
    if (outcome.kind === 'accepted') {
      const { partitionKey, line } = outcome.event;
      const lines = accepted.get(partitionKey) ?? [];
      accepted.set(partitionKey, lines);
      lines.push({ index, line, decision: toDecision(outcome.event, index, receipt) });
    } else if (outcome.kind === 'suppressed') {
      suppressed[outcome.reason] = (suppressed[outcome.reason] ?? 0) + 1;
      suppressedIndexes.push(index);
    } else {
      const { reason, path, detail } = outcome;
      const rejected = { index, event_id: eventIdOf(value), reason, path, message: detail };
      refused.push({ index, line: toQuarantineLine(event, outcome, receipt), rejected });
    }
  });
  body.malformed.forEach(({ quarantine_id, line_number, text }, position) => {
    const { receivedAt, source } = context.receipt;
    const line = JSON.stringify({
      quarantine_id,
      reason: 'malformed' satisfies QuarantineReason,
      path: '',
      detail: 'the format of the import cannot read this line',
      received_at: receivedAt,
      source,
      line_number,
      text: scrubEmails(truncateIpsInText(text)).text,
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

function takeAddress(
  value: unknown,
  { receipt, receiptOf }: RequestContext,
): { readonly event: unknown; readonly receipt: Receipt } {
  if (!receiptOf || typeof value !== 'object' || value === null || !Object.hasOwn(value, 'source_ip')) {
    return { event: value, receipt };
  }
  const { source_ip: address, ...event } = value as Record<string, unknown>;
  return { event, receipt: typeof address === 'string' ? receiptOf(address) : receipt };
}

/** Last of all: what consent suppresses is nothing that a key may be refused for. */
function refuseType(outcome: Outcome<StoredLine>, eventTypes: RequestContext['eventTypes']): Outcome<StoredLine> {
  if (outcome.kind !== 'accepted' || !eventTypes) return outcome;
  const { eventType } = outcome.event;
  if (eventTypes.has(eventType) || eventType === 'consent_update') return outcome;
  const detail = `this key may not send ${eventType}`;
  return { kind: 'quarantined', reason: 'event-type-refused', path: '/event_type', detail };
}

function toDecision({ eventId, decision }: StoredLine, index: number, receipt: Receipt): OpenDecision | undefined {
  if (!decision) return undefined;
  const { userIdHash, analytics, ads } = decision;
  const { policy, receivedAt } = receipt;
  return { index, userIdHash, decision: { analytics, ads, policy, receivedAt, eventId } };
}

/** With their places as the lake counts them: accepted lines come first in a frame, and are counted from 1. */
function placeDecisions(lines: readonly Accepted[], frameId: string): PlannedDecision[] {
  return lines.flatMap(({ decision: open }, position) => {
    return open ? { ...open, decision: { ...open.decision, frameId, line: position + 1 } } : [];
  });
}

function planFrames(
  accepted: ReadonlyMap<string, readonly Accepted[]>,
  refused: readonly Refused[],
  denied: { suppressed: Partial<Record<SuppressReason, number>>; suppressedIndexes: readonly number[] },
  context: RequestContext,
): PlannedFrame[] {
  const parts: { partitionKey: string; accepted: readonly Accepted[]; refused: Refused[] }[] = [];
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
  return parts.map((part, position) => {
    const frameId = `${context.requestId}-${position}`;
    return {
      partitionKey: part.partitionKey,
      frame: {
        frameId,
        requestId: context.requestId,
        receivedAt: context.receipt.receivedAt,
        accepted: part.accepted.map(({ line }) => line),
        quarantined: part.refused.map(({ line }) => line),
        suppressed: position === 0 ? toTally(denied.suppressed, context.receipt.keyId) : {},
      },
      acceptedIndexes: part.accepted.map(({ index }) => index),
      decisions: placeDecisions(part.accepted, frameId),
      rejected: part.refused.flatMap(({ rejected }) => rejected ?? []),
      malformedIndexes: part.refused.filter(({ rejected }) => !rejected).map(({ index }) => index),
      suppressedIndexes: position === 0 ? denied.suppressedIndexes : [],
    };
  });
}

/** By reason and key, without content: so that reconcile and the key's owner see what was not kept. */
function toTally(suppressed: Partial<Record<SuppressReason, number>>, keyId: string): Record<string, number> {
  return Object.fromEntries(Object.entries(suppressed).map(([reason, count]) => [`${reason}/${keyId}`, count]));
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
