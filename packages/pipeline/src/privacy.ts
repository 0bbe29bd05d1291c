import type { SuppressReason } from './outcome.ts';

/** What a client may be known by. `cookieless`: neither a user nor a session id is kept. */
export type KeyMode = 'full' | 'cookieless';

export type PrivacySignals = {
  readonly analytics: boolean;
  readonly ads: boolean;
  /** Header `Sec-GPC: 1`. */
  readonly globalPrivacyControl: boolean;
  /** Header `DNT: 1`. */
  readonly doNotTrack: boolean;
};

export type PrivacyDecision =
  | { readonly kind: 'suppress'; readonly reason: SuppressReason }
  | { readonly kind: 'keep'; readonly mode: KeyMode; readonly ads: boolean };

/**
 * The privacy table (docs/architecture.md, "Privacy"), one rule a line:
 * analytics denied → suppressed: counted by reason, no content;
 * Sec-GPC → ads false whatever the consent says;
 * DNT → cookieless.
 */
export function decidePrivacy(signals: PrivacySignals): PrivacyDecision {
  if (!signals.analytics) return { kind: 'suppress', reason: 'analytics-denied' };
  return {
    kind: 'keep',
    mode: signals.doNotTrack ? 'cookieless' : 'full',
    ads: signals.ads && !signals.globalPrivacyControl,
  };
}
