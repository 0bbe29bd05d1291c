import { join, resolve } from 'node:path';
import {
  ConfigError,
  type EventStream,
  InvariantError,
  type PortsConfig,
  type StreamEntry,
  type StreamPut,
} from '@millrace/pipeline';
import { assertFolderName } from './assert-folder-name.ts';
import { makeFolder } from './durable-files.ts';
import { assignShard, hashKeysOf, toShardId } from './stream/assign-shard.ts';
import { recoverShard, type TornTail } from './stream/recover-shard.ts';
import { type OpenSegmentFile, openSegmentFile } from './stream/segment-file.ts';
import { createShardReader, type ShardReader } from './stream/shard-reader.ts';
import { createShardWriter, type ShardWriter } from './stream/shard-writer.ts';
import { openSettings } from './stream/stream-settings.ts';
import { takeWriterLock, type WriterLock } from './stream/writer-lock.ts';
import { callFiles } from './to-pipeline-error.ts';

export type EventStreamOptions = {
  /** Of a new stream, 2 when absent. An existing stream with another count is a ConfigError. */
  readonly shardCount?: number;
  /**
   * The sequence number (decimal) of a shard's last record that somebody downstream has already seen; undefined: none.
   * Asked at the first put: a shard that ends before it has lost answered records, which is an InvariantError, not a
   * torn tail; its numbers given again would be taken for what was seen.
   */
  readonly floorOf?: (shardId: string) => Promise<string | undefined>;
  /** Told at the first put when a crash left a part of a write behind. */
  readonly onTornTail?: (tail: TornTail) => void;
  /** Epoch milliseconds, for arrivedAt; Date.now when absent. */
  readonly now?: () => number;
  /** A segment is closed when the next write would make it larger than this; 64 MiB when absent. */
  readonly segmentBytes?: number;
  /** How segments are opened for writing: tests count calls and let them fail. */
  readonly openSegment?: OpenSegmentFile;
};

const largestRecordBytes = 10 * 1_048_576;
/** Shards of this many partition keys are remembered; then the memory is emptied. */
const knownKeys = 4_096;

type Writing = { readonly lock: WriterLock; readonly writers: readonly ShardWriter[] };

/**
 * The stream in `<dataDir>/stream/<streamName>`: append-only segments per shard, group commit. The first put takes the
 * stream for this process (ConfigError when another one has it); any process may read.
 */
export function createEventStream(config: PortsConfig, options: EventStreamOptions = {}): EventStream {
  const { onTornTail = () => {}, now = Date.now, segmentBytes = 67_108_864, openSegment = openSegmentFile } = options;
  const dataDir = resolve(config.dataDir);
  const streamFolder = join(dataDir, 'stream', assertFolderName(config.streamName, 'streamName'));
  const shardOfKey = new Map<string, number>();
  const openShards = once(async () => {
    const { shardCount } = await openSettings(dataDir, streamFolder, options.shardCount);
    return Array.from({ length: shardCount }, (_, index) => toShardId(index));
  });
  const openWriters = once(startWriting);
  const readers = new Map<string, ShardReader>();
  let writing: Writing | undefined;
  let closing: Promise<void> | undefined;

  async function startWriting(): Promise<readonly ShardWriter[]> {
    const shardIds = await openShards();
    await makeFolder(dataDir, streamFolder);
    const lock = takeWriterLock(join(streamFolder, 'writer.lock'), streamFolder);
    try {
      const writers = await Promise.all(
        shardIds.map(async (shardId) => {
          const folder = join(streamFolder, shardId);
          const tail = await recoverShard(folder, shardId, { floor: await options.floorOf?.(shardId), onTornTail });
          return createShardWriter(tail, { streamFolder, folder, shardId, segmentBytes, now, openSegment });
        }),
      );
      writing = { lock, writers };
      return writers;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  function shardOf(partitionKey: string, shardCount: number): number {
    const known = shardOfKey.get(partitionKey);
    if (known !== undefined) return known;
    const shard = assignShard(partitionKey, shardCount);
    if (shardOfKey.size >= knownKeys) shardOfKey.clear();
    shardOfKey.set(partitionKey, shard);
    return shard;
  }

  async function openReader(shardId: string): Promise<ShardReader> {
    const reader = readers.get(shardId);
    if (reader !== undefined) return reader;
    const index = (await openShards()).indexOf(shardId);
    if (index === -1) throw new ConfigError(`${streamFolder} has no shard ${shardId}`);
    const opened = createShardReader(join(streamFolder, shardId), shardId, () => writing?.writers[index]?.end());
    readers.set(shardId, opened);
    return opened;
  }

  async function closeAll(): Promise<void> {
    await openWriters.settled();
    await Promise.all([...readers.values()].map((reader) => reader.close()));
    await Promise.all(writing?.writers.map((writer) => writer.close()) ?? []);
    writing?.lock.release();
  }

  function assertOpen(): void {
    if (closing !== undefined) throw new InvariantError(`${streamFolder} was used after it was closed`);
  }

  return {
    codec: 'raw',

    async putRecords(entries) {
      assertOpen();
      for (const entry of entries) assertEntry(entry);
      return callFiles(streamFolder, async () => {
        const writers = await openWriters();
        assertOpen();
        const indexes = Map.groupBy(entries.keys(), (at) => shardOf(entries[at]?.partitionKey ?? '', writers.length));
        const puts: StreamPut[] = [];
        await Promise.all(
          [...indexes].map(async ([shard, places]) => {
            const ofShard = await writers[shard]?.put(places.map((at) => entries[at] as StreamEntry));
            for (const [index, put] of (ofShard ?? []).entries()) puts[places[index] as number] = put;
          }),
        );
        return puts;
      });
    },

    async listShards() {
      assertOpen();
      const shardIds = await callFiles(streamFolder, openShards);
      return shardIds.map((shardId, index) => ({ shardId, isClosed: false, ...hashKeysOf(index, shardIds.length) }));
    },

    async readShard(shardId, { after, limit, maxBytes }) {
      assertOpen();
      return callFiles(streamFolder, async () => (await openReader(shardId)).read(after, limit, maxBytes));
    },

    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}

function assertEntry({ partitionKey, data }: StreamEntry): void {
  if (partitionKey.length < 1 || partitionKey.length > 256) {
    throw new InvariantError(`a partition key has 1 to 256 characters, not ${partitionKey.length}`);
  }
  if (data.length > largestRecordBytes) {
    throw new InvariantError(`a record has at most ${largestRecordBytes} bytes, not ${data.length}`);
  }
}

/** One run that all callers share; after a failure the next caller tries again. */
function once<Value>(run: () => Promise<Value>) {
  let running: Promise<Value> | undefined;
  const start = () => {
    running ??= run().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
  /** Waits for a run that is under way and starts none. Who started it has its error. */
  start.settled = async () => {
    await Promise.allSettled([running]);
  };
  return start;
}
