/** Gives the earliest entry first; of entries of the same time, the one pushed first. */
export type TimeHeap<T> = {
  push(time: number, value: T): void;
  /** Of the earliest entry; Infinity when there is none. */
  nextTime(): number;
  pop(): { readonly time: number; readonly value: T } | undefined;
};

type Entry<T> = { readonly time: number; readonly order: number; readonly value: T };

export function createTimeHeap<T>(): TimeHeap<T> {
  const entries: Entry<T>[] = [];
  let pushed = 0;
  const isBefore = (a: Entry<T>, b: Entry<T>) => a.time < b.time || (a.time === b.time && a.order < b.order);

  function swap(a: number, b: number): void {
    const entry = entries[a] as Entry<T>;
    entries[a] = entries[b] as Entry<T>;
    entries[b] = entry;
  }

  function sink(start: number): void {
    for (let parent = start; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      let first = parent;
      if (left < entries.length && isBefore(entries[left] as Entry<T>, entries[first] as Entry<T>)) first = left;
      if (right < entries.length && isBefore(entries[right] as Entry<T>, entries[first] as Entry<T>)) first = right;
      if (first === parent) return;
      swap(parent, first);
      parent = first;
    }
  }

  return {
    push(time, value) {
      entries.push({ time, order: pushed, value });
      pushed += 1;
      for (let child = entries.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!isBefore(entries[child] as Entry<T>, entries[parent] as Entry<T>)) return;
        swap(child, parent);
        child = parent;
      }
    },
    nextTime: () => entries[0]?.time ?? Number.POSITIVE_INFINITY,
    pop() {
      const [first] = entries;
      const last = entries.pop();
      if (first === undefined || last === undefined || entries.length === 0) return first;
      entries[0] = last;
      sink(0);
      return first;
    },
  };
}
