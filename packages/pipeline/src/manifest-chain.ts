import type { ManifestRow } from './ports.ts';

/** The longest sequence number that the stream's interface allows. */
const sequenceDigits = 129;

/** Sort key before the first row of a chain. */
export const genesis = '0'.repeat(sequenceDigits);

/** Decimal sequence numbers compare as text once they are padded. */
export function padSequenceNumber(sequenceNumber: string): string {
  return sequenceNumber.padStart(sequenceDigits, '0');
}

export function partitionOf(streamName: string, shardId: string): string {
  return `${streamName}#${shardId}`;
}

/** `{streamName, shardId}` of a manifest partition. */
export function parsePartition(partition: string): { streamName: string; shardId: string } {
  const at = partition.lastIndexOf('#');
  return { streamName: partition.slice(0, at), shardId: partition.slice(at + 1) };
}

/** The sort key of the row that comes after `head`. */
export function nextPrevious(head: Pick<ManifestRow, 'last'> | undefined): string {
  return head ? padSequenceNumber(head.last) : genesis;
}

/** Whether a row committed this sequence number. */
export function isCovered(row: Pick<ManifestRow, 'previous' | 'last'>, sequenceNumber: string): boolean {
  const padded = padSequenceNumber(sequenceNumber);
  return padded > row.previous && padded <= padSequenceNumber(row.last);
}

/**
 * The records that no committed row covers. A chain's rows are ascending and a mapping delivers in order, so what is at or
 * below the head's last sequence number is landed.
 */
export function dropCommitted<T extends { readonly sequenceNumber: string }>(
  records: readonly T[],
  head: Pick<ManifestRow, 'last'> | undefined,
): readonly T[] {
  const committed = nextPrevious(head);
  return records.filter((record) => padSequenceNumber(record.sequenceNumber) > committed);
}

/**
 * `raw/dt=YYYY-MM-DD/hr=HH/<shard>/<first>-<last>-<sha256>.ndjson.zst`: from the records alone, so that the same key
 * always means the same bytes.
 */
export function landingKey(
  layer: 'raw' | 'quarantine',
  batch: { readonly arrivedAt: number; readonly shardId: string; readonly first: string; readonly last: string },
  sha256: string,
): string {
  const hour = new Date(batch.arrivedAt).toISOString();
  const partition = `dt=${hour.slice(0, 10)}/hr=${hour.slice(11, 13)}`;
  return `${layer}/${partition}/${batch.shardId}/${batch.first}-${batch.last}-${sha256}.ndjson.zst`;
}

/** What a landing key says, undefined for any other key. */
export function parseLandingKey(
  key: string,
): { layer: 'raw' | 'quarantine'; shardId: string; first: string; last: string; sha256: string } | undefined {
  const match =
    /^(raw|quarantine)\/dt=\d{4}-\d\d-\d\d\/hr=\d\d\/([^/]+)\/(\d+)-(\d+)-([0-9a-f]{64})\.ndjson\.zst$/.exec(key);
  if (!match) return undefined;
  const [, layer, shardId = '', first = '', last = '', sha256 = ''] = match;
  return { layer: layer as 'raw' | 'quarantine', shardId, first, last, sha256 };
}
