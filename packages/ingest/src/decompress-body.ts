import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  type ZlibOptions,
  type ZstdOptions,
  zstdDecompressSync,
} from 'node:zlib';
import { isEmptyZstd } from '@millrace/pipeline';
import type { BodyFault } from './core/body-fault.ts';
import type { ContentEncoding } from './core/read-content-headers.ts';

/** The largest body that is parsed. */
export const maxContentBytes = 2 * 1024 * 1024;
/** What a body may grow by: JSON of one page's events stays far below, a bomb does not. */
export const maxExpansion = 100;
/** 8 MB: what RFC 9659 lets a content-encoding ask for. */
const zstdWindowLogMax = 23;

type Decompress = (bytes: Uint8Array, options: ZlibOptions & ZstdOptions) => unknown;

const decompressors: Readonly<Record<Exclude<ContentEncoding, 'identity'>, Decompress>> = {
  gzip: gunzipSync,
  // By the RFC it is zlib's format; some clients send what it wraps.
  deflate: (bytes, options) => (hasZlibHeader(bytes) ? inflateSync : inflateRawSync)(bytes, options),
  br: brotliDecompressSync,
  zstd: (bytes, options) =>
    zstdDecompressSync(bytes, { ...options, params: { [constants.ZSTD_d_windowLogMax]: zstdWindowLogMax } }),
};

/** The content of a body. 413 as soon as it grows beyond the limits, 400 when it is damaged or more bytes follow. */
export function decompressBody(body: Buffer, encoding: ContentEncoding): Buffer | BodyFault {
  if (encoding === 'identity') return body;
  try {
    const maxOutputLength = Math.min(maxContentBytes, Math.max(1, body.length * maxExpansion));
    // With `info` the functions say how much they have read: without a word they pass over what follows.
    const { buffer, engine } = decompressors[encoding](body, { maxOutputLength, info: true }) as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    const rest = body.subarray(engine.bytesWritten);
    if (rest.length === 0 || (encoding === 'zstd' && isEmptyZstd(rest))) return buffer;
    return { status: 400, detail: `bytes follow the ${encoding} content` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE' || code === 'ZSTD_error_frameParameter_windowTooLarge') {
      const detail = `a body may grow to ${maxContentBytes} bytes and ${maxExpansion} times its size`;
      return { status: 413, detail };
    }
    return { status: 400, detail: `the body is not ${encoding}, or damaged` };
  }
}

/** RFC 1950: method 8, and a check that makes the first two bytes a multiple of 31. */
function hasZlibHeader(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes;
  return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0;
}
