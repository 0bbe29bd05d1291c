import type { Prng } from './prng.ts';

export const shopOrigin = 'https://shop.example';
export const categories = ['shoes', 'jackets', 'shirts', 'trousers', 'bags', 'hats', 'outdoor', 'kids'] as const;
const searchTerms = [
  'rain jacket',
  'sneaker',
  'black dress',
  'backpack',
  'wool',
  'gift',
  'size 42',
  'sandals',
] as const;
const productCount = 400;

/** Zipf: the product of rank r is looked at 1/r as often as the first. */
const popularity = toCumulated(Array.from({ length: productCount }, (_, rank) => 1 / (rank + 1)));

export type Product = { readonly productId: string; readonly category: string; readonly title: string };

const products: readonly Product[] = Array.from({ length: productCount }, (_, rank) => {
  const category = categories[rank % categories.length] as string;
  const productId = `p-${String(rank + 1).padStart(4, '0')}`;
  return { productId, category, title: `${category.charAt(0).toUpperCase()}${category.slice(1)} no. ${rank + 1}` };
});

export function pickProduct(prng: Prng): Product {
  return products[pickIndex(popularity, prng)] as Product;
}

export function pickOne<T>(prng: Prng, values: readonly T[]): T {
  return values[prng.below(values.length)] as T;
}

export function pickSearchTerm(prng: Prng): string {
  return pickOne(prng, searchTerms);
}

/** Picks by weight; weights need not add up to anything. */
export function pickWeighted<T>(prng: Prng, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = prng.fraction() * total;
  for (const [value, weight] of choices) {
    if (left < weight) return value;
    left -= weight;
  }
  return (choices.at(-1) as readonly [T, number])[0];
}

function toCumulated(weights: readonly number[]): readonly number[] {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

function pickIndex(cumulated: readonly number[], prng: Prng): number {
  const wanted = prng.fraction() * (cumulated.at(-1) as number);
  let low = 0;
  let high = cumulated.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulated[middle] as number) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
