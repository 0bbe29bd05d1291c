import { samplePattern } from './sample-pattern.ts';

const patterns: readonly [pattern: string, first: string][] = [
  ['^[A-Z]{3}$', 'AAA'],
  ['^1\\.[0-9]+\\.[0-9]+$', '1.1.1'],
  ['^[0-9a-f]{64}$', 'a'.repeat(64)],
  ['^(?:sku|art)-[0-9]{2,4}$', 'sku-11'],
  ['^(a|b)?c*$', ''],
  ['^[^a-zA-Z0-9]x?$', '-'],
  ['^[\\]\\\\]+$', '\\'],
  ['^\\+[1-9][0-9]{6,14}$', '+1111111'],
  ['^a+?b{2,}$', 'abb'],
  ['^.{2}$', 'aa'],
  ['^[é-ж]$', 'é'],
];

test.each(patterns)('%s is matched by %j', (pattern, first) => {
  expect(samplePattern(pattern).next().value).toBe(first);
});

test('every sample matches, and longer ones follow', () => {
  const samples = [...samplePattern('^(?:[a-z]+-)?[0-9]{1,8}$')];
  expect(samples.every((text) => /^(?:[a-z]+-)?[0-9]{1,8}$/.test(text))).toBe(true);
  expect(samples.some((text) => text.length > 20)).toBe(true);
});

test('what it cannot make gives no text', () => {
  expect([...samplePattern('^[^ -~éж中😀a-zA-Z0-9]$')]).toEqual([]);
  expect([...samplePattern('^a^b$')]).toEqual([]);
});
