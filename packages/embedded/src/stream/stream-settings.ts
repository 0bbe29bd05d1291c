import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, InvariantError } from '@millrace/pipeline';
import { createFile, makeFolder } from '../durable-files.ts';
import { codeOf } from '../to-pipeline-error.ts';

/** Fixed for ever when the stream is made: another count would give partition keys other shards. */
export type StreamSettings = { readonly shardCount: number };

const defaultShardCount = 2;

/** Reads `stream.json`, or makes the stream when it has none. */
export async function openSettings(
  dataDir: string,
  folder: string,
  wantedShardCount: number | undefined,
): Promise<StreamSettings> {
  const path = join(folder, 'stream.json');
  const settings = (await readSettings(path)) ?? (await makeSettings(wantedShardCount ?? defaultShardCount));
  if (wantedShardCount !== undefined && wantedShardCount !== settings.shardCount) {
    throw new ConfigError(
      `${folder} was made with ${settings.shardCount} shards, not ${wantedShardCount}: that cannot change; leave the count out or use another --dir`,
    );
  }
  return settings;

  async function makeSettings(shardCount: number): Promise<StreamSettings> {
    if (!Number.isInteger(shardCount) || shardCount < 1 || shardCount > 256) {
      throw new ConfigError(`a stream has 1 to 256 shards, not ${shardCount}`);
    }
    const tempFolder = join(dataDir, 'tmp');
    await makeFolder(dataDir, tempFolder);
    await makeFolder(dataDir, folder);
    await createFile(tempFolder, path, Buffer.from(`${JSON.stringify({ version: 1, shardCount })}\n`));
    return (await readSettings(path)) ?? { shardCount };
  }
}

async function readSettings(path: string): Promise<StreamSettings | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const { version, shardCount } = parseObject(text, path);
  if (version !== 1) {
    throw new ConfigError(`${path} has version ${String(version)}: it was made by another release of millrace`);
  }
  if (typeof shardCount !== 'number') throw new InvariantError(`${path} has no shardCount: restore it from a backup`);
  return { shardCount };
}

function parseObject(
  text: string,
  path: string,
): Readonly<Record<string, unknown>> & { version?: unknown; shardCount?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch (error) {
    throw new InvariantError(`${path} is damaged: restore it from a backup`, { cause: error });
  }
}
