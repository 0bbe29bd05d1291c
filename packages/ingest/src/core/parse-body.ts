import { exceedsDepth } from '@millrace/pipeline';

/** A line that an importer could not read. `text`: whole IP addresses are truncated once more before it is kept. */
export type MalformedLine = {
  readonly quarantine_id: string;
  readonly line_number: number;
  readonly text: string;
};

export type RequestBody = {
  readonly events: readonly unknown[];
  /** Both only with an import credential. */
  readonly malformed: readonly MalformedLine[];
  readonly import: { readonly source: string; readonly policy: string } | undefined;
};

export type BodyFault = { readonly status: 400 | 403 | 413 | 415; readonly detail: string };

export const maxBodyBytes = 512 * 1024;
export const maxEventsPerRequest = 500;
/** Of the whole body; an event may have 16 levels (pipeline). Deeper content can't even be kept safely. */
const maxBodyDepth = 64;

/** The events of a request body: one event, an array of them, or `{"events": […]}`. */
export function parseBody(
  body: Buffer,
  headers: Readonly<Record<string, string | undefined>>,
  mayImport: boolean,
): RequestBody | BodyFault {
  const contentType = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? 'application/json';
  if (contentType !== 'application/json' && contentType !== 'text/plain') {
    return { status: 415, detail: `content-type ${contentType} is not application/json` };
  }
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity') return { status: 415, detail: `content-encoding ${encoding} is not supported` };
  if (body.length > maxBodyBytes) return { status: 413, detail: `a body may have ${maxBodyBytes} bytes` };

  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { status: 400, detail: 'the body is not JSON in UTF-8' };
  }
  if (exceedsDepth(parsed, maxBodyDepth)) {
    return { status: 400, detail: `the body is nested deeper than ${maxBodyDepth} levels` };
  }
  const read = toRequestBody(parsed, mayImport);
  if ('status' in read) return read;
  const lineCount = read.events.length + read.malformed.length;
  if (lineCount === 0) return { status: 400, detail: 'the body has no event' };
  if (lineCount > maxEventsPerRequest) {
    return { status: 413, detail: `a request may have ${maxEventsPerRequest} events` };
  }
  return read;
}

function toRequestBody(parsed: unknown, mayImport: boolean): RequestBody | BodyFault {
  if (Array.isArray(parsed)) return { events: parsed, malformed: [], import: undefined };
  if (!isObject(parsed) || !Object.hasOwn(parsed, 'events')) {
    return { events: [parsed], malformed: [], import: undefined };
  }
  const { events, import: settings, malformed = [], ...others } = parsed;
  // Object.keys also finds an own key `__proto__`, which JSON.parse makes and destructuring would hide.
  const [unknownKey] = Object.keys(parsed).filter((key) => !['events', 'import', 'malformed'].includes(key));
  if (unknownKey !== undefined || Object.keys(others).length > 0) {
    return { status: 400, detail: `the body has the unknown key ${JSON.stringify(unknownKey)} beside events` };
  }
  if (!Array.isArray(events)) return { status: 400, detail: 'events must be an array' };
  if (settings === undefined && Object.keys(parsed).length === 1) return { events, malformed: [], import: undefined };
  if (!mayImport) return { status: 403, detail: 'import and malformed need an import credential' };
  if (!isObject(settings) || !isText(settings['source'], 64) || !isText(settings['policy'], 64)) {
    return { status: 400, detail: 'import must name a source and a policy' };
  }
  if (!Array.isArray(malformed) || !malformed.every(isMalformedLine)) {
    return { status: 400, detail: 'malformed must be an array of {quarantine_id, line_number, text}' };
  }
  return { events, malformed, import: { source: settings['source'], policy: settings['policy'] } };
}

function isMalformedLine(value: unknown): value is MalformedLine {
  if (!isObject(value)) return false;
  const { quarantine_id, line_number, text } = value;
  return (
    typeof quarantine_id === 'string' &&
    /^[0-9a-f]{64}$/.test(quarantine_id) &&
    Number.isSafeInteger(line_number) &&
    isText(text, 8192)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength;
}
