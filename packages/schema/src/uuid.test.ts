import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { isUuid } from './uuid.ts';

const accepted = [
  '0190c2a4-7b1d-7c3e-8f2a-1234567890ab',
  '0190C2A4-7B1D-7C3E-8F2A-1234567890AB',
  '0190c2a4-7B1D-7c3e-8F2A-1234567890ab',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

const refused: readonly [text: string, why: string][] = [
  ['urn:uuid:0190c2a4-7b1d-7c3e-8f2a-1234567890ab', 'urn'],
  ['{0190c2a4-7b1d-7c3e-8f2a-1234567890ab}', 'braces'],
  ['0190c2a47b1d7c3e8f2a1234567890ab', 'no dashes'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890a', 'too short'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890abc', 'too long'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890ag', 'g'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890aG', 'G'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890a`', 'the character before a'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890a@', 'the character before A'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890a/', 'the character before 0'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890a:', 'the character after 9'],
  ['0190c2a4-7b1d-7c3e-8f2a-1234567890a\u0131', 'another script'],
  ['0190c2a4_7b1d-7c3e-8f2a-1234567890ab', 'underscore'],
  ['0190c2a47-b1d-7c3e-8f2a-1234567890ab', 'a dash too late'],
  ['0190c2a4-7b1d-7c3e-8f2a-12345678-0ab', 'a dash too many'],
  [' 190c2a4-7b1d-7c3e-8f2a-1234567890ab', 'blank'],
  ['', 'empty'],
];

test.each(accepted)('%s is a UUID', (text) => {
  expect(isUuid(text)).toBe(true);
});

test.each(refused)('%j is none: %s', (text) => {
  expect(isUuid(text)).toBe(false);
});

test('random UUIDs of any version are', () => {
  expect(isUuid(randomUUID())).toBe(true);
  fc.assert(fc.property(fc.uuid(), (text) => isUuid(text) && isUuid(text.toUpperCase())));
});

test('agrees with the pattern on any text of that length', () => {
  const pattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  fc.assert(
    fc.property(fc.uuid(), fc.nat(35), fc.integer({ min: 0, max: 0x2fff }), (uuid, position, charCode) => {
      const text = uuid.slice(0, position) + String.fromCharCode(charCode) + uuid.slice(position + 1);
      expect(isUuid(text)).toBe(pattern.test(text));
    }),
    { numRuns: 1000 },
  );
});
