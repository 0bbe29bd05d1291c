import { createHmac, type KeyObject } from 'node:crypto';

// Keys are KeyObjects: node reads the bytes of a key anew at every call, which costs five times the hash.

/**
 * A UUID (version 8, RFC 9562) of HMAC-SHA-256(key, source NUL line number NUL line bytes): importing a file twice gives the
 * same ids, two identical lines stay two events, and without the key nobody can try addresses against it.
 */
export function toEventId(lakeKey: KeyObject, source: string, lineNumber: number, bytes: Uint8Array): string {
  const hex = createHmac('sha256', lakeKey).update(`${source}\0${lineNumber}\0`).update(bytes).digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Hex HMAC-SHA-256 over the truncated address and the user agent, keyed with the visitor key of the event's UTC day. */
export function toUserIdHash(visitorKey: KeyObject, truncatedIp: string, userAgent: string): string {
  return createHmac('sha256', visitorKey).update(`${truncatedIp}\0${userAgent}`).digest('hex');
}

/** Hex HMAC-SHA-256 over source and original bytes, without the line number: the same refused line has one id. */
export function toQuarantineId(lakeKey: KeyObject, source: string, bytes: Uint8Array): string {
  return createHmac('sha256', lakeKey).update(`quarantine\0${source}\0`).update(bytes).digest('hex');
}
