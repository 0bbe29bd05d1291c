import { truncateIp } from '@millrace/pipeline';

/** One line of the Apache/nginx combined format. `-` is kept as it is written, but for bytes. */
export type AccessLogLine = {
  /** IPv4, IPv6, host name or `unix:`. */
  readonly client: string;
  /** Epoch milliseconds. */
  readonly eventTime: number;
  /** The request line as the client sent it: `GET /path HTTP/1.1`, `-`, or anything else. */
  readonly request: string;
  /** 100–599. */
  readonly status: number;
  /** null for `-`. */
  readonly bytes: number | null;
  readonly referrer: string;
  readonly userAgent: string;
};

// Each part ends where the next begins, by a character that it can't have itself: no backtracking beyond one part.
const quoted = String.raw`"([^"\\]*(?:\\.[^"\\]*)*)"`;
const combined = new RegExp(
  String.raw`^(\S+) \S+ \S+ \[([^\]]{26})\] ${quoted} ([1-5]\d\d) (\d{1,16}|-) ${quoted} ${quoted}$`,
  's',
);
const hostName = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?\.?|unix:)$/i;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const time = /^(\d\d)\/([A-Z][a-z][a-z])\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;

/**
 * `host ident user [time] "request" status bytes "referrer" "agent"`, exactly: a line with anything before, between or
 * after that (a virtual host, further fields) is undefined, because a field in the wrong place would be a wrong fact.
 * In quoted fields `\"` and `\\` are read as `"` and `\`; other escapes (`\x16`) stay as they are written.
 */
export function parseAccessLogLine(text: string): AccessLogLine | undefined {
  const match = combined.exec(text);
  if (match === null) return undefined;
  const [, client, timeText, request, status, bytes, referrer, userAgent] = match as unknown as string[] & {
    length: 8;
  };
  const eventTime = parseTime(timeText as string);
  const byteCount = bytes === '-' ? null : Number(bytes);
  if (eventTime === undefined || (byteCount !== null && !Number.isSafeInteger(byteCount))) return undefined;
  if (!isClient(client as string)) return undefined;
  return {
    client: client as string,
    eventTime,
    request: readEscapes(request as string),
    status: Number(status),
    bytes: byteCount,
    referrer: readEscapes(referrer as string),
    userAgent: readEscapes(userAgent as string),
  };
}

function isClient(text: string): boolean {
  if (text.includes(':')) return truncateIp(text) !== undefined || text === 'unix:';
  return text.length <= 255 && hostName.test(text);
}

/** `17/May/2015:10:05:03 +0000`. A leap second counts as the next second. */
function parseTime(text: string): number | undefined {
  const match = time.exec(text);
  if (match === null) return undefined;
  const [year, day, hour, minute, second] = [match[3], match[1], match[4], match[5], match[6]].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const month = months.indexOf(match[2] as string);
  const [offsetHour, offsetMinute] = [Number(match[8]), Number(match[9])];
  if (month < 0 || year < 1970 || hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) {
    return undefined;
  }
  const midnight = Date.UTC(year, month, day);
  // A day that the month does not have rolls over into the next month.
  if (day < 1 || new Date(midnight).getUTCMonth() !== month) return undefined;
  const offsetMinutes = (offsetHour * 60 + offsetMinute) * (match[7] === '-' ? -1 : 1);
  const eventTime = midnight + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000;
  return eventTime >= 0 && eventTime < Date.UTC(10_000, 0) ? eventTime : undefined;
}

function readEscapes(text: string): string {
  return text.includes('\\') ? text.replace(/\\(["\\])/g, '$1') : text;
}
