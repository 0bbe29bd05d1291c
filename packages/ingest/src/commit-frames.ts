import { type EventStream, encodeFrame, TransientError } from '@millrace/pipeline';
import type { PlannedFrame } from './core/decide-request.ts';

export type CommittedFrames = { readonly durable: readonly PlannedFrame[]; readonly refused: readonly PlannedFrame[] };

/** Injected, so that tests need no time. random: [0, 1). */
export type RetryClock = {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  random(): number;
};

const retryBudgetMs = 5_000;
const firstDelayMs = 50;

/**
 * Puts the frames; those that the stream refuses are put again with jittered backoff until the budget is spent.
 * A lost answer is put again too: the frame id makes a double visible, and the lake removes it.
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
    const results = await putAll(
      stream,
      open.map(({ entry }) => entry),
      durable.length > 0,
    );
    durable.push(...open.filter((_, index) => results?.[index]?.ok).map(({ planned }) => planned));
    open = open.filter((_, index) => !results?.[index]?.ok);
    const jitteredMs = delayMs * (0.5 + clock.random() / 2);
    if (open.length === 0 || clock.now() + jitteredMs > deadline) break;
    await clock.sleep(jitteredMs);
  }
  return { durable, refused: open.map(({ planned }) => planned) };
}

/**
 * undefined when the stream is away: nothing more is known to be durable. Whatever goes wrong after a part is durable is
 * answered as refused: an error would deny what is there.
 */
async function putAll(stream: EventStream, entries: Parameters<EventStream['putRecords']>[0], isPartDurable: boolean) {
  try {
    return await stream.putRecords(entries);
  } catch (error) {
    if (error instanceof TransientError || isPartDurable) return undefined;
    throw error;
  }
}
