import type { Prng } from './prng.ts';
import { categories, type Product, pickOne, pickProduct, pickSearchTerm, pickWeighted } from './shop.ts';

/** One page of a visit. */
export type VisitStep = {
  /** Path and query on the shop's origin. */
  readonly path: string;
  /** Since the visit began, in milliseconds. */
  offsetMs: number;
  readonly product: Product | undefined;
  readonly category: string | undefined;
  readonly title: string;
  /** The client sends this event a second time. */
  readonly isRetried: boolean;
};

type PageKind = 'home' | 'category' | 'search' | 'product' | 'cart' | 'checkout' | 'confirmed';

const maxSteps = 40;
const retryShare = 0.01;
/** Between two pages the visitor is away for more than the usual session gap. */
const pauseShare = 0.006;

const landings: readonly (readonly [PageKind, number])[] = [
  ['home', 38],
  ['category', 24],
  ['product', 30],
  ['search', 8],
];
/** Weights of what is opened next: a funnel that narrows from product over cart and checkout to the order. */
const nextPages: Readonly<Record<PageKind, readonly (readonly [PageKind | 'leave', number])[]>> = {
  home: [
    ['category', 44],
    ['product', 20],
    ['search', 15],
    ['leave', 21],
  ],
  category: [
    ['product', 55],
    ['category', 15],
    ['home', 5],
    ['leave', 25],
  ],
  search: [
    ['product', 50],
    ['search', 15],
    ['category', 10],
    ['leave', 25],
  ],
  product: [
    ['product', 24],
    ['category', 18],
    ['cart', 16],
    ['search', 5],
    ['leave', 37],
  ],
  cart: [
    ['checkout', 46],
    ['product', 20],
    ['leave', 34],
  ],
  checkout: [
    ['confirmed', 62],
    ['cart', 9],
    ['leave', 29],
  ],
  confirmed: [
    ['home', 14],
    ['leave', 86],
  ],
};

/** The pages of one visit, at least one. */
export function planVisit(prng: Prng): VisitStep[] {
  const steps: VisitStep[] = [];
  let offsetMs = 0;
  let kind: PageKind | 'leave' = pickWeighted(prng, landings);
  while (kind !== 'leave' && steps.length < maxSteps) {
    steps.push({ ...toPage(kind, prng), offsetMs, isRetried: prng.chance(retryShare) });
    offsetMs += dwellMs(prng);
    kind = pickWeighted(prng, nextPages[kind]);
  }
  return steps;
}

/** 2 s to 3 min, mostly short; sometimes 31 to 90 min. */
function dwellMs(prng: Prng): number {
  if (prng.chance(pauseShare)) return (31 + prng.below(60)) * 60_000 + prng.below(60_000);
  const share = prng.fraction();
  return 2000 + Math.floor(share * share * share * 178_000);
}

function toPage(kind: PageKind, prng: Prng): Pick<VisitStep, 'path' | 'product' | 'category' | 'title'> {
  const plain = { product: undefined, category: undefined };
  switch (kind) {
    case 'home':
      return { ...plain, path: '/', title: 'Shop' };
    case 'category': {
      const category = pickOne(prng, categories);
      return { ...plain, path: `/category/${category}`, category, title: category };
    }
    case 'search': {
      const term = pickSearchTerm(prng);
      return { ...plain, path: `/search?q=${encodeURIComponent(term)}`, title: 'Search' };
    }
    case 'product': {
      const product = pickProduct(prng);
      return { path: `/product/${product.productId}`, product, category: product.category, title: product.title };
    }
    case 'cart':
      return { ...plain, path: '/cart', title: 'Cart' };
    case 'checkout':
      return { ...plain, path: '/checkout', title: 'Checkout' };
    case 'confirmed':
      return { ...plain, path: '/order/confirmed', title: 'Thank you' };
  }
}
