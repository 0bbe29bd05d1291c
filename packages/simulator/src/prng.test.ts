import fc from 'fast-check';
import { createPrng, hashSeed } from './prng.ts';
import { toHex, toUuid } from './random-text.ts';

test('a seed gives the same numbers for ever', () => {
  const prng = createPrng(hashSeed('1'));
  expect([prng.bits(), prng.bits(), prng.bits()]).toEqual([1422500453, 2821158513, 3249791656]);
});

test('streams of one seed and streams of other seeds differ', () => {
  const first = (seed: string, stream: number) => toHex(createPrng(hashSeed(seed), stream), 4);
  const all = ['', '1', '2', 'a', 'b'].flatMap((seed) =>
    Array.from({ length: 200 }, (_, stream) => first(seed, stream)),
  );
  expect(new Set(all).size).toBe(all.length);
});

test('fractions fill 0 to 1 evenly', () => {
  const prng = createPrng(hashSeed('even'));
  const counts = new Array<number>(10).fill(0);
  for (let round = 0; round < 100_000; round += 1) {
    const slot = prng.below(10);
    counts[slot] = (counts[slot] as number) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test('uuids are of version 4', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      expect(toUuid(createPrng(hashSeed(seed)))).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }),
  );
});
