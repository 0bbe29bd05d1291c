import type { QueueHandler } from '@millrace/middleware';
import type { Queue, QueueMessage } from '@millrace/pipeline';
import type { SQSEvent } from 'aws-lambda';
import { createPause } from './create-pause.ts';

export type QueuePoller = {
  /** Resolves when no message was visible at a look after the call, or the poller has stopped. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

export type QueuePollerOptions = {
  readonly queue: Queue;
  readonly batchSize: number;
  readonly visibilitySeconds: number;
  readonly invoke: QueueHandler;
  /** Messages failed; they come again when their visibility timeout ends. */
  readonly onRetry: (error: unknown) => void;
  /** The queue itself failed; the poller has stopped. */
  readonly onFatal: (error: unknown) => void;
};

const idleMs = 50;

/** An event source mapping on a queue: messages that the function does not report as failed are deleted. */
export function pollQueue(options: QueuePollerOptions): QueuePoller {
  const pause = createPause();
  let isStopped = false;
  let drains: (() => void)[] = [];

  async function poll(): Promise<void> {
    while (!isStopped) {
      const finished = drains;
      const messages = await options.queue.receive({
        limit: Math.min(options.batchSize, 10),
        visibilitySeconds: options.visibilitySeconds,
      });
      if (messages.length > 0) {
        await deliver(messages);
        continue;
      }
      drains = drains.filter((resolve) => !finished.includes(resolve));
      for (const resolve of finished) resolve();
      await pause.wait(idleMs);
    }
  }

  async function deliver(messages: readonly QueueMessage[]): Promise<void> {
    try {
      const { batchItemFailures } = await options.invoke(toQueueEvent(messages));
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const message of messages) if (!failed.has(message.messageId)) await options.queue.delete(message);
      if (failed.size > 0) options.onRetry(new Error(`${failed.size} of ${messages.length} messages come again`));
    } catch (error) {
      options.onRetry(error);
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
