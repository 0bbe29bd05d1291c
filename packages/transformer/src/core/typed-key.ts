import { contractsHash } from '@millrace/schema';

/** Raised when the same raw object should give other bytes for another reason than its contracts. */
const transformerVersion = 2;

/**
 * `typed/…/<first>-<last>-<sha256>.v2-<contracts>.parquet` of a raw key, `typed-quarantine/…` of a quarantine key. Other
 * contracts give other columns: they write beside the files that are there, and never take one of these for their own.
 */
export function toTypedKey(landedKey: string): string {
  return landedKey
    .replace(/^raw\//, 'typed/')
    .replace(/^quarantine\//, 'typed-quarantine/')
    .replace(/\.ndjson\.zst$/, `.v${transformerVersion}-${contractsHash}.parquet`);
}
