// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.
import type { EventType } from './event-types.ts';

/** Of what all contracts and columns decide: with the version of the transformer, how the typed files look. */
export const contractsHash = '5d733edb7546e4db';

/** SHA-256 (hex) of the bundled contract, by event type and version. */
export const schemaHashes: Readonly<Record<EventType, Readonly<Record<string, string>>>> = {
  add_to_cart: {
    '1.0.0': '0987647edb702371e7434098503233d1513ffeb9a1891087b095d6f50a2e3fb2',
  },
  affiliate_click: {
    '1.0.0': '5b84176adeb8e6ceec7274a7006925c67d7a195dcb466a234b0c68f5bacc8269',
  },
  begin_checkout: {
    '1.0.0': '989071cd0708ad90cd009b922b5940ebec1b16b1b851db27b714fe768d801dd4',
  },
  chart_interaction: {
    '1.0.0': 'febcb9dbf9fb970033f1dcb4d51c0bf16a5c6a7d2b6c351916a2416e16625e81',
  },
  click: {
    '1.0.0': 'a59c4898cc27f1a1a1807ff9fd22552fea1fe1f131cd59d869d9d8dc68b50c3b',
  },
  consent_update: {
    '1.0.0': 'fd26802be37bd04f2158ce1df3120d4a2bdbcf7f7300eb4ef660f690747b6620',
  },
  metric: {
    '1.0.0': '5f09a1b96513521de2a73dc1c36145a25d595e684607be445dde78c36379a463',
  },
  page_view: {
    '1.0.0': '4a7453e465ed319f0d2b6e1e9932aecad173df1bf618f3e80e34c4831c80a963',
    '1.1.0': '0d8764a2d58d7ee5e22f65c4806bd81fb012ffdd98acfcc4e4cad43577b44e8c',
  },
  purchase: {
    '1.0.0': '06c75a3b3f2059690237eb464c231dda87eed3f66babe2ece3c3ea8208f15b1c',
  },
  search: {
    '1.0.0': '41936acf557bacf13d52811f7c43b952a0f05f7c4af7b2ca0efd946c9c67673e',
  },
  server_request: {
    '1.0.0': '2e9b1495ae44ddd8453b75ac6eaec2dcdc3603c51ec5dac2810ebc2525136700',
  },
  system_event: {
    '1.0.0': '8ab0b8317bdeafb6ed5a3f9836844d53254762139207f227aa389c09700eb9b0',
  },
  transaction: {
    '1.0.0': '59da84ecc015e74888d605f766ce37576e1bf2458d8c96f2fb3e0bc596f0d72b',
  },
  user_action: {
    '1.0.0': '80fe288220c80c0ce4bc2ba5514cdbd1ab8efdfb4939b44082fe446597db2250',
  },
};
