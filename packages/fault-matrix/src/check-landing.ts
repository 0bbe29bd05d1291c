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

/** A record of the stream as the checker reads it: lines by number, accepted first, then quarantined. */
type Received = {
  readonly place: string;
  readonly frameId: string;
  /** Of frames only. */
  readonly requestId: string | undefined;
  readonly counts: OutcomeCounts;
  /** Of a frame, as it has them; of anything else undefined. */
  readonly lines: readonly string[] | undefined;
  readonly record: StreamRecord;
};

/**
 * Compares sets of lines by their identity (frame id, line) and place in the stream: every received line is landed once, as
 * it was, or pending; and everything that a client was promised is in the stream.
 */
export async function checkLanding(
  world: LandedWorld,
  readLanded: ReadLanded = readManifested,
): Promise<LandingVerdict> {
  const records = world.stream.records.map(readRecord);
  const received = new Map<string, string | undefined>();
  for (const { frameId, place, counts, lines } of records) {
    for (let line = 1; line <= counts.accepted + counts.quarantined; line += 1) {
      received.set(`${frameId}/${line} at ${place}`, lines?.[line - 1]);
    }
  }

  const broken: string[] = [...world.broken];
  const landed = new Map<string, number>();
  const eventIds = new Map<string, string[]>();
  for (const object of await readLanded(world)) {
    for (const { identity, place, text, isAccepted } of readIdentities(object)) {
      landed.set(identity, (landed.get(identity) ?? 0) + 1);
      if (isAccepted) eventIds.set(place, [...(eventIds.get(place) ?? []), eventIdOf(text)]);
      const sent = received.get(identity);
      if (!received.has(identity)) broken.push(`${identity} is landed and was never received`);
      // A quarantined line is landed behind its place.
      else if (sent !== undefined && (isAccepted ? sent !== text : !text.endsWith(`,${sent.slice(1)}`))) {
        broken.push(`${identity} was changed`);
      }
    }
  }
  const givenUp = await readGivenUp(world, broken);
  const missing = [...received.keys()].filter((identity) => !landed.has(identity));
  const isGivenUp = (identity: string) => givenUp.has(placeOfIdentity(identity));
  if (readLanded === readManifested) {
    broken.push(...(await checkChains(world, records, givenUp)), ...checkForeign(world, records, eventIds, givenUp));
  }
  broken.push(...checkPromises(world, records));
  return {
    lost: missing.filter((identity) => !isGivenUp(identity)),
    doubled: [...landed].filter(([, count]) => count > 1).map(([identity]) => identity),
    pending: missing.filter(isGivenUp),
    broken,
    receivedCount: records.reduce((sum, { counts }) => sum + counts.received, 0),
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

/** Places of the records that lie with the on-failure destination, with the bytes that the stream has. */
async function readGivenUp({ objects, stream }: LandedWorld, broken: string[]): Promise<ReadonlySet<string>> {
  const places = new Set<string>();
  for await (const { key } of objects.list(onFailurePrefix)) {
    const text = Buffer.from((await objects.get(key)) ?? []).toString();
    for (const record of recordsOfGivenUpBatch(parseGivenUpBatch(text)) ?? []) {
      const sent = stream.records[Number(record.sequenceNumber) - 1];
      if (!sent || !Buffer.from(record.data).equals(sent.data))
        broken.push(`${placeOf(record)} is kept with other bytes`);
      else places.add(placeOf(record));
    }
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

/** Rows follow each other, and say of their records what these are. */
async function checkChains(
  world: LandedWorld,
  records: readonly Received[],
  givenUp: ReadonlySet<string>,
): Promise<string[]> {
  const broken: string[] = [];
  const byPartition = Map.groupBy(records, ({ record }) => partitionOf(streamName, record.shardId));
  const landed = new Set<Received>();
  for (const { row, before } of await readChains(world)) {
    const name = `${row.partition} ${row.first}–${row.last}`;
    if (row.previous !== nextPrevious(before)) broken.push(`${name} does not follow`);
    if (row.rawKey !== undefined && !row.rawKey.includes(row.rawSha256 ?? '-'))
      broken.push(`${name} has another sha256`);
    const inRange = (byPartition.get(row.partition) ?? []).filter(
      ({ record }) =>
        Number(record.sequenceNumber) >= Number(row.first) && Number(record.sequenceNumber) <= Number(row.last),
    );
    const covered = inRange.length === row.recordCount ? inRange : inRange.filter(({ place }) => !givenUp.has(place));
    if (covered.length !== row.recordCount)
      broken.push(`${name} counts ${row.recordCount} of ${inRange.length} records`);
    for (const record of covered) landed.add(record);
    const counts = covered.map((record) => record.counts).reduce(addCounts, noOutcomes);
    if (JSON.stringify(counts) !== JSON.stringify(row.counts)) broken.push(`${name} has other counts than its records`);
    const tally = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((sum, count) => sum + count, 0);
    const tallies = [tally(row.acceptedByType), tally(row.quarantinedByReason), tally(row.suppressedByReason)];
    if (tallies.join() !== [counts.accepted, counts.quarantined, counts.suppressed].join()) {
      broken.push(`${name} has other counts by type or reason`);
    }
    if (covered.every(({ lines }) => lines)) {
      const times = covered.flatMap(({ lines, counts: { accepted } }) => lines?.slice(0, accepted).map(timeOf) ?? []);
      const [least, most] = times.length === 0 ? [] : [Math.min(...times), Math.max(...times)];
      if (least !== row.minEventTime || most !== row.maxEventTime) broken.push(`${name} has other event times`);
    }
  }
  // A record without any line has no identity that could be missed.
  for (const record of records) {
    if (!landed.has(record) && !givenUp.has(record.place)) broken.push(`${record.place} is in no row`);
  }
  return broken;
}

/** What other producers put on the stream became what it must. */
function checkForeign(
  { foreign }: LandedWorld,
  records: readonly Received[],
  eventIds: ReadonlyMap<string, readonly string[]>,
  givenUp: ReadonlySet<string>,
): string[] {
  return foreign.flatMap(({ data, quarantined, suppressed, eventIds: wanted }) =>
    records
      .filter(({ record }) => record.data.length === data.length && Buffer.from(data).equals(record.data))
      .filter(({ place, counts }) => {
        const areCounts = counts.quarantined === quarantined && counts.suppressed === suppressed;
        const found = eventIds.get(place) ?? [];
        const isLanded = found.join() === wanted.join() || (found.length === 0 && givenUp.has(place));
        return !(areCounts && counts.accepted === wanted.length && isLanded);
      })
      .map(({ place }) => `${place}, of another producer, became something else`),
  );
}

/** What an answer promised is in the frames of its request. */
function checkPromises({ promises }: LandedWorld, records: readonly Received[]): string[] {
  const byRequest = Map.groupBy(records, ({ requestId }) => requestId);
  const broken: string[] = [];
  for (const { requestId, accepted, acceptedCount, quarantined, suppressed, unanswered } of promises) {
    if (unanswered !== 0) broken.push(`${requestId}: ${unanswered} events have no outcome in the answer`);
    const frames = byRequest.get(requestId) ?? [];
    const counts = frames.map((frame) => frame.counts).reduce(addCounts, noOutcomes);
    const linesById = Map.groupBy(
      frames.flatMap((frame) => frame.lines?.slice(0, frame.counts.accepted) ?? []),
      eventIdOf,
    );
    for (const { eventId, mark } of accepted) {
      const lines = linesById.get(eventId) ?? [];
      if (!lines.some((line) => line.includes(mark))) {
        broken.push(`${requestId}: ${eventId} was accepted and is not in the stream, or has another content`);
      }
    }
    if (counts.accepted < acceptedCount) broken.push(`${requestId}: an accepted line is not in the stream`);
    if (counts.quarantined < quarantined) broken.push(`${requestId}: a rejected line is not in the stream`);
    if (counts.suppressed < suppressed) broken.push(`${requestId}: a suppressed line is not counted in the stream`);
  }
  return broken;
}

function placeOf({ shardId, sequenceNumber }: Pick<StreamRecord, 'shardId' | 'sequenceNumber'>): string {
  return `${shardId}:${sequenceNumber}`;
}

function readRecord(record: StreamRecord): Received {
  const place = placeOf(record);
  const counts = countLines(record);
  const decoded = decodeRecord(record.data);
  if (decoded.kind !== 'frame') {
    return { place, frameId: place, requestId: undefined, counts, lines: undefined, record };
  }
  const { frameId, requestId } = decoded.header;
  return { place, frameId, requestId, counts, lines: splitLines(decoded.body), record };
}

type Header = { frame_id: string; shard_id: string; sequence_number: string; accepted?: number; line?: number };
type LandedLine = {
  readonly identity: string;
  readonly place: string;
  readonly text: string;
  readonly isAccepted: boolean;
};

/** Raw objects: a header, then its lines. Quarantine objects: each line says what it is. */
function* readIdentities({ key, lines }: LandedObject): Generator<LandedLine> {
  const isAccepted = key.startsWith('raw/');
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at] as string;
    const header = JSON.parse(text) as Header;
    const place = `${header.shard_id}:${header.sequence_number}`;
    if (!isAccepted) {
      yield { identity: `${header.frame_id}/${header.line} at ${place}`, place, text, isAccepted };
      continue;
    }
    const { accepted = 0 } = header;
    for (let line = 1; line <= accepted; line += 1) {
      yield {
        identity: `${header.frame_id}/${line} at ${place}`,
        place,
        text: lines[at + line] ?? '',
        isAccepted,
      };
    }
    at += accepted;
  }
}

/** `<frame id>/<line> at <place>` */
function placeOfIdentity(identity: string): string {
  return identity.slice(identity.indexOf(' at ') + 4);
}

function eventIdOf(line: string): string {
  return /"event_id":"([^"]*)"/.exec(line)?.[1] ?? '';
}

function timeOf(line: string): number {
  return Date.parse(/"ts":"([^"]*)"/.exec(line)?.[1] ?? '');
}
