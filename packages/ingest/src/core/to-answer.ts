import type { PlannedFrame, RejectedEvent } from './decide-request.ts';

export type Answer = {
  readonly status: 202 | 422 | 503;
  readonly body: {
    readonly accepted: number;
    readonly suppressed: number;
    /** Imported lines that are in quarantine because they can't be read. */
    readonly malformed: number;
    readonly rejected: readonly RejectedEvent[];
    /** Not durable: send these again. `index` counts through events, then malformed. */
    readonly retry: readonly { readonly index: number; readonly event_id: string | null }[];
    readonly request_id: string;
  };
};

/** Only what is durable is answered: everything in frames that the stream refused comes back in `retry`. */
export function toAnswer(
  durable: readonly PlannedFrame[],
  refused: readonly PlannedFrame[],
  events: readonly unknown[],
  requestId: string,
): Answer {
  const count = (of: (frame: PlannedFrame) => readonly unknown[]) =>
    durable.reduce((sum, frame) => sum + of(frame).length, 0);
  const accepted = count((frame) => frame.acceptedIndexes);
  const suppressed = count((frame) => frame.suppressedIndexes);
  const malformed = count((frame) => frame.malformedIndexes);
  const retry = refused
    .flatMap((frame) => [
      ...frame.acceptedIndexes,
      ...frame.rejected.map(({ index }) => index),
      ...frame.malformedIndexes,
      ...frame.suppressedIndexes,
    ])
    .sort((a, b) => a - b)
    .map((index) => ({ index, event_id: eventIdOf(events[index]) }));
  const isNothingDurable = durable.length === 0;
  const isAllRejected = accepted + suppressed + malformed === 0 && retry.length === 0;
  return {
    status: isNothingDurable ? 503 : isAllRejected ? 422 : 202,
    body: {
      accepted,
      suppressed,
      malformed,
      rejected: durable.flatMap((frame) => frame.rejected).sort((a, b) => a.index - b.index),
      retry,
      request_id: requestId,
    },
  };
}

function eventIdOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null ? (value as { event_id?: unknown }).event_id : undefined;
  return typeof id === 'string' ? id.slice(0, 64) : null;
}
