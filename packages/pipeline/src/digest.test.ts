import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson, hmacHex, hmacOfText, sha256Hex } from './digest.ts';

test('canonical JSON: the same content, whatever the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true, gone: undefined })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const reversed = Object.fromEntries(Object.entries(object).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(object));
      expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
    }),
  );
});

test('the parts of an HMAC cannot be shifted into each other', () => {
  const key = new Uint8Array(32);
  expect(hmacHex(key, 'ab', 'c')).not.toBe(hmacHex(key, 'a', 'bc'));
  expect(sha256Hex('ab', 'c')).toBe(sha256Hex('abc'));
});

test('hmacOfText says what createHmac says, for keys and texts of any length', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 100 }),
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('x'.repeat(43_690), 'ü'.repeat(50_000), '\ud800')),
      (secret, text) => {
        const key = createSecretKey(secret);
        const expected = createHmac('sha256', key).update(text).digest('hex');
        expect([hmacOfText(key, text), hmacOfText(key, text)]).toEqual([expected, expected]);
      },
    ),
  );
});
