import { type Clock, ConfigError, InvariantError, systemClock, TransientError } from '@millrace/pipeline';
import { keyHeader, signRequest } from '@millrace/registry';
import { type Compression, defaultCompression, encodeBody } from './encode-body.ts';
import type { OutgoingLine } from './outgoing-line.ts';
import { describeProblem, type IngestAnswer, parseIngestAnswer } from './parse-ingest-answer.ts';
import { parseRetryAfter } from './parse-retry-after.ts';
import { createPoster, type HttpAnswer, type PostBody } from './post-body.ts';

/** With a secret requests are signed; a public key is only named. */
export type SendKey = { readonly id: string; readonly secret?: string };

export type BatchSenderOptions = {
  /** Of the stage, without the path: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly key?: SendKey | undefined;
  /** Makes the requests an import's: its events are of this source and policy. Only with a secret key. */
  readonly import?: { readonly source: string; readonly policy: string };
  /** Default: none on the loopback, else zstd. */
  readonly compression?: Compression | undefined;
  /** Requests at once. */
  readonly connections: number;
  /** How long the lines of a batch may be retried. */
  readonly retryBudgetMs: number;
  /** The same while nothing has ever listened at that address. Default: the whole budget. */
  readonly unreachableBudgetMs?: number;
  /** Seams for tests: the transport, time, the jitter (0–1). */
  readonly post?: PostBody;
  readonly clock?: Clock;
  readonly random?: () => number;
};

/** Lines that have their final answer. */
export type AnsweredLines<Line> = {
  readonly accepted: number;
  readonly suppressed: number;
  readonly malformed: number;
  /** Durable: accepted, suppressed or, of an import, malformed. */
  readonly durable: readonly Line[];
  /** Refused for good. path: JSON pointer; empty: the whole event. */
  readonly rejected: readonly {
    readonly line: Line;
    readonly reason: string;
    readonly path: string;
    readonly message: string;
  }[];
  readonly requestId: string | undefined;
  /** Requests that carried these lines, this one included. */
  readonly attempts: number;
};

export type SendError = ConfigError | TransientError | InvariantError;

/** Tells each line's end exactly once: in one `onAnswered` or one `onFailed`. */
export type BatchWatch<Line> = {
  /** Before every request. */
  onRequest(lineCount: number, isRetry: boolean): void;
  onAnswered(answered: AnsweredLines<Line>): void;
  /** Not known to be durable, and not sent again. */
  onFailed(lines: readonly Line[], error: SendError): void;
};

export type BatchSender<Line> = {
  /** Resolves when every line has ended. */
  send(lines: readonly Line[]): Promise<void>;
  /** Nothing is sent any more: lines that wait for a retry fail at once. The error goes to them. */
  stop(error: SendError): void;
  /** Closes the connections, those in use as well. */
  close(): void;
};

const requestTimeoutMs = 30_000;
const firstBackoffMs = 100;
const maxBackoffMs = 10_000;
const maxRetryAfterMs = 30_000;
/** Of the stage's clock against ours, when a signature is refused; the stage takes 5 min. */
const skewToTellMs = 4 * 60_000;

const nobodyThere: ReadonlySet<string> = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);

type Attempt =
  | { readonly kind: 'answered'; readonly answer: IngestAnswer; readonly retryAfterMs: number }
  | { readonly kind: 'unanswered'; readonly why: string; readonly retryAfterMs: number; readonly cause?: unknown }
  | { readonly kind: 'too-large' };

/**
 * Sends batches, signs each attempt, and sends again what did not become durable: the lines that `retry` names; all of
 * them after a status 408, 425, 429 or 5xx and when no answer came. A batch that is too large is halved. Throws ConfigError
 * when the address or the key is none.
 */
export function createBatchSender<Line extends OutgoingLine>(
  options: BatchSenderOptions,
  watch: BatchWatch<Line>,
): BatchSender<Line> {
  const { clock = systemClock, random = Math.random } = options;
  const target = toTarget(options.url);
  checkKey(options.key);
  const place = `${target.origin}${target.pathname}`;
  const compression = options.compression ?? defaultCompression(target);
  const poster = createPoster(target, { connections: options.connections, timeoutMs: requestTimeoutMs });
  const post = options.post ?? poster.post;
  const waiting = new Set<() => void>();
  /** Set by stop. */
  let ended: SendError | undefined;
  /** Whether anything ever listened there. */
  let isReached = false;

  async function sendLines(given: readonly Line[], attemptsBefore: number): Promise<void> {
    // Answers number the events before the malformed lines.
    let lines = given.toSorted((a, b) => Number(a.kind === 'malformed') - Number(b.kind === 'malformed'));
    const startedAt = clock.now();
    let attempts = attemptsBefore;
    let failuresInRow = 0;
    for (;;) {
      if (ended !== undefined) return watch.onFailed(lines, ended);
      watch.onRequest(lines.length, attempts > 0);
      attempts += 1;
      let result: Attempt;
      try {
        result = await attempt(lines);
      } catch (error) {
        return watch.onFailed(lines, toSendError(error));
      }
      if (result.kind === 'too-large') {
        const middle = Math.ceil(lines.length / 2);
        await sendLines(lines.slice(0, middle), attempts);
        await sendLines(lines.slice(middle), attempts);
        return;
      }
      if (result.kind === 'answered') {
        const { answer } = result;
        const again = answer.retryIndexes.map((index) => lines[index] as Line);
        if (again.length < lines.length) {
          watch.onAnswered(toAnswered(lines, answer, attempts));
          failuresInRow = 0;
        }
        if (again.length === 0) return;
        lines = again;
      }
      const backoffMs = (0.5 + random() / 2) * Math.min(maxBackoffMs, firstBackoffMs * 2 ** failuresInRow);
      const waitMs = result.retryAfterMs + backoffMs;
      failuresInRow += 1;
      const budgetMs = isReached ? options.retryBudgetMs : (options.unreachableBudgetMs ?? options.retryBudgetMs);
      if (clock.now() - startedAt + waitMs > budgetMs) return watch.onFailed(lines, toGiveUp(lines, result, budgetMs));
      await wait(waitMs);
    }
  }

  async function attempt(lines: readonly Line[]): Promise<Attempt> {
    const now = clock.now();
    const { bytes, headers } = encodeBody(toBody(lines, options.import, now), compression);
    let answer: HttpAnswer;
    try {
      answer = await post(bytes, {
        'content-type': 'application/json',
        accept: 'application/json',
        ...headers,
        ...toKeyHeaders(options.key, bytes, now),
      });
    } catch (error) {
      isReached ||= !nobodyThere.has(String((error as NodeJS.ErrnoException).code));
      return { kind: 'unanswered', why: toReason(error), retryAfterMs: 0, cause: error };
    }
    isReached = true;
    const retryAfterMs = parseRetryAfter(answer.headers['retry-after'], clock.now(), maxRetryAfterMs);
    if (answer.status === 202 || answer.status === 422) {
      const events = lines.filter(({ kind }) => kind === 'event').length;
      const parsed = parseIngestAnswer(answer, { events, malformed: lines.length - events });
      if (parsed !== undefined) return { kind: 'answered', answer: parsed, retryAfterMs };
    }
    if (answer.status >= 500 || [408, 425, 429].includes(answer.status)) {
      return { kind: 'unanswered', why: describeProblem(answer), retryAfterMs };
    }
    if (answer.status === 413 && lines.length > 1) return { kind: 'too-large' };
    const advice = toAdvice(answer, { key: options.key, compression, now: clock.now() });
    throw new ConfigError(`${place} refused the request, ${describeProblem(answer)}: ${advice}`);
  }

  function toGiveUp(lines: readonly Line[], result: Attempt, budgetMs: number): TransientError {
    const why = result.kind === 'unanswered' ? result.why : 'it answered that they are not stored yet';
    const advice = isReached ? '' : '; start the stage, or check the address';
    return new TransientError(
      `${lines.length} lines were not accepted by ${place} within ${budgetMs / 1000} s: ${why}${advice}`,
      { cause: result.kind === 'unanswered' ? result.cause : undefined },
    );
  }

  function wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        waiting.delete(end);
        timer.cancel();
        resolve();
      };
      const timer = clock.setTimer(milliseconds, end);
      waiting.add(end);
    });
  }

  return {
    send: (lines) => sendLines(lines, 0),
    stop(error) {
      ended ??= error;
      for (const end of [...waiting]) end();
    },
    close: poster.close,
  };
}

/** Throws ConfigError. `…/v1/events` is added unless it is there. */
function toTarget(url: string): URL {
  const target = URL.parse(`${url.replace(/\/+$/, '').replace(/\/v1\/events$/, '')}/v1/events`);
  if (target === null || !['http:', 'https:'].includes(target.protocol)) {
    // Without what may be a password in it.
    const told = JSON.stringify(url.replace(/[^/\s]*@/, ''));
    throw new ConfigError(`${told} is not an address to send to: give one like http://127.0.0.1:8080`);
  }
  return target;
}

/** Throws ConfigError, without the secret. */
function checkKey(key: SendKey | undefined): void {
  if (key === undefined) return;
  // Also undefined, where a variable of the environment is not set.
  if (typeof key.id !== 'string' || !/^[\w-]{1,64}$/.test(key.id))
    throw new ConfigError('a key id is 1 to 64 letters, digits, _ and -');
  if (key.id.startsWith('sk_') && key.secret === undefined) throw new ConfigError(`key ${key.id} needs its secret`);
  if (key.id.startsWith('pk_') && key.secret !== undefined) throw new ConfigError(`key ${key.id} has no secret`);
  if (key.secret === '') throw new ConfigError(`the secret of key ${key.id} is empty`);
}

/** An import's lines keep their times; of others the time of sending tells how wrong their clock was. */
function toBody(lines: readonly OutgoingLine[], settings: BatchSenderOptions['import'], now: number): string {
  const join = (kind: OutgoingLine['kind']) =>
    lines
      .filter((line) => line.kind === kind)
      .map(({ json }) => json)
      .join(',');
  const head =
    settings === undefined
      ? `"sent_at":"${new Date(now).toISOString()}"`
      : `"import":${JSON.stringify({ source: settings.source, policy: settings.policy })}`;
  const malformed = join('malformed');
  return `{${head},"events":[${join('event')}]${malformed === '' ? '' : `,"malformed":[${malformed}]`}}`;
}

function toKeyHeaders(key: SendKey | undefined, body: Uint8Array, now: number): Readonly<Record<string, string>> {
  if (key === undefined) return {};
  if (key.secret === undefined) return { [keyHeader]: key.id };
  return signRequest({ keyId: key.id, secret: key.secret, body, now });
}

function toAnswered<Line>(lines: readonly Line[], answer: IngestAnswer, attempts: number): AnsweredLines<Line> {
  const { accepted, suppressed, malformed, requestId } = answer;
  const others = new Set([...answer.retryIndexes, ...answer.rejected.map(({ index }) => index)]);
  return {
    accepted,
    suppressed,
    malformed,
    durable: lines.filter((_, index) => !others.has(index)),
    rejected: answer.rejected.map(({ index, reason, path, message }) => ({
      line: lines[index] as Line,
      reason,
      path,
      message,
    })),
    requestId,
    attempts,
  };
}

function toAdvice(
  answer: HttpAnswer,
  { key, compression, now }: { key: SendKey | undefined; compression: Compression; now: number },
): string {
  const { status } = answer;
  if (status === 401 && key?.secret !== undefined) {
    const skewMs = now - Date.parse(String(answer.headers['date']));
    if (Math.abs(skewMs) > skewToTellMs) {
      const minutes = Math.round(Math.abs(skewMs) / 60_000);
      return `the clock here is ${minutes} min ${skewMs > 0 ? 'ahead of' : 'behind'} the stage's, set it`;
    }
    if (/expired|minutes off|clock/i.test(answer.body)) return 'compare the clock here with that of the stage';
    return `check that key ${key.id} is of this stage, and its secret`;
  }
  if (status === 401 && key !== undefined) return `check that key ${key.id} is of this stage`;
  if (status === 401) return 'this stage asks for a key';
  if (status === 403) return 'check what this key may send';
  if (status === 413) return 'a single line is too large for this stage';
  if (status === 415 && compression !== 'none') return "try compression 'none'";
  if (status === 400 || status === 415) return 'this stage takes other requests, check that both have the same version';
  return 'check that the address is that of a millrace stage';
}

function toReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  return message === '' ? String(code ?? error) : message;
}

function toSendError(error: unknown): SendError {
  if (error instanceof ConfigError || error instanceof InvariantError) return error;
  return new InvariantError(`the request could not be made: ${(error as Error).message}`, { cause: error });
}
