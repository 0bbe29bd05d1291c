import fc from 'fast-check';
import { countCodePoints } from './code-points.ts';

test.each([
  ['', 0],
  ['abc', 3],
  ['😀', 1],
  ['a😀b😀', 4],
  ['\ud83d', 1],
  ['\ude00\ud83d', 2],
  ['\ud83d\ud83d\ude00', 2],
  ['\ud83d\ude00\ude00', 2],
  ['e\u0301', 2],
])('%j has %d', (text, count) => {
  expect(countCodePoints(text)).toBe(count);
});

test('counts what the iterator of a string gives', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      expect(countCodePoints(text)).toBe([...text].length);
    }),
  );
  const surrogates = fc.array(fc.constantFrom(0xd800, 0xdbff, 0xdc00, 0xdfff, 97), { maxLength: 12 });
  fc.assert(
    fc.property(surrogates, (units) => {
      const text = String.fromCharCode(...units);
      expect(countCodePoints(text)).toBe([...text].length);
    }),
  );
});
