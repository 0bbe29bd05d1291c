import { InvariantError, type StateEntry, type StateTable, TransientError } from '@millrace/pipeline';

export type MemoryStateTableOptions = {
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Runs before each call's effect: a pause, or a fault that is thrown. */
  readonly before?: (call: StateCall, kind: string, id: string) => Promise<void>;
};

export type StateCall = 'get' | 'getMany' | 'put' | 'delete' | 'list';

export type MemoryStateTable = StateTable & {
  /** Calls so far; `refused` are the puts that lost. */
  readonly calls: () => Readonly<Record<StateCall | 'refused', number>>;
  /** Every call fails with a TransientError until the table is back. */
  readonly setAway: (isAway: boolean) => void;
};

/** A state table in memory. The contract suite holds for it as for the others. */
export function createMemoryStateTable(options: MemoryStateTableOptions = {}): MemoryStateTable {
  const { now = Date.now, before = async () => {} } = options;
  const kinds = new Map<string, Map<string, Omit<StateEntry, 'value'> & { readonly text: string }>>();
  const calls = { get: 0, getMany: 0, put: 0, delete: 0, list: 0, refused: 0 };
  let isAway = false;

  async function begin(call: StateCall, kind: string, ids: readonly string[]): Promise<void> {
    calls[call] += 1;
    if (!/^[a-z-]+$/.test(kind)) throw new InvariantError(`"${kind}" cannot be a kind of state`);
    if (ids.length > 100) throw new InvariantError(`getMany takes 100 ids, not ${ids.length}`);
    if (ids.some((id) => id === '' || id.length > 256 || !id.isWellFormed())) {
      throw new InvariantError(`an id of kind ${kind} has 1 to 256 characters, and no half of one`);
    }
    await before(call, kind, ids[0] ?? '');
    if (isAway) throw new TransientError('the state table is away');
  }

  function find(kind: string, id: string): StateEntry | undefined {
    const held = kinds.get(kind)?.get(id);
    if (!held || (held.expiresAt !== undefined && held.expiresAt <= now())) return undefined;
    return { id, version: held.version, value: JSON.parse(held.text), expiresAt: held.expiresAt };
  }

  return {
    calls: () => ({ ...calls }),
    setAway: (away) => {
      isAway = away;
    },
    async get(kind, id) {
      await begin('get', kind, [id]);
      return find(kind, id);
    },
    async getMany(kind, ids) {
      await begin('getMany', kind, ids);
      const entries = ids.map((id) => find(kind, id)).filter((entry) => entry !== undefined);
      return new Map(entries.map((entry) => [entry.id, entry]));
    },
    async put(kind, id, value, { ifVersion, expiresAt }) {
      const text = JSON.stringify(value);
      if (Buffer.byteLength(text) > 100 * 1024) {
        throw new InvariantError(`a value of kind ${kind} has at most 102400 bytes, not ${Buffer.byteLength(text)}`);
      }
      await begin('put', kind, [id]);
      const held = find(kind, id);
      if (held?.version !== ifVersion) {
        calls.refused += 1;
        return 'refused';
      }
      const entries = kinds.get(kind) ?? new Map();
      kinds.set(kind, entries.set(id, { id, version: (held?.version ?? 0) + 1, text, expiresAt }));
      return 'written';
    },
    async delete(kind, id) {
      await begin('delete', kind, [id]);
      kinds.get(kind)?.delete(id);
    },
    async *list(kind) {
      await begin('list', kind, []);
      const ids = [...(kinds.get(kind)?.keys() ?? [])];
      ids.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      for (const id of ids) {
        const entry = find(kind, id);
        if (entry) yield entry;
      }
    },
    close: async () => {},
  };
}
