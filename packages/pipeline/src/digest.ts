import { createHash, createHmac, hash, type KeyObject } from 'node:crypto';

/** SHA-256, 64 hex digits. */
export function sha256Hex(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** HMAC-SHA-256 over the parts, each followed by a NUL so that ('ab','c') and ('a','bc') differ. 64 hex digits. */
export function hmacHex(key: Uint8Array | KeyObject, ...parts: readonly (string | Uint8Array)[]): string {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part).update('\0');
  return hmac.digest('hex');
}

/** JSON with the keys of every object sorted: the same content gives the same text, whoever serialised it. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const object = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(object).sort()) {
    if (object[key] === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(object[key])}`;
  }
  return `{${text}}`;
}

const blockBytes = 64;
const digestBytes = 32;
/** Of texts that go through the one-shot way: more than any event's content has. */
const maxOneShotBytes = 128 * 1024;

type Pads = { readonly inner: Buffer; readonly outer: Buffer };
const padsByKey = new WeakMap<KeyObject, Pads>();
/** The inner block and the message after it: each call writes over the last one's. */
const innerMessage = Buffer.alloc(blockBytes + maxOneShotBytes);

/**
 * HMAC-SHA-256 (RFC 2104) of a text in UTF-8, 64 hex digits: what `createHmac` says, at two thirds of its cost, because it
 * makes no stream object. For keys that are used again and again: what is derived from a key is kept with it.
 */
export function hmacOfText(key: KeyObject, text: string): string {
  if (text.length * 3 > maxOneShotBytes) return createHmac('sha256', key).update(text).digest('hex');
  let pads = padsByKey.get(key);
  if (pads === undefined) {
    pads = toPads(key.export());
    padsByKey.set(key, pads);
  }
  innerMessage.set(pads.inner);
  const sizeBytes = blockBytes + innerMessage.write(text, blockBytes, 'utf8');
  pads.outer.write(hash('sha256', innerMessage.subarray(0, sizeBytes), 'binary'), blockBytes, 'latin1');
  return hash('sha256', pads.outer, 'hex');
}

/** `outer` has room for the inner digest behind it. */
function toPads(secret: Buffer): Pads {
  const key = secret.length > blockBytes ? createHash('sha256').update(secret).digest() : secret;
  const inner = Buffer.alloc(blockBytes, 0x36);
  const outer = Buffer.alloc(blockBytes + digestBytes, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  return { inner, outer };
}
