import fc from 'fast-check';
import { createTimeHeap } from './time-heap.ts';

test('gives the earliest first, and of the same time the one pushed first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (times) => {
      const heap = createTimeHeap<number>();
      for (const [index, time] of times.entries()) heap.push(time, index);
      const popped: [number, number][] = [];
      while (heap.nextTime() !== Number.POSITIVE_INFINITY) {
        const { time, value } = heap.pop() ?? { time: -1, value: -1 };
        popped.push([time, value]);
      }
      const sorted = times
        .map((time, index): [number, number] => [time, index])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(popped).toEqual(sorted);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
