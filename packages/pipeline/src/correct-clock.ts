import { parseEventTime } from '@millrace/schema';

/** Clocks that differ by less are as good as right: transport alone takes so long at times. */
export const clockToleranceMs = 60_000;
const firstTime = Date.UTC(2000, 0, 1);
const endTime = Date.UTC(2101, 0, 1);

/** What is to be added to a client's time, in whole milliseconds, and what comes of it (canonical UTC). */
export type ClockCorrection = { readonly ts: string; readonly correction: number };

/**
 * The correction of a client's clock, from what it showed when the batch was sent; all times are canonical, receivedMs is
 * epoch milliseconds. undefined where the clock is right, or the corrected time would not be in the years 2000–2100.
 */
export function correctClock(ts: string, sentAt: string, receivedMs: number): ClockCorrection | undefined {
  const correction = receivedMs - parseEventTime(sentAt);
  if (Math.abs(correction) <= clockToleranceMs) return undefined;
  const corrected = parseEventTime(ts) + correction;
  if (!(corrected >= firstTime && corrected < endTime)) return undefined;
  return { ts: new Date(corrected).toISOString(), correction };
}
