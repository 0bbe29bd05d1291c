import { exceedsDepth } from '@millrace/pipeline';
import { isDateTime } from '@millrace/schema';
import type { BodyFault } from './body-fault.ts';

/** A line that an importer could not read. `text`: whole IP addresses are truncated once more before it is kept. */
export type MalformedLine = {
  readonly quarantine_id: string;
  readonly line_number: number;
  readonly text: string;
};

export type RequestBody = {
  readonly events: readonly unknown[];
  /** Both only of trusted keys. */
  readonly malformed: readonly MalformedLine[];
  readonly import: { readonly source: string; readonly policy: string } | undefined;
  /** When the client sent the request: a date-time, for events that have none of their own. */
  readonly sentAt?: string | undefined;
};

/** On the wire. */
export const maxBodyBytes = 512 * 1024;
export const maxEventsPerRequest = 500;
/** Of the whole body; an event may have 16 levels (pipeline). Deeper content can't even be kept safely. */
const maxBodyDepth = 64;
const bodyKeys = ['events', 'sent_at', 'import', 'malformed'];
/** Without a byte order mark, if there is one. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The events of a body: one event, an array of them, or `{"events": […]}`. mayImport: its key is trusted. */
export function parseBody(content: Uint8Array, mayImport: boolean): RequestBody | BodyFault {
  let parsed: unknown;
  try {
    parsed = JSON.parse(utf8.decode(content));
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
  // Object.keys also finds an own key `__proto__`, which JSON.parse makes and destructuring would hide.
  const unknownKey = Object.keys(parsed).find((key) => !bodyKeys.includes(key));
  if (unknownKey !== undefined) {
    const shown = JSON.stringify(unknownKey.slice(0, 64));
    return { status: 400, detail: `the body has the unknown key ${shown} beside events` };
  }
  const { events, sent_at: sentAt, import: settings, malformed } = parsed;
  if (!Array.isArray(events)) return { status: 400, detail: 'events must be an array' };
  if (sentAt !== undefined && !(isText(sentAt, 64) && isDateTime(sentAt))) {
    return { status: 400, detail: 'sent_at must be a date-time, as in RFC 3339' };
  }
  if (settings === undefined && malformed === undefined) return { events, malformed: [], import: undefined, sentAt };
  if (!mayImport) return { status: 403, detail: 'import and malformed are for requests signed with a secret key' };
  if (settings !== undefined && !isImport(settings)) {
    return { status: 400, detail: 'import must name a source and a policy' };
  }
  const lines = malformed === undefined ? [] : malformed;
  if (!Array.isArray(lines) || !lines.every(isMalformedLine)) {
    return { status: 400, detail: 'malformed must be an array of {quarantine_id, line_number, text}' };
  }
  return { events, malformed: lines, import: settings, sentAt };
}

function isImport(value: unknown): value is { readonly source: string; readonly policy: string } {
  return isObject(value) && isText(value['source'], 64) && isText(value['policy'], 64);
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
