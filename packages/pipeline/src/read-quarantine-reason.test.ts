import { readQuarantineReason } from './read-quarantine-reason.ts';

test.each([
  ['{"quarantine_id":"a","reason":"malformed"}', 'malformed'],
  ['{"reason":1}', undefined],
  ['{"text":"\\"reason\\":\\"malformed\\""}', undefined],
  ['{"reason":"cut', undefined],
  ['["reason"]', undefined],
  ['null', undefined],
  ['', undefined],
])('the reason of %s is %s', (line, reason) => {
  expect(readQuarantineReason(line)).toBe(reason);
});
