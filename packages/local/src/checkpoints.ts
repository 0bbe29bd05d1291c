import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How far the stream mapping has got in each shard. What is delivered twice is landed once: losing one costs time only. */
export type Checkpoints = {
  get(streamName: string, shardId: string): string | undefined;
  set(streamName: string, shardId: string, sequenceNumber: string): void;
  close(): void;
};

export function openCheckpoints(dataDir: string): Checkpoints {
  const db = new DatabaseSync(join(dataDir, 'checkpoints.sqlite'));
  db.exec(`pragma journal_mode = wal; pragma synchronous = normal;
    create table if not exists checkpoints (
      stream text not null, shard text not null, sequence_number text not null, primary key (stream, shard)
    ) without rowid`);
  const select = db.prepare('select sequence_number from checkpoints where stream = ? and shard = ?');
  const upsert = db.prepare('insert or replace into checkpoints values (?, ?, ?)');
  return {
    get: (streamName, shardId) => select.get(streamName, shardId)?.['sequence_number'] as string | undefined,
    set: (streamName, shardId, sequenceNumber) => void upsert.run(streamName, shardId, sequenceNumber),
    close: () => db.close(),
  };
}
