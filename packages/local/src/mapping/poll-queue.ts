import { type Clock, type Queue, type QueueMessage, TransientError } from '@millrace/pipeline';
import type { SQSEvent } from 'aws-lambda';
import { createPause } from './create-pause.ts';
import { readVerdict } from './read-verdict.ts';
import { withTimeout } from './with-timeout.ts';

export type QueueMapping = {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly batchSize: number;
};

export type QueuePoller = {
  /** Resolves when no message was visible at a look after the call, or the poller has stopped. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

export type QueuePollerOptions = {
  readonly queue: Queue;
  readonly mapping: QueueMapping;
  readonly visibilitySeconds: number;
  /** The function: what it answers is read as the service reads it. */
  readonly invoke: (event: SQSEvent) => Promise<unknown>;
  readonly clock: Clock;
  /** Between two looks at an empty queue, in milliseconds. */
  readonly pollMs?: number;
  /** Messages failed, or the queue is away; they come again when their visibility timeout ends. */
  readonly onRetry: (error: unknown) => void;
  /** The queue itself failed for good; the poller has stopped. */
  readonly onFatal: (error: unknown) => void;
};

/** Of one ReceiveMessage. */
const maxBatchSize = 10;
const awayMs = 1_000;

/**
 * An event source mapping on a queue, with the service's rules: messages that the function does not report as failed are
 * deleted; the others become visible again when their visibility timeout ends, and go to the dead-letter queue after
 * maxReceiveCount deliveries (which is the queue's own rule). A timed-out or failed invocation deletes nothing.
 */
export function pollQueue(options: QueuePollerOptions): QueuePoller {
  const { queue, mapping, clock, pollMs = 50 } = options;
  const pause = createPause(clock);
  let isStopped = false;
  let drains: (() => void)[] = [];

  async function poll(): Promise<void> {
    while (!isStopped) {
      const finished = drains;
      const messages = await receive();
      if (messages && messages.length > 0) {
        await deliver(messages);
        continue;
      }
      if (messages) {
        drains = drains.filter((resolve) => !finished.includes(resolve));
        for (const resolve of finished) resolve();
      }
      if (!isStopped) await pause.wait(messages ? pollMs : awayMs);
    }
  }

  /** undefined: the queue is away. */
  async function receive(): Promise<readonly QueueMessage[] | undefined> {
    try {
      return await queue.receive({
        limit: Math.min(mapping.batchSize, maxBatchSize),
        visibilitySeconds: options.visibilitySeconds,
      });
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      options.onRetry(error);
      return undefined;
    }
  }

  async function deliver(messages: readonly QueueMessage[]): Promise<void> {
    const done = await invoke(messages);
    if (done.length < messages.length) {
      options.onRetry(new Error(`${messages.length - done.length} of ${messages.length} messages come again`));
    }
    for (const message of done) {
      try {
        await queue.delete(message);
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
        options.onRetry(error); // Done, and delivered once more.
      }
    }
  }

  async function invoke(messages: readonly QueueMessage[]): Promise<readonly QueueMessage[]> {
    try {
      const answer = await withTimeout(options.invoke(toQueueEvent(messages)), mapping, clock);
      const verdict = readVerdict(
        answer,
        messages.map(({ messageId }) => messageId),
      );
      if (verdict.kind === 'success') return messages;
      return verdict.kind === 'failure' ? [] : messages.filter((_, place) => !verdict.failed.has(place));
    } catch (error) {
      options.onRetry(error);
      return [];
    }
  }

  const running = poll().catch((error: unknown) => {
    isStopped = true;
    for (const resolve of drains) resolve();
    options.onFatal(error);
  });

  return {
    drain: () =>
      new Promise((resolve) => {
        if (isStopped) return resolve();
        drains = [...drains, resolve];
        pause.wake();
      }),
    async stop() {
      isStopped = true;
      pause.wake();
      await running;
      for (const resolve of drains) resolve();
    },
  };
}

function toQueueEvent(messages: readonly QueueMessage[]): SQSEvent {
  return {
    Records: messages.map((message) => ({
      messageId: message.messageId,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        SentTimestamp: '0',
        SenderId: 'local',
        ApproximateFirstReceiveTimestamp: '0',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:local:000000000000:landed-objects',
      awsRegion: 'local',
    })),
  };
}
