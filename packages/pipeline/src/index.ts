export { type Clock, systemClock } from './clock.ts';
export { addCounts, assertConserved, noOutcomes } from './conservation.ts';
export {
  decideEvent,
  exceedsDepth,
  maxEventDepth,
  maxEventLength,
  type Receipt,
  type StoredLine,
  toQuarantineLine,
} from './decide-event.ts';
export { type DecodedAggregate, type DecodedRecord, type DecodedUserRecord, decodeRecord } from './decode-record.ts';
export { canonicalJson, hmacHex, sha256Hex } from './digest.ts';
export { ConfigError, InvariantError, TransientError } from './errors.ts';
export {
  compress,
  decompress,
  encodeFrame,
  type Frame,
  type FrameHeader,
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
export { decidePrivacy, type KeyMode, type PrivacyDecision, type PrivacySignals } from './privacy.ts';
export { readQuarantineReason } from './read-quarantine-reason.ts';
export { readStoredPrefix } from './read-stored-prefix.ts';
