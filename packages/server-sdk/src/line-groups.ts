import type { OutgoingLine } from './outgoing-line.ts';

export type GroupLimits = {
  /** Of one batch. */
  readonly maxLines: number;
  /** Of one batch's lines; a single longer line goes alone. */
  readonly maxBytes: number;
  /** Of all lines held. */
  readonly maxHeldLines: number;
  readonly maxHeldBytes: number;
};

export type LineGroups<Line> = {
  add(line: Line): void;
  /** What is held now waits no longer for its batch to fill. */
  makeDue(): void;
  isEmpty(): boolean;
  /** A batch is full or due, or too much is held. */
  isReady(): boolean;
  /** The next batch, of one group; undefined when none is ready. */
  take(): Line[] | undefined;
  /** Everything that is held. */
  takeAll(): Line[];
};

type Group<Line> = { lines: Line[]; sizeBytes: number; isDue: boolean };

/**
 * Holds lines by group, so that one request becomes one stream record. Groups that are due go first, those that wait
 * longest before others; then full ones; when too much is held, the largest.
 */
export function createLineGroups<Line extends OutgoingLine>(limits: GroupLimits): LineGroups<Line> {
  const groups = new Map<string, Group<Line>>();
  const full = new Set<string>();
  let dueGroups = 0;
  let heldLines = 0;
  let heldBytes = 0;

  const isFull = (group: Group<Line>) => group.lines.length >= limits.maxLines || group.sizeBytes >= limits.maxBytes;
  const isTooMuch = () => heldLines > limits.maxHeldLines || heldBytes > limits.maxHeldBytes;

  function nextName(): string | undefined {
    if (dueGroups > 0) for (const [name, { isDue }] of groups) if (isDue) return name;
    const [firstFull] = full;
    if (firstFull !== undefined) return firstFull;
    return isTooMuch() ? findLargest(groups) : undefined;
  }

  function remove(name: string): Group<Line> | undefined {
    const group = groups.get(name);
    if (group === undefined) return undefined;
    groups.delete(name);
    full.delete(name);
    if (group.isDue) dueGroups -= 1;
    return group;
  }

  function put(name: string, group: Group<Line>): void {
    groups.set(name, group);
    if (group.isDue) dueGroups += 1;
    if (isFull(group)) full.add(name);
  }

  return {
    add(line) {
      const known = groups.get(line.group);
      const group = known ?? { lines: [], sizeBytes: 0, isDue: false };
      group.lines.push(line);
      group.sizeBytes += line.sizeBytes;
      heldLines += 1;
      heldBytes += line.sizeBytes;
      if (known === undefined) put(line.group, group);
      else if (isFull(group)) full.add(line.group);
    },
    makeDue() {
      for (const group of groups.values()) group.isDue = true;
      dueGroups = groups.size;
    },
    isEmpty: () => groups.size === 0,
    isReady: () => dueGroups > 0 || full.size > 0 || isTooMuch(),
    take() {
      const name = nextName();
      const group = name === undefined ? undefined : remove(name);
      if (name === undefined || group === undefined) return undefined;
      const { count, sizeBytes } = measureBatch(group.lines, limits);
      const batch = group.lines.splice(0, count);
      heldLines -= count;
      heldBytes -= sizeBytes;
      group.sizeBytes -= sizeBytes;
      // At the end: a group that fills again and again lets the others go first.
      if (group.lines.length > 0) put(name, group);
      return batch;
    },
    takeAll() {
      const lines = [...groups.values()].flatMap((group) => group.lines);
      groups.clear();
      full.clear();
      dueGroups = 0;
      heldLines = 0;
      heldBytes = 0;
      return lines;
    },
  };
}

/** How many of the first lines one request takes: one at least. */
function measureBatch(lines: readonly OutgoingLine[], limits: GroupLimits): { count: number; sizeBytes: number } {
  let count = 0;
  let sizeBytes = 0;
  for (const line of lines) {
    if (count >= limits.maxLines || (count > 0 && sizeBytes + line.sizeBytes > limits.maxBytes)) break;
    count += 1;
    sizeBytes += line.sizeBytes;
  }
  return { count, sizeBytes };
}

function findLargest(groups: ReadonlyMap<string, { readonly sizeBytes: number }>): string | undefined {
  let largest: readonly [string, number] | undefined;
  for (const [name, { sizeBytes }] of groups) {
    if (largest === undefined || sizeBytes > largest[1]) largest = [name, sizeBytes];
  }
  return largest?.[0];
}
