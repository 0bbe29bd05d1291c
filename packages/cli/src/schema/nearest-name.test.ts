import { nearestName } from './nearest-name.ts';

const names = ['page_view', 'purchase', 'search', 'ts', 'title'];

test.each([
  ['pageView', 'page_view'],
  ['page-view', 'page_view'],
  ['pageviews', 'page_view'],
  ['purchese', 'purchase'],
  ['titel', 'title'],
  ['st', 'ts'],
])('%s was to be %s', (name, expected) => {
  expect(nearestName(name, names)).toBe(expected);
});

test('what is like none of them is not guessed at', () => {
  for (const name of ['', 'checkout', 'x'.repeat(65)]) expect(nearestName(name, names)).toBeUndefined();
  expect(nearestName('search', [])).toBeUndefined();
});
