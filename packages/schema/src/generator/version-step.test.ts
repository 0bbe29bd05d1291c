import type { Change, Effect } from './compare-schemas.ts';
import { nextVersions, requiredStep, type Step, stepBetween } from './version-step.ts';

const change = (writers: Effect, readers: Effect, tables: Effect): Change => ({
  ...{ path: '/f', kind: 'description-changed', detail: 'a change' },
  ...{ writers, readers, tables },
});

test.each<[label: string, changes: Change[], step: Step]>([
  ['nothing', [], 'patch'],
  ['words', [change('none', 'none', 'none')], 'patch'],
  ['compatible for writers', [change('compatible', 'none', 'none')], 'minor'],
  ['compatible for readers', [change('none', 'compatible', 'none')], 'minor'],
  ['compatible for tables', [change('none', 'none', 'compatible')], 'minor'],
  ['breaking for writers', [change('breaking', 'compatible', 'none')], 'major'],
  ['breaking for readers', [change('compatible', 'breaking', 'none')], 'major'],
  ['breaking for tables', [change('none', 'none', 'breaking')], 'major'],
  ['one breaking among others', [change('none', 'none', 'none'), change('breaking', 'none', 'none')], 'major'],
])('%s needs a step', (_label, changes, step) => {
  expect(requiredStep(changes)).toBe(step);
});

test('what may come next', () => {
  expect(nextVersions('1.2.3')).toEqual({ patch: '1.2.4', minor: '1.3.0', major: '2.0.0' });
  expect(nextVersions('1.9.9')).toEqual({ patch: '1.9.10', minor: '1.10.0', major: '2.0.0' });
  for (const text of ['1.2', 'v1.2.3', '1.2.3-rc.1', '01.0.0', ''])
    expect(() => nextVersions(text)).toThrow(/no version/);
});

test.each<[before: string, after: string, step: Step | undefined]>([
  ['1.2.3', '1.2.4', 'patch'],
  ['1.2.3', '1.3.0', 'minor'],
  ['1.2.3', '2.0.0', 'major'],
  ['1.9.0', '1.10.0', 'minor'],
  ['1.2.3', '1.2.3', undefined],
  ['1.2.3', '1.2.5', undefined],
  ['1.2.3', '1.3.1', undefined],
  ['1.2.3', '1.3.3', undefined],
  ['1.2.3', '1.4.0', undefined],
  ['1.2.3', '2.0.1', undefined],
  ['1.2.3', '2.2.3', undefined],
  ['1.2.3', '3.0.0', undefined],
  ['1.2.3', '1.2.2', undefined],
  ['1.2.3', '0.3.0', undefined],
])('%s → %s', (before, after, step) => {
  expect(stepBetween(before, after)).toBe(step);
});
