/** Retry-After (RFC 9110: seconds or a date) in milliseconds from `now`, at most `maxMs`. 0 when there is none. */
export function parseRetryAfter(header: string | string[] | undefined, now: number, maxMs: number): number {
  if (typeof header !== 'string') return 0;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(milliseconds) ? 0 : Math.min(maxMs, Math.max(0, milliseconds));
}
