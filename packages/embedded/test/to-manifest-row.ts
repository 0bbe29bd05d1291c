import type { ManifestRow } from '@millrace/pipeline';

/** A landed row of one record: number `place` of its chain, from 0. */
export function toManifestRow(place: number): ManifestRow {
  return {
    partition: 'events#shardId-000000000000',
    previous: String(place).padStart(129, '0'),
    first: String(place + 1),
    last: String(place + 1),
    recordCount: 1,
    rawKey: undefined,
    rawSha256: undefined,
    quarantineKey: undefined,
    counts: { received: 1, accepted: 1, quarantined: 0, suppressed: 0 },
    acceptedByType: {},
    quarantinedByReason: {},
    suppressedByReason: {},
    minEventTime: undefined,
    maxEventTime: undefined,
    arrivedAt: 0,
    stage: 'landed',
    typedKey: undefined,
    typedQuarantineKey: undefined,
    runId: undefined,
  };
}
