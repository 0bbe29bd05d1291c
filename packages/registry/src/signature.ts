import { createHmac, timingSafeEqual } from 'node:crypto';

export const keyHeader = 'x-millrace-key';
export const timestampHeader = 'x-millrace-timestamp';
export const signatureHeader = 'x-millrace-signature';

/** How far the sender's clock may be off, either way. */
export const signatureToleranceMs = 5 * 60_000;

/** As node:http, API Gateway and fetch give them; names in lower case. */
export type SignatureHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** missing: neither timestamp nor signature. expired: more than 5 min off. wrong: none of the secrets made it. */
export type SignatureVerdict = 'valid' | 'missing' | 'malformed' | 'expired' | 'wrong';

/**
 * The headers that sign a request. body: the bytes as they go over the wire, so after a content-encoding. now: epoch ms.
 * The signature is the hex HMAC-SHA-256 over `<timestamp in whole seconds>.<body>`; its key is the secret's text as shown.
 */
export function signRequest(request: {
  readonly keyId: string;
  readonly secret: string;
  readonly body: Uint8Array;
  readonly now: number;
}): Record<typeof keyHeader | typeof timestampHeader | typeof signatureHeader, string> {
  const timestamp = String(Math.floor(request.now / 1000));
  return {
    [keyHeader]: request.keyId,
    [timestampHeader]: timestamp,
    [signatureHeader]: `v1=${hmacOf(request.secret, timestamp, request.body).toString('hex')}`,
  };
}

/**
 * Judges a request's signature against the secrets that its key has now (`secretsOf`), in a time that does not tell how
 * much of it was right. A request that was signed and is sent again within 5 min is valid again: event ids tell repeats.
 */
export function verifySignature(request: {
  readonly headers: SignatureHeaders;
  readonly body: Uint8Array;
  readonly secrets: readonly string[];
  /** Epoch ms. */
  readonly now: number;
}): SignatureVerdict {
  const timestamp = headerOf(request.headers, timestampHeader);
  const signature = headerOf(request.headers, signatureHeader);
  if (timestamp === undefined && signature === undefined) return 'missing';
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'malformed';
  const [, hex] = typeof signature === 'string' ? (/^v1=([0-9a-f]{64})$/.exec(signature) ?? []) : [];
  if (hex === undefined) return 'malformed';
  if (Math.abs(request.now - Number(timestamp) * 1000) > signatureToleranceMs) return 'expired';
  const given = Buffer.from(hex, 'hex');
  let isValid = false;
  // All of them, whichever fits: how long it takes must not say which of two secrets a sender has.
  for (const secret of request.secrets) {
    if (timingSafeEqual(hmacOf(secret, timestamp, request.body), given)) isValid = true;
  }
  return isValid ? 'valid' : 'wrong';
}

function hmacOf(secret: string, timestamp: string, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
}

/** A header that came twice is no header that was signed: null. */
function headerOf(headers: SignatureHeaders, name: string): string | null | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  return value.length === 1 ? value[0] : null;
}
