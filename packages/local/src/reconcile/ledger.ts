import type { OutcomeCounts } from '@millrace/pipeline';
import {
  type Finding,
  type FindingKind,
  type LineCounts,
  type LineDetails,
  type Note,
  type PendingLines,
  type PendingStage,
  pendingStages,
  type ReceivedFrom,
  type ReconcileCell,
} from './reconciliation.ts';

/** Hours count from the epoch. */
export const hourMs = 3_600_000;
export const hourOf = (epochMs: number): number => Math.floor(epochMs / hourMs);

type Tally = Record<string, number>;
type OldestPending = { lines: number; arrivedAt: number };
type MutableCell = {
  readonly shardId: string;
  readonly hour: number;
  receivedFrom: ReceivedFrom;
  readonly counts: { -readonly [Name in keyof LineCounts]: number };
  readonly quarantinedByReason: Tally;
  readonly suppressedByReason: Tally;
  readonly pending: Map<PendingStage, OldestPending>;
};

/** What a reconciliation writes down about one shard. `hour`: of arrival. */
export type ShardLedger = {
  add(hour: number, counts: Partial<LineCounts>): void;
  receive(hour: number, counts: OutcomeCounts, from: ReceivedFrom): void;
  addReasons(hour: number, of: 'quarantinedByReason' | 'suppressedByReason', reasons: Readonly<Tally>): void;
  /** arrivedAt: epoch milliseconds of the oldest of these lines. */
  pend(hour: number, stage: PendingStage, lines: number, arrivedAt: number): void;
  report(kind: FindingKind, key: string, lines: number, hour: number): void;
  /** A finding whose lines lie in several hours. */
  reportSpread(kind: FindingKind, key: string, linesByHour: ReadonlyMap<number, number>): void;
  note(kind: Note['kind'], text: string): void;
};

/** Grows with hours, shards and damage, not with lines. */
export type Ledger = { ofShard(shardId: string): ShardLedger; toResult(nowMs: number): LedgerResult };

export type LedgerResult = {
  readonly cells: readonly ReconcileCell[];
  readonly total: LineCounts & LineDetails;
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
};

/** Stands for the shard of what belongs to none. */
export const lakeShard = 'lake';

export function createLedger(): Ledger {
  const cells = new Map<string, MutableCell>();
  const findings: Finding[] = [];
  const notes: Note[] = [];

  function cellAt(shardId: string, hour: number): MutableCell {
    const known = isHour(hour) ? hour : 0;
    const key = `${shardId} ${known}`;
    const cell = cells.get(key) ?? newCell(shardId, known);
    cells.set(key, cell);
    return cell;
  }

  return {
    ofShard: (shardId) => ({
      add: (hour, counts) => addCounts(cellAt(shardId, hour).counts, counts),

      receive(hour, counts, from) {
        const cell = cellAt(shardId, hour);
        addCounts(cell.counts, counts);
        cell.receivedFrom = from;
      },

      addReasons: (hour, of, reasons) => addTally(cellAt(shardId, hour)[of], reasons),

      pend(hour, stage, lines, arrivedAt) {
        if (lines === 0) return;
        const cell = cellAt(shardId, hour);
        cell.counts.pending += lines;
        addPending(cell.pending, stage, { lines, arrivedAt });
      },

      report(kind, key, lines, hour) {
        findings.push({ kind, shardId, key, lines });
        if (lines > 0) cellAt(shardId, hour).counts.unexplained += lines;
      },

      reportSpread(kind, key, linesByHour) {
        for (const [hour, lines] of linesByHour) cellAt(shardId, hour).counts.unexplained += lines;
        const lines = [...linesByHour.values()].reduce((sum, ofHour) => sum + ofHour, 0);
        findings.push({ kind, shardId, key, lines });
      },

      note: (kind, text) => void notes.push({ kind, shardId, text }),
    }),

    toResult(nowMs) {
      const total = newCell('', 0);
      for (const cell of cells.values()) {
        addCounts(total.counts, cell.counts);
        addTally(total.quarantinedByReason, cell.quarantinedByReason);
        addTally(total.suppressedByReason, cell.suppressedByReason);
        for (const [stage, pending] of cell.pending) addPending(total.pending, stage, pending);
      }
      const sorted = [...cells.values()].sort((a, b) => compareText(a.shardId, b.shardId) || a.hour - b.hour);
      return {
        cells: sorted.map((cell) => ({
          shardId: cell.shardId,
          hour: new Date(cell.hour * hourMs).toISOString(),
          receivedFrom: cell.receivedFrom,
          ...cell.counts,
          ...toDetails(cell, nowMs),
        })),
        total: { ...total.counts, ...toDetails(total, nowMs) },
        findings,
        notes,
      };
    },
  };
}

function newCell(shardId: string, hour: number): MutableCell {
  return {
    shardId,
    hour,
    receivedFrom: 'stream',
    counts: {
      ...{ received: 0, accepted: 0, quarantined: 0, suppressed: 0, landed: 0, bronze: 0 },
      ...{ silver: 0, withdrawn: 0, duplicates: 0, conflicts: 0, pending: 0, unexplained: 0 },
    },
    quarantinedByReason: {},
    suppressedByReason: {},
    pending: new Map(),
  };
}

function addCounts(to: MutableCell['counts'], counts: Partial<LineCounts>): void {
  for (const name of Object.keys(counts) as (keyof LineCounts)[]) to[name] += counts[name] ?? 0;
}

function addTally(to: Tally, reasons: Readonly<Tally>): void {
  for (const [reason, count] of Object.entries(reasons)) {
    if (count !== 0) to[reason] = (to[reason] ?? 0) + count;
  }
}

function addPending(to: Map<PendingStage, OldestPending>, stage: PendingStage, more: OldestPending): void {
  const known = to.get(stage);
  to.set(stage, {
    lines: (known?.lines ?? 0) + more.lines,
    arrivedAt: Math.min(known?.arrivedAt ?? more.arrivedAt, more.arrivedAt),
  });
}

function toDetails(cell: MutableCell, nowMs: number): LineDetails {
  const pendingByStage: Partial<Record<PendingStage, PendingLines>> = {};
  for (const stage of pendingStages) {
    const pending = cell.pending.get(stage);
    if (!pending) continue;
    pendingByStage[stage] = {
      lines: pending.lines,
      oldestArrivedAt: new Date(pending.arrivedAt).toISOString(),
      oldestSeconds: Math.max(0, Math.round((nowMs - pending.arrivedAt) / 1000)),
    };
  }
  return {
    quarantinedByReason: cell.quarantinedByReason,
    suppressedByReason: cell.suppressedByReason,
    pendingByStage,
  };
}

/** Damaged tables hold any number; a date must come of it. */
function isHour(hour: number): boolean {
  return Number.isInteger(hour) && !Number.isNaN(new Date(hour * hourMs).getTime());
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
