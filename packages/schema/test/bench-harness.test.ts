import { compare, medianOf } from '../../../bench/compare.ts';
import { toStealShare } from '../../../bench/cpu-times.ts';
import { measureRounds, type Subject } from '../../../bench/measure-rounds.ts';

/** Subjects that write down when they were measured; each costs as many microseconds as there were measurements. */
function createSubjects(...names: readonly string[]): { subjects: readonly Subject[]; order: string[] } {
  const order: string[] = [];
  return { order, subjects: names.map((name) => ({ name, measure: async () => order.push(name) })) };
}

/** CPU times that show these shares of steal, round after round; then none. */
function createTimes(...shares: readonly number[]) {
  let calls = 0;
  let steal = 0;
  return () => {
    const round = calls++ >> 1;
    if (calls % 2 === 0) steal += shares[round] ?? 0;
    return { steal, total: Math.ceil(calls / 2) - 1 + (calls % 2 === 0 ? 1 : 0) };
  };
}

test('every subject is measured once a round, and each comes first in its turn; the round before them does not count', async () => {
  const { subjects, order } = createSubjects('a', 'b', 'c');
  const { rounds } = await measureRounds(subjects, 4, createTimes());
  expect(order.join('')).toBe('abcabcbcacababc');
  expect(rounds.map((round) => [...round.keys()].sort().join(''))).toEqual(['abc', 'abc', 'abc', 'abc']);
});

test('a round with more than 8 % steal is dropped and measured again', async () => {
  const { subjects } = createSubjects('a');
  const { rounds, dropped, disturbed } = await measureRounds(subjects, 3, createTimes(0, 0.081, 0.08));
  expect({ costs: rounds.map((round) => round.get('a')), dropped, disturbed }).toEqual({
    costs: [2, 5, 4],
    dropped: 1,
    disturbed: 0,
  });
});

test('where every round is disturbed, the least disturbed are kept, and their number is said', async () => {
  const { subjects } = createSubjects('a');
  const { rounds, dropped, disturbed } = await measureRounds(subjects, 2, createTimes(0.5, 0.2, 0.3, 0.4));
  expect({ costs: rounds.map((round) => round.get('a')), dropped, disturbed }).toEqual({
    costs: [3, 4],
    dropped: 2,
    disturbed: 2,
  });
});

test('steal is 0 where nobody counts it', () => {
  expect(toStealShare(undefined, { steal: 1, total: 10 })).toBe(0);
  expect(toStealShare({ steal: 1, total: 10 }, { steal: 1, total: 10 })).toBe(0);
  expect(toStealShare({ steal: 1, total: 10 }, { steal: 2, total: 20 })).toBe(0.1);
});

const toRounds = (...pairs: readonly (readonly [ours: number, theirs: number])[]) =>
  pairs.map(([ours, theirs]) => new Map([...Object.entries({ ours, theirs, empty: 10 })]));

test('the ratio is the median of the ratios of the rounds', () => {
  const rounds = toRounds([1, 10], [20, 10], [3, 10]);
  expect(compare(rounds, { subject: 'ours', reference: 'theirs' })).toMatchObject({
    ratio: 0.3,
    lowest: 0.1,
    highest: 2,
    verdict: 'no target',
  });
  expect(medianOf([4, 1, 3, 2])).toBe(2.5);
  expect(medianOf([])).toBeNaN();
});

test('what is in both can be taken off', () => {
  const rounds = toRounds([12, 30], [11, 30], [13, 30]);
  expect(compare(rounds, { subject: 'ours', reference: 'theirs', without: 'empty' }).ratio).toBe(0.1);
});

test.each([
  [0.5, 'ok'],
  [0.51, 'close'],
  [0.57, 'close'],
  [0.58, 'over'],
])('%s against a target of 0.5 is %s', (ours, verdict) => {
  const rounds = toRounds([ours, 1]);
  expect(compare(rounds, { subject: 'ours', reference: 'theirs', target: 0.5 }).verdict).toBe(verdict);
});

test('a subject that was not measured is an error', () => {
  expect(() => compare(toRounds([1, 1]), { subject: 'other', reference: 'theirs' })).toThrow(/nothing is called other/);
});
