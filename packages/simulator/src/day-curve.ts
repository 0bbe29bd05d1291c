/** Visits started in each hour of a day, in relation to each other: a quiet night, an evening peak. */
const visitsByHour = [14, 8, 5, 4, 4, 6, 12, 24, 36, 44, 48, 52, 58, 54, 50, 50, 54, 62, 74, 90, 100, 88, 58, 30];
const hourMs = 3_600_000;
/** No visit starts in the last minutes, so that most end on their day. */
const lastStartMs = 24 * hourMs - 10 * 60_000;
const total = visitsByHour.reduce((sum, visits) => sum + visits, 0);

/** The time of the day (ms) until which a share (0–1) of the day's visits has started. Grows with the share. */
export function timeOfShare(share: number): number {
  let left = share * total;
  for (const [hour, visits] of visitsByHour.entries()) {
    if (left < visits) return ((hour + left / visits) / 24) * lastStartMs;
    left -= visits;
  }
  return lastStartMs;
}
