import { genesis, type ManifestRow } from '@millrace/pipeline';

/** A landed row with every field that a landing sets. */
export const landedRow: ManifestRow = {
  partition: 'events#shardId-000000000000',
  previous: genesis,
  first: '1',
  last: '49590338271490256608559692538361571095921575989136588898',
  recordCount: 3,
  rawKey: 'raw/dt=2026-01-01/hr=05/x.ndjson.zst',
  rawSha256: 'a'.repeat(64),
  quarantineKey: 'quarantine/dt=2026-01-01/hr=05/x.ndjson.zst',
  counts: { received: 7, accepted: 4, quarantined: 2, suppressed: 1 },
  acceptedByType: { page_view: 3, 'odd.type "ü"': 1 },
  quarantinedByReason: { 'schema-invalid': 2 },
  suppressedByReason: { 'analytics-denied': 1 },
  minEventTime: -1,
  maxEventTime: 1_767_225_600_123,
  arrivedAt: 1_767_225_600_456,
  stage: 'landed',
  typedKey: undefined,
  typedQuarantineKey: undefined,
  typedSha256: undefined,
  typedQuarantineSha256: undefined,
  runId: undefined,
};
