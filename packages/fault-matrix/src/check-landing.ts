import { countLines } from '@millrace/local/count-lines';
import {
  addCounts,
  decodeRecord,
  decompress,
  type ManifestRow,
  nextPrevious,
  noOutcomes,
  type ObjectStore,
  type OutcomeCounts,
  onFailurePrefix,
  parseGivenUpBatch,
  partitionOf,
  recordsOfGivenUpBatch,
  type StreamRecord,
  splitLines,
} from '@millrace/pipeline';
import { type LandedWorld, streamName } from './run-landing.ts';
import type { Promises } from './send-requests.ts';

/** A landed object, decompressed. */
export type LandedObject = { readonly key: string; readonly lines: readonly string[] };

/** What readers take for landed. */
export type ReadLanded = (world: LandedWorld) => Promise<readonly LandedObject[]>;

export type LandingVerdict = {
  /** Lines as `<frame id>/<line> at <shard>:<sequence number>`. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Given up by the mapping, kept with the destination. */
  readonly pending: readonly string[];
  /** Everything else that must not be. */
  readonly broken: readonly string[];
  readonly receivedCount: number;
};

/**
 * Compares sets of lines by their identity (frame id, line) and place in the stream: every received line is landed once,
 * or pending; and everything that a client was promised is in the stream.
 */
export async function checkLanding(
  world: LandedWorld,
  readLanded: ReadLanded = readManifested,
): Promise<LandingVerdict> {
  const received = new Map<string, string | undefined>();
  const suppressed = new Map<string, number>();
  const accepted: string[] = [];
  let total = noOutcomes;
  for (const record of world.stream.records) {
    const counts = countLines(record);
    total = addCounts(total, counts);
    suppressed.set(placeOf(record), counts.suppressed);
    const { frameId, lines } = readRecord(record);
    for (let line = 1; line <= counts.accepted + counts.quarantined; line += 1) {
      received.set(`${frameId}/${line} at ${placeOf(record)}`, line <= counts.accepted ? lines?.[line - 1] : undefined);
    }
    for (const line of lines ?? []) accepted.push(eventIdOf(line));
  }

  const broken: string[] = [];
  const landed = new Map<string, number>();
  for (const object of await readLanded(world)) {
    for (const { identity, text } of readIdentities(object)) {
      landed.set(identity, (landed.get(identity) ?? 0) + 1);
      const sent = received.get(identity);
      if (!received.has(identity)) broken.push(`${identity} is landed and was never received`);
      else if (sent !== undefined && text !== undefined && sent !== text) broken.push(`${identity} was changed`);
    }
  }
  const givenUp = await readGivenUp(world.objects);
  const missing = [...received.keys()].filter((identity) => !landed.has(identity));
  const isGivenUp = (identity: string) => givenUp.has(identity.slice(identity.indexOf(' at ') + 4));
  if (readLanded === readManifested) broken.push(...(await checkChains(world, suppressed, givenUp)));
  broken.push(...checkPromises(world.promises, accepted, total));
  return {
    lost: missing.filter((identity) => !isGivenUp(identity)),
    doubled: [...landed].filter(([, count]) => count > 1).map(([identity]) => identity),
    pending: missing.filter(isGivenUp),
    broken,
    receivedCount: total.received,
  };
}

/** What the manifest names, and nothing else. */
export async function readManifested(world: LandedWorld): Promise<readonly LandedObject[]> {
  const keys: string[] = [];
  for (const { row } of await readChains(world)) {
    for (const key of [row.rawKey, row.quarantineKey]) if (key !== undefined) keys.push(key);
  }
  return Promise.all(keys.map((key) => readObject(world.objects, key)));
}

/** Every object under raw/ and quarantine/. */
export async function readAllObjects(world: LandedWorld): Promise<readonly LandedObject[]> {
  const objects: LandedObject[] = [];
  for (const prefix of ['raw/', 'quarantine/']) {
    for await (const { key } of world.objects.list(prefix)) objects.push(await readObject(world.objects, key));
  }
  return objects;
}

async function readObject(objects: ObjectStore, key: string): Promise<LandedObject> {
  const stored = await objects.get(key);
  return { key, lines: stored ? splitLines(decompress(stored, 1 << 26)) : [] };
}

/** Places of the records that lie with the on-failure destination. */
async function readGivenUp(objects: ObjectStore): Promise<ReadonlySet<string>> {
  const places = new Set<string>();
  for await (const { key } of objects.list(onFailurePrefix)) {
    const text = Buffer.from((await objects.get(key)) ?? []).toString();
    for (const record of recordsOfGivenUpBatch(parseGivenUpBatch(text)) ?? []) places.add(placeOf(record));
  }
  return places;
}

async function readChains(world: LandedWorld): Promise<{ row: ManifestRow; before: ManifestRow | undefined }[]> {
  const rows: { row: ManifestRow; before: ManifestRow | undefined }[] = [];
  for (const { shardId } of await world.stream.listShards()) {
    const chain = await world.manifest.readFrom(partitionOf(streamName, shardId), '', 100_000);
    rows.push(...chain.map((row, at) => ({ row, before: chain[at - 1] })));
  }
  return rows;
}

/** Rows follow each other, and their suppressed lines are those of their records. */
async function checkChains(
  world: LandedWorld,
  suppressed: ReadonlyMap<string, number>,
  givenUp: ReadonlySet<string>,
): Promise<string[]> {
  const broken: string[] = [];
  const byPartition = Map.groupBy(world.stream.records, ({ shardId }) => partitionOf(streamName, shardId));
  for (const { row, before } of await readChains(world)) {
    const name = `${row.partition} ${row.first}–${row.last}`;
    if (row.previous !== nextPrevious(before)) broken.push(`${name} does not follow`);
    const records = (byPartition.get(row.partition) ?? []).filter(
      ({ sequenceNumber }) => Number(sequenceNumber) >= Number(row.first) && Number(sequenceNumber) <= Number(row.last),
    );
    const landedRecords =
      records.length === row.recordCount ? records : records.filter((record) => !givenUp.has(placeOf(record)));
    if (landedRecords.length !== row.recordCount)
      broken.push(`${name} counts ${row.recordCount} of ${records.length} records`);
    const count = landedRecords.reduce((sum, record) => sum + (suppressed.get(placeOf(record)) ?? 0), 0);
    if (count !== row.counts.suppressed) broken.push(`${name} counts ${row.counts.suppressed} suppressed of ${count}`);
  }
  return broken;
}

/** Every accepted event is in the stream, as often as it was accepted. */
function checkPromises(promises: Promises, accepted: readonly string[], total: OutcomeCounts): string[] {
  const counts = new Map<string, number>();
  for (const eventId of accepted) counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  const broken: string[] = [];
  for (const eventId of promises.accepted) {
    const left = counts.get(eventId) ?? 0;
    if (left === 0) broken.push(`${eventId} was accepted and is not in the stream`);
    counts.set(eventId, left - 1);
  }
  if (total.quarantined < promises.quarantinedCount) broken.push('a rejected line is not in the stream');
  if (total.suppressed < promises.suppressedCount) broken.push('a suppressed line is not counted in the stream');
  return broken;
}

function placeOf({ shardId, sequenceNumber }: Pick<StreamRecord, 'shardId' | 'sequenceNumber'>): string {
  return `${shardId}:${sequenceNumber}`;
}

/** `lines`: the accepted ones of a frame. */
function readRecord(record: StreamRecord): { frameId: string; lines: readonly string[] | undefined } {
  const decoded = decodeRecord(record.data);
  if (decoded.kind !== 'frame') return { frameId: placeOf(record), lines: undefined };
  return { frameId: decoded.header.frameId, lines: splitLines(decoded.body.subarray(0, decoded.acceptedBytes)) };
}

type Header = { frame_id: string; shard_id: string; sequence_number: string; accepted?: number; line?: number };

/** Raw objects: a header, then its lines. Quarantine objects: each line says what it is. */
function* readIdentities({ key, lines }: LandedObject): Generator<{ identity: string; text: string | undefined }> {
  const isRaw = key.startsWith('raw/');
  for (let at = 0; at < lines.length; at += 1) {
    const header = JSON.parse(lines[at] as string) as Header;
    const place = `${header.shard_id}:${header.sequence_number}`;
    if (!isRaw) {
      yield { identity: `${header.frame_id}/${header.line} at ${place}`, text: undefined };
      continue;
    }
    const { accepted = 0 } = header;
    for (let line = 1; line <= accepted; line += 1) {
      yield { identity: `${header.frame_id}/${line} at ${place}`, text: lines[at + line] };
    }
    at += accepted;
  }
}

function eventIdOf(line: string): string {
  return /"event_id":"([^"]*)"/.exec(line)?.[1] ?? '';
}
