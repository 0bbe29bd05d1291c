import { createSecretKey, type KeyObject } from 'node:crypto';
import { ConfigError, exceedsDepth, truncateIpsInText } from '@millrace/pipeline';
import { cutText, maxTextLength } from './cut-text.ts';
import type { ImportItem } from './import-item.ts';
import { toQuarantineId } from './keyed-hashes.ts';
import { type AccessLogLine, parseAccessLogLine } from './parse-access-log-line.ts';
import type { InputLine } from './split-lines.ts';
import { toImportedEvent } from './to-imported-event.ts';

export const importFormats = ['access-log', 'events'] as const;
export type ImportFormat = (typeof importFormats)[number];

export type ImportOptions = {
  readonly format: ImportFormat;
  /** Keeps two hosts' logs apart: part of every id. 1–64 characters. */
  readonly source: string;
  readonly lakeKey: Uint8Array;
  /** The key of visitor hashes for a UTC day (`2015-05-17`); asked once for each day in a row. Unused for `events`. */
  readonly keyFor: (day: string) => Uint8Array | Promise<Uint8Array>;
  /** For messages: the path of the input. */
  readonly inputName: string;
};

/** What is larger or deeper is no event for ingest either (its limits are lower), and would have the whole request refused. */
const maxEventBytes = 256 * 1024;
const maxEventDepth = 32;
/** When none of the first lines can be read, the format is wrong. */
const guardedLines = 100;
const guardedBytes = 8 * 1024 * 1024;
const keptVisitorKeys = 1000;
const maxSourceLength = 64;

/**
 * Every line that is not blank becomes one item, in order. Throws ConfigError before the first item when none of the first
 * 100 lines can be read in the chosen format, when all lines are blank, and for a source that ingest would refuse.
 */
export async function* readImportItems(
  lines: AsyncIterable<readonly InputLine[]>,
  options: ImportOptions,
): AsyncGenerator<ImportItem> {
  const { source } = options;
  if (source === '' || source.length > maxSourceLength || source.includes('\0')) {
    throw new ConfigError(
      `${JSON.stringify(source)} is not a name of a source: choose 1 to ${maxSourceLength} characters`,
    );
  }
  const lakeKey = createSecretKey(options.lakeKey);
  const toItem =
    options.format === 'access-log' ? createAccessLogReader(options, lakeKey) : createEventReader(options, lakeKey);
  /** undefined once a line could be read. */
  let doubtful: { item: ImportItem; text: string }[] | undefined = [];
  let doubtfulBytes = 0;

  for await (const run of lines) {
    for (const line of run) {
      const text = toText(line);
      if (text === '') continue;
      const produced = toItem(line, text);
      const item = produced instanceof Promise ? await produced : produced;
      if (doubtful === undefined) {
        yield item;
        continue;
      }
      if (item.kind === 'malformed') {
        doubtful.push({ item, text });
        doubtfulBytes += line.bytes.length;
        if (doubtful.length >= guardedLines || doubtfulBytes >= guardedBytes) throw toFormatError(doubtful, options);
        continue;
      }
      const held: readonly { item: ImportItem }[] = doubtful;
      doubtful = undefined;
      for (const { item: earlier } of held) yield earlier;
      yield item;
    }
  }
  if (doubtful === undefined) return;
  if (doubtful.length === 0)
    throw new ConfigError(`${options.inputName} has only blank lines: there is nothing to read`);
  throw toFormatError(doubtful, options);
}

type LineReader = (line: InputLine, text: string) => ImportItem | Promise<ImportItem>;

function createAccessLogReader(options: ImportOptions, lakeKey: KeyObject): LineReader {
  const visitorKeys = new Map<string, KeyObject>();

  function toEventItem(line: InputLine, parsed: AccessLogLine, visitorKey: KeyObject): ImportItem {
    const context = { source: options.source, lakeKey, visitorKey, lineNumber: line.number, bytes: line.bytes };
    return { kind: 'event', lineNumber: line.number, event: toImportedEvent(parsed, context) };
  }

  async function toItemOfNewDay(line: InputLine, parsed: AccessLogLine, day: string): Promise<ImportItem> {
    const visitorKey = createSecretKey(await options.keyFor(day));
    if (visitorKeys.size >= keptVisitorKeys) visitorKeys.clear();
    visitorKeys.set(day, visitorKey);
    return toEventItem(line, parsed, visitorKey);
  }

  return function readAccessLogLine(line, text) {
    const parsed = line.isCut ? undefined : parseAccessLogLine(text);
    if (parsed === undefined) return toMalformedItem(line, toKeptText(text), options.source, lakeKey);
    const day = new Date(parsed.eventTime).toISOString().slice(0, 10);
    const visitorKey = visitorKeys.get(day);
    return visitorKey === undefined ? toItemOfNewDay(line, parsed, day) : toEventItem(line, parsed, visitorKey);
  };
}

function createEventReader(options: ImportOptions, lakeKey: KeyObject): LineReader {
  return function readEventLine(line, text) {
    const event = line.bytes.length > maxEventBytes ? 'a line that is too long' : parseEvent(text);
    if (typeof event === 'string') {
      const size = `${line.isCut ? 'more than ' : ''}${line.bytes.length} bytes`;
      return toMalformedItem(line, `(${size} of ${event}; not kept: consent unknown)`, options.source, lakeKey);
    }
    return { kind: 'event', lineNumber: line.number, event, json: text };
  };
}

function toKeptText(text: string): string {
  // Truncated before it is cut, so that a cut can't hide an address; of a huge line only the beginning is looked at.
  return cutText(truncateIpsInText(text.slice(0, 4 * maxTextLength)));
}

function toMalformedItem(line: InputLine, text: string, source: string, lakeKey: KeyObject): ImportItem {
  return {
    kind: 'malformed',
    lineNumber: line.number,
    malformed: {
      quarantine_id: toQuarantineId(lakeKey, source, line.bytes),
      line_number: line.number,
      text,
    },
  };
}

/** UTF-8, what is not becomes U+FFFD; without the carriage return at its end and the byte order mark of a file. */
function toText(line: InputLine): string {
  const { bytes } = line;
  const hasReturn = bytes.length > 0 && bytes[bytes.length - 1] === 13;
  const hasMark = line.number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', hasMark ? 3 : 0, hasReturn ? bytes.length - 1 : bytes.length);
}

/** The event, or what the text is instead, without anything of its content. */
function parseEvent(text: string): object | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'text that is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'JSON that is not an object';
  }
  return exceedsDepth(value, maxEventDepth) ? 'JSON that is nested too deeply' : value;
}

function toFormatError(
  doubtful: readonly { readonly item: ImportItem; readonly text: string }[],
  options: ImportOptions,
): ConfigError {
  const [first] = doubtful as [{ item: ImportItem; text: string }];
  const wanted = {
    'access-log': 'an access log in the combined format',
    events: 'client events, one JSON object per line',
  }[options.format];
  const excerpt = JSON.stringify(truncateIpsInText(first.text.slice(0, 400)).slice(0, 80));
  const isEvents = doubtful.some(({ text }) => typeof parseEvent(text) === 'object');
  const isAccessLog = doubtful.some(({ text }) => parseAccessLogLine(text) !== undefined);
  const fitting = isEvents && options.format !== 'events' ? 'events' : isAccessLog ? 'access-log' : undefined;
  const advice =
    fitting === undefined
      ? `choose another file or --format (${importFormats.join(', ')})`
      : `choose --format ${fitting}`;
  return new ConfigError(
    `${options.inputName} does not look like ${wanted}: line ${first.item.lineNumber} is ${excerpt}; ${advice}`,
  );
}
