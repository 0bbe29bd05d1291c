import type { Prng } from '@millrace/simulator';

/**
 * What can go wrong with one call of a function on the world outside:
 * crash-before, crash-after: the function's process ends before the effect, or after it and before anybody hears of it;
 * throttle: refused, nothing happened; lost-answer: it happened, and the answer is an error; late: it happens after the
 * function has timed out; partial: a part of a batch is refused; zombie: the function is invoked twice at once; lost,
 * doubled: what is sent without an answer comes never, or twice.
 */
export type FaultKind =
  | 'crash-before'
  | 'crash-after'
  | 'throttle'
  | 'lost-answer'
  | 'late'
  | 'partial'
  | 'zombie'
  | 'lost'
  | 'doubled';

/** `effect`: `<store>.<what>`; `kind`: a FaultKind, or what the world does by itself (an outage, a resharding). */
export type FaultCell = { readonly effect: string; readonly kind: string };

/** `occurrence`: which call of the effect, from 0. */
export type PlannedFault = { readonly effect: string; readonly kind: FaultKind; readonly occurrence: number };

/** An effect with the faults that it can have, and about how often it is called in one schedule. */
export type EffectRisk = { readonly effect: string; readonly kinds: readonly FaultKind[]; readonly calls: number };

export type Faults = {
  /** Counts a call of an effect; gives the fault that was planned for it. */
  next(effect: string): FaultKind | undefined;
  /** Notes what the world did by itself. */
  note(cell: FaultCell): void;
  /** What really happened, in order. */
  readonly injected: readonly FaultCell[];
};

/** Chooses `count` faults: cells with equal chances, each at one of the calls that the effect is likely to have. */
export function planFaults(prng: Prng, risks: readonly EffectRisk[], count: number): readonly PlannedFault[] {
  const cells = risks.flatMap(({ effect, kinds, calls }) => kinds.map((kind) => ({ effect, kind, calls })));
  return Array.from({ length: count }, () => {
    const { effect, kind, calls } = cells[prng.below(cells.length)] as (typeof cells)[number];
    return { effect, kind, occurrence: prng.below(calls) };
  });
}

/** Lets the planned faults happen, each once. */
export function createFaults(plan: readonly PlannedFault[]): Faults {
  const open = new Map<string, FaultKind>();
  for (const { effect, kind, occurrence } of plan) open.set(`${effect} ${occurrence}`, kind);
  const calls = new Map<string, number>();
  const injected: FaultCell[] = [];
  return {
    injected,
    next(effect) {
      const occurrence = calls.get(effect) ?? 0;
      calls.set(effect, occurrence + 1);
      const kind = open.get(`${effect} ${occurrence}`);
      if (kind) injected.push({ effect, kind });
      return kind;
    },
    note: (cell) => void injected.push(cell),
  };
}
