import type { Reconciliation } from '@millrace/local';
import { formatCount, formatTable } from './format-table.ts';

type Counts = Reconciliation['total'];

/** Short, so that a shard's hour fits on one line of 120 columns. */
const columns = [
  ['received', 'received'],
  ['accepted', 'accepted'],
  ['quar.', 'quarantined'],
  ['suppr.', 'suppressed'],
  ['landed', 'landed'],
  ['bronze', 'bronze'],
  ['silver', 'silver'],
  ['withd.', 'withdrawn'],
  ['dupl.', 'duplicates'],
  ['confl.', 'conflicts'],
  ['pending', 'pending'],
  ['unexpl.', 'unexplained'],
] as const;
/** From here on the thousands are not grouped, or the table would be too wide. */
const wideCount = 1_000_000;
/** Kinesis calls every shard so. */
const shardPrefix = /^shardId-0*(?=\d)/;

/** The conservation table, then what its numbers are made of, then the notes. */
export function renderReconciliation({ cells, total, notes, otherPartitions }: Reconciliation): string {
  const format = total.received < wideCount ? formatCount : String;
  const toCells = (counts: Counts) => columns.map(([, name]) => format(counts[name]));
  const rows = cells.map((cell) => [
    cell.shardId.replace(shardPrefix, ''),
    `${cell.hour.slice(0, 13).replace('T', ' ')}${{ stream: '', census: ' ᶜ', unknown: ' ?' }[cell.receivedFrom]}`,
    ...toCells(cell),
  ]);
  const table = formatTable(
    ['shard', 'hour (UTC)', ...columns.map(([title]) => title)],
    [...rows, ['total', '', ...toCells(total)]],
    ['left', 'left', ...columns.map(() => 'right' as const)],
  );
  return [
    table,
    ...(cells.some(({ receivedFrom }) => receivedFrom === 'census')
      ? ['ᶜ received is from an earlier census: the stream no longer has all of that hour']
      : []),
    ...(cells.some(({ receivedFrom }) => receivedFrom === 'unknown')
      ? ['? received is not known: the stream no longer has all of that hour, and no census was kept']
      : []),
    ...toLine('quarantined', total.quarantinedByReason),
    ...toLine('suppressed', total.suppressedByReason),
    ...toPendingLine(total),
    ...notes.map(({ kind, shardId, text }) => `${kind}: ${shardId}: ${text}`),
    ...otherPartitions.map((partition) => `not compared: ${partition} (its stream is not here)`),
  ].join('\n');
}

function toLine(title: string, reasons: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  if (entries.length === 0) return [];
  return [`${title}: ${entries.map(([reason, count]) => `${reason} ${formatCount(count)}`).join(', ')}`];
}

function toPendingLine({ pendingByStage }: Counts): string[] {
  const stages = Object.entries(pendingByStage);
  if (stages.length === 0) return [];
  const texts = stages.map(
    ([stage, { lines, oldestSeconds }]) => `${stage} ${formatCount(lines)} (oldest ${toAge(oldestSeconds)})`,
  );
  return [`pending: ${texts.join(', ')}`];
}

/** In the largest unit that gives at least 2: `90 s`, `3 min`, `40 h`, `9 d`. */
function toAge(seconds: number): string {
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
  ] as const) {
    if (seconds >= 2 * size) return `${Math.floor(seconds / size)} ${unit}`;
  }
  return `${seconds} s`;
}
