import type { KeyObject } from 'node:crypto';
import type { KeyMode } from './privacy.ts';

/** What the server knows about received events besides their content: one for a request, shared by its events. */
export type Receipt = {
  /** Canonical UTC time. */
  readonly receivedAt: string;
  readonly source: string;
  readonly keyId: string;
  /** Version of the privacy policy in force. */
  readonly policy: string;
  /** What the key may be used for. */
  readonly mode: KeyMode;
  /** A secret key's or an import's: its times are taken as they are. */
  readonly isTrusted: boolean;
  /** Keys the hashes of raw user ids: the tenant's salt. undefined: raw ids are not taken, as of a public key. */
  readonly userSalt: KeyObject | undefined;
  /** Keys content hashes and quarantine ids. */
  readonly lakeKey: KeyObject;
  /** Already truncated; null when unknown. */
  readonly sourceIp: string | null;
  /** ISO 3166-1 alpha-2; null when unknown. */
  readonly country: string | null;
  /** Of the request, used when the event names none. */
  readonly userAgent: string | undefined;
  /** Header `Sec-GPC: 1`. */
  readonly globalPrivacyControl: boolean;
  /** Header `DNT: 1`. */
  readonly doNotTrack: boolean;
  /** Stands for the session where nobody may be known: from a salt of one day. undefined: none can be told. */
  readonly dailySessionId: string | undefined;
  /** `sent_at` of the request, for events that have none of their own; a valid date-time or undefined. */
  readonly batchSentAt: string | undefined;
  /** Names of the query parameters that stay in URLs. */
  readonly queryParameters: ReadonlySet<string>;
  /** user_id_hash of those who have withdrawn their consent. */
  readonly withdrawn: ReadonlySet<string>;
};

/** What a key lets stay in URLs unless it says otherwise. */
export const defaultQueryParameters: ReadonlySet<string> = new Set([
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
]);

const nobody: ReadonlySet<string> = new Set();

/**
 * Of an event that came without a request, on the stream itself: who may write there is no stranger. Withdrawals are looked up
 * on the way to silver: a reader of the stream knows of none.
 */
export function toBareReceipt(known: Pick<Receipt, 'receivedAt' | 'policy' | 'lakeKey'>): Receipt {
  return {
    ...known,
    source: bareKeyId,
    keyId: bareKeyId,
    mode: 'full',
    isTrusted: true,
    userSalt: undefined,
    sourceIp: null,
    country: null,
    userAgent: undefined,
    globalPrivacyControl: false,
    doNotTrack: false,
    dailySessionId: undefined,
    batchSentAt: undefined,
    queryParameters: defaultQueryParameters,
    withdrawn: nobody,
  };
}

/** Stands for a key where an event came without one, on the stream itself. */
export const bareKeyId = 'stream';
