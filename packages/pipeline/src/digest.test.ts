import fc from 'fast-check';
import { canonicalJson, hmacHex, sha256Hex } from './digest.ts';

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
