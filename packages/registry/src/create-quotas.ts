import { type Clock, InvariantError, type StateTable, systemClock, TransientError } from '@millrace/pipeline';
import type { Key } from './key.ts';
import { type Bucket, decideGrant, parseBucket, refillBucket, startOfNextDay } from './quota-bucket.ts';

const tableKind = 'quota';
const dayMs = 86_400_000;
/** Tokens of a lease that are not spent by then are given up. */
const leaseMs = 2_000;
/** How long an instance that was refused for the day believes it: what others give back may make room. */
const dayRefusalMs = 10_000;
/** How long an instance limits by itself after the table failed. */
const pauseMs = 10_000;
const attemptsAtMost = 3;
const jitterMs = 25;
const keysAtMost = 10_000;
const countAtMost = 500;

export type QuotaAnswer = { readonly ok: true } | { readonly ok: false; readonly retryAfterSeconds: number };

export type QuotaKey = Pick<Key, 'keyId' | 'perSecond' | 'perDay'>;

export type Quotas = {
  /** Asks for `count` events (1 to 500) of a key's quotas. What was granted is not given back. */
  take(key: QuotaKey, count: number): Promise<QuotaAnswer>;
};

/** What an instance knows of a key. */
type Holding = {
  /** Leased and not spent; worth something until lapsesAt, given back after that on the day of the lease. */
  tokens: number;
  lapsesAt: number;
  leasedOn: string;
  /** The bucket as it was left or found; others can only have taken from it since. */
  seen: { readonly bucket: Bucket; readonly at: number } | undefined;
  /** The instance's own bucket, while the table is away. */
  alone: Bucket | undefined;
  /** The end of the lease that is under way: one at a time for a key. */
  underWay: Promise<unknown>;
};

/**
 * Limits events per second and per UTC day over all instances. A key has one token bucket in the state table (kind `quota`)
 * that refills with perSecond and holds burst = max(perSecond, 500). Instances lease from it by compare-and-swap: what the
 * request lacks, but at least `lease` tokens (leaseOf: a tenth of a second's, at most a thousandth of a day's), and pass
 * requests from memory until those are spent, or 2 s are over. With k instances, in any T seconds:
 *
 * - accepted ≤ perSecond · (T + d) + burst + k · lease; d: the longest lease took, plus the difference of clocks.
 * - accepted on a UTC day ≤ perDay, but for requests whose lease was under way at midnight, one an instance. Lapsed tokens
 *   go back with the instance's next lease of that day; an instance that ends before leaves less than `lease` of them counted.
 * - leases ≤ (perSecond · T + burst) / lease, and for an instance ≤ accepted / lease + T / 2 s + 1, while the day's rest is
 *   a lease or more. Each is one read and one write; a lost race costs both again, at most three times. Without a day quota
 *   that is at most 10 a second after the burst, whatever the traffic; per event 1 / lease in steady traffic, at most 1.
 * - a refused request costs one read, and nothing until the bucket can have enough again (of the day's: for 10 s).
 * - a key without quotas costs nothing.
 *
 * Three lost races are answered "again in 1 s". While the table is away each instance limits itself to perSecond (to an even
 * share of perDay without that) and does not count the day: the shared quota fails open, at most at k times the rate.
 */
export function createQuotas(options: {
  readonly table: StateTable;
  readonly clock?: Clock;
  /** 0 to 1, for the pause after a lost race. */
  readonly random?: () => number;
}): Quotas {
  const { table, clock = systemClock, random = Math.random } = options;
  const holdings = new Map<string, Holding>();
  let awayUntil = Number.NEGATIVE_INFINITY;

  function holdingOf(keyId: string): Holding {
    const unused = { tokens: 0, lapsesAt: 0, leasedOn: '', seen: undefined, alone: undefined };
    const holding = holdings.get(keyId) ?? { ...unused, underWay: Promise.resolve() };
    holdings.delete(keyId);
    holdings.set(keyId, holding);
    if (holdings.size > keysAtMost) holdings.delete(holdings.keys().next().value as string);
    return holding;
  }

  /** Answers without the table where that is possible. */
  function decideHere(key: QuotaKey, holding: Holding, count: number): QuotaAnswer | undefined {
    const now = clock.now();
    const held = now < holding.lapsesAt ? holding.tokens : 0;
    if (held >= count) {
      holding.tokens -= count;
      return { ok: true };
    }
    if (now < awayUntil) return takeAlone(key, holding, count, now);
    if (!holding.seen) return undefined;
    const perDay = now - holding.seen.at <= dayRefusalMs ? key.perDay : undefined;
    const grant = decideGrant({ ...key, perDay }, refillBucket(key, holding.seen.bucket, now), count - held);
    return grant.ok ? undefined : grant;
  }

  async function lease(key: QuotaKey, holding: Holding, count: number): Promise<QuotaAnswer> {
    const { tokens: before, lapsesAt, leasedOn } = holding;
    holding.tokens = 0; // nobody else may spend them meanwhile
    let rest = before;
    try {
      for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
        const entry = await table.get(tableKind, key.keyId);
        const now = clock.now();
        const held = now < lapsesAt ? before : 0;
        const found = refillBucket(key, entry && parseBucket(entry.value), now);
        const givenBack = found.day === leasedOn ? before - held : 0;
        const bucket = { ...found, dayCount: Math.max(0, found.dayCount - givenBack) };
        const grant = decideGrant(key, bucket, count - held);
        if (!grant.ok) {
          holding.seen = { bucket, at: now };
          return grant;
        }
        const left = { ...bucket, tokens: bucket.tokens - grant.tokens, dayCount: bucket.dayCount + grant.tokens };
        rest = held; // if the answer is lost, what was given back must not be given back again
        const condition = { ifVersion: entry?.version, expiresAt: bucket.at + 2 * dayMs };
        if ((await table.put(tableKind, key.keyId, left, condition)) === 'written') {
          rest = held + grant.tokens - count;
          holding.lapsesAt = Math.min(now + leaseMs, startOfNextDay(now));
          holding.leasedOn = left.day;
          holding.seen = { bucket: left, at: now };
          return { ok: true };
        }
        rest = before;
        if (attempt < attemptsAtMost) await pause(clock, random() * jitterMs * attempt);
      }
      return { ok: false, retryAfterSeconds: 1 };
    } finally {
      holding.tokens = rest;
    }
  }

  return {
    async take(key, count) {
      if (key.perSecond === undefined && key.perDay === undefined) return { ok: true };
      if (!(count >= 1 && count <= countAtMost)) throw new InvariantError(`a quota is asked for ${count} events`);
      const holding = holdingOf(key.keyId);
      const answer = decideHere(key, holding, count);
      if (answer) return answer;
      const turn = holding.underWay.then(async () => {
        // The one before may have leased enough for this one too, or have been refused.
        const answerNow = decideHere(key, holding, count);
        if (answerNow) return answerNow;
        try {
          return await lease(key, holding, count);
        } catch (error) {
          if (!(error instanceof TransientError)) throw error;
          awayUntil = clock.now() + pauseMs;
          return takeAlone(key, holding, count, clock.now());
        }
      });
      holding.underWay = turn.catch(() => undefined); // whoever asked has the error; the next one tries for itself
      return turn;
    },
  };
}

/** The shared quota cannot be asked: this instance's share is all of it. */
function takeAlone(key: QuotaKey, holding: Holding, count: number, now: number): QuotaAnswer {
  const limit = { perSecond: key.perSecond ?? (key.perDay ?? 0) / (dayMs / 1000), perDay: undefined };
  const bucket = refillBucket(limit, holding.alone, now);
  const grant = decideGrant(limit, bucket, count, count);
  holding.alone = { ...bucket, tokens: bucket.tokens - (grant.ok ? count : 0) };
  return grant.ok ? { ok: true } : grant;
}

function pause(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimer(milliseconds, resolve));
}
