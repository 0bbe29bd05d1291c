import { InvariantError, type StateValue } from '@millrace/pipeline';

type Limits = { readonly perSecond: number | undefined; readonly perDay: number | undefined };

/** tokens: in the bucket at the instant `at` (epoch ms); 0 without a quota per second. dayCount: granted on that UTC day. */
export type Bucket = { readonly tokens: number; readonly at: number; readonly day: string; readonly dayCount: number };

export type Grant =
  | { readonly ok: true; readonly tokens: number }
  | { readonly ok: false; readonly retryAfterSeconds: number };

/** A bucket holds at least this many, or a request of the largest size could never pass. */
const smallestBurst = 500;

/** Tokens that an instance leases at least: a tenth of a second's, and no more than a thousandth of a day's. */
export function leaseOf({ perSecond = Number.POSITIVE_INFINITY, perDay = Number.POSITIVE_INFINITY }: Limits): number {
  return Math.ceil(Math.min(perSecond / 10, perDay / 1000));
}

/** Most tokens that a key's bucket holds. */
export function burstOf(perSecond: number): number {
  return Math.max(perSecond, smallestBurst);
}

/** The bucket as it is now, if nobody took from it; undefined: one that nobody has used yet. Its time never goes back. */
export function refillBucket({ perSecond }: Limits, bucket: Bucket | undefined, now: number): Bucket {
  const burst = perSecond === undefined ? 0 : burstOf(perSecond);
  if (!bucket) return { tokens: burst, at: now, day: toDay(now), dayCount: 0 };
  const at = Math.max(bucket.at, now);
  const tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) * (perSecond ?? 0)) / 1000);
  const day = toDay(at);
  return { tokens, at, day, dayCount: day === bucket.day ? bucket.dayCount : 0 };
}

/**
 * How many tokens somebody gets who needs `count`: at least a lease, or nothing. A bucket that is nearly empty would
 * otherwise be written for every single token that drips into it. The last of a day may be fewer than a lease.
 */
export function decideGrant(limits: Limits, bucket: Bucket, count: number, leaseAtLeast = leaseOf(limits)): Grant {
  const { perSecond, perDay = Number.POSITIVE_INFINITY } = limits;
  const wanted = Math.max(count, leaseAtLeast);
  const leftToday = perDay - bucket.dayCount;
  if (leftToday < count) {
    return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((startOfNextDay(bucket.at) - bucket.at) / 1000)) };
  }
  const tokens = Math.min(wanted, leftToday);
  if (perSecond !== undefined && bucket.tokens < tokens) {
    return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((tokens - bucket.tokens) / perSecond)) };
  }
  return { ok: true, tokens };
}

export function startOfNextDay(instant: number): number {
  return Date.parse(toDay(instant)) + 86_400_000;
}

/** Throws InvariantError for a value that is no bucket. */
export function parseBucket(value: StateValue): Bucket {
  const { tokens, at, day, dayCount } = value;
  if (![tokens, at, dayCount].every(Number.isFinite) || typeof day !== 'string') {
    throw new InvariantError('the quota entry of a key is damaged');
  }
  return { tokens: Number(tokens), at: Number(at), day, dayCount: Number(dayCount) };
}

function toDay(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
