import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { sha256Hex } from './digest.ts';
import type { SuppressReason } from './outcome.ts';

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
  readonly suppressed: Readonly<Partial<Record<SuppressReason, number>>>;
};

export type FrameHeader = {
  readonly frameId: string;
  readonly requestId: string;
  readonly receivedAt: string;
  readonly acceptedCount: number;
  readonly quarantinedCount: number;
  readonly suppressed: Readonly<Record<string, number>>;
};

export type DecodedRecord =
  /** `body`: the lines after the header; `acceptedBytes` of it are the accepted ones. */
  | { readonly kind: 'frame'; readonly header: FrameHeader; readonly body: Buffer; readonly acceptedBytes: number }
  /** JSON that another producer put on the stream: to be validated like any event. */
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'corrupt'; readonly detail: string };

export const frameVersion = 1;
/** Uncompressed; a stream record may have 1 MiB. */
export const maxFrameBytes = 900_000;
const maxDecodedBytes = 1 << 20;
const zstdMagic = 0xfd2fb528;
const hashField = ',"sha256":"';

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

/** What a record is. Never throws for what the bytes say: a damaged record is a data fault. */
export function decodeRecord(data: Uint8Array): DecodedRecord {
  let bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === zstdMagic) {
    try {
      bytes = decompress(bytes, maxDecodedBytes);
    } catch (error) {
      return { kind: 'corrupt', detail: `zstd: ${(error as Error).message}` };
    }
  }
  const end = bytes.indexOf(10);
  const headerText = bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
  const hashAt = headerText.lastIndexOf(hashField);
  if (!headerText.startsWith('{"v":') || hashAt < 0) return decodeBare(bytes);

  const parsed = parseHeader(headerText);
  if (typeof parsed === 'string') return { kind: 'corrupt', detail: parsed };
  const body = bytes.subarray(end < 0 ? bytes.length : end + 1);
  const sha256 = headerText.slice(hashAt + hashField.length, -2);
  if (sha256 !== sha256Hex(headerText.slice(0, hashAt), '}\n', body)) {
    return { kind: 'corrupt', detail: 'sha256 does not match: the frame was damaged or cut' };
  }
  const acceptedBytes = offsetOfLine(body, parsed.acceptedCount);
  const allBytes =
    acceptedBytes < 0 ? -1 : acceptedBytes + offsetOfLine(body.subarray(acceptedBytes), parsed.quarantinedCount);
  if (allBytes !== body.length)
    return { kind: 'corrupt', detail: 'the counts of the header are not those of the body' };
  return { kind: 'frame', header: parsed, body, acceptedBytes };
}

/** The lines of a body, without their newlines. */
export function splitLines(body: Buffer): string[] {
  const text = body.toString('utf8');
  return text === '' ? [] : text.slice(0, -1).split('\n');
}

/** Objects and frames are compressed with level 1: a fifth of gzip 6's CPU, and smaller. */
export function compress(bytes: Uint8Array): Buffer {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** Throws RangeError or a zlib error when the result would be larger, or the bytes are no zstd. */
export function decompress(bytes: Uint8Array, maxBytes: number): Buffer<ArrayBuffer> {
  return zstdDecompressSync(bytes, { maxOutputLength: maxBytes }) as Buffer<ArrayBuffer>;
}

function decodeBare(bytes: Buffer): DecodedRecord {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return { kind: 'corrupt', detail: 'neither a frame nor UTF-8' };
  try {
    return { kind: 'json', value: JSON.parse(text), text };
  } catch {
    return { kind: 'corrupt', detail: bytes.length === 0 ? 'empty record' : 'neither a frame nor JSON' };
  }
}

function parseHeader(text: string): FrameHeader | string {
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(text);
  } catch {
    return 'the header is not JSON';
  }
  const { v, frame_id, request_id, received_at, accepted, quarantined, suppressed } = header;
  if (v !== frameVersion) return `frame version ${String(v)} is not ${frameVersion}`;
  const isTally = typeof suppressed === 'object' && suppressed !== null && !Array.isArray(suppressed);
  const counts = isTally ? Object.values(suppressed) : [];
  const isComplete =
    isTally &&
    typeof frame_id === 'string' &&
    typeof request_id === 'string' &&
    typeof received_at === 'string' &&
    [accepted, quarantined, ...counts].every((count) => Number.isSafeInteger(count) && (count as number) >= 0);
  if (!isComplete) return 'the header lacks a field';
  return {
    frameId: frame_id,
    requestId: request_id,
    receivedAt: received_at,
    acceptedCount: accepted as number,
    quarantinedCount: quarantined as number,
    suppressed: suppressed as Record<string, number>,
  };
}

/** Where the line after `count` lines begins, −1 when there are fewer. */
function offsetOfLine(body: Buffer, count: number): number {
  let offset = 0;
  for (let line = 0; line < count; line += 1) {
    offset = body.indexOf(10, offset) + 1;
    if (offset === 0) return -1;
  }
  return offset;
}

function joinLines(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  for (const line of lines) if (line.includes('\n')) throw new RangeError('a line of a frame contains a newline');
  return `${lines.join('\n')}\n`;
}
