import type { Prng } from './prng.ts';

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 8 hex digits for each word. */
export function toHex(prng: Prng, words: number): string {
  let text = '';
  for (let word = 0; word < words; word += 1) text += wordToHex(prng.bits());
  return text;
}

/** A UUID of version 4. */
export function toUuid(prng: Prng): string {
  const second = wordToHex((prng.bits() & 0xffff0fff) | 0x4000);
  const third = wordToHex((prng.bits() & 0x3fffffff) | 0x80000000);
  return `${wordToHex(prng.bits())}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${wordToHex(prng.bits())}`;
}

function wordToHex(word: number): string {
  return (
    (hexBytes[word >>> 24] as string) +
    (hexBytes[(word >>> 16) & 255] as string) +
    (hexBytes[(word >>> 8) & 255] as string) +
    (hexBytes[word & 255] as string)
  );
}
