import { createSecretKey } from 'node:crypto';
import { defaultQueryParameters, type Receipt } from '@millrace/pipeline';

/** The lake's key in tests. */
export const testLakeKey = createSecretKey(Buffer.alloc(32, 7));

/** What a request of a browser with a public key says of its events, unless changed. */
export function buildReceipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    receivedAt: '2026-01-15T12:00:05.000Z',
    source: 'test',
    keyId: 'pk_test',
    policy: 'default',
    mode: 'full',
    isTrusted: false,
    userSalt: undefined,
    lakeKey: testLakeKey,
    sourceIp: null,
    country: null,
    userAgent: undefined,
    globalPrivacyControl: false,
    doNotTrack: false,
    dailySessionId: undefined,
    batchSentAt: undefined,
    queryParameters: defaultQueryParameters,
    withdrawn: new Set(),
    ...changes,
  };
}
