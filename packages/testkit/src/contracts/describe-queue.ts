import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue, QueueMessage } from '@millrace/pipeline';
import { eventually } from './eventually.ts';
import { type Opened, withOpened } from './opened.ts';

/** What every Queue must do; ports.ts has the promises. `open` gives an empty queue. One real wait of 2.1 s at most. */
export function describeQueue(adapter: string, open: () => Promise<Opened<Queue>>): void {
  describe(`Queue: ${adapter}`, () => {
    test('delivers what was sent, as it was', async () => {
      await withOpened(open, async ({ port }) => {
        expect(await port.receive({ limit: 10, visibilitySeconds: 30 })).toEqual([]);
        const bodies = ['{"a":1}', 'two\nlines\tand a tab', 'ünïcödé 漢字 😀 <&> "quoted"', 'x'.repeat(100_000)];
        for (const body of bodies) await port.send(body);
        const messages = await receiveAll(port, bodies.length);
        expect(messages.map((message) => message.body).sort()).toEqual([...bodies].sort());
        expect(new Set(messages.map((message) => message.messageId)).size).toBe(bodies.length);
        expect(messages.map((message) => message.receiveCount)).toEqual([1, 1, 1, 1]);
      });
    });

    test('gives at most `limit` messages, and hides those from others', async () => {
      await withOpened(open, async ({ port }) => {
        const bodies = Array.from({ length: 12 }, (_, index) => `message ${index}`);
        await Promise.all(bodies.map((body) => port.send(body)));
        const first = await port.receive({ limit: 3, visibilitySeconds: 30 });
        expect(first.length).toBeLessThanOrEqual(3);
        const second = await port.receive({ limit: 10, visibilitySeconds: 30 });
        expect(second.length).toBeLessThanOrEqual(10);
        const rest = await receiveAll(port, 12 - first.length - second.length);
        const seen = [...first, ...second, ...rest].map((message) => message.body);
        expect(seen.sort()).toEqual([...bodies].sort());
        expect(await port.receive({ limit: 10, visibilitySeconds: 30 })).toEqual([]);
      });
    });

    test('what was deleted is gone, and deleting it twice is no error', async () => {
      await withOpened(open, async ({ port }) => {
        await port.send('deleted');
        await port.send('kept');
        const messages = await receiveAll(port, 2);
        const deleted = messages.find((message) => message.body === 'deleted') as QueueMessage;
        const kept = messages.find((message) => message.body === 'kept') as QueueMessage;
        await port.delete(deleted);
        await port.delete(deleted);
        await port.release(kept, 0);
        expect((await receiveAll(port, 1)).map((message) => message.body)).toEqual(['kept']);
        expect(await port.receive({ limit: 10, visibilitySeconds: 30 })).toEqual([]);
      });
    });

    test('a released message comes again at once, and its receiveCount grows', async () => {
      await withOpened(open, async ({ port }) => {
        await port.send('again');
        const messageIds = new Set<string>();
        for (const receiveCount of [1, 2, 3]) {
          const [message] = await receiveAll(port, 1);
          expect(message?.receiveCount).toBe(receiveCount);
          messageIds.add(message?.messageId ?? 'none');
          await port.release(message as QueueMessage, 0);
        }
        expect(messageIds.size).toBe(1);
      });
    });

    test('a message comes again when its visibility timeout or its release delay is over', async () => {
      await withOpened(open, async ({ port, advance }) => {
        for (const body of ['timed out', 'released', 'deleted', 'hidden']) await port.send(body);
        const first = await receiveAll(port, 4, 30);
        const byBody = (body: string) => first.find((message) => message.body === body) as QueueMessage;
        // From here on everything must happen within two seconds; a receive may wait one for messages.
        await port.release(byBody('timed out'), 0);
        const [timedOut] = await receiveAll(port, 1, 2);
        await port.release(byBody('released'), 2);
        await port.delete(byBody('deleted'));
        expect(timedOut?.body).toBe('timed out');
        expect(await port.receive({ limit: 10, visibilitySeconds: 30 })).toEqual([]);

        await (advance === undefined ? sleep(2_100) : advance(2.1));
        const again = await receiveAll(port, 2);
        expect(again.map((message) => `${message.body} ${message.receiveCount}`).sort()).toEqual([
          'released 2',
          'timed out 3',
        ]);
        // Its handle has run out: no error, whatever becomes of the message.
        await port.delete(timedOut as QueueMessage);
      });
    });

    test('of many receivers at once each message has one', async () => {
      await withOpened(open, async ({ port }) => {
        const bodies = Array.from({ length: 20 }, (_, index) => `message ${index}`);
        await Promise.all(bodies.map((body) => port.send(body)));
        const seen: string[] = [];
        const receiveTogether = async () => {
          const batches = await Promise.all(
            Array.from({ length: 8 }, () => port.receive({ limit: 4, visibilitySeconds: 30 })),
          );
          seen.push(...batches.flat().map((message) => message.body));
          return seen.length;
        };
        await eventually(receiveTogether, (count) => count >= 20);
        expect(seen.sort()).toEqual([...bodies].sort());
      });
    });

    test('a queue opened again has what was not deleted', async () => {
      await withOpened(open, async ({ port, reopen }) => {
        await port.send('kept');
        await port.close();
        await port.close();
        if (reopen === undefined) return;
        const again = await reopen();
        expect((await receiveAll(again, 1)).map((message) => message.body)).toEqual(['kept']);
      });
    });
  });
}

/** Receives until `count` messages were seen: a service may give fewer at a time than it has. */
async function receiveAll(port: Queue, count: number, visibilitySeconds = 30): Promise<readonly QueueMessage[]> {
  const messages: QueueMessage[] = [];
  const receiveSome = async () => {
    messages.push(...(await port.receive({ limit: 10, visibilitySeconds })));
    return messages.length;
  };
  if (count > 0) await eventually(receiveSome, (seen) => seen >= count);
  expect(messages).toHaveLength(count);
  return messages;
}
