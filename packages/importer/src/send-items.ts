import { ConfigError, TransientError } from '@millrace/pipeline';
import { createLineGrouper, type OutgoingLine } from './group-lines.ts';
import type { ImportItem } from './import-item.ts';
import { describeProblem, type IngestAnswer, parseIngestAnswer } from './parse-ingest-answer.ts';
import { createPoster, type HttpAnswer, type PostJson } from './post-json.ts';

export type SendOptions = {
  /** Of the stage, without the path: `http://127.0.0.1:8080`. */
  readonly url: string;
  /** An import credential; with it `source` and `policy` are set and malformed lines are handed over. */
  readonly credential?: string;
  /** Default `access-log`; only with a credential. */
  readonly source?: string;
  /** Default `imported`; only with a credential. */
  readonly policy?: string;
  /** Requests at once. Default 4. */
  readonly concurrency?: number;
  /** Lines of one request. Default 250. */
  readonly maxEvents?: number;
  /** Of one request's body. Default 400,000. */
  readonly maxBytes?: number;
  /** How long a batch may be retried before the import ends. Default 60,000. */
  readonly retryBudgetMs?: number;
  /** After every answer. */
  readonly onProgress?: (totals: SendTotals) => void;
  /** Seams for tests: the transport, the wait between attempts, the jitter (0–1). */
  readonly post?: PostJson;
  readonly sleep?: (milliseconds: number) => Promise<void>;
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
  /** Malformed lines that were not sent, because there is no import credential. */
  readonly unsent: number;
  readonly firstUnsentLine: number | undefined;
  /** Lines sent again, each time counted. */
  readonly retried: number;
  readonly requests: number;
};

const defaultRetryBudgetMs = 60_000;
const requestTimeoutMs = 30_000;
const firstBackoffMs = 100;
const maxBackoffMs = 10_000;
const maxHeldLines = 8000;
const maxHeldBytes = 16 * 1024 * 1024;
/** Room for what stands around the lines in a body. */
const envelopeBytes = 1024;

/**
 * Sends every item to a stage's ingest and resolves when each has a final answer. At most `concurrency` requests are under
 * way, and the items are not pulled meanwhile. Lines that did not become durable are sent again with the same ids.
 * Throws ConfigError when the stage refuses the requests themselves (address, credential), TransientError when lines are
 * not accepted within the retry budget; what was answered before stays, and sending all again doubles nothing.
 */
export async function sendItems(
  items: AsyncIterable<ImportItem> | Iterable<ImportItem>,
  options: SendOptions,
): Promise<SendTotals> {
  const { concurrency = 4, maxEvents = 250, maxBytes = 400_000, credential } = options;
  const totals = createTotals();
  const poster = createPoster(`${options.url.replace(/\/+$/, '')}/v1/events`, {
    ...(credential === undefined ? {} : { credential }),
    connections: concurrency,
    timeoutMs: requestTimeoutMs,
  });
  const transport = { post: poster.post, sleep: sleepFor, random: Math.random, ...definedOf(options) };
  const grouper = createLineGrouper({
    maxLines: maxEvents,
    maxBytes: maxBytes - envelopeBytes,
    maxHeldLines,
    maxHeldBytes,
  });
  const inFlight = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  async function launch(batch: OutgoingLine[]): Promise<void> {
    while (inFlight.size >= concurrency) await Promise.race(inFlight);
    if (failure !== undefined) throw failure.error;
    const sending = sendBatch(batch, { options, transport, totals, isEnded: () => failure !== undefined })
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => inFlight.delete(sending));
    inFlight.add(sending);
  }

  try {
    for await (const item of items) {
      if (item.kind === 'malformed' && credential === undefined) totals.addUnsent(item.lineNumber);
      else for (const batch of grouper.add(item)) await launch(batch);
    }
    for (const batch of grouper.rest()) await launch(batch);
    await Promise.all(inFlight);
    if (failure !== undefined) throw failure.error;
    return totals.current();
  } catch (error) {
    failure ??= { error };
    await Promise.all(inFlight);
    throw failure.error;
  } finally {
    poster.close();
  }
}

type Transport = {
  readonly post: PostJson;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
};

type BatchContext = {
  readonly options: SendOptions;
  readonly transport: Transport;
  readonly totals: Totals;
  /** Another batch has failed for good: no more attempts. */
  readonly isEnded: () => boolean;
};

/** Sends until every line has a final answer. */
async function sendBatch(batch: readonly OutgoingLine[], context: BatchContext): Promise<void> {
  const { options, transport, totals } = context;
  const budgetMs = options.retryBudgetMs ?? defaultRetryBudgetMs;
  // Answers number the events before the malformed lines.
  let lines = [...batch].sort((a, b) => Number(a.kind === 'malformed') - Number(b.kind === 'malformed'));
  let attempt = 0;
  let spentMs = 0;
  for (;;) {
    const startedAt = performance.now();
    const result = await attemptBatch(lines, context);
    spentMs += performance.now() - startedAt;
    if (result.kind === 'too-large') {
      const middle = Math.ceil(lines.length / 2);
      await sendBatch(lines.slice(0, middle), context);
      await sendBatch(lines.slice(middle), context);
      return;
    }
    let why = 'it answered that they are not stored yet';
    let retryAfterMs = 0;
    if (result.kind === 'answered') {
      totals.addAnswer(result.answer, lines);
      options.onProgress?.(totals.current());
      if (result.answer.retryIndexes.length === 0) return;
      if (result.answer.retryIndexes.length < lines.length) attempt = 0;
      lines = result.answer.retryIndexes.map((index) => lines[index] as OutgoingLine);
      retryAfterMs = result.retryAfterMs;
    } else {
      why = result.why;
      retryAfterMs = result.retryAfterMs;
    }
    const backoffMs = (0.5 + transport.random() / 2) * Math.min(maxBackoffMs, firstBackoffMs * 2 ** attempt);
    const waitMs = retryAfterMs + backoffMs;
    if (context.isEnded()) return;
    if (spentMs + waitMs > budgetMs) {
      const { accepted } = totals.current();
      throw new TransientError(
        `${lines.length} lines were not accepted by ${options.url} within ${Math.round(budgetMs / 1000)} s: ${why}; ` +
          `${accepted} events were accepted before. Send the same input again: nothing is doubled`,
        { cause: result.kind === 'unanswered' ? result.cause : undefined },
      );
    }
    await transport.sleep(waitMs);
    if (context.isEnded()) return;
    spentMs += waitMs;
    attempt += 1;
    totals.addRetried(lines.length);
  }
}

type Attempt =
  | { readonly kind: 'answered'; readonly answer: IngestAnswer; readonly retryAfterMs: number }
  | { readonly kind: 'unanswered'; readonly why: string; readonly retryAfterMs: number; readonly cause?: unknown }
  | { readonly kind: 'too-large' };

async function attemptBatch(lines: readonly OutgoingLine[], context: BatchContext): Promise<Attempt> {
  const { options, transport, totals } = context;
  totals.addRequest();
  let answer: HttpAnswer;
  try {
    answer = await transport.post(toBody(lines, options));
  } catch (error) {
    return { kind: 'unanswered', why: toReason(error), retryAfterMs: 0, cause: error };
  }
  const retryAfterMs = parseRetryAfter(answer.headers['retry-after']);
  if (answer.status === 202 || answer.status === 422) {
    const parsed = parseIngestAnswer(answer, lines.length);
    if (parsed !== undefined) return { kind: 'answered', answer: parsed, retryAfterMs };
  }
  if (answer.status >= 500 || answer.status === 408 || answer.status === 425 || answer.status === 429) {
    return { kind: 'unanswered', why: describeProblem(answer), retryAfterMs };
  }
  if (answer.status === 413 && lines.length > 1) return { kind: 'too-large' };
  const [first] = lines;
  throw new ConfigError(
    `${options.url} refused ${lines.length} lines from line ${first?.lineNumber} on, ${describeProblem(answer)}: ${toAdvice(answer.status)}`,
  );
}

function toBody(lines: readonly OutgoingLine[], options: SendOptions): string {
  const join = (kind: OutgoingLine['kind']) =>
    lines
      .filter((line) => line.kind === kind)
      .map(({ json }) => json)
      .join(',');
  const events = `"events":[${join('event')}]`;
  if (options.credential === undefined) return `{${events}}`;
  const settings = { source: options.source ?? 'access-log', policy: options.policy ?? 'imported' };
  return `{"import":${JSON.stringify(settings)},${events},"malformed":[${join('malformed')}]}`;
}

function toAdvice(status: number): string {
  if (status === 401 || status === 403) return 'check the import credential';
  if (status === 413) return 'a single line is too large for this stage';
  if (status === 400 || status === 415) return 'this stage takes other requests, check that both have the same version';
  return 'check that the address is that of a millrace stage';
}

function toReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  return message === '' ? String(code ?? error) : message;
}

/** Seconds or a date (RFC 9110), in milliseconds from now. 0 when there is none. */
function parseRetryAfter(header: string | string[] | undefined): number {
  if (typeof header !== 'string') return 0;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}

function sleepFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function definedOf(options: SendOptions): Partial<Transport> {
  const { post, sleep, random } = options;
  return { ...(post && { post }), ...(sleep && { sleep }), ...(random && { random }) };
}

type Totals = {
  addAnswer(answer: IngestAnswer, lines: readonly OutgoingLine[]): void;
  addUnsent(lineNumber: number): void;
  addRetried(lineCount: number): void;
  addRequest(): void;
  current(): SendTotals;
};

function createTotals(): Totals {
  const counts = { accepted: 0, suppressed: 0, rejected: 0, malformed: 0, unsent: 0, retried: 0, requests: 0 };
  const rejectedByReason: Record<string, number> = {};
  let firstRejected: SendTotals['firstRejected'];
  let firstUnsentLine: number | undefined;
  return {
    addAnswer(answer, lines) {
      counts.accepted += answer.accepted;
      counts.suppressed += answer.suppressed;
      counts.malformed += answer.malformed;
      counts.rejected += answer.rejected.length;
      for (const { index, reason, message } of answer.rejected) {
        rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + 1;
        const { lineNumber } = lines[index] as OutgoingLine;
        if (firstRejected === undefined || lineNumber < firstRejected.lineNumber) {
          firstRejected = { lineNumber, reason, message };
        }
      }
    },
    addUnsent(lineNumber) {
      counts.unsent += 1;
      firstUnsentLine ??= lineNumber;
    },
    addRetried: (lineCount) => {
      counts.retried += lineCount;
    },
    addRequest: () => {
      counts.requests += 1;
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
