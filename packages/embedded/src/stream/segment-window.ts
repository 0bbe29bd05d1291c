import type { FileHandle } from 'node:fs/promises';
import { headerBytes, magic, parseHeader, type RecordHeader } from './record-codec.ts';

/** Reads a file in large pieces. Bytes that were given out are never overwritten. */
export type SegmentWindow = {
  /** Fewer than `length` bytes where the readable part of the file ends. */
  read(offset: number, length: number): Promise<Buffer>;
};

/** `sizeBytes`: how much of the file may be read. `pieceBytes`: how much to fetch at once. */
export function createSegmentWindow(handle: FileHandle, sizeBytes: number, pieceBytes: number): SegmentWindow {
  let piece = Buffer.alloc(0);
  let start = 0;
  return {
    async read(offset, length) {
      const wanted = Math.min(length, sizeBytes - offset);
      if (wanted <= 0) return Buffer.alloc(0);
      if (offset < start || offset + wanted > start + piece.length) {
        piece = await readFully(handle, offset, Math.min(Math.max(wanted, pieceBytes), sizeBytes - offset));
        start = offset;
      }
      return piece.subarray(offset - start, offset - start + wanted);
    },
  };
}

/** The header at `offset`; undefined when none is intact there or its record does not end within the readable part. */
export async function readHeader(
  window: SegmentWindow,
  offset: number,
  sizeBytes: number,
): Promise<RecordHeader | undefined> {
  const header = parseHeader(await window.read(offset, headerBytes));
  return header !== undefined && offset + header.sizeBytes <= sizeBytes ? header : undefined;
}

/**
 * Whether a write that began after `offset` left an intact header behind it: then what is unreadable at `offset` was
 * durable once. If not, it belongs to the last write, which nobody was told of.
 */
export async function wasDurable(window: SegmentWindow, offset: number, sizeBytes: number): Promise<boolean> {
  const stepBytes = 1_048_576;
  for (let from = offset + 1; from < sizeBytes; from += stepBytes) {
    // A header may begin at the last byte of a step.
    const bytes = await window.read(from, stepBytes + headerBytes - 1);
    for (let at = bytes.indexOf(magic); at !== -1 && at < stepBytes; at = bytes.indexOf(magic, at + 1)) {
      const header = parseHeader(bytes, at);
      if (header !== undefined && header.writeOffset > offset && header.writeOffset <= from + at) return true;
    }
  }
  return false;
}

async function readFully(handle: FileHandle, offset: number, length: number): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break; // cut by its writer meanwhile
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
