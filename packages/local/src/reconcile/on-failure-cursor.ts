import { type ObjectStore, padSequenceNumber, type StreamRecord } from '@millrace/pipeline';
import { readOnFailure } from './read-on-failure.ts';

/** Of an object that is whole. */
export type OnFailureEntry = { readonly key: string; readonly first: string; readonly last: string };

export type GivenUpRecord = { readonly key: string; readonly record: StreamRecord };

/** Goes through the given up records of a shard beside its stream and its chain; holds the objects of one place only. */
export type OnFailureCursor = {
  /** The records before a padded sequence number, each once, in their order; they are behind the cursor then. */
  takeBefore(padded: string): Promise<readonly GivenUpRecord[]>;
  /** The record of this padded sequence number, behind the cursor then. Those before it must have been taken. */
  takeAt(padded: string): Promise<GivenUpRecord | undefined>;
};

export function createOnFailureCursor(objects: ObjectStore, entries: readonly OnFailureEntry[]): OnFailureCursor {
  const waiting = [...entries].sort((a, b) => (padSequenceNumber(a.first) < padSequenceNumber(b.first) ? -1 : 1));
  /** In their order; a batch that was given up twice counts once. */
  let open: { readonly padded: string; readonly givenUp: GivenUpRecord }[] = [];

  async function openUpTo(padded: string): Promise<void> {
    while (waiting[0] && padSequenceNumber(waiting[0].first) <= padded) {
      const { key } = waiting.shift() as OnFailureEntry;
      const read = await readOnFailure(objects, key);
      if (read === undefined || typeof read === 'string') continue; // Gone or damaged since it was listed.
      const records = read.records.map((record) => ({
        padded: padSequenceNumber(record.sequenceNumber),
        givenUp: { key, record },
      }));
      open = [...open, ...records]
        .sort((a, b) => (a.padded < b.padded ? -1 : a.padded > b.padded ? 1 : 0))
        .filter((record, index, all) => record.padded !== all[index - 1]?.padded);
    }
  }

  /** Takes the first `count` of them. */
  function take(count: number): readonly GivenUpRecord[] {
    return open.splice(0, count).map(({ givenUp }) => givenUp);
  }

  return {
    async takeBefore(padded) {
      await openUpTo(padded);
      const count = open.findIndex((record) => record.padded >= padded);
      return take(count < 0 ? open.length : count);
    },

    async takeAt(padded) {
      await openUpTo(padded);
      return open[0]?.padded === padded ? take(1)[0] : undefined;
    },
  };
}
