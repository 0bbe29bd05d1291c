import { createSecretKey } from 'node:crypto';
import { defaultQueryParameters, type Receipt } from '../src/receipt.ts';

export const lakeKey = createSecretKey(Buffer.alloc(32, 7));
export const userSalt = createSecretKey(Buffer.alloc(32, 9));

/** What a request of a browser with a public key says of its events. */
export const receipt: Receipt = {
  receivedAt: '2026-01-15T12:00:05.000Z',
  source: 'http',
  keyId: 'pk_test',
  policy: 'default',
  mode: 'full',
  isTrusted: false,
  userSalt: undefined,
  lakeKey,
  sourceIp: '203.0.113.0',
  country: 'DE',
  userAgent: 'header agent',
  globalPrivacyControl: false,
  doNotTrack: false,
  dailySessionId: 'day-1',
  batchSentAt: undefined,
  queryParameters: defaultQueryParameters,
  withdrawn: new Set(),
};
