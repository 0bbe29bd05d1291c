import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How far the stream mapping has got in each shard. What is delivered twice is landed once: losing one costs time only. */
export type Checkpoints = {
  get(streamName: string, shardId: string): string | undefined;
  set(streamName: string, shardId: string, sequenceNumber: string): void;
  close(): void;
};

const sqliteNotADatabase = 26;
const sqliteCorrupt = 11;

/** A damaged file is made anew: the stream is delivered again then, and landed once all the same. */
export function openCheckpoints(dataDir: string): Checkpoints {
  const path = join(dataDir, 'checkpoints.sqlite');
  let db: DatabaseSync;
  try {
    db = openDatabase(path);
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    if (errcode !== sqliteNotADatabase && errcode !== sqliteCorrupt) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    db = openDatabase(path);
  }
  const select = db.prepare('select sequence_number from checkpoints where stream = ? and shard = ?');
  const upsert = db.prepare('insert or replace into checkpoints values (?, ?, ?)');
  return {
    get: (streamName, shardId) => select.get(streamName, shardId)?.['sequence_number'] as string | undefined,
    set: (streamName, shardId, sequenceNumber) => void upsert.run(streamName, shardId, sequenceNumber),
    close: () => db.close(),
  };
}

function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  try {
    db.exec(`pragma journal_mode = wal; pragma synchronous = normal;
      create table if not exists checkpoints (
        stream text not null, shard text not null, sequence_number text not null, primary key (stream, shard)
      ) without rowid`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
