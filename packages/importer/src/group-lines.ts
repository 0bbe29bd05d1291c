import { partitionKeyOf } from '@millrace/pipeline';
import type { ImportItem } from './import-item.ts';

/** An item in the form it is sent in. */
export type OutgoingLine = {
  readonly kind: ImportItem['kind'];
  readonly lineNumber: number;
  readonly json: string;
  readonly sizeBytes: number;
};

export type LineGrouper = {
  /** The batches that are to be sent now. */
  add(item: ImportItem): OutgoingLine[][];
  /** Everything that is still held. */
  rest(): OutgoingLine[][];
};

export type GroupLimits = {
  /** Of one batch. */
  readonly maxLines: number;
  /** Of one batch's lines; a single longer line goes alone. */
  readonly maxBytes: number;
  /** Of all lines held. */
  readonly maxHeldLines: number;
  readonly maxHeldBytes: number;
};

type Group = { lines: OutgoingLine[]; sizeBytes: number };

/** Of malformed lines; no bucket has that name. */
const malformedGroup = 'malformed';

/**
 * Groups events by their partition key, so that one request becomes one stream record; malformed lines are a group of
 * their own. A full group is a batch; when too much is held, the largest group is.
 */
export function createLineGrouper(limits: GroupLimits): LineGrouper {
  const groups = new Map<string, Group>();
  let heldLines = 0;
  let heldBytes = 0;

  function take(key: string, group: Group): OutgoingLine[] {
    groups.delete(key);
    heldLines -= group.lines.length;
    heldBytes -= group.sizeBytes;
    return group.lines;
  }

  return {
    add(item) {
      const batches: OutgoingLine[][] = [];
      const line = toOutgoingLine(item);
      const key = item.kind === 'event' ? partitionKeyOf(item.event) : malformedGroup;
      const full = groups.get(key);
      if (full !== undefined && full.sizeBytes + line.sizeBytes > limits.maxBytes) batches.push(take(key, full));
      const group = groups.get(key) ?? { lines: [], sizeBytes: 0 };
      groups.set(key, group);
      group.lines.push(line);
      group.sizeBytes += line.sizeBytes;
      heldLines += 1;
      heldBytes += line.sizeBytes;
      if (group.lines.length >= limits.maxLines || group.sizeBytes >= limits.maxBytes) batches.push(take(key, group));
      while (heldLines > limits.maxHeldLines || heldBytes > limits.maxHeldBytes) {
        const [largestKey, largest] = findLargest(groups);
        batches.push(take(largestKey, largest));
      }
      return batches;
    },
    rest: () => [...groups].map(([key, group]) => take(key, group)),
  };
}

function toOutgoingLine(item: ImportItem): OutgoingLine {
  const json = item.kind === 'event' ? (item.json ?? JSON.stringify(item.event)) : JSON.stringify(item.malformed);
  // With the comma that parts it from the next.
  return { kind: item.kind, lineNumber: item.lineNumber, json, sizeBytes: Buffer.byteLength(json) + 1 };
}

function findLargest(groups: ReadonlyMap<string, Group>): [string, Group] {
  const [first, ...others] = groups;
  return others.reduce(
    (largest, entry) => (entry[1].sizeBytes > largest[1].sizeBytes ? entry : largest),
    first as [string, Group],
  );
}
