import { randomUUID } from 'node:crypto';
import { ConfigError } from '@millrace/pipeline';
import type { BatchSenderOptions, SendKey } from './create-batch-sender.ts';
import { createLineSender } from './create-line-sender.ts';
import type { Compression } from './encode-body.ts';
import { EventNotSentError, EventRejectedError, QueueFullError } from './event-errors.ts';
import { type OutgoingLine, toEventLine } from './outgoing-line.ts';

export type ClientOptions = Pick<BatchSenderOptions, 'post' | 'clock' | 'random'> & {
  /** Of the stage: `https://collect.example`; `/v1/events` is added. */
  readonly url: string;
  /** A secret key signs every request, a public one is only named; without, the stage must take anonymous events. */
  readonly key?: SendKey | undefined;
  /** Requests at once. Default 4. */
  readonly concurrency?: number | undefined;
  /** Of one request, 1–500. Default 250. */
  readonly maxBatchEvents?: number | undefined;
  /** Of one request's body before compression, 2,048–500,000. Default 400,000. */
  readonly maxBatchBytes?: number | undefined;
  /** How long an event may wait for others of its partition bucket. Default 100. */
  readonly lingerMs?: number | undefined;
  /** Events without a final answer; at that many, `send` refuses more. Default 10,000. */
  readonly maxQueuedEvents?: number | undefined;
  /** How long a batch may be retried. Default 60,000. */
  readonly retryBudgetMs?: number | undefined;
  /** Default: none on the loopback, else zstd. */
  readonly compression?: Compression | undefined;
  /** Told of every event that is rejected, given up or not taken; with it, what `send` returns may be left alone. */
  readonly onRejected?: ((error: EventRejectedError | EventNotSentError | QueueFullError) => void) | undefined;
};

/** An event that is durable. */
export type Receipt = {
  readonly eventId: string;
  /** An answer about events of both kinds only counts them: `accepted-or-suppressed`. */
  readonly outcome: 'accepted' | 'suppressed' | 'accepted-or-suppressed';
  /** As the stage logged it. */
  readonly requestId: string | undefined;
  /** Requests that carried the event. */
  readonly attempts: number;
};

/** Numbers of events. Without those on their way, and those that `send` did not take. */
export type ClientTotals = {
  readonly accepted: number;
  readonly suppressed: number;
  readonly rejected: number;
  readonly notSent: number;
};

export type Client = {
  /**
   * Resolves when the event is durable. Rejects with EventRejectedError (refused for good), EventNotSentError (given up),
   * at once with QueueFullError (not taken: see `ready`), ConfigError (closed) and TypeError (cannot be sent as JSON).
   * An event without event_id gets one, the same for all attempts. What is sent is the event as it is at the call.
   */
  send(event: object): Promise<Receipt>;
  /** Resolves when there is room for an event. */
  ready(): Promise<void>;
  /** Sends what waits, and resolves when every event taken so far has ended, well or not. Never rejects. */
  flush(): Promise<void>;
  /** Takes no more events, sends those it has, and closes the connections. Never rejects. */
  close(): Promise<void>;
  totals(): ClientTotals;
};

type QueuedEvent = OutgoingLine & {
  readonly eventId: string;
  /** Grows with every event taken. */
  readonly sequence: number;
  resolve(receipt: Receipt): void;
  reject(error: EventRejectedError | EventNotSentError): void;
};

/** Waits for the events taken up to one. */
type Flush = { readonly upTo: number; remaining: number; resolve(): void };

/**
 * Sends events to a stage from a server: batched by partition bucket, so that one request becomes one stream record;
 * signed; sent again with the same event_id until the stage has them, or the retry budget is spent.
 * Throws ConfigError when an option is wrong.
 */
export function createClient(options: ClientOptions): Client {
  checkNumbers(options);
  const { maxQueuedEvents = 10_000, lingerMs = 100, retryBudgetMs = 60_000, onRejected } = options;
  const counts = { accepted: 0, suppressed: 0, rejected: 0, notSent: 0 };
  const flushes = new Set<Flush>();
  let taken = 0;
  let queued = 0;
  let waiters: (() => void)[] = [];
  let closing: Promise<void> | undefined;

  const sender = createLineSender<QueuedEvent>(
    { ...options, lingerMs, retryBudgetMs },
    {
      onRequest() {},
      onAnswered({ accepted, suppressed, durable, rejected, requestId, attempts }) {
        counts.accepted += accepted;
        counts.suppressed += suppressed;
        counts.rejected += rejected.length;
        const outcome = suppressed === 0 ? 'accepted' : accepted === 0 ? 'suppressed' : 'accepted-or-suppressed';
        for (const line of durable) line.resolve({ eventId: line.eventId, outcome, requestId, attempts });
        for (const { line, ...refusal } of rejected) line.reject(new EventRejectedError(line.eventId, refusal));
        release([...durable, ...rejected.map(({ line }) => line)]);
      },
      onFailed(lines, error) {
        counts.notSent += lines.length;
        const eventIds = lines.map(({ eventId }) => eventId);
        for (const { eventId, json, reject } of lines) {
          reject(new EventNotSentError({ eventId, event: JSON.parse(json) as object }, eventIds, error));
        }
        release(lines);
      },
    },
  );

  function release(lines: readonly QueuedEvent[]): void {
    queued -= lines.length;
    for (const flush of flushes) {
      flush.remaining -= lines.filter(({ sequence }) => sequence <= flush.upTo).length;
      if (flush.remaining > 0) continue;
      flushes.delete(flush);
      flush.resolve();
    }
    const room = Math.max(0, maxQueuedEvents - queued);
    for (const resolve of waiters.slice(0, room)) resolve();
    waiters = waiters.slice(room);
  }

  /** A fault of the caller's is thrown; what became of the event is the promise's to say. */
  function take(event: object): Promise<Receipt> {
    if (closing !== undefined) throw new ConfigError('the client is closed: it takes no more events');
    const identified = withEventId(event);
    const line = toEventLine(identified, toJsonObject(identified));
    const eventId = identified.event_id;
    const { promise, resolve, reject } = Promise.withResolvers<Receipt>();
    const refuse = (error: EventRejectedError | EventNotSentError | QueueFullError) => {
      reject(error);
      if (onRejected === undefined) return;
      // The caller hears of it there, and need not look at the promise.
      promise.catch(() => {});
      queueMicrotask(() => onRejected(error));
    };
    if (queued >= maxQueuedEvents) {
      refuse(new QueueFullError({ eventId, event: identified }, maxQueuedEvents));
      return promise;
    }
    queued += 1;
    taken += 1;
    sender.add({ ...line, eventId, sequence: taken, resolve, reject: refuse });
    return promise;
  }

  function flush(): Promise<void> {
    if (queued === 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    flushes.add({ upTo: taken, remaining: queued, resolve });
    sender.sendHeld();
    return promise;
  }

  return {
    send(event) {
      try {
        return take(event);
      } catch (error) {
        return Promise.reject(error);
      }
    },
    ready: () => (queued < maxQueuedEvents ? Promise.resolve() : new Promise((resolve) => void waiters.push(resolve))),
    flush,
    close() {
      closing ??= flush().then(() => sender.close());
      return closing;
    },
    totals: () => ({ ...counts }),
  };
}

function withEventId(event: object): object & { readonly event_id: string } {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) throw new TypeError('an event is an object');
  const { event_id: eventId = randomUUID() } = event as { readonly event_id?: unknown };
  if (typeof eventId !== 'string') throw new TypeError('event_id is a text, best a UUID');
  return { ...event, event_id: eventId };
}

/** Throws TypeError for what is none: circular, a BigInt in it. */
function toJsonObject(event: object): string {
  const json = JSON.stringify(event);
  if (json?.startsWith('{')) return json;
  throw new TypeError('an event is an object, in JSON as well');
}

/** Throws ConfigError. */
function checkNumbers(options: ClientOptions): void {
  const limits = {
    concurrency: [1, 1000],
    maxBatchEvents: [1, 500],
    maxBatchBytes: [2048, 500_000],
    lingerMs: [0, 3_600_000],
    maxQueuedEvents: [1, 10_000_000],
    retryBudgetMs: [0, 86_400_000],
  } as const;
  for (const [name, [min, max]] of Object.entries(limits)) {
    const value = options[name as keyof typeof limits];
    if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) continue;
    throw new ConfigError(`${name} is a whole number from ${min} to ${max}, not ${value}`);
  }
}
