import {
  addCounts,
  type EventStream,
  type Manifest,
  type ManifestRow,
  nextPrevious,
  noOutcomes,
  type ObjectStore,
  type OutcomeCounts,
  padSequenceNumber,
  parsePartition,
  partitionOf,
} from '@millrace/pipeline';
import { countRepeats, type LakeQuery, type LayerCounts, type Layers, readLayers } from './read-layers.ts';
import { type CountedRecord, type Cut, takeCensus } from './take-census.ts';

export type ReconcilePorts = {
  readonly streamName: string;
  readonly stream: EventStream;
  readonly manifest: Manifest;
  readonly objects: ObjectStore;
  readonly lake: LakeQuery;
};

/** Lines of one shard and hour of arrival. received = accepted + quarantined + suppressed; accepted = silver + duplicates + conflicts + pending. */
export type ReconcileCell = {
  readonly shardId: string;
  /** ISO time of the hour's beginning. */
  readonly hour: string;
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly suppressed: number;
  /** Accepted lines in raw objects. */
  readonly landed: number;
  readonly bronze: number;
  readonly silver: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Accepted or quarantined, on its way: not landed, or landed and not loaded. */
  readonly pending: number;
  readonly unexplained: number;
};

/** Something that cannot be explained by the rules: damage. */
export type Finding = {
  readonly kind:
    | 'not-landed'
    | 'chain-broken'
    | 'manifest-differs'
    | 'bronze-differs'
    | 'quarantine-differs'
    | 'not-in-silver'
    | 'silver-without-bronze'
    | 'bronze-without-manifest'
    | 'silver-differs'
    | 'not-loaded'
    | 'raw-object-missing'
    | 'quarantine-object-missing';
  readonly shardId: string;
  /** The object, or the manifest row. */
  readonly key: string;
  readonly lines: number;
};

export type Reconciliation = {
  readonly stream: string;
  readonly cells: readonly ReconcileCell[];
  readonly total: Omit<ReconcileCell, 'shardId' | 'hour'>;
  readonly findings: readonly Finding[];
  /** Manifest partitions of other streams: not compared, their stream is not here. */
  readonly otherPartitions: readonly string[];
};

type MutableCell = { -readonly [K in keyof Omit<ReconcileCell, 'shardId' | 'hour'>]: number };

const hourMs = 3_600_000;
/** Stands for the shard where damage belongs to none. */
const lakeRow = 'lake';
const emptyLayers: LayerCounts = { bronze: 0, silver: 0, conflicts: 0, notInSilver: 0, quarantine: 0 };

/**
 * Proves the two equations of the lake from the stores themselves: received by walking the stream, the rest from
 * manifest, objects and tables. The manifest is read first, then the stream at least as far, then the tables in one
 * snapshot: what moves on meanwhile can only look pending, never lost.
 */
export async function reconcile(ports: ReconcilePorts, now: () => number): Promise<Reconciliation> {
  const startedAt = now();
  const findings: Finding[] = [];
  const cells = new Map<string, MutableCell>();
  const cellAt = (shardId: string, hour: number): MutableCell => {
    const key = `${shardId} ${new Date(hour * hourMs).toISOString()}`;
    const cell = cells.get(key) ?? newCell();
    cells.set(key, cell);
    return cell;
  };

  const chains = await readChains(ports, (row, shardId) => {
    findings.push({ kind: 'chain-broken', shardId, key: `${row.first}–${row.last}`, lines: row.counts.received });
    cellAt(shardId, Math.floor(row.arrivedAt / hourMs)).unexplained += row.counts.received;
  });
  const censusByRow = new Map<ManifestRow, Map<number, OutcomeCounts>>();
  for await (const record of takeCensus(ports.stream, new Map())) {
    const chain = chains.get(record.shardId) ?? [];
    const isBeyond = padSequenceNumber(record.sequenceNumber) > nextPrevious(chain.at(-1));
    if (isBeyond && record.arrivedAt > startedAt) continue;
    const hour = Math.floor(record.arrivedAt / hourMs);
    const cell = cellAt(record.shardId, hour);
    cell.received += record.counts.received;
    cell.accepted += record.counts.accepted;
    cell.quarantined += record.counts.quarantined;
    cell.suppressed += record.counts.suppressed;

    const row = findRow(chain, record);
    if (row) {
      const byHour = censusByRow.get(row) ?? new Map<number, OutcomeCounts>();
      censusByRow.set(row, byHour);
      byHour.set(hour, addCounts(byHour.get(hour) ?? noOutcomes, record.counts));
      cell.landed += record.counts.accepted;
    } else if (isBeyond) {
      cell.pending += record.counts.accepted + record.counts.quarantined;
    } else {
      cell.unexplained += record.counts.received;
      findings.push({
        kind: 'not-landed',
        shardId: record.shardId,
        key: record.sequenceNumber,
        lines: record.counts.received,
      });
    }
  }

  const layers = await readLayers(ports.lake);
  for (const [shardId, chain] of chains) {
    for (const row of chain) {
      const landedIn = cellAt(shardId, Math.floor(row.arrivedAt / hourMs));
      const report = (kind: Finding['kind'], key: string, lines: number, cell = landedIn) => {
        findings.push({ kind, shardId, key, lines });
        cell.unexplained += lines;
      };
      const census = censusByRow.get(row) ?? new Map<number, OutcomeCounts>();
      compareRow(row, census, layers, { cellAt: (hour) => cellAt(shardId, hour), report });
      // What the counts cannot show
      if (row.stage === 'refined' && !layers.isInLoads(row)) {
        report(
          'not-loaded',
          row.typedKey ?? row.typedQuarantineKey ?? '',
          row.counts.accepted + row.counts.quarantined,
        );
      }
      if (row.quarantineKey !== undefined && !(await ports.objects.has(row.quarantineKey))) {
        report('quarantine-object-missing', row.quarantineKey, row.counts.quarantined);
      }
      if (row.rawKey !== undefined && !(await ports.objects.has(row.rawKey))) {
        report('raw-object-missing', row.rawKey, row.counts.accepted);
      }
    }
  }
  // What belongs to no shard
  const ofLake = newCell();
  const reportOfLake = (kind: Finding['kind'], key: string, lines: number) => {
    findings.push({ kind, shardId: lakeRow, key, lines });
    ofLake.unexplained += lines;
  };
  for (const { key, lines } of await findUnmanifested(ports.manifest, layers)) {
    reportOfLake('bronze-without-manifest', key, lines);
  }
  if (layers.silverWithoutBronze > 0)
    reportOfLake('silver-without-bronze', 'silver.events', layers.silverWithoutBronze);
  for (const { key, lines } of layers.damaged) reportOfLake('silver-differs', key, lines);
  if (ofLake.unexplained > 0) cells.set(`${lakeRow} -`, ofLake);

  const total = newCell();
  for (const cell of cells.values()) {
    for (const name of Object.keys(total) as (keyof MutableCell)[]) total[name] += cell[name];
  }
  const partitions = await ports.manifest.listPartitions();
  return {
    stream: ports.streamName,
    cells: [...cells]
      .map(([key, cell]) => ({ shardId: key.split(' ')[0] ?? '', hour: key.split(' ')[1] ?? '', ...cell }))
      .sort((a, b) => (a.shardId + a.hour < b.shardId + b.hour ? -1 : 1)),
    total,
    findings,
    otherPartitions: partitions.filter((partition) => parsePartition(partition).streamName !== ports.streamName),
  };
}

/** What the lines of a part of the stream became: of everything after `after`. */
export async function countOutcomes(
  ports: ReconcilePorts,
  after: Cut,
): Promise<OutcomeCounts & { readonly duplicates: number; readonly conflicts: number }> {
  let counts = noOutcomes;
  for await (const record of takeCensus(ports.stream, after)) counts = addCounts(counts, record.counts);
  return { ...counts, ...(await countRepeats(ports.lake, after)) };
}

/** The manifest chain of every shard of the stream, in order. Rows that don't follow each other are a finding. */
async function readChains(
  ports: ReconcilePorts,
  onBreak: (row: ManifestRow, shardId: string) => void,
): Promise<Map<string, ManifestRow[]>> {
  const chains = new Map<string, ManifestRow[]>();
  for (const { shardId } of await ports.stream.listShards()) {
    const chain: ManifestRow[] = [];
    for (;;) {
      const previous = nextPrevious(chain.at(-1));
      const rows = await ports.manifest.readFrom(partitionOf(ports.streamName, shardId), previous, 1_000);
      if (rows.length === 0) break;
      for (const row of rows) {
        if (row.previous !== nextPrevious(chain.at(-1))) onBreak(row, shardId);
        chain.push(row);
      }
      // Damaged numbers must not send us around in circles.
      if (nextPrevious(chain.at(-1)) <= previous) break;
    }
    chains.set(shardId, chain);
  }
  return chains;
}

/**
 * Loaded files that no manifest row names, of any stream. The manifest is read anew: what landed since the census began
 * may be loaded by now.
 */
async function findUnmanifested(manifest: Manifest, layers: Layers): Promise<{ key: string; lines: number }[]> {
  const unmanifested = new Map(layers.loadedKeys);
  for (const partition of await manifest.listPartitions()) {
    let previous = '';
    for (;;) {
      const rows = await manifest.readFrom(partition, previous, 1_000);
      for (const { typedKey, typedQuarantineKey } of rows) {
        unmanifested.delete(typedKey ?? '');
        unmanifested.delete(typedQuarantineKey ?? '');
      }
      if (rows.length < 1_000) break;
      previous = nextPrevious(rows.at(-1));
    }
  }
  return [...unmanifested].map(([key, lines]) => ({ key, lines }));
}

/** Binary search: the row whose range holds the record. */
function findRow(chain: readonly ManifestRow[], record: CountedRecord): ManifestRow | undefined {
  const padded = padSequenceNumber(record.sequenceNumber);
  let low = 0;
  let high = chain.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (padSequenceNumber((chain[middle] as ManifestRow).last) < padded) low = middle + 1;
    else high = middle;
  }
  const row = chain[low];
  return row && padSequenceNumber(row.first) <= padded ? row : undefined;
}

function compareRow(
  row: ManifestRow,
  census: ReadonlyMap<number, OutcomeCounts>,
  layers: Layers,
  into: {
    cellAt: (hour: number) => MutableCell;
    report: (kind: Finding['kind'], key: string, lines: number, cell?: MutableCell) => void;
  },
): void {
  const counted = [...census.values()].reduce(addCounts, noOutcomes);
  const differing =
    Math.abs(counted.received - row.counts.received) || Math.abs(counted.accepted - row.counts.accepted);
  if (differing > 0) {
    into.report('manifest-differs', `${row.first}–${row.last}`, differing);
  }
  const isLoaded = layers.isLoaded(row);
  for (const [hour, expected] of census) {
    const cell = into.cellAt(hour);
    if (!isLoaded) {
      cell.pending += expected.accepted + expected.quarantined;
      continue;
    }
    const found = layers.of(row, hour) ?? emptyLayers;
    cell.bronze += found.bronze;
    cell.silver += found.silver;
    cell.conflicts += found.conflicts;
    cell.duplicates += found.bronze - found.silver - found.conflicts - found.notInSilver;
    const differences: [Finding['kind'], string, number][] = [
      ['bronze-differs', row.rawKey ?? '', Math.abs(expected.accepted - found.bronze)],
      ['quarantine-differs', row.quarantineKey ?? '', Math.abs(expected.quarantined - found.quarantine)],
      ['not-in-silver', row.rawKey ?? '', found.notInSilver],
    ];
    for (const [kind, key, lines] of differences) {
      if (lines > 0) into.report(kind, key, lines, cell);
    }
  }
}

function newCell(): MutableCell {
  return {
    received: 0,
    accepted: 0,
    quarantined: 0,
    suppressed: 0,
    landed: 0,
    bronze: 0,
    silver: 0,
    duplicates: 0,
    conflicts: 0,
    pending: 0,
    unexplained: 0,
  };
}
