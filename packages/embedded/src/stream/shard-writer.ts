import { ConfigError, InvariantError, type StreamEntry, type StreamPut, TransientError } from '@millrace/pipeline';
import { makeFolder, syncFolder } from '../durable-files.ts';
import { codeOf } from '../to-pipeline-error.ts';
import { encodeRecordStart } from './record-codec.ts';
import type { ShardTail } from './recover-shard.ts';
import type { OpenSegmentFile, SegmentFile } from './segment-file.ts';
import { type ShardEnd, segmentPath } from './segments.ts';

export type ShardWriter = {
  /** One result per entry, once a synchronised write has them, or none has. */
  put(entries: readonly StreamEntry[]): Promise<readonly StreamPut[]>;
  /** The durable end: what is behind it may still be refused. */
  end(): ShardEnd;
  /** Finishes what is waiting, and takes nothing after it. Where the shard ends then; throws when that is not known. */
  finish(): Promise<ShardEnd>;
  /** Finishes what is waiting. */
  close(): Promise<void>;
};

export type ShardWriterSettings = {
  readonly streamFolder: string;
  readonly folder: string;
  readonly shardId: string;
  readonly segmentBytes: number;
  readonly now: () => number;
  readonly openSegment: OpenSegmentFile;
};

/** At most so many bytes share a write, so that a burst does not wait for all of itself. One put is never divided. */
const groupBytes = 8_388_608;

type Waiting = {
  readonly entries: readonly StreamEntry[];
  readonly sizeBytes: number;
  readonly resolve: (puts: readonly StreamPut[]) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Group commit: one write and one fdatasync are in flight; what arrives meanwhile waits and shares the next. No timer.
 * A number that was given to a refused record is not given again, so no reader can take one record for another.
 */
export function createShardWriter(tail: ShardTail, settings: ShardWriterSettings): ShardWriter {
  const { streamFolder, folder, shardId, segmentBytes, now, openSegment } = settings;
  let { first, length, nextSequence } = tail;
  let file: SegmentFile | undefined;
  const waiting: Waiting[] = [];
  let committing: Promise<void> | undefined;
  let readOnly: ConfigError | undefined;
  /** Once a next segment may exist, readers may have gone on to it: nothing is added to the old one any more. */
  let isFull = false;
  let isFinished = false;

  function takeGroup(): readonly Waiting[] {
    let sizeBytes = 0;
    const tooMany = waiting.findIndex((put) => {
      sizeBytes += put.sizeBytes;
      return sizeBytes > groupBytes;
    });
    return waiting.splice(0, tooMany === -1 ? waiting.length : Math.max(tooMany, 1));
  }

  async function commitWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const group = takeGroup();
      try {
        if (readOnly !== undefined) throw readOnly;
        const puts = await commitGroup(group);
        for (const put of group) put.resolve(puts.splice(0, put.entries.length));
      } catch (error) {
        for (const put of group) put.reject(error);
      }
    }
    committing = undefined;
  }

  async function commitGroup(group: readonly Waiting[]): Promise<StreamPut[]> {
    const entries = group.flatMap((put) => put.entries);
    try {
      const open = await openForWriting(group.reduce((sum, put) => sum + put.sizeBytes, 0));
      const arrivedAt = now();
      const writeOffset = length;
      const puts: StreamPut[] = [];
      const buffers: Uint8Array[] = [];
      let written = 0;
      for (const entry of entries) {
        const sequence = nextSequence;
        nextSequence += 1;
        const start = encodeRecordStart(entry, { writeOffset, sequence, arrivedAt });
        buffers.push(start, entry.data);
        written += start.length + entry.data.length;
        puts.push({ ok: true, shardId, sequenceNumber: String(sequence) });
      }
      await open.write(buffers, writeOffset);
      await open.sync();
      length = writeOffset + written;
      return puts;
    } catch (error) {
      await cutBack(error);
      const code = codeOf(error);
      if (code === '') throw error;
      return entries.map(() => ({ ok: false, code }));
    }
  }

  async function openForWriting(sizeBytes: number): Promise<SegmentFile> {
    if (length > 0 && length + sizeBytes > segmentBytes) isFull = true;
    if (isFull || first === undefined) return openNext();
    file ??= await openSegment(segmentPath(folder, first));
    return file;
  }

  async function openNext(): Promise<SegmentFile> {
    await makeFolder(streamFolder, folder);
    const next = await openSegment(segmentPath(folder, nextSequence));
    try {
      await syncFolder(folder);
      await file?.close();
    } catch (error) {
      await next.close();
      throw error;
    }
    file = next;
    first = nextSequence;
    length = 0;
    isFull = false;
    return next;
  }

  /** Nothing may be appended behind bytes of a refused write. */
  async function cutBack(reason: unknown): Promise<void> {
    try {
      await file?.truncate(length);
    } catch (error) {
      const path = first === undefined ? folder : segmentPath(folder, first);
      const cause = { cause: new AggregateError([reason, error]) };
      readOnly = new ConfigError(
        `${path} takes no more records: a write failed (${codeOf(reason)}) and could not be taken back (${codeOf(error)}). Look after the disk, then start millrace again`,
        cause,
      );
      throw new TransientError(`${path}: a write failed and could not be taken back; it may be found again`, cause);
    }
  }

  async function close(): Promise<void> {
    await committing;
    await file?.close();
    file = undefined;
  }

  return {
    put(entries) {
      // A record behind the end of a closed shard would be lost.
      if (isFinished) return Promise.reject(new InvariantError(`${folder} is closed and takes no more records`));
      return new Promise((resolve, reject) => {
        const sizeBytes = entries.reduce((sum, entry) => sum + entry.data.length + 300, 0);
        waiting.push({ entries, sizeBytes, resolve, reject });
        // Not at once: what is put in the same turn of the event loop shares the first write.
        committing ??= Promise.resolve().then(commitWaiting);
      });
    },

    end: () => ({ first, length }),

    async finish() {
      isFinished = true;
      await close();
      if (readOnly !== undefined) throw readOnly;
      return { first, length };
    },

    close,
  };
}
