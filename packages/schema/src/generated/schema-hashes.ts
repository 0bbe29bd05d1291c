// Generated from contracts/ by scripts/generate.ts: do not edit, run `npm run generate`.
import type { EventType } from './event-types.ts';

/** SHA-256 (hex) of the bundled contract, by event type and version. */
export const schemaHashes: Readonly<Record<EventType, Readonly<Record<string, string>>>> = {
  page_view: {
    '1.0.0': 'dc0832c21230614f2a13a05037cae618fddf65122253efcc1a4961b37c893364',
  },
  server_request: {
    '1.0.0': '8efa6d58092c45ea3753ea4631d3f492db47dd4b1c304509b7e3760fc5165de0',
  },
};
