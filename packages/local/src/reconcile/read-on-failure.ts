import {
  type GivenUpBatch,
  InvariantError,
  type ObjectStore,
  onFailurePrefix,
  padSequenceNumber,
  parseGivenUpBatch,
  recordsOfGivenUpBatch,
  type StreamRecord,
} from '@millrace/pipeline';

/** An object of the on-failure destination. Damaged: `detail` says how; its shard is what the key says. */
export type OnFailureObject =
  | { readonly kind: 'whole'; readonly key: string; readonly batch: Omit<GivenUpBatch, 'payload'> }
  | { readonly kind: 'damaged'; readonly key: string; readonly shardId: string; readonly detail: string };

/** Every batch that a mapping gave up and kept, read whole and checked. One at a time is held in memory. */
export async function* listOnFailure(objects: ObjectStore): AsyncGenerator<OnFailureObject> {
  for await (const { key } of objects.list(onFailurePrefix)) {
    const read = await readOnFailure(objects, key);
    if (typeof read === 'string') {
      yield { kind: 'damaged', key, shardId: key.slice(onFailurePrefix.length).split('/')[1] ?? '', detail: read };
    } else if (read !== undefined) {
      const { payload: _, ...batch } = read.batch;
      yield { kind: 'whole', key, batch };
    }
  }
}

/**
 * A batch with its records; text: what is wrong with it; undefined: no object, or metadata only, which nobody can take up
 * from here.
 */
export async function readOnFailure(
  objects: ObjectStore,
  key: string,
): Promise<{ readonly batch: GivenUpBatch; readonly records: readonly StreamRecord[] } | string | undefined> {
  const stored = await objects.get(key);
  if (!stored) return undefined;
  try {
    const batch = parseGivenUpBatch(Buffer.from(stored).toString('utf8'));
    const records = recordsOfGivenUpBatch(batch);
    if (records === undefined) return undefined;
    return findFault(batch, records) ?? { batch, records };
  } catch (error) {
    if (error instanceof InvariantError) return error.message;
    throw error;
  }
}

function findFault(batch: GivenUpBatch, records: readonly StreamRecord[]): string | undefined {
  if (records.length !== batch.recordCount) return `${records.length} records, not ${batch.recordCount}`;
  const isOrdered = records.every(
    ({ sequenceNumber }, index) => index === 0 || isAfter(sequenceNumber, records[index - 1]?.sequenceNumber ?? '0'),
  );
  if (!isOrdered) return 'its records are not in their order';
  const hasEnds = records[0]?.sequenceNumber === batch.first && records.at(-1)?.sequenceNumber === batch.last;
  return hasEnds ? undefined : `its records are not ${batch.first}–${batch.last}`;
}

function isAfter(a: string, b: string): boolean {
  return padSequenceNumber(a) > padSequenceNumber(b);
}
