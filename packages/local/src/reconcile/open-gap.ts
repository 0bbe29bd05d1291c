import type { ShardLedger } from './ledger.ts';

/** Records that are nowhere behind the stream. Neighbours become one finding with a range. */
export type OpenGap = {
  /** lines: those that are lost, of the record's hour of arrival. */
  add(sequenceNumber: string, lines: number, hour: number): void;
  /** What comes next is no neighbour. */
  close(): void;
};

export function createOpenGap(ledger: ShardLedger): OpenGap {
  let open: { readonly first: string; last: string; readonly linesByHour: Map<number, number> } | undefined;
  return {
    add(sequenceNumber, lines, hour) {
      open ??= { first: sequenceNumber, last: sequenceNumber, linesByHour: new Map() };
      open.last = sequenceNumber;
      open.linesByHour.set(hour, (open.linesByHour.get(hour) ?? 0) + lines);
    },
    close() {
      if (!open) return;
      const { first, last, linesByHour } = open;
      ledger.reportSpread('not-landed', first === last ? first : `${first}–${last}`, linesByHour);
      open = undefined;
    },
  };
}
