import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  InvariantError,
  type ManifestKey,
  type ManifestRow,
  type ManifestStage,
  manifestStages,
  type OutcomeCounts,
} from '@millrace/pipeline';

/** An item of the manifest table. Numbers are N, counts by name are M of N, what is undefined is not there. */
export type ManifestItem = Record<string, AttributeValue>;

export function toManifestKey(key: ManifestKey): ManifestItem {
  return { partition: { S: key.partition }, previous: { S: key.previous } };
}

export function toManifestItem(row: ManifestRow): ManifestItem {
  const item: Record<string, AttributeValue | undefined> = {
    ...toManifestKey(row),
    first: { S: row.first },
    last: { S: row.last },
    recordCount: toNumber(row.recordCount),
    rawKey: toText(row.rawKey),
    rawSha256: toText(row.rawSha256),
    quarantineKey: toText(row.quarantineKey),
    counts: toNumbers(row.counts),
    acceptedByType: toNumbers(row.acceptedByType),
    quarantinedByReason: toNumbers(row.quarantinedByReason),
    suppressedByReason: toNumbers(row.suppressedByReason),
    minEventTime: toNumber(row.minEventTime),
    maxEventTime: toNumber(row.maxEventTime),
    arrivedAt: toNumber(row.arrivedAt),
    stage: { S: row.stage },
    typedKey: toText(row.typedKey),
    typedQuarantineKey: toText(row.typedQuarantineKey),
    typedSha256: toText(row.typedSha256),
    typedQuarantineSha256: toText(row.typedQuarantineSha256),
    runId: toText(row.runId),
  };
  return Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
  );
}

/** Throws InvariantError for an item that `toManifestItem` cannot have made. */
export function parseManifestItem(item: ManifestItem): ManifestRow {
  return {
    partition: required(item, 'partition', text),
    previous: required(item, 'previous', text),
    first: required(item, 'first', text),
    last: required(item, 'last', text),
    recordCount: required(item, 'recordCount', number),
    rawKey: text(item['rawKey']),
    rawSha256: text(item['rawSha256']),
    quarantineKey: text(item['quarantineKey']),
    counts: outcomeCounts(required(item, 'counts', numbers)),
    acceptedByType: required(item, 'acceptedByType', numbers),
    quarantinedByReason: required(item, 'quarantinedByReason', numbers),
    suppressedByReason: required(item, 'suppressedByReason', numbers),
    minEventTime: number(item['minEventTime']),
    maxEventTime: number(item['maxEventTime']),
    arrivedAt: required(item, 'arrivedAt', number),
    stage: required(item, 'stage', stage),
    typedKey: text(item['typedKey']),
    typedQuarantineKey: text(item['typedQuarantineKey']),
    typedSha256: text(item['typedSha256']),
    typedQuarantineSha256: text(item['typedQuarantineSha256']),
    runId: text(item['runId']),
  };
}

function toText(value: string | undefined): AttributeValue | undefined {
  return value === undefined ? undefined : { S: value };
}

function toNumber<T extends number | undefined>(value: T): AttributeValue | undefined {
  return value === undefined ? undefined : { N: String(value) };
}

function toNumbers(values: Readonly<Record<string, number>>): AttributeValue {
  return { M: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { N: String(value) }])) };
}

function required<T>(item: ManifestItem, name: string, read: (value: AttributeValue | undefined) => T | undefined): T {
  const value = read(item[name]);
  if (value === undefined) {
    throw new InvariantError(
      `Manifest row ${item['partition']?.S} ${item['previous']?.S}: ${name} is missing or of another type`,
    );
  }
  return value;
}

function text(value: AttributeValue | undefined): string | undefined {
  return value?.S;
}

function number(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

function numbers(value: AttributeValue | undefined): Record<string, number> | undefined {
  if (!value?.M) return undefined;
  return Object.fromEntries(Object.entries(value.M).map(([name, entry]) => [name, Number(entry.N)]));
}

function stage(value: AttributeValue | undefined): ManifestStage | undefined {
  return manifestStages.find((known) => known === value?.S);
}

function outcomeCounts(values: Record<string, number>): OutcomeCounts {
  const { received, accepted, quarantined, suppressed } = values;
  if (received === undefined || accepted === undefined || quarantined === undefined || suppressed === undefined) {
    throw new InvariantError(`Manifest row: counts are ${JSON.stringify(values)}`);
  }
  return { received, accepted, quarantined, suppressed };
}
