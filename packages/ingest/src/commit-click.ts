import { type Clock, type EventStream, type Queue, type StreamEntry, TransientError } from '@millrace/pipeline';
import { toClickMessage } from './core/click-message.ts';
import { withDeadline } from './with-deadline.ts';

/** A visitor waits for no stream longer than this, and for no queue longer than that. */
const streamLimitMs = 500;
const queueLimitMs = 3_000;

/**
 * Makes a click durable: in the stream, or in the queue when the stream refuses it or is not done within half a second. Throws
 * TransientError when neither has it. A put that comes to its end later makes the click twice in the stream, with the
 * same event_id and frame id: the lake keeps one.
 */
export async function commitClick(
  entry: StreamEntry,
  { stream, clicks }: { readonly stream: EventStream; readonly clicks: Queue },
  clock: Clock,
  onFault: (message: string, error: unknown) => void,
): Promise<'stream' | 'queue'> {
  try {
    const puts = await withDeadline(stream.putRecords([entry]), streamLimitMs, clock);
    if (puts?.[0]?.ok) return 'stream';
    const reason = puts?.[0]?.ok === false ? puts[0].code : `no answer within ${streamLimitMs} ms`;
    onFault('the stream did not take a click', new TransientError(reason));
  } catch (error) {
    // Whatever is wrong with the stream: the visitor's click is not to be lost for it.
    onFault('the stream did not take a click', error);
  }
  const sending = clicks.send(toClickMessage(entry)).then(
    () => 'queue' as const,
    (error: unknown) => {
      throw new TransientError('neither the stream nor the queue took the click', { cause: error });
    },
  );
  const place = await withDeadline(sending, queueLimitMs, clock);
  if (place === undefined) throw new TransientError(`the queue gave no answer within ${queueLimitMs} ms`);
  return place;
}
