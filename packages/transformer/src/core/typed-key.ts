/** Raised when the same raw object should give other bytes: a new version writes beside the old one. */
export const transformerVersion = 1;

/** `typed/…/<first>-<last>-<sha256>.v1.parquet` of a raw key, `typed-quarantine/…` of a quarantine key. */
export function toTypedKey(landedKey: string): string {
  return landedKey
    .replace(/^raw\//, 'typed/')
    .replace(/^quarantine\//, 'typed-quarantine/')
    .replace(/\.ndjson\.zst$/, `.v${transformerVersion}.parquet`);
}
