import { gzipSync } from 'node:zlib';
import { compress } from '@millrace/pipeline';

export type Compression = 'none' | 'gzip' | 'zstd';

/** Below, the compressor's set-up costs more than the bytes it saves. */
const minBytes = 1024;
/** A stage takes a body that shrinks to less than a hundredth for an attack; far below that it goes as it is. */
const maxRatio = 50;

/** The body as it goes over the wire, and the headers that say how; compressed only where that makes it smaller. */
export function encodeBody(
  text: string,
  compression: Compression,
): { readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> } {
  const plain = Buffer.from(text);
  if (compression === 'none' || plain.length < minBytes) return { bytes: plain, headers: {} };
  const packed = compression === 'gzip' ? gzipSync(plain, { level: 1 }) : compress(plain);
  if (packed.length >= plain.length || packed.length * maxRatio < plain.length) return { bytes: plain, headers: {} };
  return { bytes: packed, headers: { 'content-encoding': compression } };
}

/** On the loopback bytes cost nothing; elsewhere zstd makes a body of events about a tenth for 1 µs an event. */
export function defaultCompression(target: URL): Compression {
  return /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(target.hostname) ? 'none' : 'zstd';
}
