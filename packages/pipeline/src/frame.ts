import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { sha256Hex } from './digest.ts';

/**
 * A frame is one stream record that carries many received lines of one request:
 *
 *   {"v":1,"frame_id":…,"request_id":…,"received_at":…,"accepted":n,"quarantined":m,"suppressed":{…},"sha256":"…"}\n
 *   n stored events, one a line, then m quarantine entries, one a line
 *
 * `sha256` covers everything but itself: the header up to it, the closing brace, the newline and the body.
 * The identity of a received line is (frame_id, line), lines counted from 1; suppressed lines have no content and
 * count after the others.
 */
export type Frame = {
  readonly frameId: string;
  readonly requestId: string;
  /** Canonical UTC time. */
  readonly receivedAt: string;
  readonly accepted: readonly string[];
  readonly quarantined: readonly string[];
  /** `<reason>/<key id>`, of clicks `<reason>/<key id>/<link id>` → lines. */
  readonly suppressed: Readonly<Record<string, number>>;
};

export type FrameHeader = {
  readonly frameId: string;
  readonly requestId: string;
  readonly receivedAt: string;
  readonly acceptedCount: number;
  readonly quarantinedCount: number;
  readonly suppressed: Readonly<Record<string, number>>;
};

export const frameVersion = 1;
/** Uncompressed; a stream record may have 1 MiB. */
export const maxFrameBytes = 900_000;
/** What stands between a header and its hash. */
export const hashField = ',"sha256":"';

/** The record's bytes. Throws RangeError when a line contains a newline: JSON.stringify never makes one. */
export function encodeFrame(frame: Frame, codec: 'raw' | 'zstd'): Buffer {
  const head = JSON.stringify({
    v: frameVersion,
    frame_id: frame.frameId,
    request_id: frame.requestId,
    received_at: frame.receivedAt,
    accepted: frame.accepted.length,
    quarantined: frame.quarantined.length,
    suppressed: frame.suppressed,
  }).slice(0, -1);
  const body = joinLines(frame.accepted) + joinLines(frame.quarantined);
  const sha256 = sha256Hex(head, '}\n', body);
  const bytes = Buffer.from(`${head}${hashField}${sha256}"}\n${body}`);
  return codec === 'zstd' ? compress(bytes) : bytes;
}

/** The lines of a body, without their newlines. */
export function splitLines(body: Buffer): string[] {
  const text = body.toString('utf8');
  return text === '' ? [] : text.slice(0, -1).split('\n');
}

/**
 * Objects and frames are compressed with level 1: a fifth of gzip 6's CPU, and smaller. In one chunk: when its output fills
 * a chunk to the last byte, Node puts an empty zstd frame behind it.
 */
export function compress(bytes: Uint8Array): Buffer {
  const params = { [constants.ZSTD_c_compressionLevel]: 1 };
  return zstdCompressSync(bytes, { params, chunkSize: compressBound(bytes.length) + 1 });
}

/** What zstd makes of so many bytes at most (ZSTD_COMPRESSBOUND in zstd.h). */
function compressBound(sizeBytes: number): number {
  const small = 128 * 1024;
  return sizeBytes + (sizeBytes >> 8) + (sizeBytes < small ? (small - sizeBytes) >> 11 : 0);
}

const emptyZstdFrame = Buffer.from('28b52ffd2000010000', 'hex');

/** Whether these bytes are the empty zstd frame that Node may put behind a full one (see compress): they say nothing. */
export function isEmptyZstd(bytes: Uint8Array): boolean {
  return emptyZstdFrame.equals(bytes);
}

/**
 * The content of one zstd frame, with or without an empty one behind it. Throws RangeError or a zlib error when the content
 * would be larger, the bytes are no zstd, or more follows: Node passes over that without a word, and it would be lost.
 */
export function decompress(bytes: Uint8Array, maxBytes: number): Buffer<ArrayBuffer> {
  const { buffer, engine } = zstdDecompressSync(bytes, {
    maxOutputLength: maxBytes,
    info: true,
  }) as unknown as { readonly buffer: Buffer<ArrayBuffer>; readonly engine: { readonly bytesWritten: number } };
  const rest = bytes.subarray(engine.bytesWritten);
  if (rest.length > 0 && !isEmptyZstd(rest)) throw new RangeError('bytes follow the compressed ones');
  return buffer;
}

function joinLines(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  for (const line of lines) if (line.includes('\n')) throw new RangeError('a line of a frame contains a newline');
  return `${lines.join('\n')}\n`;
}
