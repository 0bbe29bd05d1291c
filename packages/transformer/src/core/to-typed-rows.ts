import { InvariantError } from '@millrace/pipeline';
import { bronzeColumns, type Column, quarantineColumns, upcast } from '@millrace/schema';
import { toHost, toPagePath } from './parse-location.ts';
import type { UserAgent } from './parse-user-agent.ts';

type JsonObject = Record<string, unknown>;
export type CellValue = string | number | bigint | boolean | null;
/** One array per column, all of the same length. */
export type TypedRows = {
  readonly columns: readonly Column[];
  readonly cells: readonly CellValue[][];
  readonly rowCount: number;
};

/**
 * The rows of a raw object's text: one per stored event, in the form of its newest contract, typed and enriched, in the
 * order of `bronzeColumns`.
 * Throws InvariantError when the text is not what the processor writes.
 */
export function toTypedRows(text: string, parseUserAgent: (text: string | null) => UserAgent): TypedRows {
  const cells = bronzeColumns.map((): CellValue[] => []);
  let rowCount = 0;
  let frame: JsonObject = {};
  let openLines = 0;
  for (const line of linesOf(text)) {
    const value = JSON.parse(line) as JsonObject;
    if (openLines === 0) {
      frame = value;
      openLines = frame['accepted'] as number;
      continue;
    }
    openLines -= 1;
    rowCount += 1;
    const place = { ...frame, line: (frame['accepted'] as number) - openLines };
    const event = upcast(value);
    const enriched = enrich(event, parseUserAgent);
    for (const [index, column] of bronzeColumns.entries()) {
      cells[index]?.push(toCell(column, readSource(column, event, place, enriched)));
    }
  }
  if (openLines !== 0) throw new InvariantError(`a raw object ends ${openLines} lines before its last frame does`);
  return { columns: bronzeColumns, cells, rowCount };
}

/** The rows of a quarantine object's text, in the order of `quarantineColumns`. */
export function toQuarantineRows(text: string): TypedRows {
  const cells = quarantineColumns.map((): CellValue[] => []);
  let rowCount = 0;
  for (const line of linesOf(text)) {
    const entry = JSON.parse(line) as JsonObject;
    rowCount += 1;
    quarantineColumns.forEach((column, index) => {
      cells[index]?.push(toCell(column, readSource(column, entry, entry, {})));
    });
  }
  return { columns: quarantineColumns, cells, rowCount };
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    if (end < 0) throw new InvariantError('a landed object does not end with a newline');
    yield text.slice(start, end);
    start = end + 1;
  }
}

function enrich(event: JsonObject, parseUserAgent: (text: string | null) => UserAgent): JsonObject {
  const { page_url, referrer, user_agent } = (event['ctx'] ?? {}) as Record<string, string | undefined>;
  const agent = parseUserAgent(user_agent ?? null);
  return {
    page_path: page_url === undefined ? null : toPagePath(page_url),
    referrer_host: referrer === undefined ? null : toHost(referrer),
    ua_browser: agent.browser,
    ua_os: agent.os,
    ua_device: agent.device,
  };
}

function readSource({ name, source }: Column, event: JsonObject, frame: JsonObject, enriched: JsonObject): unknown {
  if (source.kind === 'frame') return frame[name];
  if (source.kind === 'enrichment') return enriched[name];
  let value: unknown = event;
  for (const key of source.path ?? [name]) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as JsonObject)[key];
  }
  return value;
}

/** Times become epoch milliseconds (`_ms` columns); objects, arrays, and numbers and booleans in a column of text, JSON. */
function toCell(column: Column, value: unknown): CellValue {
  if (value === undefined || value === null) {
    if (!column.nullable) throw new InvariantError(`a landed line has no ${column.name}`);
    return null;
  }
  if (column.type === 'bigint') {
    const number = typeof value === 'string' ? Date.parse(value) : (value as number);
    if (!Number.isSafeInteger(number)) throw new InvariantError(`${column.name} of a landed line is not a number`);
    return BigInt(number);
  }
  if (column.type === 'string' && typeof value !== 'string') return toWellFormedJson(value);
  return value as CellValue;
}

/** Half a surrogate pair, which JSON text can only escape and most readers refuse, becomes U+FFFD, as in columns of text. */
function toWellFormedJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\ud')) return text;
  return text.replaceAll(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (sequence, lone) =>
    lone === undefined ? sequence : '\ufffd',
  );
}
