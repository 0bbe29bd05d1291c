import type { PlannedFrame, RejectedEvent } from './decide-request.ts';

/** What a request is answered: received lines = the sum of these. 422 and 503 say it in a problem document. */
export type Answer = {
  readonly accepted: number;
  readonly suppressed: number;
  /** Imported lines that are in quarantine because they can't be read. */
  readonly malformed: number;
  readonly rejected: readonly RejectedEvent[];
  /** Not durable: send these again. `index` counts through events, then malformed. */
  readonly retry: readonly { readonly index: number; readonly event_id: string | null }[];
  readonly request_id: string;
};

/**
 * Only what is durable is answered: everything in frames that the stream refused comes back in `retry`, and so do decisions
 * about consent that are not recorded. 202; 422 when nothing was acceptable, 503 when nothing is done.
 */
export function toAnswer(
  committed: { readonly durable: readonly PlannedFrame[]; readonly refused: readonly PlannedFrame[] },
  unrecorded: ReadonlySet<number>,
  events: readonly unknown[],
  requestId: string,
): { readonly status: 202 | 422 | 503; readonly answer: Answer } {
  const { durable, refused } = committed;
  const count = (of: (frame: PlannedFrame) => readonly unknown[]) =>
    durable.reduce((sum, frame) => sum + of(frame).length, 0);
  const retry = [...unrecorded, ...refused.flatMap(indexesOf)]
    .sort((a, b) => a - b)
    .map((index) => ({ index, event_id: eventIdOf(events[index]) }));
  const answer: Answer = {
    accepted: count((frame) => frame.acceptedIndexes) - unrecorded.size,
    suppressed: count((frame) => frame.suppressedIndexes),
    malformed: count((frame) => frame.malformedIndexes),
    rejected: durable.flatMap((frame) => frame.rejected).sort((a, b) => a.index - b.index),
    retry,
    request_id: requestId,
  };
  const kept = answer.accepted + answer.suppressed + answer.malformed;
  const isNothingDone = kept + answer.rejected.length === 0;
  const isAllRejected = kept + retry.length === 0;
  return { status: isNothingDone ? 503 : isAllRejected ? 422 : 202, answer };
}

function indexesOf(frame: PlannedFrame): readonly number[] {
  return [
    ...frame.acceptedIndexes,
    ...frame.rejected.map(({ index }) => index),
    ...frame.malformedIndexes,
    ...frame.suppressedIndexes,
  ];
}

function eventIdOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null ? (value as { event_id?: unknown }).event_id : undefined;
  return typeof id === 'string' ? id.slice(0, 64) : null;
}
