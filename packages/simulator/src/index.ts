export { generateShopDay, type ShopDayOptions, type ShopEvent } from './generate-shop-day.ts';
