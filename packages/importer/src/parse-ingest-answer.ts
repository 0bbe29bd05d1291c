import { InvariantError } from '@millrace/pipeline';
import type { HttpAnswer } from './post-json.ts';

/** What became of a batch; indexes count through its events, then its malformed lines. */
export type IngestAnswer = {
  readonly accepted: number;
  readonly suppressed: number;
  readonly malformed: number;
  readonly rejected: readonly { readonly index: number; readonly reason: string; readonly message: string }[];
  /** Not durable: to be sent again. */
  readonly retryIndexes: readonly number[];
};

/**
 * The answer to a batch of `lineCount` lines; undefined when the body is not of that kind (another server, a proxy).
 * Throws InvariantError when it does not account for every line.
 */
export function parseIngestAnswer(answer: HttpAnswer, lineCount: number): IngestAnswer | undefined {
  const body = parseObject(answer.body);
  if (body === undefined) return undefined;
  const { accepted, suppressed, malformed = 0, rejected, retry } = body;
  if (!isCount(accepted) || !isCount(suppressed) || !isCount(malformed)) return undefined;
  if (!Array.isArray(rejected) || !Array.isArray(retry)) return undefined;
  const parsed = {
    accepted,
    suppressed,
    malformed,
    rejected: rejected.map((entry: Record<string, unknown>) => ({
      index: Number(entry['index']),
      reason: String(entry['reason']),
      message: `${entry['path'] === '' ? '' : `${String(entry['path'])} `}${String(entry['message'])}`,
    })),
    retryIndexes: retry.map((entry: Record<string, unknown>) => Number(entry['index'])),
  };
  const told = accepted + suppressed + malformed + parsed.rejected.length + parsed.retryIndexes.length;
  const named = [...parsed.rejected.map(({ index }) => index), ...parsed.retryIndexes];
  const isEachNamedOnce = new Set(named).size === named.length;
  const isEachKnown = named.every((index) => Number.isSafeInteger(index) && index >= 0 && index < lineCount);
  if (told !== lineCount || !isEachNamedOnce || !isEachKnown) {
    throw new InvariantError(`the answer to ${lineCount} lines accounts for ${told}: ${answer.body.slice(0, 300)}`);
  }
  return parsed;
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
