import {
  addCounts,
  assertConserved,
  landingKey,
  type ManifestRow,
  nextPrevious,
  noOutcomes,
  type OutcomeCounts,
  partitionOf,
  type StreamRecord,
  sha256Hex,
} from '@millrace/pipeline';
import { type BareEventSettings, type DecodedLines, decodeLines } from './decode-batch.ts';

export type LandedObject = { readonly key: string; readonly body: Buffer; readonly sha256: string };

export type Landing = {
  readonly raw: LandedObject | undefined;
  readonly quarantine: LandedObject | undefined;
  readonly row: ManifestRow;
  /** The first record that was left for the next landing: the batch was too large for one. */
  readonly retryFrom: string | undefined;
};

/** Of decoded content: what a function of 512 MB holds several times over. */
const maxLandingBytes = 24 * 1024 * 1024;
/** What a place takes in an object, or a little less. */
const placeBytes = 200;

/**
 * What one batch of uncommitted records lands as. Pure: the same records give the same objects and, after the same head,
 * the same row, so whoever repeats a landing writes the same bytes.
 * `records` is not empty and in order; `head` is the last committed row of their shard.
 */
export function decideLanding(
  streamName: string,
  records: readonly StreamRecord[],
  head: ManifestRow | undefined,
  settings: BareEventSettings,
): Landing {
  const decoded: DecodedLines[] = [];
  let sizeBytes = 0;
  for (const record of records) {
    const lines = decodeLines(record, settings);
    sizeBytes += sizeOf(lines);
    if (decoded.length > 0 && sizeBytes > maxLandingBytes) break;
    decoded.push(lines);
  }
  const landed = records.slice(0, decoded.length);
  const first = landed[0] as StreamRecord;
  const last = landed.at(-1) as StreamRecord;
  const place = {
    arrivedAt: first.arrivedAt,
    shardId: first.shardId,
    first: first.sequenceNumber,
    last: last.sequenceNumber,
  };
  const raw = toObject('raw', place, decoded.flatMap(rawParts));
  const quarantine = toObject('quarantine', place, decoded.flatMap(quarantineParts));
  const counts = assertConserved(decoded.map(countsOf).reduce(addCounts, noOutcomes), `landing ${place.first}`);
  const eventTimes = decoded.flatMap(({ accepted }) => accepted.map(({ eventTime }) => eventTime));
  return {
    raw,
    quarantine,
    retryFrom: records[decoded.length]?.sequenceNumber,
    row: {
      partition: partitionOf(streamName, first.shardId),
      previous: nextPrevious(head),
      first: place.first,
      last: place.last,
      recordCount: landed.length,
      rawKey: raw?.key,
      rawSha256: raw?.sha256,
      quarantineKey: quarantine?.key,
      counts,
      acceptedByType: tally(decoded.flatMap(({ accepted }) => accepted.map(({ eventType }) => [eventType, 1]))),
      quarantinedByReason: tally(decoded.flatMap(({ quarantined }) => quarantined.map(({ reason }) => [reason, 1]))),
      suppressedByReason: tally(decoded.flatMap(({ suppressed }) => Object.entries(suppressed))),
      minEventTime: eventTimes.length === 0 ? undefined : eventTimes.reduce((a, b) => Math.min(a, b)),
      maxEventTime: eventTimes.length === 0 ? undefined : eventTimes.reduce((a, b) => Math.max(a, b)),
      arrivedAt: first.arrivedAt,
      stage: 'landed',
      typedKey: undefined,
      typedQuarantineKey: undefined,
      runId: undefined,
    },
  };
}

/** Bytes of the landed objects: quarantined lines carry their place each, accepted ones share a header. */
function sizeOf({ acceptedBytes, quarantined }: DecodedLines): number {
  const quarantinedBytes = quarantined.reduce((sum, { line }) => sum + Buffer.byteLength(line) + placeBytes, 0);
  return acceptedBytes.length + placeBytes + quarantinedBytes;
}

/** A header line of the frame's place, then its accepted lines as they came. */
function rawParts({ record, frameId, requestId, accepted, acceptedBytes }: DecodedLines): Uint8Array[] {
  if (accepted.length === 0) return [];
  const header = { ...placeOf(frameId, record), request_id: requestId, accepted: accepted.length };
  return [Buffer.from(`${JSON.stringify(header)}\n`), acceptedBytes];
}

/** Lines of a frame are numbered through accepted, then quarantined. */
function quarantineParts({ record, frameId, accepted, quarantined }: DecodedLines): Uint8Array[] {
  return quarantined.map(({ line }, index) => {
    const place = JSON.stringify({ ...placeOf(frameId, record), line: accepted.length + index + 1 });
    return Buffer.from(`${place.slice(0, -1)},${line.slice(1)}\n`);
  });
}

function placeOf(frameId: string, record: StreamRecord) {
  return {
    frame_id: frameId,
    shard_id: record.shardId,
    sequence_number: record.sequenceNumber,
    arrived_at_ms: record.arrivedAt,
  };
}

function toObject(
  layer: 'raw' | 'quarantine',
  place: Parameters<typeof landingKey>[1],
  parts: readonly Uint8Array[],
): LandedObject | undefined {
  if (parts.length === 0) return undefined;
  const body = Buffer.concat(parts);
  const sha256 = sha256Hex(body);
  return { key: landingKey(layer, place, sha256), body, sha256 };
}

function countsOf({ accepted, quarantined, suppressed }: DecodedLines): OutcomeCounts {
  const suppressedCount = Object.values(suppressed).reduce((sum, count) => sum + count, 0);
  return {
    received: accepted.length + quarantined.length + suppressedCount,
    accepted: accepted.length,
    quarantined: quarantined.length,
    suppressed: suppressedCount,
  };
}

function tally(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const [name, count] of entries) totals[name] = (totals[name] ?? 0) + count;
  return totals;
}
