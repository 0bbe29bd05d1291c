import type { KeyObject } from 'node:crypto';
import { type StateTable, TransientError } from '@millrace/pipeline';
import { isKeyId, type Key, keyTableKind, parseKey } from './key.ts';

const freshMs = 30_000;
/** For so long after that an entry is good while the table is away. */
const staleMs = 10 * 60_000;
/** After a failed read: requests are not to wait for the table one after the other. */
const pauseMs = 2_000;
const entriesAtMost = 10_000;

export type KeyCache = {
  /**
   * A key as it was at most 30 s ago, revoked ones too; undefined: there is none. Takes any text. While the table is away
   * what is known is good for 10 more minutes; throws TransientError for what is not known, or older.
   */
  find(keyId: string): Promise<Key | undefined>;
};

type Entry = { readonly key: Key | undefined; readonly readAt: number };

/**
 * Keys in the memory of an instance: one read a key and 30 s, at most one under way for a key, unknown ids remembered too.
 * Ids that the lake's key did not make are unknown without a read. Holds 10,000 ids, those asked for last.
 */
export function createKeyCache(options: {
  readonly table: StateTable;
  readonly lakeKey: KeyObject;
  /** Epoch ms. */
  readonly now?: () => number;
}): KeyCache {
  const { table, lakeKey, now = Date.now } = options;
  const entries = new Map<string, Entry>();
  const reads = new Map<string, Promise<Entry>>();
  let away: { readonly until: number; readonly error: TransientError } | undefined;

  function keep(keyId: string, entry: Entry): void {
    entries.delete(keyId);
    entries.set(keyId, entry);
    if (entries.size > entriesAtMost) entries.delete(entries.keys().next().value as string);
  }

  async function readOnce(keyId: string): Promise<Entry> {
    if (away && now() < away.until) throw away.error;
    try {
      const readAt = now(); // before: the answer may be as old as the question
      const found = await table.get(keyTableKind, keyId);
      away = undefined;
      const entry = { key: found && parseKey(keyId, found.value), readAt };
      keep(keyId, entry);
      return entry;
    } catch (error) {
      if (error instanceof TransientError) away = { until: now() + pauseMs, error };
      throw error;
    }
  }

  /** One read for all who ask at once. */
  function read(keyId: string): Promise<Entry> {
    const underWay = reads.get(keyId);
    if (underWay) return underWay;
    const started = readOnce(keyId).finally(() => reads.delete(keyId));
    reads.set(keyId, started);
    return started;
  }

  return {
    async find(keyId) {
      const known = entries.get(keyId); // first: only ids that hold are kept, and a MAC takes longer than a look
      if (!known && !isKeyId(keyId, lakeKey)) return undefined;
      if (known && now() - known.readAt <= freshMs) {
        keep(keyId, known);
        return known.key;
      }
      try {
        return (await read(keyId)).key;
      } catch (error) {
        if (error instanceof TransientError && known && now() - known.readAt <= freshMs + staleMs) return known.key;
        throw error;
      }
    },
  };
}
