import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { encodeBody } from './encode-body.ts';

const events = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => ({ event_id: `event-${Math.sin(index)}`, index })));

test.each([
  ['gzip', gunzipSync],
  ['zstd', zstdDecompressSync],
] as const)('%s: the same text, smaller', (compression, decompress) => {
  const text = events(100);
  const { bytes, headers } = encodeBody(text, compression);
  expect(headers).toEqual({ 'content-encoding': compression });
  expect(decompress(bytes).toString()).toBe(text);
  expect(bytes.length).toBeLessThan(text.length / 2);
});

test.each([
  ['none is wanted', events(100), 'none'],
  ['the body is small', events(5), 'zstd'],
  ['a stage would take it for a bomb', JSON.stringify({ text: 'é'.repeat(100_000) }), 'zstd'],
] as const)('plain when %s', (_, text, compression) => {
  expect(encodeBody(text, compression)).toEqual({ bytes: Buffer.from(text), headers: {} });
});
