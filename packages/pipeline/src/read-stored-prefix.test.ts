import { readFileSync } from 'node:fs';
import { type EventType, eventTypes } from '@millrace/schema';
import fc from 'fast-check';
import { receipt } from '../test/receipt.ts';
import { decideEvent } from './decide-event.ts';
import { readStoredPrefix } from './read-stored-prefix.ts';

/** The example of a contract, with a text of ours in it. */
function eventOf(eventType: EventType, text: string): Record<string, unknown> {
  const file = new URL(`../../schema/generated/fixtures/${eventType}/1.0.0.json`, import.meta.url);
  const { example } = JSON.parse(readFileSync(file, 'utf8'));
  return { ...example, ts: '2026-01-15T13:30:00+01:00', custom_properties: { note: text } };
}

test.each(eventTypes.map((type) => [type]))('type and time of a stored %s, whatever else it says', (eventType) => {
  const forged = fc.constantFrom(
    '","ts":"1999-01-01T00:00:00.000Z',
    '{"schema_version":"1","event_type":"x"',
    '\\"ts":"',
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), forged), (text) => {
      const outcome = decideEvent(eventOf(eventType, text), { ...receipt, isTrusted: true });
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      expect(readStoredPrefix(outcome.event.line)).toEqual({ eventType, eventTime: Date.UTC(2026, 0, 15, 12, 30) });
    }),
  );
});

test.each([
  ['nothing', ''],
  ['another object', '{"ts":"2026-01-15T12:00:00.000Z"}'],
  [
    'another order',
    '{"event_type":"page_view","schema_version":"1.0.0","event_id":"a","ts":"2026-01-15T12:00:00.000Z"}',
  ],
  ['no time', '{"schema_version":"1.0.0","event_type":"page_view","event_id":"a","ts":"never"}'],
])('%s is no stored line', (_, line) => {
  expect(readStoredPrefix(line)).toBeUndefined();
});
