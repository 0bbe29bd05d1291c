import type { ManifestRow } from '@millrace/pipeline';
import { landedRow } from '../test/manifest-row.ts';
import { parseManifestItem, toManifestItem } from './manifest-item.ts';

const refinedRow: ManifestRow = {
  ...landedRow,
  stage: 'refined',
  typedKey: 'typed/x/v1.parquet',
  typedQuarantineKey: 'typed-quarantine/x/v1.parquet',
  typedSha256: 'b'.repeat(64),
  typedQuarantineSha256: 'c'.repeat(64),
  runId: 'run-1',
};
const bareRow: ManifestRow = {
  ...landedRow,
  rawKey: undefined,
  rawSha256: undefined,
  quarantineKey: undefined,
  counts: { received: 0, accepted: 0, quarantined: 0, suppressed: 0 },
  acceptedByType: {},
  quarantinedByReason: {},
  suppressedByReason: {},
  minEventTime: undefined,
  maxEventTime: undefined,
};

test.each([
  ['landed', landedRow],
  ['refined', refinedRow],
  ['bare', bareRow],
])('a %s row comes back as it was', (_, row) => {
  expect(parseManifestItem(toManifestItem(row))).toStrictEqual(row);
});

test('what is undefined has no attribute, numbers are N, counts are M', () => {
  const item = toManifestItem(bareRow);
  expect(Object.keys(item)).not.toContain('rawKey');
  expect(item['arrivedAt']).toEqual({ N: '1767225600456' });
  expect(toManifestItem(landedRow)['quarantinedByReason']).toEqual({ M: { 'schema-invalid': { N: '2' } } });
});

test.each([
  ['no stage', { stage: undefined }],
  ['a stage of another version', { stage: { S: 'polished' } }],
  ['a text for a number', { recordCount: { S: '3' } }],
  ['counts that lack one', { counts: { M: { received: { N: '1' } } } }],
])('an item with %s is an InvariantError', (_, change) => {
  const item = Object.fromEntries(Object.entries({ ...toManifestItem(landedRow), ...change }).filter(([, v]) => v));
  expect(() => parseManifestItem(item as ReturnType<typeof toManifestItem>)).toThrow(
    expect.objectContaining({ name: 'InvariantError' }),
  );
});
