import fc from 'fast-check';
import { partitionBucketCount, partitionKeyOf } from './partition-key.ts';

test('session before user before event', () => {
  const event = { event_id: 'e', user: { user_id_hash: 'u' }, session: { session_id: 's' } };
  expect(partitionKeyOf(event)).toBe(partitionKeyOf({ session: { session_id: 's' } }));
  expect(partitionKeyOf({ ...event, session: {} })).toBe(partitionKeyOf({ user: { user_id_hash: 'u' } }));
  expect(partitionKeyOf({ event_id: 'e' })).toBe(partitionKeyOf({ event_id: 'e', user: {} }));
});

test('every session falls into one of the buckets, always the same, and all are used', () => {
  const used = new Set<string>();
  fc.assert(
    fc.property(fc.string(), (sessionId) => {
      const key = partitionKeyOf({ session: { session_id: sessionId } });
      expect(Number(key)).toBeLessThan(partitionBucketCount);
      expect(partitionKeyOf({ event_id: 'other', session: { session_id: sessionId } })).toBe(key);
    }),
  );
  for (let n = 0; n < 2_000; n += 1) used.add(partitionKeyOf({ event_id: `event-${n}` }));
  expect(used.size).toBe(partitionBucketCount);
});

test('the rule is for ever: these keys are in streams out there', () => {
  expect(['', 'a', 'session-1', 'ü'].map((id) => partitionKeyOf({ event_id: id }))).toEqual(['5', '44', '13', '59']);
});
