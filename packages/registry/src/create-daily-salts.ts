import { randomBytes } from 'node:crypto';
import { InvariantError, type StateTable, TransientError } from '@millrace/pipeline';

const tableKind = 'daily-salt';
const dayMs = 86_400_000;
const saltBytes = 32;
/** Requests that came before midnight end within this time. */
const inFlightMs = 60_000;
/** A net under the deletion, for a stage where nobody comes and no schedule runs. Not when it is deleted: that is asked for. */
const expireAfterMs = 2 * dayMs;

export type DailySalts = {
  /**
   * 32 random bytes, the same for all instances, of the UTC day that holds this instant (epoch ms, by this machine's clock:
   * when a request was received). undefined: that day is not today, and its salt is gone, or not made yet.
   * Throws TransientError when the table is away and this instance has not seen the salt.
   */
  saltAt(instant: number): Promise<Uint8Array | undefined>;
  /** Deletes the salt of every day that is over; says how many there were. For a schedule, shortly after midnight. */
  deleteOld(): Promise<number>;
};

/**
 * A salt lives while its UTC day lasts. Whoever makes the next one deletes it from the table first; `deleteOld` on a schedule
 * does so when nobody comes. Only today's is ever read. In memory it is kept for one minute more, for requests that were
 * received before midnight. A table whose backups go further back than a day keeps what was deleted: give salts one without.
 */
export function createDailySalts(options: {
  readonly table: StateTable;
  /** Epoch ms. */
  readonly now?: () => number;
}): DailySalts {
  const { table, now = Date.now } = options;
  const kept = new Map<string, Promise<Uint8Array>>();

  function forgetOld(): void {
    for (const day of kept.keys()) if (now() >= endOf(day) + inFlightMs) kept.delete(day);
  }

  async function openToday(day: string): Promise<Uint8Array> {
    const found = await table.get(tableKind, day);
    if (found) return parseSalt(day, found.value['salt']);
    await deleteOld(); // before there is a new one: if it fails, the next request tries again
    const salt = randomBytes(saltBytes);
    const condition = { ifVersion: undefined, expiresAt: endOf(day) + expireAfterMs };
    const put = await table.put(tableKind, day, { salt: salt.toString('base64') }, condition);
    if (put === 'written') return salt;
    const first = await table.get(tableKind, day);
    if (!first) throw new TransientError(`the salt of ${day} was deleted by an instance whose clock is ahead`);
    return parseSalt(day, first.value['salt']);
  }

  async function deleteOld(): Promise<number> {
    forgetOld();
    const today = toDay(now());
    let count = 0;
    for await (const { id } of table.list(tableKind)) {
      if (id >= today) continue;
      await table.delete(tableKind, id);
      count += 1;
    }
    return count;
  }

  return {
    async saltAt(instant) {
      forgetOld();
      const day = toDay(instant);
      const known = kept.get(day);
      if (known || day !== toDay(now())) return known;
      const salt = openToday(day).catch((error: unknown) => {
        kept.delete(day); // a failure is not remembered
        throw error;
      });
      kept.set(day, salt);
      return salt;
    },
    deleteOld,
  };
}

function toDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function endOf(day: string): number {
  return Date.parse(day) + dayMs;
}

function parseSalt(day: string, value: unknown): Uint8Array {
  const salt = typeof value === 'string' ? Buffer.from(value, 'base64') : Buffer.alloc(0);
  if (salt.length !== saltBytes) throw new InvariantError(`the salt of ${day} is damaged`);
  return salt;
}
