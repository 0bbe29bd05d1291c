import {
  InvariantError,
  type StateEntry,
  type StateTable,
  type StateValue,
  sha256Hex,
  TransientError,
} from '@millrace/pipeline';

const freshMs = 30_000;
/** The limit that the documentation promises: a decision takes effect everywhere within this time. */
const staleMs = 60_000;
const usersAtMost = 50_000;
const idsPerRead = 100;
const attemptsAtMost = 5;
/** Of one user: a repeat of an older decision than these is taken for a new one. */
const decisionsAtMost = 32;
/** Code units: of a digest's 64 hex digits. */
const shortIdLength = 64;

/**
 * receivedAt: UTC time of the consent_update's receipt. frameId, line: its place, lines counted from 1 as in the lake. Of two
 * receipts of one event the first counts; of two events the later received holds, by (receivedAt, frameId, line).
 */
export type ConsentDecision = {
  readonly analytics: boolean;
  readonly ads: boolean;
  readonly policy: string;
  readonly receivedAt: string;
  readonly frameId: string;
  readonly line: number;
  readonly eventId: string;
};

export type ConsentStore = {
  /**
   * Durable when it returns, and seen by this instance at once. An older decision than the newest is kept behind it, and the
   * repeat of one that is kept changes nothing: both count as recorded.
   * Throws TransientError when it is not known to be recorded: say so to the sender.
   */
  record(userIdHash: string, decision: ConsentDecision): Promise<void>;
  /**
   * Those of the users whose newest decision denies analytics, as of at most 30 s ago (60 s while the table is away). Those
   * that are not known cost a read for each of the kinds (at most 16) that their entries are of, all at once.
   * Throws TransientError when that cannot be told: nobody is then taken for consenting.
   */
  withdrawnAmong(userIds: readonly string[]): Promise<ReadonlySet<string>>;
};

type User = { readonly userId: string; readonly entryId: string };
/** version: of the user's entry; 0: there is none. readAt: when the read began, epoch ms. */
type Known = { readonly hasWithdrawn: boolean; readonly version: number; readonly readAt: number };

/**
 * Decisions about consent in the state table: one entry a user that never expires, with the user's last 32 decisions. User
 * ids are one space in a stage: whatever key or tenant they come with, equal ones are one user (raw ids are hashed with the
 * tenant's salt before). Entries spread over the kinds `consent-a` … `consent-p`: a kind is one partition of the table.
 */
export function createConsentStore(options: {
  readonly table: StateTable;
  /** Epoch ms. */
  readonly now?: () => number;
}): ConsentStore {
  const { table, now = Date.now } = options;
  /** By `toKnownId`, of users who decided and of those who did not; those asked for last stay. */
  const known = new Map<string, Known>();

  /** A read that began before a write ended may come back after it with what was there before. */
  function keep(userId: string, seen: Known): Known {
    const knownId = toKnownId(userId);
    const before = known.get(knownId);
    known.delete(knownId);
    const newest = before && seen.version < before.version ? before : seen;
    known.set(copyOf(knownId), newest);
    if (known.size > usersAtMost) known.delete(known.keys().next().value as string);
    return newest;
  }

  /** At most 100 users of a kind. What is kept of them after the read, or what was kept before if the table is away. */
  async function readSome(kind: string, users: readonly User[]): Promise<readonly Known[]> {
    const readAt = now();
    const before = users.map(({ userId }) => known.get(toKnownId(userId)));
    try {
      const ids = users.map(({ entryId }) => entryId);
      const found = await table.getMany(kind, ids);
      return users.map(({ userId, entryId }) => keep(userId, toKnown(found.get(entryId), readAt)));
    } catch (error) {
      const isUsable = (seen: Known | undefined): seen is Known => !!seen && now() - seen.readAt <= staleMs;
      if (error instanceof TransientError && before.every(isUsable)) return before;
      throw error;
    }
  }

  /** Those who have withdrawn. */
  async function readKind(kind: string, users: readonly User[]): Promise<readonly User[]> {
    const withdrawn: User[] = [];
    for (let start = 0; start < users.length; start += idsPerRead) {
      const some = users.slice(start, start + idsPerRead);
      const seen = await readSome(kind, some);
      withdrawn.push(...some.filter((_, index) => seen[index]?.hasWithdrawn));
    }
    return withdrawn;
  }

  return {
    async record(userIdHash, decision) {
      const entryId = toEntryId(userIdHash);
      const kind = toKind(entryId);
      for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
        const readAt = now();
        const entry = await table.get(kind, entryId);
        const before = entry ? parseDecisions(entry.value) : [];
        const decisions = addDecision(before, decision);
        if (decisions !== before) {
          const put = await table.put(kind, entryId, { decisions }, { ifVersion: entry?.version });
          if (put === 'refused') continue;
        }
        const version = (entry?.version ?? 0) + (decisions === before ? 0 : 1);
        keep(userIdHash, { hasWithdrawn: isWithdrawal(decisions), version, readAt });
        return;
      }
      throw new TransientError('others recorded decisions of the same user all the time');
    },

    async withdrawnAmong(userIds) {
      const withdrawn = new Set<string>();
      const unknown: User[] = [];
      for (const userId of new Set(userIds)) {
        if (!canDecide(userId)) continue;
        const seen = known.get(toKnownId(userId));
        if (!seen || now() - seen.readAt > freshMs) unknown.push({ userId, entryId: toEntryId(userId) });
        else if (seen.hasWithdrawn) withdrawn.add(userId);
      }
      if (unknown.length === 0) return withdrawn;
      const byKind = Map.groupBy(unknown, ({ entryId }) => toKind(entryId));
      const found = await Promise.all([...byKind].map(([kind, users]) => readKind(kind, users)));
      for (const { userId } of found.flat()) withdrawn.add(userId);
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

/** A digest costs as much as a fifth of an event, so only long ids have one here; no short id is as long as that. */
function toKnownId(userId: string): string {
  return userId.length <= shortIdLength ? userId : `${toEntryId(userId)}+`;
}

/** An id from a query is a slice of it: whoever keeps the slice keeps all of the query's text. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** By the first hex digit, as a letter from a to p: a kind takes no digits. */
function toKind(entryId: string): string {
  return `consent-${String.fromCharCode(97 + Number.parseInt(entryId.charAt(0), 16))}`;
}

function toKnown(entry: StateEntry | undefined, readAt: number): Known {
  if (!entry) return { hasWithdrawn: false, version: 0, readAt };
  return { hasWithdrawn: isWithdrawal(parseDecisions(entry.value)), version: entry.version, readAt };
}

function isWithdrawal(decisions: readonly ConsentDecision[]): boolean {
  return decisions.at(-1)?.analytics === false;
}

/** Newest last. The very same list where the decision is in it, or older than a full one. */
function addDecision(decisions: readonly ConsentDecision[], decision: ConsentDecision): readonly ConsentDecision[] {
  const same = decisions.find(({ eventId }) => eventId === decision.eventId);
  if (same && compareReceipts(same, decision) <= 0) return decisions;
  const all = [...decisions.filter((one) => one !== same), decision].sort(compareReceipts);
  const last = all.slice(-decisionsAtMost);
  return last.includes(decision) ? last : decisions;
}

/** Below 0: `a` was received first. The lake's order (silver/winners, silver/verdicts), where texts compare by their bytes. */
function compareReceipts(a: ConsentDecision, b: ConsentDecision): number {
  return (
    Date.parse(a.receivedAt) - Date.parse(b.receivedAt) ||
    Buffer.compare(Buffer.from(a.frameId), Buffer.from(b.frameId)) ||
    a.line - b.line
  );
}

/** Newest last. Throws InvariantError for a value that `record` cannot have written. */
function parseDecisions({ decisions }: StateValue): readonly ConsentDecision[] {
  if (!Array.isArray(decisions) || decisions.length === 0 || !decisions.every(isDecision)) {
    throw new InvariantError('the decisions that are kept for a user are damaged');
  }
  return decisions;
}

function isDecision(value: unknown): value is ConsentDecision {
  if (typeof value !== 'object' || value === null) return false;
  const { analytics, ads, policy, receivedAt, frameId, line, eventId } = value as Record<string, unknown>;
  return (
    typeof analytics === 'boolean' &&
    typeof ads === 'boolean' &&
    typeof policy === 'string' &&
    typeof receivedAt === 'string' &&
    !Number.isNaN(Date.parse(receivedAt)) &&
    typeof frameId === 'string' &&
    Number.isSafeInteger(line) &&
    typeof eventId === 'string'
  );
}
