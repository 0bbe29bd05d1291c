import fc from 'fast-check';
import { toLocation } from './to-location.ts';

test.each([
  ['https://shop.example/a', [], 'https://shop.example/a'],
  ['https://shop.example/a', [['sub', 'x y']], 'https://shop.example/a?sub=x+y'],
  ['https://shop.example/a?q=a%20b', [['sub', 'x']], 'https://shop.example/a?q=a%20b&sub=x'],
  ['https://shop.example/a?#part', [['sub', 'x']], 'https://shop.example/a?sub=x#part'],
] as const)('%s with %j', (target, parameters, location) => {
  expect(toLocation(target, new Map(parameters))).toBe(location);
});

test('CLICK-2: whatever is added, origin, path and own query stay, and nothing can break out of a header', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '\r\nset-cookie: a=b',
      '#',
      '&x=1',
      '//other.example',
      '@other.example',
      '/../..',
      '\\',
      '?',
      '%0d%0a',
    ),
  );
  const targets = ['https://shop.example/a/b?q=1&q=2', 'http://shop.example:8080/', 'https://shop.example/a#part'];
  fc.assert(
    fc.property(
      fc.constantFrom(...targets),
      fc.uniqueArray(fc.tuple(text, text), { selector: ([n]) => n }),
      (target, pairs) => {
        const location = toLocation(target, new Map(pairs));
        expect(location).toMatch(/^[\x21-\x7e]+$/);
        const [before, after] = [new URL(target), new URL(location)];
        expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
        const wellFormed = pairs.map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]);
        expect([...after.searchParams]).toEqual([...before.searchParams, ...wellFormed]);
      },
    ),
  );
});
