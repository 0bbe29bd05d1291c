import { addCounts, assertConserved, noOutcomes } from './conservation.ts';
import { InvariantError } from './errors.ts';

test('a line without an outcome is an invariant error that says where', () => {
  const counts = addCounts(noOutcomes, { received: 3, accepted: 1, quarantined: 1, suppressed: 0 });
  expect(() => assertConserved(counts, 'landing 7')).toThrow(InvariantError);
  expect(() => assertConserved(counts, 'landing 7')).toThrow(/landing 7/);
  expect(assertConserved({ ...counts, suppressed: 1 }, '').received).toBe(3);
});
