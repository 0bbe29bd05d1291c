import { join, resolve } from 'node:path';
import {
  ConfigError,
  type EventStream,
  InvariantError,
  type PortsConfig,
  type Resharding,
  type StreamEntry,
  type StreamPut,
} from '@millrace/pipeline';
import { assertFolderName } from './assert-folder-name.ts';
import { makeFolder } from './durable-files.ts';
import { createShardFinder } from './stream/assign-shard.ts';
import { applyReshard, planMerge, planSplit, type Reshard } from './stream/plan-reshard.ts';
import { recoverShard, type ShardTail, type TornTail } from './stream/recover-shard.ts';
import { type OpenSegmentFile, openSegmentFile } from './stream/segment-file.ts';
import type { ShardEnd } from './stream/segments.ts';
import { createShardReader, type ShardReader } from './stream/shard-reader.ts';
import { createShardWriter, type ShardWriter } from './stream/shard-writer.ts';
import { assertAllListed, openSettings } from './stream/stream-settings.ts';
import { isOpen, type StreamShard, toShard } from './stream/stream-shards.ts';
import { takeWriterLock, type WriterLock } from './stream/writer-lock.ts';
import { callFiles } from './to-pipeline-error.ts';

export type EventStreamOptions = {
  /** Of a new stream, 2 when absent. Another count is a ConfigError, until the stream is split or merged. */
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

type Writing = {
  readonly lock: WriterLock;
  /** Of the open shards, by their ids. */
  readonly writers: ReadonlyMap<string, ShardWriter>;
  readonly findShard: (partitionKey: string) => string;
};

/**
 * The stream in `<dataDir>/stream/<streamName>`: append-only segments per shard, group commit. The first put, split or
 * merge takes the stream for this process (ConfigError when another one has it); any process may read. A closed shard is
 * read to its end when a read that began after `listShards` said that it is closed gives nothing.
 */
export function createEventStream(config: PortsConfig, options: EventStreamOptions = {}): EventStream & Resharding {
  const { onTornTail = () => {}, now = Date.now, segmentBytes = 67_108_864, openSegment = openSegmentFile } = options;
  const dataDir = resolve(config.dataDir);
  const streamFolder = join(dataDir, 'stream', assertFolderName(config.streamName, 'streamName'));
  const settings = openSettings(dataDir, streamFolder, options.shardCount);
  const readers = new Map<string, ShardReader>();
  let opening: Promise<Writing> | undefined;
  let writing: Writing | undefined;
  /** While it runs puts wait: none may reach a shard that is being closed. Never rejects. */
  let resharding: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  /** One run that all callers share; after a failure the next caller tries again. */
  function openWriting(): Promise<Writing> {
    opening ??= startWriting().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  async function startWriting(): Promise<Writing> {
    await settings.read();
    await makeFolder(dataDir, streamFolder);
    const lock = takeWriterLock(join(streamFolder, 'writer.lock'), streamFolder);
    try {
      // Read again: until now another process could change them.
      const shards = await settings.read();
      await assertAllListed(streamFolder, shards);
      const writers = await Promise.all(shards.filter(isOpen).map(recoverWriter));
      writing = { lock, writers: new Map(writers), findShard: createShardFinder(shards) };
      return writing;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async function recoverWriter({ shardId }: StreamShard): Promise<[shardId: string, ShardWriter]> {
    const floor = await options.floorOf?.(shardId);
    return createWriter(shardId, await recoverShard(join(streamFolder, shardId), shardId, { floor, onTornTail }));
  }

  function createWriter(shardId: string, tail: ShardTail): [shardId: string, ShardWriter] {
    const folder = join(streamFolder, shardId);
    return [shardId, createShardWriter(tail, { streamFolder, folder, shardId, segmentBytes, now, openSegment })];
  }

  async function stopWriting(): Promise<void> {
    const stopped = writing;
    opening = undefined;
    writing = undefined;
    try {
      await Promise.all([...(stopped?.writers.values() ?? [])].map((writer) => writer.close()));
    } finally {
      stopped?.lock.release();
    }
  }

  /**
   * The parents end when everything that reached them is durable and answered. Then one replaced file closes them and
   * opens the children, and only when that is durable do these take records. Whenever the process is killed, either the
   * parents go on or the children do, and nothing that was answered lies behind the end of a parent.
   */
  async function reshard(plan: (shards: readonly StreamShard[]) => Reshard): Promise<void> {
    assertOpen();
    const { lock, writers } = await openWriting();
    const shards = await settings.read();
    const planned = plan(shards);
    try {
      const parents = planned.parentIds.map((shardId) => writers.get(shardId) as ShardWriter);
      const ends = await Promise.all(parents.map((parent) => parent.finish()));
      const changed = applyReshard(shards, planned, ends);
      await settings.write(changed);
      const open = new Map(writers);
      for (const shardId of planned.parentIds) open.delete(shardId);
      for (const { shardId } of planned.children) {
        open.set(...createWriter(shardId, { first: undefined, length: 0, nextSequence: 1 }));
      }
      writing = { lock, writers: open, findShard: createShardFinder(changed) };
      opening = Promise.resolve(writing);
    } catch (error) {
      // Which of the two the file has is looked up by the next put, as after a restart. This failure is the one to tell.
      await Promise.allSettled([stopWriting()]);
      throw error;
    }
  }

  /** Reshards one after the other; what is put from now on waits for it. */
  async function takeTurn(plan: (shards: readonly StreamShard[]) => Reshard): Promise<void> {
    assertOpen();
    const before = resharding;
    const result = callFiles(streamFolder, async () => {
      await before;
      await reshard(plan);
    });
    const turn = result
      .catch(() => {}) // Its caller has the error.
      .finally(() => {
        if (resharding === turn) resharding = undefined;
      });
    resharding = turn;
    return result;
  }

  async function openReader(shardId: string): Promise<ShardReader> {
    const reader = readers.get(shardId);
    if (reader !== undefined) return reader;
    if (!(await settings.read()).some((shard) => shard.shardId === shardId)) {
      throw new ConfigError(`${streamFolder} has no shard ${shardId}`);
    }
    const opened =
      readers.get(shardId) ?? createShardReader(join(streamFolder, shardId), shardId, () => endOf(shardId));
    readers.set(shardId, opened);
    return opened;
  }

  function endOf(shardId: string): ShardEnd | undefined {
    const writer = writing?.writers.get(shardId);
    return writer === undefined ? settings.known().find((shard) => shard.shardId === shardId)?.end : writer.end();
  }

  async function closeAll(): Promise<void> {
    await resharding;
    await Promise.allSettled([opening]); // Who started it has its error.
    await Promise.all([...readers.values()].map((reader) => reader.close()));
    await stopWriting();
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
        let { writers, findShard } = await openWriting();
        while (resharding !== undefined) {
          await resharding;
          assertOpen();
          ({ writers, findShard } = await openWriting());
        }
        assertOpen();
        // No await from here to the writers: none of these shards is being closed.
        const places = Map.groupBy(entries.keys(), (at) => findShard(entries[at]?.partitionKey ?? ''));
        const puts: StreamPut[] = [];
        await Promise.all(
          [...places].map(async ([shardId, ofShard]) => {
            const results = await (writers.get(shardId) as ShardWriter).put(
              ofShard.map((at) => entries[at] as StreamEntry),
            );
            for (const [index, put] of results.entries()) puts[ofShard[index] as number] = put;
          }),
        );
        return puts;
      });
    },

    async listShards() {
      assertOpen();
      return (await callFiles(streamFolder, settings.read)).map(toShard);
    },

    async readShard(shardId, { after, limit, maxBytes }) {
      assertOpen();
      return callFiles(streamFolder, async () => (await openReader(shardId)).read(after, limit, maxBytes));
    },

    splitShard: (shardId, newStartingHashKey) => takeTurn((shards) => planSplit(shards, shardId, newStartingHashKey)),

    mergeShards: (shardId, adjacentShardId) => takeTurn((shards) => planMerge(shards, shardId, adjacentShardId)),

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
