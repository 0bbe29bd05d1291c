import type { SnapshotQuery } from '@millrace/embedded/lake';
import type { ManifestRow, OutcomeCounts } from '@millrace/pipeline';
import {
  type BronzeTable,
  compareWithLanded,
  compareWithTyped,
  type LoadedFile,
  loadedFilesOf,
  type TypedFile,
} from './compare-bronze.ts';
import type { ComparedRow } from './compare-shard.ts';
import type { InspectedFile } from './inspect-objects.ts';
import { type LakeColumns, textList } from './lake-reader.ts';
import { hourMs, hourOf, type ShardLedger } from './ledger.ts';
import { type LayerCounts, type Layers, readLayers } from './read-layers.ts';
import type { ReconcileStores } from './reconcile.ts';

/** One state of the lake. */
export type LakeSnapshot = { readonly query: SnapshotQuery; readonly columns: LakeColumns };

/** Manifest rows beside the lake: what is landed, pending and loaded of them, and whether the tables hold what was loaded. */
export async function comparePage(
  stores: ReconcileStores,
  snapshot: LakeSnapshot,
  rows: readonly ComparedRow[],
  ledger: ShardLedger,
): Promise<void> {
  const layers = await readLayers(
    snapshot,
    rows.map(({ row }) => row),
  );
  const loaded: ComparedRow[] = [];
  for (const compared of rows) {
    addLanded(compared, ledger);
    if (!layers.isLoaded(compared.row) || (await isNewer(stores, layers, compared.row))) {
      addPending(compared, ledger);
      continue;
    }
    addLoaded(compared, layers, ledger);
    loaded.push(compared);
  }
  await compareTables(stores, snapshot.columns, layers, loaded, ledger);
}

/** Refined after the snapshot of the lake was taken: not in it yet. */
async function isNewer(stores: ReconcileStores, layers: Layers, row: ManifestRow): Promise<boolean> {
  if (layers.isInLoads(row)) return false;
  const keys = loadedFilesOf(row).map(([, { typedKey }]) => typedKey);
  const { rows } = await stores.lake.query(
    `select count(distinct typed_key) from lake.loads where typed_key in (${textList(keys)})`,
  );
  return Number(rows[0]?.[0]) === keys.length;
}

function addLanded({ row, objects, byHour }: ComparedRow, ledger: ShardLedger): void {
  if (objects.raw.state === 'ok') {
    for (const [hour, landed] of objects.raw.content.byHour) ledger.add(hour, { landed });
  }
  if (objects.quarantine.state === 'ok') {
    for (const [hour, reasons] of objects.quarantine.content.reasonsByHour) {
      ledger.addReasons(hour, 'quarantinedByReason', reasons);
    }
  }
  for (const [hour, reasons] of spreadReasons(row.suppressedByReason, byHour)) {
    ledger.addReasons(hour, 'suppressedByReason', reasons);
  }
}

/** What cannot be read any more is not on its way: it is a finding. */
function addPending({ row, objects, byHour }: ComparedRow, ledger: ShardLedger): void {
  const isReadable = ({ state }: { readonly state: string }) => state === 'ok';
  const stage = row.stage === 'landed' ? 'landed' : 'transformed';
  for (const [hour, { accepted, quarantined }] of byHour) {
    const lines = (isReadable(objects.raw) ? accepted : 0) + (isReadable(objects.quarantine) ? quarantined : 0);
    // The batch's first record is its oldest; those of a later hour are younger.
    ledger.pend(hour, stage, lines, Math.max(row.arrivedAt, hour * hourMs));
  }
}

function addLoaded({ row }: ComparedRow, layers: Layers, ledger: ShardLedger): void {
  const landedKey = row.rawKey ?? '';
  for (const [hour, counts] of layers.of(row)) {
    const { bronze, silver, withdrawn, conflicts, notInSilver, unmatched } = counts;
    const duplicates = bronze - silver - withdrawn - conflicts - notInSilver - unmatched;
    ledger.add(hour, { bronze, silver, withdrawn, conflicts, duplicates });
    if (notInSilver > 0) ledger.report('not-in-silver', landedKey, notInSilver, hour);
    if (unmatched > 0) ledger.report('silver-differs', landedKey, unmatched, hour);
  }
  if (layers.isInLoads(row)) return;
  const key = row.typedKey ?? row.typedQuarantineKey ?? '';
  ledger.report('not-loaded', key, row.counts.accepted + row.counts.quarantined, hourOf(row.arrivedAt));
}

type FileToCompare = {
  readonly file: LoadedFile;
  readonly table: BronzeTable;
  readonly inspected: InspectedFile;
  readonly compared: ComparedRow;
};

/** Table rows against typed files, of what is on record as loaded; where a file is no good, against the landed object. */
async function compareTables(
  stores: ReconcileStores,
  columns: LakeColumns,
  layers: Layers,
  rows: readonly ComparedRow[],
  ledger: ShardLedger,
): Promise<void> {
  const files = rows
    .filter(({ row }) => layers.isInLoads(row))
    .flatMap((compared) =>
      loadedFilesOf(compared.row).map(
        ([table, file]): FileToCompare => ({
          ...{ table, file, compared },
          inspected: table.name === 'bronze.events' ? compared.objects.typed : compared.objects.typedQuarantine,
        }),
      ),
    );
  for (const [table, ofTable] of Map.groupBy(files, (file) => file.table)) {
    const typed = new Map<FileToCompare, TypedFile>();
    for (const file of ofTable) {
      const { state } = file.inspected;
      if (state === 'ok' || state === 'unverified') typed.set(file, { ...file.file, isVerified: state === 'ok' });
    }
    const compared = await compareWithTyped(stores.lake, columns, table, [...typed.values()]);
    for (const file of ofTable) {
      const typedFile = typed.get(file);
      const isUnreadable = typedFile !== undefined && compared.unreadable.includes(typedFile);
      if (isUnreadable) reportFile(file, 'typed-file-damaged', file.file.lines, ledger);
      const lines =
        typedFile !== undefined && !isUnreadable
          ? (compared.differing.get(typedFile.typedKey) ?? 0)
          : await compareWithLanded(stores, table, file.file);
      if (lines === undefined) ledger.note('not-comparable', toNote(file));
      const differing = Math.max(lines ?? 0, lackingRows(file, layers));
      if (differing > 0) {
        reportFile(file, table.name === 'bronze.events' ? 'bronze-differs' : 'quarantine-differs', differing, ledger);
      }
    }
  }
}

function reportFile(
  { file, compared }: FileToCompare,
  kind: 'typed-file-damaged' | 'bronze-differs' | 'quarantine-differs',
  lines: number,
  ledger: ShardLedger,
): void {
  ledger.report(kind, file.typedKey, lines, hourOf(compared.row.arrivedAt));
}

function toNote({ file, table }: FileToCompare): string {
  return `${table.name} holds rows of ${file.typedKey}, but neither that file nor ${file.objectKey} can be read: only their number is compared`;
}

/** By how many rows the table differs from what the manifest says: all that is left where no file can be read. */
function lackingRows({ table, file, compared }: FileToCompare, layers: Layers): number {
  const name: keyof LayerCounts = table.name === 'bronze.events' ? 'bronze' : 'quarantine';
  const found = [...layers.of(compared.row).values()].reduce((sum, counts) => sum + counts[name], 0);
  return Math.abs(found - file.lines);
}

/** A batch's reasons over its hours, in their order, as many as each hour has suppressed lines. */
function spreadReasons(
  reasons: Readonly<Record<string, number>>,
  byHour: ReadonlyMap<number, OutcomeCounts>,
): ReadonlyMap<number, Record<string, number>> {
  const left = Object.entries(reasons).map(([reason, count]) => ({ reason, count }));
  const spread = new Map<number, Record<string, number>>();
  for (const [hour, { suppressed }] of byHour) {
    const ofHour: Record<string, number> = {};
    let room = suppressed;
    for (const entry of left) {
      const taken = Math.min(room, entry.count);
      if (taken > 0) ofHour[entry.reason] = taken;
      entry.count -= taken;
      room -= taken;
    }
    spread.set(hour, ofHour);
  }
  return spread;
}
