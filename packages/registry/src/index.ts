export {
  type ConsentDecision,
  type ConsentStore,
  createConsentStore,
} from './create-consent-store.ts';
export { createDailySalts, type DailySalts } from './create-daily-salts.ts';
export { createKeyCache, type KeyCache } from './create-key-cache.ts';
export { createKeyStore, type KeyStore, type NewKey } from './create-key-store.ts';
export { createLinkCache, type LinkCache } from './create-link-cache.ts';
export { createLinkStore, type LinkStore } from './create-link-store.ts';
export { createQuotas, type QuotaAnswer, type QuotaKey, type Quotas } from './create-quotas.ts';
export { dailySessionId } from './daily-session-id.ts';
export {
  isKeyId,
  type Key,
  type KeyKind,
  type KeySettings,
  keyKinds,
  keyModes,
  type SecretId,
  secretsOf,
} from './key.ts';
export { isLinkId, isLive, type Link, type LinkFault, type NewLink, toLink } from './link.ts';
export { isSignedTarget, maxTargetParametersLength, signTarget, type TargetParameters } from './link-signature.ts';
export {
  keyHeader,
  type SignatureHeaders,
  type SignatureVerdict,
  signatureHeader,
  signatureToleranceMs,
  signRequest,
  timestampHeader,
  verifySignature,
} from './signature.ts';
