import { type Clock, type EventStream, type Queue, type StreamPut, TransientError } from '@millrace/pipeline';
import { parseClickMessage } from './core/click-message.ts';

/** isEmpty: nothing more was visible in the queue. Otherwise the next run goes on. */
export type DrainResult = { readonly drained: number; readonly isEmpty: boolean };

const batchSize = 10;
const budgetMs = 40_000;
/** Longer than one round can take: a message must not come again while it is put. */
const visibilitySeconds = 60;

/**
 * Moves clicks from the queue to the stream: put, then delete what the stream took. A crash between the two puts a click
 * again, with the same event_id and frame id: the lake keeps one. Ends when the queue is empty, when the stream takes
 * nothing more, or after 40 s. What is no click of ours stays, until the queue gives it up as a dead letter.
 */
export async function drainClicks(
  { stream, clicks }: { readonly stream: EventStream; readonly clicks: Queue },
  clock: Clock,
  onFault: (message: string, error: unknown) => void,
): Promise<DrainResult> {
  const deadline = clock.now() + budgetMs;
  let drained = 0;
  while (clock.now() < deadline) {
    const messages = await clicks.receive({ limit: batchSize, visibilitySeconds });
    if (messages.length === 0) return { drained, isEmpty: true };
    const waiting = messages.flatMap((message) => {
      const entry = parseClickMessage(message.body);
      if (!entry) onFault(`message ${message.messageId} in the queue of clicks is none`, undefined);
      return entry ? { message, entry } : [];
    });
    if (waiting.length === 0) continue;
    const puts = await putAll(
      stream,
      waiting.map(({ entry }) => entry),
      onFault,
    );
    for (const [index, { message }] of waiting.entries()) {
      if (!puts[index]?.ok) continue;
      await clicks.delete(message);
      drained += 1;
    }
    if (!waiting.every((_, index) => puts[index]?.ok)) break;
  }
  return { drained, isEmpty: false };
}

/** None when the stream is away. */
async function putAll(
  stream: EventStream,
  entries: Parameters<EventStream['putRecords']>[0],
  onFault: (message: string, error: unknown) => void,
): Promise<readonly StreamPut[]> {
  try {
    return await stream.putRecords(entries);
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    onFault('the stream is away; clicks wait in the queue', error);
    return [];
  }
}
