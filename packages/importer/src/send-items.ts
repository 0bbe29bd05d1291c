import { type Clock, ConfigError, TransientError } from '@millrace/pipeline';
import {
  type AnsweredLines,
  type Compression,
  createLineSender,
  type OutgoingLine,
  type PostBody,
  type SendError,
  type SendKey,
  toEventLine,
  toMalformedLine,
} from '@millrace/server-sdk';
import type { ImportItem } from './import-item.ts';

export type SendOptions = {
  /** Of the stage, without the path: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Whose lines these are. With a secret, malformed lines are handed over as well. */
  readonly key?: SendKey | undefined;
  /** Makes it an import, of this source and policy. Only with a secret key. */
  readonly import?: { readonly source: string; readonly policy: string } | undefined;
  /** Requests at once. Default 4. */
  readonly concurrency?: number;
  /** Lines of one request. Default 250. */
  readonly maxEvents?: number;
  /** Of one request's body. Default 400,000. */
  readonly maxBytes?: number;
  /** Default: none on the loopback, else zstd. */
  readonly compression?: Compression;
  /** How long a batch may be retried before the import ends. Default 60,000; 5,000 while nothing ever listened there. */
  readonly retryBudgetMs?: number;
  /** After every answer. */
  readonly onProgress?: (totals: SendTotals) => void;
  /** Seams for tests: the transport, time, the jitter (0–1). */
  readonly post?: PostBody;
  readonly clock?: Clock;
  readonly random?: () => number;
};

/** Numbers of lines, but for `requests`. Answered lines only, so sent = accepted + suppressed + rejected. */
export type SendTotals = {
  /** Events with a final answer. */
  readonly sent: number;
  readonly accepted: number;
  readonly suppressed: number;
  /** Refused for good; ingest keeps them in quarantine. */
  readonly rejected: number;
  readonly rejectedByReason: Readonly<Record<string, number>>;
  readonly firstRejected:
    | { readonly lineNumber: number; readonly reason: string; readonly message: string }
    | undefined;
  /** Malformed lines that ingest has put into quarantine. */
  readonly malformed: number;
  /** Malformed lines that were not sent, because there is no secret key. */
  readonly unsent: number;
  readonly firstUnsentLine: number | undefined;
  /** Lines sent again, each time counted. */
  readonly retried: number;
  readonly requests: number;
};

const defaultRetryBudgetMs = 60_000;
const unreachableBudgetMs = 5000;

type ItemLine = OutgoingLine & { readonly lineNumber: number };

/**
 * Sends every item to a stage's ingest and resolves when each has a final answer. At most `concurrency` requests are under
 * way, and the items are not pulled meanwhile. Lines that did not become durable are sent again with the same ids.
 * Throws ConfigError when the stage refuses the requests themselves (address, key), TransientError when lines are
 * not accepted within the retry budget; what was answered before stays, and sending all again doubles nothing.
 */
export async function sendItems(
  items: AsyncIterable<ImportItem> | Iterable<ImportItem>,
  options: SendOptions,
): Promise<SendTotals> {
  const { key, retryBudgetMs = defaultRetryBudgetMs, compression, post, clock, random } = options;
  const totals = createTotals();
  let failure: { readonly error: unknown } | undefined;

  function fail(error: unknown): void {
    failure ??= { error };
    sender.stop(new TransientError('the import has ended', { cause: error }));
  }

  const sender = createLineSender<ItemLine>(
    {
      url: options.url,
      key,
      ...(options.import && { import: options.import }),
      concurrency: options.concurrency,
      maxBatchEvents: options.maxEvents,
      maxBatchBytes: options.maxBytes,
      compression,
      retryBudgetMs,
      unreachableBudgetMs: Math.min(unreachableBudgetMs, retryBudgetMs),
      ...(post && { post }),
      ...(clock && { clock }),
      ...(random && { random }),
    },
    {
      onRequest: totals.addRequest,
      onAnswered(answered) {
        totals.addAnswer(answered);
        try {
          options.onProgress?.(totals.current());
        } catch (error) {
          fail(error);
        }
      },
      onFailed(lines, error) {
        if (failure === undefined) fail(toImportError(lines, error, totals.current()));
      },
    },
  );

  try {
    for await (const item of items) {
      if (item.kind === 'malformed' && key?.secret === undefined) totals.addUnsent(item.lineNumber);
      else sender.add(toLine(item));
      if (!sender.hasRoom()) await sender.room();
      if (failure !== undefined) break;
    }
    sender.sendHeld();
  } catch (error) {
    fail(error);
  }
  await sender.idle();
  sender.close();
  if (failure !== undefined) throw failure.error;
  return totals.current();
}

function toLine(item: ImportItem): ItemLine {
  const line = item.kind === 'event' ? toEventLine(item.event, item.json) : toMalformedLine(item.malformed);
  return { ...line, lineNumber: item.lineNumber };
}

function toImportError(lines: readonly ItemLine[], error: SendError, { accepted }: SendTotals): Error {
  if (error instanceof ConfigError) {
    const firstLine = Math.min(...lines.map(({ lineNumber }) => lineNumber));
    return new ConfigError(`${error.message} (${lines.length} lines, from line ${firstLine} on)`, { cause: error });
  }
  if (!(error instanceof TransientError)) return error;
  return new TransientError(
    `${error.message}; ${accepted} events were accepted before. Send the same input again: nothing is doubled`,
    { cause: error },
  );
}

type Totals = {
  addAnswer(answered: AnsweredLines<ItemLine>): void;
  addUnsent(lineNumber: number): void;
  addRequest(lineCount: number, isRetry: boolean): void;
  current(): SendTotals;
};

function createTotals(): Totals {
  const counts = { accepted: 0, suppressed: 0, rejected: 0, malformed: 0, unsent: 0, retried: 0, requests: 0 };
  const rejectedByReason: Record<string, number> = {};
  let firstRejected: SendTotals['firstRejected'];
  let firstUnsentLine: number | undefined;
  return {
    addAnswer({ accepted, suppressed, malformed, rejected }) {
      counts.accepted += accepted;
      counts.suppressed += suppressed;
      counts.malformed += malformed;
      counts.rejected += rejected.length;
      for (const { line, reason, path, message } of rejected) {
        rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + 1;
        const { lineNumber } = line;
        if (firstRejected === undefined || lineNumber < firstRejected.lineNumber) {
          firstRejected = { lineNumber, reason, message: path === '' ? message : `${path} ${message}` };
        }
      }
    },
    addUnsent(lineNumber) {
      counts.unsent += 1;
      firstUnsentLine ??= lineNumber;
    },
    addRequest(lineCount, isRetry) {
      counts.requests += 1;
      if (isRetry) counts.retried += lineCount;
    },
    current: () => ({
      sent: counts.accepted + counts.suppressed + counts.rejected,
      ...counts,
      rejectedByReason: { ...rejectedByReason },
      firstRejected,
      firstUnsentLine,
    }),
  };
}
