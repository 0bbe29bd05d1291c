import { parseRetryAfter } from './parse-retry-after.ts';

const now = Date.UTC(2026, 0, 15, 12);

test.each([
  [undefined, 0],
  ['7', 7000],
  ['0', 0],
  ['Thu, 15 Jan 2026 12:00:09 GMT', 9000],
  ['Thu, 15 Jan 2026 11:00:00 GMT', 0],
  ['86400', 30_000],
  ['9'.repeat(400), 30_000],
  ['Fri, 15 Jan 2027 12:00:00 GMT', 30_000],
  ['soon', 0],
  [['1', '2'], 0],
])('Retry-After %j is %i ms', (header, milliseconds) => {
  expect(parseRetryAfter(header, now, 30_000)).toBe(milliseconds);
});
