import { open } from 'node:fs/promises';
import { InvariantError } from '@millrace/pipeline';
import { syncFolder } from '../durable-files.ts';
import { isBodyIntact } from './record-codec.ts';
import { createSegmentWindow, readHeader, wasDurable } from './segment-window.ts';
import { listSegments, type ShardEnd, segmentPath } from './segments.ts';

/** Where the next write goes. */
export type ShardTail = ShardEnd & { readonly nextSequence: number };

/** What a crash in the middle of a write left and was cut off. Nobody was told that it was stored. */
export type TornTail = { readonly shardId: string; readonly segment: string; readonly cutBytes: number };

/**
 * Finds the end of a shard for its only writer: checks the last segment, cuts a torn write off, and makes durable what
 * a killed process had written. Throws InvariantError, with nothing changed, for damage before the last write, and
 * when the shard would end before `floor`: the number of a record that was answered and seen downstream already.
 */
export async function recoverShard(
  folder: string,
  shardId: string,
  { floor, onTornTail }: { readonly floor: string | undefined; readonly onTornTail: (tail: TornTail) => void },
): Promise<ShardTail> {
  const first = (await listSegments(folder)).at(-1);
  if (first === undefined) {
    if (isBelow(1, floor)) throw lostRecordsError(`${segmentPath(folder, 1)} is missing`, 1, floor);
    return { first, length: 0, nextSequence: 1 };
  }
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
    if (length < sizeBytes && (await wasDurable(window, length, sizeBytes))) throw damageError(segment, length);
    if (isBelow(nextSequence, floor)) {
      throw lostRecordsError(`${segment} is damaged or cut off at byte ${length}`, nextSequence, floor);
    }
    if (length < sizeBytes) {
      await handle.truncate(length);
      onTornTail({ shardId, segment, cutBytes: sizeBytes - length });
    }
    await handle.datasync();
    // Whoever made this segment may have been killed before its name was durable.
    await syncFolder(folder);
    return { first, length, nextSequence };
  } finally {
    await handle.close();
  }
}

function isBelow(nextSequence: number, floor: string | undefined): boolean {
  if (floor === undefined) return false;
  if (!/^\d{1,128}$/.test(floor)) throw new InvariantError(`${JSON.stringify(floor)} is not a sequence number`);
  return BigInt(nextSequence) <= BigInt(floor);
}

function lostRecordsError(place: string, nextSequence: number, floor: string | undefined): InvariantError {
  return new InvariantError(
    `${place}: answered records are damaged, numbers ${nextSequence} to ${floor} cannot be read. Nothing was cut. Restore the segment from a backup, or start a new folder with --dir`,
  );
}

export function damageError(segment: string, offset: number): InvariantError {
  return new InvariantError(
    `${segment} is damaged at byte ${offset}: a stored record cannot be read. Restore the file from a backup; nothing after it is read until then`,
  );
}
