import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { isSignedTarget, signTarget } from './link-signature.ts';

const lakeKey = createSecretKey(Buffer.alloc(32, 7));
const parameters = fc
  .dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ maxLength: 16 }))
  .map((object) => new Map(Object.entries(object)));

test('a signature holds for its link and its parameters in any order', () => {
  fc.assert(
    fc.property(fc.string(), parameters, (linkId, signed) => {
      const signature = signTarget(linkId, signed, lakeKey);
      expect(signature).toMatch(/^[0-9a-f]{64}$/);
      expect(isSignedTarget(linkId, new Map([...signed].reverse()), signature, lakeKey)).toBe(true);
    }),
  );
});

test('no other link, parameters, key or text passes', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), parameters, parameters, (linkId, otherId, signed, others) => {
      const signature = signTarget(linkId, signed, lakeKey);
      const isSame = linkId === otherId && JSON.stringify([...signed].sort()) === JSON.stringify([...others].sort());
      expect(isSignedTarget(otherId, others, signature, lakeKey)).toBe(isSame);
      expect(isSignedTarget(linkId, signed, signature, createSecretKey(Buffer.alloc(32, 8)))).toBe(false);
    }),
  );
  const signed = new Map([['sub', 'a']]);
  const signature = signTarget('link', signed, lakeKey);
  for (const wrong of ['', signature.slice(1), `${signature}0`, signature.toUpperCase(), `${signature.slice(1)}é`]) {
    expect(isSignedTarget('link', signed, wrong, lakeKey)).toBe(false);
  }
  // Neighbours that would read the same, were the parts just joined.
  expect(isSignedTarget('link', new Map([['su', 'ba']]), signature, lakeKey)).toBe(false);
});
