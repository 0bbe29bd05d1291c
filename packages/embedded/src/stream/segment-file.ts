import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** The calls on a segment that must not fail without a word; tests put failures in here. */
export type SegmentFile = {
  /** Writes all of it or throws. */
  write(buffers: readonly Uint8Array[], position: number): Promise<void>;
  /** What was written, and the length, survive a power cut. */
  sync(): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  close(): Promise<void>;
};
export type OpenSegmentFile = (path: string) => Promise<SegmentFile>;

/** Opens a segment for writing and makes it if it is missing. */
export async function openSegmentFile(path: string): Promise<SegmentFile> {
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o644);
  return {
    async write(buffers, position) {
      const total = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
      let written = (await handle.writev(buffers, position)).bytesWritten;
      if (written === total) return;
      // The disk took a part: going on gives the rest, or the error that says why not.
      const bytes = Buffer.concat(buffers);
      while (written < total) {
        written += (await handle.write(bytes, written, total - written, position + written)).bytesWritten;
      }
    },
    sync: () => handle.datasync(),
    truncate: (sizeBytes) => handle.truncate(sizeBytes),
    close: () => handle.close(),
  };
}
