import type { Lake } from '@millrace/embedded/lake';
import { type EventStream, type Manifest, nextPrevious, padSequenceNumber, partitionOf } from '@millrace/pipeline';
import type { Checkpoints } from './checkpoints.ts';

const requeueAtOnce = 500;

/** The last sequence number of a shard that anything after the stream knows of. */
export async function readSeen(
  streamName: string,
  shardId: string,
  manifest: Manifest,
  checkpoints: Checkpoints,
): Promise<string | undefined> {
  const landed = (await manifest.head(partitionOf(streamName, shardId)))?.last;
  const delivered = checkpoints.get(streamName, shardId);
  if (landed === undefined || delivered === undefined) return landed ?? delivered;
  return padSequenceNumber(landed) > padSequenceNumber(delivered) ? landed : delivered;
}

/**
 * A checkpoint beyond the manifest's head means that a row was lost: the mapping goes back, and what was landed before
 * is dropped on arrival. Nothing that the stream still has can be skipped this way.
 */
export async function alignCheckpoints(
  streamName: string,
  stream: EventStream,
  manifest: Manifest,
  checkpoints: Checkpoints,
): Promise<void> {
  for (const { shardId } of await stream.listShards()) {
    const delivered = checkpoints.get(streamName, shardId);
    const head = await manifest.head(partitionOf(streamName, shardId));
    if (delivered === undefined || padSequenceNumber(delivered) <= nextPrevious(head)) continue;
    checkpoints.set(streamName, shardId, head?.last ?? '0');
  }
}

/**
 * A lake file that is new while the manifest says that batches were refined was moved away: they are refined again, from
 * their typed files. Returns how many.
 */
export async function requeueForNewLake(lake: Lake, manifest: Manifest): Promise<number> {
  const { rows } = await lake.query('select count(*) from lake.runs');
  if (Number(rows[0]?.[0]) > 0) return 0;
  let requeued = 0;
  for (;;) {
    const refined = await manifest.listByStage('refined', requeueAtOnce);
    if (refined.length === 0) return requeued;
    for (const row of refined) await manifest.update(row, { stage: 'transformed' }, { from: ['refined'] });
    requeued += refined.length;
  }
}
