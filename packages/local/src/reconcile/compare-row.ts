import { addCounts, type ManifestRow, noOutcomes, type OutcomeCounts, parseLandingKey } from '@millrace/pipeline';
import type { Inspected, InspectedRow, LinesOf, QuarantineLines } from './inspect-objects.ts';
import { hourOf, type ShardLedger } from './ledger.ts';
import { createOpenGap } from './open-gap.ts';
import type { CountedRecord } from './take-census.ts';

/** Lines by hour of arrival. */
export type CountsByHour = ReadonlyMap<number, OutcomeCounts>;

export function rangeOf({ first, last }: Pick<ManifestRow, 'first' | 'last'>): string {
  return `${first}–${last}`;
}

export function addTo(byHour: Map<number, OutcomeCounts>, hour: number, counts: OutcomeCounts): void {
  if (counts.received > 0) byHour.set(hour, addCounts(byHour.get(hour) ?? noOutcomes, counts));
}

/**
 * A row whose records the stream has: each record beside the objects, so that one that is lost and one that is doubled
 * don't make up for each other, then their sum beside the row's counts. isSame: nothing differed.
 */
export function compareStreamed(
  row: ManifestRow,
  records: readonly CountedRecord[],
  objects: InspectedRow,
  ledger: ShardLedger,
): { readonly byHour: CountsByHour; readonly isSame: boolean } {
  const byHour = new Map<number, OutcomeCounts>();
  const gap = createOpenGap(ledger);
  let counted = noOutcomes;
  let lost = 0;
  for (const { sequenceNumber, arrivedAt, counts } of records) {
    const hour = hourOf(arrivedAt);
    addTo(byHour, hour, counts);
    counted = addCounts(counted, counts);
    const lacking = [
      { key: row.rawKey, lines: lackOf(objects.raw, sequenceNumber, counts.accepted) },
      { key: row.quarantineKey, lines: lackOf(objects.quarantine, sequenceNumber, counts.quarantined) },
    ];
    const missing = lacking.reduce((sum, { lines }) => sum + Math.max(0, lines), 0);
    if (missing === 0) gap.close();
    else {
      const lines = missing === counts.accepted + counts.quarantined ? counts.received : missing;
      gap.add(sequenceNumber, lines, hour);
      lost += lines;
    }
    for (const { key = '', lines } of lacking) if (lines < 0) ledger.report('landed-differs', key, -lines, hour);
  }
  gap.close();
  const differing = differenceOf(counted, row.counts) - lost;
  if (differing > 0) ledger.report('manifest-differs', rangeOf(row), differing, hourOf(row.arrivedAt));
  return { byHour, isSame: differing <= 0 && lost === 0 };
}

/** A row whose records the stream no longer has: its counts beside what the objects hold. */
export function compareGone(row: ManifestRow, objects: InspectedRow, ledger: ShardLedger): CountsByHour {
  const landedHour = hourOf(row.arrivedAt);
  const byHour = new Map<number, OutcomeCounts>();
  const { accepted, quarantined, suppressed } = row.counts;
  for (const [hour, lines] of linesByHour(objects.raw, landedHour, accepted)) {
    addTo(byHour, hour, { ...noOutcomes, received: lines, accepted: lines });
  }
  for (const [hour, lines] of linesByHour(objects.quarantine, landedHour, quarantined)) {
    addTo(byHour, hour, { ...noOutcomes, received: lines, quarantined: lines });
  }
  addTo(byHour, landedHour, { ...noOutcomes, received: suppressed, suppressed });
  const differing = differenceOf([...byHour.values()].reduce(addCounts, noOutcomes), row.counts);
  if (differing > 0) ledger.report('manifest-differs', rangeOf(row), differing, landedHour);
  return byHour;
}

/** What a row's objects say by themselves: there, whole, of the hash and with the reasons that the row says. */
export function reportObjects(row: ManifestRow, objects: InspectedRow, ledger: ShardLedger): void {
  const hour = hourOf(row.arrivedAt);
  const { accepted, quarantined } = row.counts;
  const kinds = [
    ['raw-object', objects.raw.state, row.rawKey, accepted],
    ['quarantine-object', objects.quarantine.state, row.quarantineKey, quarantined],
    ['typed-file', objects.typed.state, row.typedKey, accepted],
    ['typed-file', objects.typedQuarantine.state, row.typedQuarantineKey, quarantined],
  ] as const;
  for (const [kind, state, key = '', lines] of kinds) {
    if (state === 'missing' || state === 'damaged') ledger.report(`${kind}-${state}`, key, lines, hour);
  }
  const untyped = [
    [row.rawKey, row.typedKey, accepted],
    [row.quarantineKey, row.typedQuarantineKey, quarantined],
  ] as const;
  for (const [landedKey, typedKey, lines] of row.stage === 'landed' ? [] : untyped) {
    if (landedKey !== undefined && typedKey === undefined) ledger.report('typed-file-missing', landedKey, lines, hour);
  }
  const keyHash = row.rawKey === undefined ? undefined : parseLandingKey(row.rawKey)?.sha256;
  if (keyHash !== row.rawSha256) ledger.report('manifest-differs', rangeOf(row), accepted, hour);
  if (objects.quarantine.state !== 'ok') return;

  const misnamed = differingReasons(row, objects.quarantine.content);
  if (misnamed > 0) ledger.report('manifest-differs', rangeOf(row), misnamed, hour);
  const misplaced = misplacedLines(objects.raw, objects.quarantine.content);
  if (misplaced > 0) ledger.report('quarantine-differs', row.quarantineKey ?? '', misplaced, hour);
}

/** How many lines of a record its object lacks; negative: has too many. 0 where it cannot be read: that is told by itself. */
function lackOf(object: Inspected<LinesOf>, sequenceNumber: string, lines: number): number {
  if (object.state === 'ok') return lines - (object.content.bySequence.get(sequenceNumber) ?? 0);
  return object.state === 'none' ? lines : 0;
}

/** Of an object that cannot be read: what the row says, in the hour of its first record. */
function linesByHour(object: Inspected<LinesOf>, hour: number, lines: number): ReadonlyMap<number, number> {
  if (object.state === 'ok') return object.content.byHour;
  return new Map(object.state === 'none' ? [] : [[hour, lines]]);
}

function differenceOf(a: OutcomeCounts, b: OutcomeCounts): number {
  const names = ['received', 'accepted', 'quarantined', 'suppressed'] as const;
  return Math.max(...names.map((name) => Math.abs(a[name] - b[name])));
}

function differingReasons(row: ManifestRow, { reasonsByHour }: QuarantineLines): number {
  const found: Record<string, number> = {};
  for (const tally of reasonsByHour.values()) {
    for (const [reason, count] of Object.entries(tally)) found[reason] = (found[reason] ?? 0) + count;
  }
  const reasons = new Set([...Object.keys(found), ...Object.keys(row.quarantinedByReason)]);
  const differences = [...reasons].map((reason) =>
    Math.abs((found[reason] ?? 0) - (row.quarantinedByReason[reason] ?? 0)),
  );
  return Math.ceil(differences.reduce((sum, count) => sum + count, 0) / 2);
}

/** A record's lines are numbered through accepted, then quarantined, each number once. */
function misplacedLines(raw: Inspected<LinesOf>, { numbersBySequence }: QuarantineLines): number {
  if (raw.state === 'missing' || raw.state === 'damaged') return 0;
  let misplaced = 0;
  for (const [sequenceNumber, numbers] of numbersBySequence) {
    const accepted = raw.state === 'ok' ? (raw.content.bySequence.get(sequenceNumber) ?? 0) : 0;
    const sorted = [...numbers].sort((a, b) => a - b);
    misplaced += sorted.filter((number, index) => number !== accepted + index + 1).length;
  }
  return misplaced;
}
