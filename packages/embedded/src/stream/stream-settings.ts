import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConfigError, InvariantError } from '@millrace/pipeline';
import { createFile, makeFolder, replaceFile, syncFolder } from '../durable-files.ts';
import { codeOf } from '../to-pipeline-error.ts';
import type { ShardEnd } from './segments.ts';
import { isCovered, isShardId, makeShards, type StreamShard } from './stream-shards.ts';

/** The file `stream.json` of a stream: which shards there are. The one thing that cannot be told from the segments. */
export type StreamSettings = {
  /** What is in the file now, and durable; makes the stream when it has none. */
  read(): Promise<readonly StreamShard[]>;
  /** What was read or written last. */
  known(): readonly StreamShard[];
  /** Only for who holds the writer's lock. When it throws, either may be in the file. */
  write(shards: readonly StreamShard[]): Promise<void>;
};

const defaultShardCount = 2;

/*
 * Version 1: `shardCount` equal ranges, as a stream is made. Version 2: `shards`, since the first split or merge.
 */
export function openSettings(dataDir: string, folder: string, wantedShardCount: number | undefined): StreamSettings {
  const path = join(folder, 'stream.json');
  const tempFolder = join(dataDir, 'tmp');
  let knownText: string | undefined;
  let known: readonly StreamShard[] = [];

  async function makeSettings(): Promise<string> {
    const shardCount = wantedShardCount ?? defaultShardCount;
    if (!Number.isInteger(shardCount) || shardCount < 1 || shardCount > 256) {
      throw new ConfigError(`a stream has 1 to 256 shards, not ${shardCount}`);
    }
    await makeFolder(dataDir, tempFolder);
    await makeFolder(dataDir, folder);
    const shardIds = await listShardFolders(folder);
    // Whoever made those made the settings before.
    const made = await readText(path);
    if (made !== undefined) return made;
    if (shardIds.length > 0) {
      throw new InvariantError(`${path} is gone, but there are records of ${shardIds[0]}: restore it from a backup`);
    }
    const text = toText({ version: 1, shardCount });
    await createFile(tempFolder, path, Buffer.from(text));
    return (await readText(path)) ?? text;
  }

  return {
    async read() {
      const text = (await readText(path)) ?? (await makeSettings());
      if (text === knownText) return known;
      const shards = parseSettings(text, path, wantedShardCount);
      // Who replaced the file may not have come to this; a reader that acted on shards which are lost again would lose records.
      await syncFolder(folder);
      knownText = text;
      known = shards;
      return shards;
    },

    known: () => known,

    async write(shards) {
      const text = toText({ version: 2, shards });
      await makeFolder(dataDir, tempFolder);
      await replaceFile(tempFolder, path, Buffer.from(text));
      knownText = text;
      known = shards;
    },
  };
}

/** Throws InvariantError when there are records of shards that the settings do not name: then those are of an older day. */
export async function assertAllListed(folder: string, shards: readonly StreamShard[]): Promise<void> {
  const listed = new Set(shards.map(({ shardId }) => shardId));
  const stray = (await listShardFolders(folder)).find((shardId) => !listed.has(shardId));
  if (stray !== undefined) {
    throw new InvariantError(
      `${folder} has records of ${stray}, which its stream.json does not name: restore stream.json from a newer backup`,
    );
  }
}

async function listShardFolders(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter(isShardId).sort();
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function toText(settings: object): string {
  return `${JSON.stringify(settings)}\n`;
}

function parseSettings(text: string, path: string, wantedShardCount: number | undefined): readonly StreamShard[] {
  const settings = parseObject(text, path);
  switch (settings['version']) {
    case 1: {
      const { shardCount } = settings;
      if (!Number.isInteger(shardCount)) throw damagedError(path);
      if (wantedShardCount !== undefined && wantedShardCount !== shardCount) {
        throw new ConfigError(
          `${dirname(path)} was made with ${shardCount} shards, not ${wantedShardCount}: leave the count out or use another --dir`,
        );
      }
      return makeShards(shardCount as number);
    }
    case 2: {
      const { shards } = settings;
      if (!Array.isArray(shards) || !shards.every(isStreamShard) || !isWhole(shards)) throw damagedError(path);
      return shards;
    }
    default:
      throw new ConfigError(
        `${path} has version ${String(settings['version'])}: it was made by another release of millrace`,
      );
  }
}

function isStreamShard(value: unknown): value is StreamShard {
  const shard = Object(value) as Readonly<Record<string, unknown>>;
  return (
    isId(shard['shardId']) &&
    [shard['parentShardId'], shard['adjacentParentShardId']].every((id) => id === undefined || isId(id)) &&
    [shard['startingHashKey'], shard['endingHashKey']].every((key) => typeof key === 'string' && /^\d+$/.test(key)) &&
    (shard['end'] === undefined || isShardEnd(shard['end']))
  );
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && isShardId(value);
}

function isShardEnd(value: unknown): value is ShardEnd {
  const { first, length } = Object(value) as Readonly<Record<string, unknown>>;
  return (first === undefined || Number.isInteger(first)) && Number.isInteger(length);
}

function isWhole(shards: readonly StreamShard[]): boolean {
  return isCovered(shards) && new Set(shards.map(({ shardId }) => shardId)).size === shards.length;
}

function damagedError(path: string, cause?: unknown): InvariantError {
  return new InvariantError(`${path} is damaged: restore it from a backup`, { cause });
}

function parseObject(
  text: string,
  path: string,
): Readonly<Record<string, unknown>> & { shardCount?: unknown; shards?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch (error) {
    throw damagedError(path, error);
  }
}
