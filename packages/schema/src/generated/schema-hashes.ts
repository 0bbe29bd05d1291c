// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.
import type { EventType } from './event-types.ts';

/** Of all contracts and all columns: what a typed file of an event looks like depends on nothing else of them. */
export const contractsHash = '7c941ccbf950c1db';

/** SHA-256 (hex) of the bundled contract, by event type and version. */
export const schemaHashes: Readonly<Record<EventType, Readonly<Record<string, string>>>> = {
  add_to_cart: {
    '1.0.0': 'c9b48e81d76ebd0e6a43b5626f03f38b4fc60812e32522e952668a18abdfe60e',
  },
  affiliate_click: {
    '1.0.0': 'eb0d917c351f627e544dfc0f7273a5fe497a902cbedfc1b57bbea2172747732c',
  },
  begin_checkout: {
    '1.0.0': '9d63db6c6e61a97eb7692b24d5bd3bda4f2b9f72ce8cb66de26f31a1c4ebbc45',
  },
  chart_interaction: {
    '1.0.0': 'c26348dae119603c3f5f02d5c65385ea3458ecc833568ce5cc86b0dee7bb8088',
  },
  click: {
    '1.0.0': '43fffcb63b82dc6adf9d77902b1f358e474d4b0f64698bdf682a35137470fa28',
  },
  consent_update: {
    '1.0.0': '06ff9423380fc3a2457975a48bf11e9a69bfb1821cf883ca51666a063c478b3c',
  },
  metric: {
    '1.0.0': 'a4b64bc6b573a3f275cc0788abc19c050deef96f14844155857366e8c788bd3e',
  },
  page_view: {
    '1.0.0': '178e501f5c7dcf7bbb711143cbd218eba39a3772267073b52f664ac60b2c1b0e',
    '1.1.0': 'ff3ca203d3290f7e049559541ef304096a8126d227b9eee23e392109f87cec4f',
  },
  purchase: {
    '1.0.0': 'b7b16d0a8ea54605e372cded347d8609794ad4a66700c52344d32beb08df8646',
  },
  search: {
    '1.0.0': 'bea2287f344a4045f085ff3ba1f959ab34ac610d3fa3b090728b4e221804cbe9',
  },
  server_request: {
    '1.0.0': '3f4d7255d68002764c6574ac9ee97915a8fc4ab463b2952bf816a2c20bbb26a8',
  },
  system_event: {
    '1.0.0': 'c0e9d7e346ae0a4505bebbe3c0cbc2f68943e43dfefa759ed1d8b5ff57e13803',
  },
  transaction: {
    '1.0.0': '1fd4f31774f114cf3948dea30f7f4d9e5add192fe4d37efdcbcee56dd9a17f95',
  },
  user_action: {
    '1.0.0': 'b01c85bdfb9e8425f1b2ee1d2fefa45a62d293d6b5a99971bd9f718f6aa897c2',
  },
};
