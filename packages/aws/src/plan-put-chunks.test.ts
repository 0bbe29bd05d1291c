import type { StreamEntry } from '@millrace/pipeline';
import { planPutChunks, putLimits } from './plan-put-chunks.ts';

function toEntry(sizeBytes: number, partitionKey = 'k'): StreamEntry {
  return { partitionKey, data: new Uint8Array(sizeBytes) };
}

function toSizes(chunks: readonly (readonly StreamEntry[])[]): number[][] {
  return chunks.map((chunk) => chunk.map((entry) => entry.data.length));
}

test('nothing to put is no call', () => {
  expect(planPutChunks([])).toEqual([]);
});

test('a call has at most 500 records', () => {
  const entries = Array.from({ length: 1_001 }, () => toEntry(1));
  expect(planPutChunks(entries).map((chunk) => chunk.length)).toEqual([500, 500, 1]);
});

test('a call stays below 5 MB, and the entries keep their order', () => {
  const entries = Array.from({ length: 12 }, (_, index) => toEntry(900_000 + index));
  const chunks = planPutChunks(entries);
  expect(chunks.map((chunk) => chunk.length)).toEqual([5, 5, 2]);
  expect(chunks.flat()).toEqual(entries);
  for (const sizes of toSizes(chunks)) {
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(putLimits.sizeBytes);
  }
});

test('partition keys count as UTF-8 bytes', () => {
  const limits = { records: 500, sizeBytes: 21 };
  expect(toSizes(planPutChunks([toEntry(6, 'üü'), toEntry(6, 'üü')], limits))).toEqual([[6, 6]]);
  expect(toSizes(planPutChunks([toEntry(6, 'üü'), toEntry(7, 'üü')], limits))).toEqual([[6], [7]]);
});

test('an entry over the limit has a call of its own', () => {
  const limits = { records: 500, sizeBytes: 10 };
  expect(toSizes(planPutChunks([toEntry(1), toEntry(50), toEntry(1), toEntry(2)], limits))).toEqual([
    [1],
    [50],
    [1, 2],
  ]);
});
