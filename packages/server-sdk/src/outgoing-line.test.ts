import { partitionKeyOf } from '@millrace/pipeline';
import { toEventLine, toMalformedLine } from './outgoing-line.ts';

test('an event is of the group of its partition key', () => {
  for (const event of [
    { event_id: 'e' },
    { event_id: 'e', session: { session_id: 's' }, user: { user_id: 'u' } },
    { event_id: 'e', user: { user_id_hash: 'h', user_id: 'u' } },
    {},
  ]) {
    expect(toEventLine(event).group).toBe(partitionKeyOf(event));
  }
});

test('events of one raw user id stay together: only the stage can tell their bucket', () => {
  const groups = [1, 2, 3].map((index) => toEventLine({ event_id: `event-${index}`, user: { user_id: 'u' } }).group);
  expect(new Set(groups).size).toBe(1);
});

test('sizes are of UTF-8, with the comma; text that is there already stays', () => {
  expect(toEventLine({ event_id: 'é' })).toMatchObject({ kind: 'event', json: '{"event_id":"é"}', sizeBytes: 18 });
  expect(toEventLine({ a: 1 }, '{ "a": 1.0 }')).toMatchObject({ json: '{ "a": 1.0 }', sizeBytes: 13 });
  expect(toMalformedLine({ text: 'x' })).toEqual({
    kind: 'malformed',
    group: 'malformed',
    json: '{"text":"x"}',
    sizeBytes: 13,
  });
});
