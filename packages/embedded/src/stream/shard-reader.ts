import { type FileHandle, open } from 'node:fs/promises';
import { InvariantError, type StreamRecord } from '@millrace/pipeline';
import { codeOf } from '../to-pipeline-error.ts';
import { headerBytes, isBodyIntact } from './record-codec.ts';
import { damageError } from './recover-shard.ts';
import { createSegmentWindow, readHeader, type SegmentWindow, wasDurable } from './segment-window.ts';
import { listSegments, type ShardEnd, segmentPath } from './segments.ts';

export type ShardReader = {
  read(after: string | undefined, limit: number, maxBytes: number): Promise<readonly StreamRecord[]>;
  close(): Promise<void>;
};

/** Where the durable records end: of this process's writer, or of a closed shard; undefined when others may be writing. */
export type ReadEnd = () => ShardEnd | undefined;

/** Positions of this many last reads are kept, so that every consumer goes on where it was. */
const keptPositions = 16;
const smallestPieceBytes = 65_536;
const largestPieceBytes = 1_048_576;

/** A place in a shard: in the segment that begins with `first`, at `offset`; the record before it has number `last`. */
type Position = { readonly first: number; readonly offset: number; readonly last: number };
type Opened = { readonly first: number; readonly path: string; readonly handle: FileHandle; syncedBytes: number };

/** Reads one shard. Calls take turns: they share one open file. */
export function createShardReader(folder: string, shardId: string, readEnd: ReadEnd): ShardReader {
  const positions = new Map<string, Position>();
  let segments: readonly number[] = [];
  let opened: Opened | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  /** The end of an unfinished write that was looked at already. */
  let unfinished: { readonly first: number; readonly offset: number; readonly sizeBytes: number } | undefined;

  async function openSegment(first: number): Promise<Opened> {
    if (isClosed) throw new InvariantError(`${folder} was read after it was closed`);
    if (opened?.first === first) return opened;
    await opened?.handle.close();
    opened = undefined;
    const path = segmentPath(folder, first);
    opened = { first, path, handle: await open(path, 'r'), syncedBytes: 0 };
    return opened;
  }

  /**
   * How much of a segment is durable. Where another process writes, this one synchronises the file itself before it
   * believes what it sees.
   */
  async function readableBytes(segment: Opened): Promise<number> {
    const end = readEnd();
    if (end?.first === segment.first) return end.length;
    const { size } = await segment.handle.stat();
    if (size > segment.syncedBytes) await segment.handle.datasync();
    segment.syncedBytes = size;
    return size;
  }

  async function refreshSegments(): Promise<void> {
    const end = readEnd();
    if (end !== undefined && end.first === segments.at(-1)) return;
    segments = await listSegments(folder);
    if (end?.first !== undefined && !segments.includes(end.first)) throw goneError(segmentPath(folder, end.first));
  }

  /** The position behind the last record whose number is not above `after`. */
  async function locate(after: number): Promise<Position | undefined> {
    await refreshSegments();
    const first = segments.findLast((candidate) => candidate <= after) ?? segments[0];
    if (first === undefined) return undefined;
    const segment = await openSegment(first);
    const sizeBytes = await readableBytes(segment);
    const window = createSegmentWindow(segment.handle, sizeBytes, smallestPieceBytes);
    let position: Position = { first, offset: 0, last: first - 1 };
    while (position.offset < sizeBytes) {
      const header = await readHeader(window, position.offset, sizeBytes);
      if (header === undefined || header.sequence > after) break;
      position = { first, offset: position.offset + header.sizeBytes, last: header.sequence };
    }
    return position;
  }

  /** The next segment, once this one is known to be read to its end. */
  async function nextSegment(position: Position, sizeBytes: number): Promise<number | undefined> {
    await refreshSegments();
    const next = segments.find((first) => first > position.first);
    if (next === undefined) return undefined;
    // It may have grown before the next one was made.
    return (await readableBytes(await openSegment(position.first))) > sizeBytes ? position.first : next;
  }

  async function readRecord(
    window: SegmentWindow,
    position: Position,
    sizeBytes: number,
  ): Promise<StreamRecord | undefined> {
    const header = await readHeader(window, position.offset, sizeBytes);
    if (header === undefined || header.sequence <= position.last) return undefined;
    const record = await window.read(position.offset, header.sizeBytes);
    if (!isBodyIntact(header, record)) return undefined;
    return {
      shardId,
      sequenceNumber: String(header.sequence),
      partitionKey: record.toString('utf8', headerBytes, headerBytes + header.keyLength),
      arrivedAt: header.arrivedAt,
      data: record.subarray(headerBytes + header.keyLength),
    };
  }

  function isUnfinished(position: Position, sizeBytes: number): boolean {
    return (
      unfinished?.first === position.first &&
      unfinished.offset === position.offset &&
      unfinished.sizeBytes === sizeBytes
    );
  }

  /** Throws unless what is unreadable there is a write that nobody was told of. */
  async function assertUnfinished(position: Position, segment: Opened, sizeBytes: number): Promise<void> {
    const isEndKnown = readEnd() !== undefined;
    await refreshSegments();
    const window = createSegmentWindow(segment.handle, sizeBytes, largestPieceBytes);
    if (isEndKnown || segments.at(-1) !== position.first || (await wasDurable(window, position.offset, sizeBytes))) {
      throw damageError(segment.path, position.offset);
    }
  }

  async function readRecords(after: string | undefined, limit: number, maxBytes: number): Promise<StreamRecord[]> {
    const afterNumber = parsePosition(after);
    const pieceBytes = Math.min(Math.max(maxBytes, smallestPieceBytes), largestPieceBytes);
    const records: StreamRecord[] = [];
    let dataBytes = 0;
    let position = positions.get(after ?? '') ?? (await locate(afterNumber));
    if (position === undefined) {
      if (afterNumber > 0) throw missingError(folder, 0, after);
      return records;
    }
    let segment = await openSegment(position.first);
    let sizeBytes = await readableBytes(segment);
    let window = createSegmentWindow(segment.handle, sizeBytes, pieceBytes);
    let hasLookedAgain = false;
    while (records.length < limit) {
      if (position.offset < sizeBytes) {
        const record = await readRecord(window, position, sizeBytes);
        if (record !== undefined) {
          if (records.length > 0 && dataBytes + record.data.length > maxBytes) break;
          records.push(record);
          dataBytes += record.data.length;
          const recordBytes = headerBytes + Buffer.byteLength(record.partitionKey) + record.data.length;
          position = {
            first: position.first,
            offset: position.offset + recordBytes,
            last: Number(record.sequenceNumber),
          };
          continue;
        }
        if (isUnfinished(position, sizeBytes)) break;
        if (hasLookedAgain) {
          await assertUnfinished(position, segment, sizeBytes);
          unfinished = { first: position.first, offset: position.offset, sizeBytes };
          break;
        }
        // Another process may have been in the middle of writing this, or have taken it back: look once more, afresh.
        hasLookedAgain = true;
        position = (await locate(Math.max(position.last, afterNumber))) ?? position;
      } else {
        const next = await nextSegment(position, sizeBytes);
        if (next === undefined) {
          if (position.last < afterNumber) throw missingError(folder, position.last, after);
          break;
        }
        if (next !== position.first) position = { first: next, offset: 0, last: position.last };
      }
      segment = await openSegment(position.first);
      sizeBytes = await readableBytes(segment);
      window = createSegmentWindow(segment.handle, sizeBytes, pieceBytes);
    }
    keep(records.at(-1)?.sequenceNumber ?? after ?? '', position);
    return records;
  }

  function keep(after: string, position: Position): void {
    positions.delete(after);
    positions.set(after, position);
    const oldest = positions.keys().next().value;
    if (positions.size > keptPositions && oldest !== undefined) positions.delete(oldest);
  }

  function takeTurn<Result>(action: () => Promise<Result>): Promise<Result> {
    const result = turn.then(action);
    turn = result.catch(() => undefined); // its caller has the error
    return result;
  }

  return {
    read: (after, limit, maxBytes) =>
      takeTurn(async () => {
        try {
          return await readRecords(after, limit, maxBytes);
        } catch (error) {
          if (codeOf(error) !== 'ENOENT') throw error;
          throw goneError(`a segment of ${folder}`, error);
        }
      }),
    close: () =>
      takeTurn(async () => {
        isClosed = true;
        await opened?.handle.close();
        opened = undefined;
      }),
  };
}

function goneError(segment: string, cause?: unknown): InvariantError {
  return new InvariantError(`${segment} is gone: restore it from a backup`, { cause });
}

function missingError(folder: string, last: number, after: string | undefined): InvariantError {
  return new InvariantError(
    `${folder} ends with record ${last}, but what comes after ${after} was asked for: a part of the stream is missing; restore it from a backup`,
  );
}

/** Sequence numbers of this stream are small; any longer one is above them all. */
function parsePosition(after: string | undefined): number {
  if (after === undefined) return 0;
  if (!/^[0-9]{1,129}$/.test(after)) throw new InvariantError(`${JSON.stringify(after)} is not a sequence number`);
  return Number(after);
}
