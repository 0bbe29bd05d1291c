import type { QuarantineReason } from '@millrace/pipeline';
import type { BedRequest } from '../ingest-bed.ts';

/** What became of one event. */
export type EventOutcome = 'accepted' | 'suppressed' | QuarantineReason;

/** One request that a client might send, and what it must be answered. */
export type HostileCase = {
  /** Unique over all families. */
  readonly name: string;
  readonly request: BedRequest;
  readonly status: number;
  /** One for each event of the request, in order; only with 202 and 422. */
  readonly outcomes?: readonly EventOutcome[];
  /** Number of an import's lines that are kept as malformed. */
  readonly malformed?: number;
  /** JSON Pointer → value in the first accepted line; undefined: nothing stands there. */
  readonly stored?: Readonly<Record<string, unknown>>;
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON Pointer of the first refused event's fault. */
  readonly path?: string;
  /** What may be neither on the stream nor in the answer. */
  readonly absent?: readonly string[];
};

/** A request with these events is answered with these outcomes: 422 when all are refused, else 202. */
export function eachOutcome(
  name: string,
  request: BedRequest,
  outcomes: readonly EventOutcome[],
  more: Omit<Partial<HostileCase>, 'name' | 'request'> = {},
): HostileCase {
  const isAnyKept = outcomes.some((outcome) => outcome === 'accepted' || outcome === 'suppressed');
  return { name, request, status: isAnyKept ? 202 : 422, outcomes, ...more };
}

/** A request of which nothing is looked at. */
export function refused(name: string, request: BedRequest, status: number): HostileCase {
  return { name, request, status };
}
