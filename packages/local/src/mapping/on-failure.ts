import { createHash } from 'node:crypto';
import {
  encodeGivenUpBatch,
  type GivenUpBatch,
  type ObjectStore,
  type Queue,
  toOnFailureKey,
} from '@millrace/pipeline';

/** Takes a batch that the mapping gave up. Rejects when it could not be kept: then the mapping tries again. */
export type OnFailureDestination = (batch: GivenUpBatch) => Promise<void>;

/**
 * One object per batch, with the whole invocation: it can be taken up again. The same batch has the same key, so one that is
 * given up once more after a restart is not kept twice.
 */
export function toObjects(objects: Pick<ObjectStore, 'putIfAbsent'>): OnFailureDestination {
  return async (batch) => {
    const requestId = toId(batch.streamName, batch.shardId, batch.first, batch.last);
    const key = toOnFailureKey(toId(batch.functionName), batch, requestId);
    await objects.putIfAbsent(key, Buffer.from(encodeGivenUpBatch(batch, requestId)));
  };
}

/** One message per batch, with metadata only: whoever takes it up reads the stream, before its retention ends. */
export function toQueue(queue: Pick<Queue, 'send'>): OnFailureDestination {
  return (batch) =>
    queue.send(
      encodeGivenUpBatch(
        { ...batch, payload: undefined },
        toId(batch.streamName, batch.shardId, batch.first, batch.last),
      ),
    );
}

/** In the form of a UUID. */
function toId(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
