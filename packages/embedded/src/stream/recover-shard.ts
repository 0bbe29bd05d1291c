import { open } from 'node:fs/promises';
import { InvariantError } from '@millrace/pipeline';
import { isBodyIntact } from './record-codec.ts';
import { createSegmentWindow, readHeader, wasDurable } from './segment-window.ts';
import { listSegments, segmentPath } from './segments.ts';

/** Where the next write goes. `first` undefined: there is no segment yet. */
export type ShardTail = { readonly first: number | undefined; readonly length: number; readonly nextSequence: number };

/** What a crash in the middle of a write left and was cut off. Nobody was told that it was stored. */
export type TornTail = { readonly shardId: string; readonly segment: string; readonly cutBytes: number };

/**
 * Finds the end of a shard for its only writer: checks the last segment, cuts a torn write off, and makes durable what
 * a killed process had written. Throws InvariantError for damage before the last write.
 */
export async function recoverShard(
  folder: string,
  shardId: string,
  onTornTail: (tail: TornTail) => void,
): Promise<ShardTail> {
  const first = (await listSegments(folder)).at(-1);
  if (first === undefined) return { first, length: 0, nextSequence: 1 };
  const segment = segmentPath(folder, first);
  const handle = await open(segment, 'r+');
  try {
    const sizeBytes = (await handle.stat()).size;
    const window = createSegmentWindow(handle, sizeBytes, 1_048_576);
    let length = 0;
    let nextSequence = first;
    while (length < sizeBytes) {
      const header = await readHeader(window, length, sizeBytes);
      if (header === undefined || !isBodyIntact(header, await window.read(length, header.sizeBytes))) break;
      length += header.sizeBytes;
      nextSequence = header.sequence + 1;
    }
    if (length < sizeBytes) {
      if (await wasDurable(window, length, sizeBytes)) throw damageError(segment, length);
      await handle.truncate(length);
      onTornTail({ shardId, segment, cutBytes: sizeBytes - length });
    }
    await handle.datasync();
    return { first, length, nextSequence };
  } finally {
    await handle.close();
  }
}

export function damageError(segment: string, offset: number): InvariantError {
  return new InvariantError(
    `${segment} is damaged at byte ${offset}: a stored record cannot be read. Restore the file from a backup; nothing after it is read until then`,
  );
}
