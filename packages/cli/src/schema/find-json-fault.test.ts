import fc from 'fast-check';
import { findJsonFault } from './find-json-fault.ts';

test.each<[string, string, number, string]>([
  ['a comma before the end', '{"a":1,}', 7, 'expected a key in double quotes, found "}"'],
  ['a key without quotes', '{a:1}', 1, 'expected a key in double quotes or }, found a'],
  ['a key in single quotes', "{'a':1}", 1, 'expected a key in double quotes or }, found "\'"'],
  ['no colon', '{"a" 1}', 5, 'expected :, found "1"'],
  ['no comma', '[1 2]', 3, 'expected , or ], found "2"'],
  ['the wrong bracket', '{"a":[1}', 7, 'expected , or ], found "}"'],
  ['a word of another language', '{"a":undefined}', 5, 'expected a value, found undefined'],
  ['a zero before a number', '[01]', 2, 'expected , or ], found "1"'],
  ['a text that is not closed', '{"a":"b}', 5, 'a text that is not closed'],
  ['a tab in a text', '["a\tb"]', 1, 'has a character that must be escaped'],
  ['two values', '{} {}', 3, 'expected the end, found "{"'],
  ['the end in an object', '{"a":', 5, 'ends where a value is expected'],
  ['the end in an array', '[1', 2, 'ends where , or ] is expected'],
  ['nothing', ' ', 1, 'ends where a value is expected'],
])('%s', (_, text, offset, message) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(findJsonFault(text)).toEqual({ offset, message: expect.stringContaining(message) });
});

/** JSON with a few characters replaced, taken out or put in. */
const damagedJson = fc
  .tuple(
    fc.json({ maxDepth: 3 }),
    fc.array(fc.tuple(fc.nat(200), fc.nat(2), fc.constantFrom(...'{}[],:"\\0123-.eE+ntu \n\tx')), { maxLength: 3 }),
  )
  .map(([json, changes]) =>
    changes.reduce((text, [place, removed, added]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + added + text.slice(at + removed);
    }, json),
  );

test('there is a fault exactly where JSON.parse finds one', () => {
  fc.assert(
    fc.property(damagedJson, (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      const fault = findJsonFault(text);
      expect(fault === undefined).toBe(isJson);
      // It is the first one: nothing is wrong with what stands before it, but that it ends.
      const before = fault && findJsonFault(text.slice(0, fault.offset));
      expect(before?.message ?? 'ends where').toMatch(/^ends where/);
    }),
    { numRuns: 3000 },
  );
});
