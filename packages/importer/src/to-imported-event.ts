import type { KeyObject } from 'node:crypto';
import { truncateIp, truncateIpsInText } from '@millrace/pipeline';
import { cutText } from './cut-text.ts';
import { toEventId, toUserIdHash } from './keyed-hashes.ts';
import type { AccessLogLine } from './parse-access-log-line.ts';
import { cutQuery, isPageView, parseRequestLine } from './parse-request-line.ts';

/** An event as ingest takes it with an import credential. */
export type ImportedEvent = {
  readonly event_id: string;
  readonly event_type: 'page_view' | 'server_request';
  readonly schema_version: '1.0.0';
  /** Canonical UTC time. */
  readonly ts: string;
  /** Truncated; absent when the log names a host or a socket. */
  readonly source_ip?: string;
  readonly user: {
    readonly user_id_hash: string;
    readonly consent: { readonly analytics: true; readonly ads: false };
  };
  readonly ctx?: { readonly page_url?: string; readonly referrer?: string; readonly user_agent?: string };
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly bytes: number | null;
  };
};

export type ImportContext = {
  readonly source: string;
  readonly lakeKey: KeyObject;
  /** Of the event's UTC day. */
  readonly visitorKey: KeyObject;
  readonly lineNumber: number;
  /** The line as it is in the file, without its line feed. */
  readonly bytes: Uint8Array;
};

/** The event of a log line. No whole address gets into it, nor query strings, user names and passwords. */
export function toImportedEvent(line: AccessLogLine, context: ImportContext): ImportedEvent {
  const sourceIp = truncateIp(line.client);
  const request = parseRequestLine(line.request);
  const isPage = isPageView(request, line.status);
  const path = toStoredText(request.path, line.client);
  const referrer = toStoredText(toReferrer(line.referrer), line.client);
  const userAgent = line.userAgent === '-' ? '' : toStoredText(line.userAgent, line.client);
  const ctx = {
    ...(isPage ? { page_url: path } : {}),
    ...(referrer === '' ? {} : { referrer }),
    ...(userAgent === '' ? {} : { user_agent: userAgent }),
  };
  const visitor = sourceIp ?? truncateHostName(line.client);
  return {
    event_id: toEventId(context.lakeKey, context.source, context.lineNumber, context.bytes),
    event_type: isPage ? 'page_view' : 'server_request',
    schema_version: '1.0.0',
    ts: new Date(line.eventTime).toISOString(),
    ...(sourceIp === undefined ? {} : { source_ip: sourceIp }),
    user: {
      user_id_hash: toUserIdHash(context.visitorKey, visitor, line.userAgent),
      consent: { analytics: true, ads: false },
    },
    ...(isPage || referrer !== '' || userAgent !== '' ? { ctx } : {}),
    ...(isPage ? {} : { request: { method: request.method, path, status: line.status, bytes: line.bytes } }),
  };
}

/** Scheme, host and path of an address; without a user name, a query string, a fragment. Empty for `-`. */
function toReferrer(text: string): string {
  if (text === '-') return '';
  const url = cutQuery(text);
  const scheme = /^[a-z][a-z0-9+.-]{0,31}:\/\//i.exec(url)?.[0];
  if (scheme === undefined) return url;
  const pathStart = url.indexOf('/', scheme.length);
  const authority = url.slice(scheme.length, pathStart < 0 ? undefined : pathStart);
  const path = pathStart < 0 ? '' : url.slice(pathStart);
  return scheme + authority.slice(authority.lastIndexOf('@') + 1) + path;
}

/** Every address in a text is truncated, the client's own also with dashes, as host names write it. */
function toStoredText(text: string, client: string): string {
  return cutText(truncateDashedIp(truncateIpsInText(text), client));
}

/** `203-0-113-7` → `203-0-113-0`, for the client's own IPv4 address only: in other texts, a date could look like one. */
function truncateDashedIp(text: string, client: string): string {
  if (!/\d(?:-|%2d)\d/i.test(text)) return text;
  const octets = client.slice(client.lastIndexOf(':') + 1).split('.');
  if (octets.length !== 4 || truncateIp(client) === undefined) return text;
  const dash = '(?:-|%2d)';
  const own = new RegExp(`(${octets.slice(0, 3).join(dash)}${dash})${octets[3]}(?!\\d)`, 'gi');
  return text.replace(own, (_, network: string) => `${network}0`);
}

/** A host name often holds the address in its first label: what follows it is to it what /24 is to an address. */
function truncateHostName(host: string): string {
  const labels = host.toLowerCase().split('.');
  return labels.length > 2 ? labels.slice(1).join('.') : host.toLowerCase();
}
