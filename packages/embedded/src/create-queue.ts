import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { PortsConfig, Queue } from '@millrace/pipeline';
import { openDatabase } from './open-database.ts';

export type QueueOptions = {
  /** Epoch milliseconds; Date.now when absent. */
  readonly now?: () => number;
  /** A message is hidden for this long after it was sent. */
  readonly delaySeconds?: number;
  /** After `maxReceiveCount` deliveries that nobody deleted a message moves to the queue of this name. */
  readonly deadLetter?: { readonly queueName: string; readonly maxReceiveCount: number };
};

const schema = `
  create table if not exists messages (
    id integer primary key autoincrement,
    queue text not null,
    message_id text not null,
    body text not null,
    visible_at integer not null,
    receive_count integer not null,
    receipt text
  ) strict;
  create index if not exists messages_by_queue on messages (queue, visible_at)`;

/** A queue in `<dataDir>/queues.sqlite`, which holds all of them. Several processes may use it at once. */
export function createQueue(config: PortsConfig, options: QueueOptions = {}): Queue {
  const { now = Date.now, delaySeconds = 0, deadLetter } = options;
  const queue = config.queueName;
  const database = openDatabase(join(resolve(config.dataDir), 'queues.sqlite'), schema, prepareStatements);

  return {
    async send(body) {
      await database.use(({ send }) => send.run(queue, randomUUID(), body, toMs(now(), delaySeconds)));
    },

    async receive({ limit, visibilitySeconds }) {
      return database.use(({ findVisible, bury, receive }) => {
        const at = now();
        // An empty poll is the usual case and must not wait for writers.
        if (findVisible.get(queue, at) === undefined) return [];
        if (deadLetter !== undefined) bury.run(deadLetter.queueName, queue, at, deadLetter.maxReceiveCount);
        const receipt = randomUUID();
        return receive.all(toMs(at, visibilitySeconds), receipt, queue, at, limit).map((row) => ({
          messageId: String(row['message_id']),
          body: String(row['body']),
          receiptHandle: `${row['id']}.${receipt}`,
          receiveCount: Number(row['receive_count']),
        }));
      });
    },

    async delete({ receiptHandle }) {
      await database.use((statements) => statements.delete.run(...parseHandle(receiptHandle)));
    },

    async release({ receiptHandle }, afterSeconds) {
      await database.use(({ release }) => {
        const at = now();
        release.run(toMs(at, afterSeconds), ...parseHandle(receiptHandle), at);
      });
    },

    async close() {
      await database.close();
    },
  };
}

/** A receipt belongs to the last delivery: whoever received a message before it can neither delete nor release it. */
function prepareStatements(database: DatabaseSync) {
  return {
    send: database.prepare(
      'insert into messages (queue, message_id, body, visible_at, receive_count) values (?, ?, ?, ?, 0)',
    ),
    findVisible: database.prepare('select 1 from messages where queue = ? and visible_at <= ? limit 1'),
    bury: database.prepare(
      'update messages set queue = ?, receive_count = 0, receipt = null where queue = ? and visible_at <= ? and receive_count >= ?',
    ),
    receive: database.prepare(`
      update messages set visible_at = ?, receipt = ?, receive_count = receive_count + 1
      where id in (select id from messages where queue = ? and visible_at <= ? order by visible_at, id limit ?)
      returning id, message_id, body, receive_count`),
    delete: database.prepare('delete from messages where id = ? and receipt = ?'),
    release: database.prepare('update messages set visible_at = ? where id = ? and receipt = ? and visible_at > ?'),
  };
}

function parseHandle(receiptHandle: string): [id: number, receipt: string] {
  const at = receiptHandle.indexOf('.');
  return [Number(receiptHandle.slice(0, at)), receiptHandle.slice(at + 1)];
}

function toMs(at: number, afterSeconds: number): number {
  return Math.round(at + afterSeconds * 1_000);
}
