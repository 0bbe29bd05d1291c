export { type Clock, systemClock } from './clock.ts';
export { addCounts, assertConserved, noOutcomes } from './conservation.ts';
export { clockToleranceMs } from './correct-clock.ts';
export { decideEvent, type StoredLine } from './decide-event.ts';
export { type DecodedAggregate, type DecodedRecord, type DecodedUserRecord, decodeRecord } from './decode-record.ts';
export { canonicalJson, hmacHex, hmacOfText, sha256Hex } from './digest.ts';
export { ConfigError, InvariantError, TransientError } from './errors.ts';
export { exceedsDepth, maxEventDepth, maxEventKeys, maxEventLength, maxStringLength } from './find-fault.ts';
export {
  compress,
  decompress,
  encodeFrame,
  type Frame,
  type FrameHeader,
  isEmptyZstd,
  maxFrameBytes,
  splitLines,
} from './frame.ts';
export {
  encodeGivenUpBatch,
  type GivenUpBatch,
  type GiveUpCondition,
  onFailurePrefix,
  parseGivenUpBatch,
  recordsOfGivenUpBatch,
  toOnFailureKey,
} from './given-up-batch.ts';
export { truncateIp, truncateIpsInText } from './ip-address.ts';
export {
  dropCommitted,
  genesis,
  isCovered,
  landingKey,
  nextPrevious,
  padSequenceNumber,
  parseLandingKey,
  parsePartition,
  partitionOf,
} from './manifest-chain.ts';
export {
  type Outcome,
  type OutcomeCounts,
  type QuarantineReason,
  quarantineReasons,
  type SuppressReason,
  suppressReasons,
} from './outcome.ts';
export { bucketKeyOf, partitionBucketCount, partitionKeyOf } from './partition-key.ts';
export * from './ports.ts';
export { readPortsConfig } from './ports-config.ts';
export {
  decidePrivacy,
  type KeyMode,
  type PrivacyDecision,
  type PrivacyRow,
  type PrivacySignals,
  privacyTable,
  type StoredMode,
} from './privacy.ts';
export { readQuarantineReason } from './read-quarantine-reason.ts';
export { readStoredPrefix } from './read-stored-prefix.ts';
export { bareKeyId, defaultQueryParameters, type Receipt, toBareReceipt } from './receipt.ts';
export { cutUrl, scrubEmails } from './scrub.ts';
export { toQuarantineLine } from './to-quarantine-line.ts';
export { hashUserId, userIdHashOf } from './user-id.ts';
