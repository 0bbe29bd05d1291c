export { generateShopDay, type ShopDayOptions, type ShopEvent } from './generate-shop-day.ts';
export { createPrng, hashSeed, type Prng } from './prng.ts';
