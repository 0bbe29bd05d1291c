import { hourMs } from './ledger.ts';

/** Hours of which neither the stream nor a census has everything. */
export type UnknownHours = {
  add(hours: Iterable<number>, landed: { readonly batches: number; readonly lines: number }): void;
  has(hour: number): boolean;
  all(): readonly number[];
  toText(): string;
};

export function createUnknownHours(): UnknownHours {
  const unknown = new Set<number>();
  let batches = 0;
  let lines = 0;
  return {
    add(hours, landed) {
      for (const hour of hours) unknown.add(hour);
      batches += landed.batches;
      lines += landed.lines;
    },
    has: (hour) => unknown.has(hour),
    all: () => [...unknown].sort((a, b) => a - b),
    toText() {
      const sorted = [...unknown].sort((a, b) => a - b);
      const [from, to] = [sorted[0] ?? 0, sorted.at(-1) ?? 0].map((hour) => new Date(hour * hourMs).toISOString());
      return `received not known for ${from?.slice(0, 13)} to ${to?.slice(0, 13)} (UTC): the stream no longer has it and no census was kept; ${batches} batches with ${lines} lines are landed`;
    },
  };
}
