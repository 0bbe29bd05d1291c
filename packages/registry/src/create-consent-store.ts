import { InvariantError, type StateTable, type StateValue, sha256Hex, TransientError } from '@millrace/pipeline';

const tableKind = 'consent';
const freshMs = 30_000;
/** The limit that the documentation promises: a decision takes effect everywhere within this time. */
const staleMs = 60_000;
const usersAtMost = 50_000;
const idsPerRead = 100;
const attemptsAtMost = 5;

/** receivedAt: UTC time of the consent_update's receipt. Of two decisions the later received holds; then the greater id. */
export type ConsentDecision = {
  readonly analytics: boolean;
  readonly ads: boolean;
  readonly policy: string;
  readonly receivedAt: string;
  readonly eventId: string;
};

export type ConsentStore = {
  /**
   * Durable when it returns, and seen by this instance at once. A decision older than the one that is kept changes nothing.
   * Throws TransientError when it is not known to be recorded: say so to the sender.
   */
  record(userIdHash: string, decision: ConsentDecision): Promise<void>;
  /**
   * Those of the users whose newest decision denies analytics, as of at most 30 s ago (60 s while the table is away).
   * Throws TransientError when that cannot be told: nobody is then taken for consenting.
   */
  withdrawnAmong(userIds: readonly string[]): Promise<ReadonlySet<string>>;
};

type Known = { readonly decision: ConsentDecision | undefined; readonly readAt: number };

/** Decisions about consent in the state table, kind `consent`, one entry a user that never expires. */
export function createConsentStore(options: {
  readonly table: StateTable;
  /** Epoch ms. */
  readonly now?: () => number;
}): ConsentStore {
  const { table, now = Date.now } = options;
  /** Of users who decided and of those who did not; those asked for last stay. */
  const known = new Map<string, Known>();

  /** A read that began before a write ended may come back after it with what was there before. */
  function keep(userId: string, seen: Known): Known {
    const before = known.get(userId);
    known.delete(userId);
    const isOlder = before?.decision && (!seen.decision || compareDecisions(seen.decision, before.decision) < 0);
    const newest = isOlder ? before : seen;
    known.set(userId, newest);
    if (known.size > usersAtMost) known.delete(known.keys().next().value as string);
    return newest;
  }

  /** At most 100 users. What is kept of them after the read, or what was kept before if the table is away. */
  async function readSome(userIds: readonly string[]): Promise<readonly Known[]> {
    const readAt = now();
    const before = userIds.map((userId) => known.get(userId));
    try {
      const found = await table.getMany(tableKind, userIds.map(toEntryId));
      return userIds.map((userId) => {
        const entry = found.get(toEntryId(userId));
        return keep(userId, { decision: entry && parseDecision(entry.value), readAt });
      });
    } catch (error) {
      const isUsable = (seen: Known | undefined): seen is Known => !!seen && now() - seen.readAt <= staleMs;
      if (error instanceof TransientError && before.every(isUsable)) return before;
      throw error;
    }
  }

  return {
    async record(userIdHash, decision) {
      const entryId = toEntryId(userIdHash);
      for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
        const readAt = now();
        const entry = await table.get(tableKind, entryId);
        const kept = entry && parseDecision(entry.value);
        if (kept && compareDecisions(decision, kept) <= 0) {
          keep(userIdHash, { decision: kept, readAt });
          return;
        }
        const put = await table.put(tableKind, entryId, { ...decision }, { ifVersion: entry?.version });
        if (put === 'refused') continue;
        keep(userIdHash, { decision, readAt });
        return;
      }
      throw new TransientError('others recorded decisions of the same user all the time');
    },

    async withdrawnAmong(userIds) {
      const withdrawn = new Set<string>();
      const take = (userId: string, { decision }: Known): void => {
        if (decision?.analytics === false) withdrawn.add(userId);
      };
      const unknown = [...new Set(userIds)].filter((userId) => {
        if (!canDecide(userId)) return false;
        const seen = known.get(userId);
        if (!seen || now() - seen.readAt > freshMs) return true;
        take(userId, seen);
        return false;
      });
      for (let start = 0; start < unknown.length; start += idsPerRead) {
        const ids = unknown.slice(start, start + idsPerRead);
        for (const [index, seen] of (await readSome(ids)).entries()) take(ids[index] as string, seen);
      }
      return withdrawn;
    },
  };
}

/** No contract takes another user id (1 to 256 code points), so nobody of that name has decided anything. */
function canDecide(userId: string): boolean {
  return userId.length >= 1 && userId.length <= 512;
}

/** An id that a sender makes may be long, or no Unicode; and the table need not tell who decided. */
function toEntryId(userId: string): string {
  return sha256Hex(Buffer.from(userId, 'utf16le'));
}

/** Below 0: `a` is the older one. */
function compareDecisions(a: ConsentDecision, b: ConsentDecision): number {
  const byTime = Date.parse(a.receivedAt) - Date.parse(b.receivedAt);
  if (byTime !== 0) return byTime;
  return a.eventId === b.eventId ? 0 : a.eventId < b.eventId ? -1 : 1;
}

/** Throws InvariantError for a value that `record` cannot have written. */
function parseDecision(value: StateValue): ConsentDecision {
  const { analytics, ads, policy, receivedAt, eventId } = value;
  if (
    typeof analytics !== 'boolean' ||
    typeof ads !== 'boolean' ||
    typeof policy !== 'string' ||
    typeof receivedAt !== 'string' ||
    typeof eventId !== 'string' ||
    Number.isNaN(Date.parse(receivedAt))
  ) {
    throw new InvariantError('the decision that is kept for a user is damaged');
  }
  return { analytics, ads, policy, receivedAt, eventId };
}
