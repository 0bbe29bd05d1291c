import { compareVersions, parseVersion } from './version.ts';

test.each([
  ['1.0.0', [1, 0, 0]],
  ['10.20.30', [10, 20, 30]],
  ['0.0.0', [0, 0, 0]],
])('%s is a version', (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test.each([
  '',
  '1',
  '1.0',
  '1.0.0.0',
  '01.0.0',
  '1.00.0',
  '1.0.0-rc',
  '1.0.0+1',
  ' 1.0.0',
  '1.0.0\n',
  '١.٠.٠',
  `1.0.${'9'.repeat(40)}`,
])('%j is none', (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

test('versions are ordered by numbers', () => {
  const versions = ['2.0.0', '1.10.0', '1.9.1', '1.9.0', '1.9.10'].map(
    (text) => parseVersion(text) ?? ([0, 0, 0] as const),
  );
  expect(versions.sort(compareVersions).map((version) => version.join('.'))).toEqual([
    ...['1.9.0', '1.9.1', '1.9.10', '1.10.0', '2.0.0'],
  ]);
});
