import { InvariantError } from '@millrace/pipeline';
import type { HttpAnswer } from './post-body.ts';

/** What became of a batch; indexes count through its events, then its malformed lines. */
export type IngestAnswer = {
  readonly accepted: number;
  readonly suppressed: number;
  readonly malformed: number;
  readonly rejected: readonly {
    readonly index: number;
    readonly reason: string;
    /** JSON pointer; empty: the whole event. */
    readonly path: string;
    readonly message: string;
  }[];
  /** Not durable: to be sent again. */
  readonly retryIndexes: readonly number[];
  readonly requestId: string | undefined;
};

/**
 * The answer to a batch; undefined when the body is not of that kind (another server, a proxy). Throws InvariantError when
 * it does not account for every line: each is accepted, suppressed, malformed, rejected or to be sent again.
 */
export function parseIngestAnswer(
  answer: HttpAnswer,
  sent: { readonly events: number; readonly malformed: number },
): IngestAnswer | undefined {
  const body = parseObject(answer.body);
  if (body === undefined) return undefined;
  const { accepted, suppressed, malformed = 0, rejected, retry, request_id: requestId } = body;
  if (!isCount(accepted) || !isCount(suppressed) || !isCount(malformed)) return undefined;
  if (!isObjects(rejected) || !isObjects(retry)) return undefined;
  const parsed = {
    accepted,
    suppressed,
    malformed,
    rejected: rejected.map((entry) => ({
      index: Number(entry['index']),
      reason: String(entry['reason']),
      path: String(entry['path'] ?? ''),
      message: String(entry['message'] ?? ''),
    })),
    retryIndexes: retry.map((entry) => Number(entry['index'])),
    requestId: typeof requestId === 'string' ? requestId : undefined,
  };
  assertAccountsForAll(parsed, sent, answer.body);
  return parsed;
}

function assertAccountsForAll(
  answer: IngestAnswer,
  sent: { readonly events: number; readonly malformed: number },
  body: string,
): void {
  const lineCount = sent.events + sent.malformed;
  const { accepted, suppressed, malformed, rejected, retryIndexes } = answer;
  const told = accepted + suppressed + malformed + rejected.length + retryIndexes.length;
  const named = [...rejected.map(({ index }) => index), ...retryIndexes];
  const isEachNamedOnce = new Set(named).size === named.length;
  const isEachKnown = named.every((index) => Number.isSafeInteger(index) && index >= 0 && index < lineCount);
  const malformedToRetry = retryIndexes.filter((index) => index >= sent.events).length;
  if (told === lineCount && isEachNamedOnce && isEachKnown && malformed === sent.malformed - malformedToRetry) return;
  throw new InvariantError(`the answer to ${lineCount} lines accounts for ${told}: ${body.slice(0, 300)}`);
}

/** What a refusal says: the problem's title and detail (RFC 9457), or the beginning of the body. */
export function describeProblem(answer: HttpAnswer): string {
  const { title, detail } = parseObject(answer.body) ?? {};
  const told = [title, detail].filter((part) => typeof part === 'string' && part !== '');
  const text = told.length > 0 ? told.join(': ') : answer.body.slice(0, 200).replaceAll(/\s+/g, ' ').trim();
  return `status ${answer.status}${text === '' ? '' : ` (${text})`}`;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // not JSON: not an answer of ingest, the caller says so
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObjects(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null);
}
