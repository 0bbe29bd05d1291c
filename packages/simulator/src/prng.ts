/** A stream of numbers that depends on its seed alone: the same on every machine. */
export type Prng = {
  /** 32 random bits. */
  bits(): number;
  /** 0 ≤ x < 1. */
  fraction(): number;
  /** 0 ≤ x < limit, an integer. */
  below(limit: number): number;
  /** With that probability true. */
  chance(probability: number): boolean;
};

/** Four 32-bit words of a text (FNV-1a with four bases, then mixed). */
export function hashSeed(text: string): readonly [number, number, number, number] {
  const words = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((base) => {
    let hash = base;
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    return mix(hash);
  });
  return words as unknown as readonly [number, number, number, number];
}

/** sfc32 (Chris Doty-Humphrey, PractRand); `stream` gives independent streams of one seed. */
export function createPrng(seed: readonly [number, number, number, number], stream = 0): Prng {
  let a = mix(seed[0] ^ stream);
  let b = mix(seed[1] + Math.imul(stream, 0x9e3779b9));
  let c = seed[2] ^ seed[3];
  let counter = 1;

  function bits(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  for (let round = 0; round < 12; round += 1) bits();

  const fraction = () => bits() / 4_294_967_296;
  return {
    bits,
    fraction,
    below: (limit) => Math.floor(fraction() * limit),
    chance: (probability) => fraction() < probability,
  };
}

/** The finisher of MurmurHash3. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
