import fc from 'fast-check';
import { shapeOf } from './shape-of.ts';

test('keeps contract keys and types in the order of the contracts, and counts the rest', () => {
  const event = {
    secret: 'a@b.example',
    page: null,
    ctx: { user_agent: 'x' },
    event_type: 'page_view',
    ts: 12,
    event_id: 'x',
    custom_properties: [],
    '203.0.113.9': true,
  };
  const shape = shapeOf(event);
  expect(shape).toEqual({
    type: 'object',
    event_type: 'page_view',
    keys: {
      event_id: 'string',
      event_type: 'string',
      ts: 'number',
      ctx: 'object',
      custom_properties: 'array',
      page: 'null',
    },
    unknown_keys: 2,
  });
  expect(Object.keys(shape.keys)).toEqual(['event_id', 'event_type', 'ts', 'ctx', 'custom_properties', 'page']);
});

test('names no event type without a contract', () => {
  expect(shapeOf({ event_type: 'a@b.example' })).toEqual({
    type: 'object',
    keys: { event_type: 'string' },
    unknown_keys: 0,
  });
});

test.each([
  [null, 'null'],
  [[{ event_id: 'x' }], 'array'],
  ['text', 'string'],
  [1, 'number'],
  [false, 'boolean'],
])('%j is only its type', (value, type) => {
  expect(shapeOf(value)).toEqual({ type, keys: {}, unknown_keys: 0 });
});

test('what is not JSON is a mistake of the caller', () => {
  expect(() => shapeOf(undefined)).toThrow(TypeError);
});

test('SCHEMA-2: holds no text of the event, whatever the event', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
      const event = Object.fromEntries(Object.entries(content).map(([key, value]) => [`§${key}`, value]));
      const shape = shapeOf({ ...event, event_id: '§', ctx: event });
      expect(shape).toEqual({
        type: 'object',
        keys: { event_id: 'string', ctx: 'object' },
        unknown_keys: Object.keys(event).length,
      });
    }),
  );
});
