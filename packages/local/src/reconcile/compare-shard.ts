import {
  type ManifestRow,
  noOutcomes,
  type OutcomeCounts,
  padSequenceNumber,
  partitionOf,
  sha256Hex,
} from '@millrace/pipeline';
import { addTo, type CountsByHour, compareGone, compareStreamed, rangeOf, reportObjects } from './compare-row.ts';
import { countLines } from './count-lines.ts';
import { type InspectedRow, inspectRow } from './inspect-objects.ts';
import { hourMs, hourOf, type ShardLedger } from './ledger.ts';
import { type CensusHour, createCensusTaker, type MergedHour } from './merge-census.ts';
import { createOnFailureCursor, type GivenUpRecord, type OnFailureEntry } from './on-failure-cursor.ts';
import { createOpenGap } from './open-gap.ts';
import { createPeekable } from './peekable.ts';
import { followsOn, readChain } from './read-chain.ts';
import type { ReconcileStores } from './reconcile.ts';
import { type CountedRecord, walkShard } from './take-census.ts';
import { createUnknownHours } from './unknown-hours.ts';

export type ShardInput = {
  readonly shardId: string;
  /** Whether the stream still has the shard. */
  readonly isInStream: boolean;
  /** Where the walk ends; undefined: neither chain nor stream has anything. */
  readonly cut: string | undefined;
  /** What earlier censuses counted of it. */
  readonly kept: readonly CensusHour[];
  readonly onFailure: readonly OnFailureEntry[];
};

/** A manifest row beside the stream and its objects. */
export type ComparedRow = {
  readonly row: ManifestRow;
  readonly objects: InspectedRow;
  /** The lines of the batch: from the stream, or, where it no longer has them, from the objects. */
  readonly byHour: CountsByHour;
};

/** Rows whose objects are read at once. */
const rowsAtOnce = 4;
/** A batch is as old as its first record; the others may be as much younger. */
const batchSpanMs = 3_600_000;
const noData = new Uint8Array();
/** Behind every padded sequence number. */
const end = '~';

/**
 * Walks a shard and its chain side by side, reads every object that the chain names, and reports what does not fit. Each
 * page of the chain is handed on with what was found out about its rows. Returns what was received, hour by hour.
 */
export async function compareShard(
  stores: ReconcileStores,
  input: ShardInput,
  ledger: ShardLedger,
  onPage: (rows: readonly ComparedRow[]) => Promise<void>,
): Promise<readonly MergedHour[]> {
  const { shardId, cut } = input;
  const { objects, nowMs } = stores;
  const isWalked = input.isInStream && cut !== undefined;
  const walk = createPeekable(isWalked ? walkShard(stores.stream, shardId, { upTo: cut }) : noRecords());
  const beginning = (await walk.peek())?.sequenceNumber;
  const census = createCensusTaker(input.kept);
  const onFailure = createOnFailureCursor(objects, input.onFailure);
  const gap = createOpenGap(ledger);
  const unknown = createUnknownHours();
  /** What the lines of each hour became: the census must have counted the same. */
  const seen = new Map<number, OutcomeCounts>();
  /** Hours with a row that has other counts than the stream: told already. */
  const differing = new Set<number>();

  /** Whether the stream no longer has the beginning of this row. */
  function isGone({ first }: ManifestRow): boolean {
    return beginning === undefined || padSequenceNumber(first) < padSequenceNumber(beginning);
  }

  /** A record that no row covers: on its way, kept whole by the mapping, or lost. */
  function settle(record: CountedRecord, givenUp: GivenUpRecord | undefined, isBehindChain: boolean): void {
    const { sequenceNumber, arrivedAt, counts, data } = record;
    const hour = hourOf(arrivedAt);
    const lines = counts.accepted + counts.quarantined;
    census.add(record);
    addTo(seen, hour, counts);
    if (!givenUp && !isBehindChain) {
      gap.add(sequenceNumber, counts.received, hour);
      return;
    }
    gap.close();
    if (!givenUp) ledger.pend(hour, 'stream', lines, arrivedAt);
    else if (sha256Hex(givenUp.record.data) === sha256Hex(data)) ledger.pend(hour, 'on-failure', lines, arrivedAt);
    else ledger.report('on-failure-damaged', givenUp.key, counts.received, hour);
  }

  /** A record that only an on-failure object has. */
  function settleGivenUp({ record }: GivenUpRecord): void {
    const counts = countLines(record);
    const hour = hourOf(record.arrivedAt);
    addTo(seen, hour, counts);
    ledger.pend(hour, 'on-failure', counts.accepted + counts.quarantined, record.arrivedAt);
    if (!census.isKept(record.sequenceNumber)) unknown.add([hour], { batches: 0, lines: 0 });
  }

  /** Everything before a padded sequence number that no row covers. */
  async function settleBefore(before: string, isBehindChain: boolean): Promise<void> {
    for (let record = await walk.peek(); record; record = await walk.peek()) {
      const padded = padSequenceNumber(record.sequenceNumber);
      if (padded >= before) break;
      for (const givenUp of await onFailure.takeBefore(padded)) settleGivenUp(givenUp);
      settle(record, await onFailure.takeAt(padded), isBehindChain);
      await walk.take();
    }
    gap.close();
    // What reached the stream after the cut is not looked at.
    for (const givenUp of await onFailure.takeBefore(before)) {
      if (givenUp.record.arrivedAt <= nowMs) settleGivenUp(givenUp);
    }
  }

  async function takeRecords(row: ManifestRow): Promise<readonly CountedRecord[]> {
    const last = padSequenceNumber(row.last);
    const records: CountedRecord[] = [];
    for (let record = await walk.peek(); record; record = await walk.peek()) {
      if (padSequenceNumber(record.sequenceNumber) > last) break;
      census.add(record);
      records.push({ ...record, data: noData }); // They wait for their objects without their bytes.
      await walk.take();
    }
    await onFailure.takeBefore(`${last}${end}`); // Given up and landed after all.
    return records;
  }

  function compareRow(row: ManifestRow, records: readonly CountedRecord[], found: InspectedRow): CountsByHour {
    if (!isGone(row)) {
      const { byHour, isSame } = compareStreamed(row, records, found, ledger);
      if (!isSame) for (const hour of [...byHour.keys(), hourOf(row.arrivedAt)]) differing.add(hour);
      return byHour;
    }
    const byHour = compareGone(row, found, ledger);
    if (row.arrivedAt > nowMs - stores.retentionMs + batchSpanMs) {
      const walked = records.reduce((sum, { counts }) => sum + counts.received, 0);
      const lines = Math.max(1, row.counts.received - walked);
      ledger.report('not-in-stream', rangeOf(row), lines, hourOf(row.arrivedAt));
    }
    const isKept = census.isKept(row.first) && (census.isKept(row.last) || records.length > 0);
    if (!isKept) unknown.add(byHour.keys(), { batches: 1, lines: row.counts.received });
    return byHour;
  }

  let before: ManifestRow | undefined;
  for await (const page of readChain(stores.manifest, partitionOf(stores.streamName, shardId), cut)) {
    const compared: ComparedRow[] = [];
    for (let at = 0; at < page.length; at += rowsAtOnce) {
      const rows = page.slice(at, at + rowsAtOnce);
      const inspecting = Promise.all(rows.map((row) => inspectRow(objects, row)));
      inspecting.catch(() => {}); // Awaited below; the walk may fail first.
      const batches: (readonly CountedRecord[])[] = [];
      for (const row of rows) {
        if (!followsOn(row, before)) {
          ledger.report('chain-broken', rangeOf(row), row.counts.received, hourOf(row.arrivedAt));
        }
        before = row;
        await settleBefore(padSequenceNumber(row.first), false);
        batches.push(await takeRecords(row));
      }
      for (const [index, found] of (await inspecting).entries()) {
        const row = rows[index] as ManifestRow;
        const byHour = compareRow(row, batches[index] ?? [], found);
        for (const [hour, counts] of byHour) addTo(seen, hour, counts);
        reportObjects(row, found, ledger);
        compared.push({ row, objects: found, byHour });
      }
    }
    await onPage(compared);
  }
  await settleBefore(end, true);

  const hours = census.hours();
  for (const { hour, counts, from } of hours) {
    ledger.receive(hour, counts, unknown.has(hour) ? 'unknown' : from);
    if (unknown.has(hour) || differing.has(hour)) continue;
    const { accepted, quarantined } = seen.get(hour) ?? noOutcomes;
    const lines = Math.abs(counts.accepted - accepted) + Math.abs(counts.quarantined - quarantined);
    if (lines > 0) ledger.report('census-differs', new Date(hour * hourMs).toISOString(), lines, hour);
  }
  for (const hour of unknown.all()) ledger.receive(hour, noOutcomes, 'unknown');
  if (unknown.all().length > 0) ledger.note('received-not-known', unknown.toText());
  else if (differing.size === 0) compareSuppressed(hours, seen, ledger);
  return hours;
}

/** A batch's suppressed lines have no hour of their own where the stream is gone: they are compared over all hours. */
function compareSuppressed(hours: readonly MergedHour[], seen: CountsByHour, ledger: ShardLedger): void {
  const counted = hours.reduce((sum, { counts }) => sum + counts.suppressed, 0);
  const landed = [...seen.values()].reduce((sum, { suppressed }) => sum + suppressed, 0);
  const [first] = hours;
  if (first && counted !== landed) {
    ledger.report(
      'census-differs',
      new Date(first.hour * hourMs).toISOString(),
      Math.abs(counted - landed),
      first.hour,
    );
  }
}

async function* noRecords(): AsyncGenerator<CountedRecord> {
  // Of a shard that is empty, or that the stream no longer has.
}
