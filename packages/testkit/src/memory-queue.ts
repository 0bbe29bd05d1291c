import type { Queue, QueueMessage } from '@millrace/pipeline';

export type MemoryQueueOptions = {
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly delaySeconds?: number;
  /** After `maxReceiveCount` deliveries that nobody deleted a message moves there. */
  readonly deadLetter?: { readonly queue: Queue; readonly maxReceiveCount: number };
};

type Held = {
  readonly messageId: string;
  readonly body: string;
  visibleAt: number;
  receiveCount: number;
  receipt: string;
};

/** A standard queue in memory. The contract suite holds for it as for the others. */
export function createMemoryQueue(options: MemoryQueueOptions = {}): Queue & { readonly length: () => number } {
  const { now = Date.now, delaySeconds = 0, deadLetter } = options;
  let messages: Held[] = [];
  let sent = 0;
  let received = 0;
  const find = ({ messageId, receiptHandle }: QueueMessage) =>
    messages.find((held) => held.messageId === messageId && held.receipt === receiptHandle);

  return {
    length: () => messages.length,
    async send(body) {
      sent += 1;
      messages.push({
        messageId: `message-${sent}`,
        body,
        visibleAt: now() + delaySeconds * 1000,
        receiveCount: 0,
        receipt: '',
      });
    },
    async receive({ limit, visibilitySeconds }) {
      const at = now();
      if (deadLetter) {
        const isBuried = (held: Held) => held.visibleAt <= at && held.receiveCount >= deadLetter.maxReceiveCount;
        for (const { body } of messages.filter(isBuried)) await deadLetter.queue.send(body);
        messages = messages.filter((held) => !isBuried(held));
      }
      const visible = messages.filter(({ visibleAt }) => visibleAt <= at).slice(0, limit);
      return visible.map((held) => {
        received += 1;
        held.receiveCount += 1;
        held.visibleAt = at + visibilitySeconds * 1000;
        held.receipt = `receipt-${received}`;
        const { messageId, body, receipt: receiptHandle, receiveCount } = held;
        return { messageId, body, receiptHandle, receiveCount };
      });
    },
    async delete(message) {
      const held = find(message);
      messages = messages.filter((other) => other !== held);
    },
    async release(message, afterSeconds) {
      const held = find(message);
      if (held && held.visibleAt > now()) held.visibleAt = now() + afterSeconds * 1000;
    },
    close: async () => {},
  };
}
