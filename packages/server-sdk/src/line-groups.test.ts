import fc from 'fast-check';
import { createLineGroups } from './line-groups.ts';
import type { OutgoingLine } from './outgoing-line.ts';

const roomy = { maxLines: 3, maxBytes: 1000, maxHeldLines: 1000, maxHeldBytes: 1_000_000 };
const lineOf = (group: string, sizeBytes = 10): OutgoingLine => ({ kind: 'event', group, json: '{}', sizeBytes });
const take = (groups: ReturnType<typeof createLineGroups<OutgoingLine>>) =>
  groups.take()?.map(({ group, sizeBytes }) => `${group}${sizeBytes}`);

test('nothing is ready before a group is full, is due, or too much is held', () => {
  const groups = createLineGroups(roomy);
  for (const group of ['a', 'b', 'a']) groups.add(lineOf(group));
  expect([groups.isReady(), groups.take()]).toEqual([false, undefined]);
  groups.add(lineOf('a'));
  expect([groups.isReady(), take(groups), groups.isReady()]).toEqual([true, ['a10', 'a10', 'a10'], false]);
  groups.makeDue();
  expect([take(groups), groups.isEmpty(), take(groups)]).toEqual([['b10'], true, undefined]);
});

test('a line that does not fit any more goes with the next batch, one that never fits alone', () => {
  const groups = createLineGroups(roomy);
  for (const size of [600, 500, 2000, 5]) groups.add(lineOf('a', size));
  groups.makeDue();
  expect([take(groups), take(groups), take(groups), take(groups)]).toEqual([['a600'], ['a500'], ['a2000'], ['a5']]);
});

test('when too much is held the largest group goes', () => {
  const groups = createLineGroups({ ...roomy, maxHeldLines: 3 });
  groups.add(lineOf('a', 10));
  groups.add(lineOf('b', 30));
  groups.add(lineOf('c', 20));
  expect(groups.isReady()).toBe(false);
  groups.add(lineOf('d', 5));
  expect([take(groups), groups.isReady()]).toEqual([['b30'], false]);
});

test('a group that fills again and again does not keep others waiting that are due', () => {
  const groups = createLineGroups(roomy);
  groups.add(lineOf('late'));
  for (let index = 0; index < 9; index += 1) groups.add(lineOf('busy'));
  groups.makeDue();
  expect([take(groups)?.[0], take(groups)?.[0], take(groups)?.[0]]).toEqual(['late10', 'busy10', 'busy10']);
});

test('every line comes out once, in the order of its group, in batches of one group within the limits', () => {
  const step = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ group: fc.constantFrom('a', 'b', 'c'), size: fc.integer({ min: 1, max: 60 }) }),
    },
    { weight: 3, arbitrary: fc.constant('take' as const) },
    { weight: 1, arbitrary: fc.constant('due' as const) },
  );
  const limits = { maxLines: 4, maxBytes: 100, maxHeldLines: 12, maxHeldBytes: 500 };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const groups = createLineGroups<OutgoingLine & { readonly number: number }>(limits);
      const seen: { group: string; number: number }[] = [];
      let number = 0;
      const takeOne = () => {
        const isReady = groups.isReady();
        const batch = groups.take();
        expect(batch !== undefined).toBe(isReady);
        if (batch === undefined) return;
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(limits.maxLines);
        expect(batch.length === 1 || batch.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) <= limits.maxBytes).toBe(
          true,
        );
        expect(new Set(batch.map(({ group }) => group)).size).toBe(1);
        seen.push(...batch);
      };
      for (const taken of steps) {
        if (taken === 'take') takeOne();
        else if (taken === 'due') groups.makeDue();
        else {
          number += 1;
          groups.add({ ...lineOf(taken.group, taken.size), number });
        }
      }
      groups.makeDue();
      while (groups.isReady()) takeOne();
      expect(groups.isEmpty()).toBe(true);
      expect(seen.map((line) => line.number).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: number }, (_, i) => i + 1),
      );
      for (const name of ['a', 'b', 'c']) {
        const numbers = seen.filter(({ group }) => group === name).map((line) => line.number);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      }
    }),
  );
});
