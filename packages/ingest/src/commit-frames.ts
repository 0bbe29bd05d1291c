import { type Clock, type EventStream, encodeFrame, type StreamEntry, TransientError } from '@millrace/pipeline';
import type { PlannedFrame } from './core/decide-request.ts';
import { withDeadline } from './with-deadline.ts';

export type CommittedFrames = { readonly durable: readonly PlannedFrame[]; readonly refused: readonly PlannedFrame[] };

/** Injected, so that tests need no time. random: [0, 1). */
export type RetryClock = Clock & { random(): number };

/** Of a request, from the first put to the last answer. */
export const retryBudgetMs = 5_000;
const firstDelayMs = 50;

/**
 * Puts the frames; those that the stream refuses are put again with jittered backoff until the budget is spent, which also
 * ends a put that hangs. A lost answer is put again too: the frame id makes a double visible, and the lake removes it.
 */
export async function commitFrames(
  stream: EventStream,
  frames: readonly PlannedFrame[],
  clock: RetryClock,
): Promise<CommittedFrames> {
  const deadline = clock.now() + retryBudgetMs;
  const durable: PlannedFrame[] = [];
  let open = frames.map((planned) => ({
    planned,
    entry: { partitionKey: planned.partitionKey, data: encodeFrame(planned.frame, stream.codec) },
  }));
  for (let delayMs = firstDelayMs; ; delayMs *= 2) {
    const entries = open.map(({ entry }) => entry);
    const putting = putAll(stream, entries, durable.length > 0);
    const results = await withDeadline(putting, deadline - clock.now(), clock);
    durable.push(...open.filter((_, index) => results?.[index]?.ok).map(({ planned }) => planned));
    open = open.filter((_, index) => !results?.[index]?.ok);
    const jitteredMs = delayMs * (0.5 + clock.random() / 2);
    if (open.length === 0 || clock.now() + jitteredMs >= deadline) break;
    await new Promise<void>((resolve) => void clock.setTimer(jitteredMs, resolve));
  }
  return { durable, refused: open.map(({ planned }) => planned) };
}

/**
 * undefined when the stream is away: nothing more is known to be durable. Whatever goes wrong after a part is durable is
 * answered as refused: an error would deny what is there.
 */
async function putAll(stream: EventStream, entries: readonly StreamEntry[], isPartDurable: boolean) {
  try {
    return await stream.putRecords(entries);
  } catch (error) {
    if (error instanceof TransientError || isPartDurable) return undefined;
    throw error;
  }
}
