import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { buildPageView } from '@millrace/testkit';
import fc from 'fast-check';
import { openIngest } from '../test/open-ingest.ts';
import type { ContentEncoding } from './core/read-content-headers.ts';
import { decompressBody, maxContentBytes, maxExpansion } from './decompress-body.ts';

const codecs = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
  ['zstd', zstdCompressSync],
] as const satisfies readonly (readonly [ContentEncoding, (bytes: Buffer) => Buffer])[];

test.each(codecs)('%s: a body is taken as if it came bare', async (encoding, compress) => {
  const ingest = openIngest();
  const events = [buildPageView(1), buildPageView(2)];
  const sent = compress(Buffer.from(JSON.stringify(events)));
  expect((await ingest.post(sent, { 'content-encoding': encoding.toUpperCase() })).status).toBe(202);
  await ingest.post(events);
  const [first, second, ...bare] = ingest.accepted();
  expect([first.content_hash, second.content_hash]).toEqual(bare.map(({ content_hash }) => content_hash));
});

test.each(codecs)('%s: damaged, cut off, or followed by more bytes is 400', (encoding, compress) => {
  const whole = compress(Buffer.from(JSON.stringify([buildPageView(1)])));
  const bad = [
    Buffer.alloc(0),
    Buffer.from('no such thing'),
    whole.subarray(0, whole.length >> 1),
    whole.subarray(0, -1),
    Buffer.concat([whole, Buffer.from('x')]),
    Buffer.concat([whole, Buffer.alloc(64)]),
  ];
  for (const body of bad) expect(decompressBody(body, encoding)).toMatchObject({ status: 400 });
});

test.each(codecs)('INGEST-8: %s: a bomb is cut off as soon as it is one', (encoding, compress) => {
  const content = Buffer.from(Array.from({ length: 2_000 }, (_, n) => n * n).join());
  expect(compress(content).length * maxExpansion).toBeGreaterThan(content.length);
  expect(decompressBody(compress(content), encoding)).toEqual(content);

  const bomb = compress(Buffer.alloc(16 << 20));
  const before = process.memoryUsage().arrayBuffers;
  expect(decompressBody(bomb, encoding)).toMatchObject({ status: 413 });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * maxContentBytes);

  const steep = compress(Buffer.alloc(200_000));
  expect(steep.length * maxExpansion).toBeLessThan(200_000);
  expect(decompressBody(steep, encoding)).toMatchObject({ status: 413 });
});

test('INGEST-8: the limit holds to the byte, whatever the body is made of', () => {
  const noisy = Buffer.from(
    Array.from({ length: maxContentBytes / 8 }, (_, n) => String((n * 7919) % 1e7).padStart(8)).join(''),
  );
  expect(noisy.length).toBe(maxContentBytes);
  for (const [encoding, compress] of codecs) {
    expect(decompressBody(compress(noisy), encoding)).toHaveLength(maxContentBytes);
    const larger = compress(Buffer.concat([noisy, Buffer.from('1')]));
    expect(decompressBody(larger, encoding)).toMatchObject({ status: 413 });
  }
});

test('zstd that wants a window larger than browsers may ask for is 413', () => {
  const wide = zstdCompressSync(Buffer.alloc(9 << 20, 'a'), { params: { [constants.ZSTD_c_windowLog]: 24 } });
  expect(decompressBody(wide, 'zstd')).toMatchObject({ status: 413 });
});

test('any bytes as any encoding: content or a fault, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...codecs), (bytes, [encoding, compress]) => {
      const body = Buffer.from(bytes);
      const read = decompressBody(body, encoding);
      if (!('status' in read)) expect(read.length).toBeLessThanOrEqual(maxContentBytes);
      expect(decompressBody(compress(body), encoding)).toEqual(body);
    }),
  );
});

test.each([
  ['gzip, br', 415],
  ['gzip, gzip', 415],
  ['compress', 415],
  ['', 415],
  ['identity', 202],
  ['gzip', 400],
])('content-encoding "%s" of bare JSON: %d', async (encoding, status) => {
  expect((await openIngest().post(buildPageView(1), { 'content-encoding': encoding })).status).toBe(status);
});

test.each([
  ['application/json', 202],
  ['Application/JSON; charset=UTF-8', 202],
  ['text/plain;charset="utf-8"', 202],
  ['text/plain', 202],
  ['application/json; charset=utf-16', 415],
  ['text/plain; charset=iso-8859-1', 415],
  ['text/html', 415],
  ['', 415],
])('content-type "%s": %d', async (type, status) => {
  expect((await openIngest().post(buildPageView(1), { 'content-type': type })).status).toBe(status);
});

const json = JSON.stringify(buildPageView(1));
test.each([
  ['a byte order mark', Buffer.from(`\ufeff${json}`), 202],
  ['two of them', Buffer.from(`\ufeff\ufeff${json}`), 400],
  ['UTF-16', Buffer.from(json, 'utf16le'), 400],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${json}`, 'utf16le'), 400],
  ['Latin-1', Buffer.from(json.replace('shop', 'sh\u00f6p'), 'latin1'), 400],
  ['an overlong slash', Buffer.concat([Buffer.from('["'), Buffer.of(0xc0, 0xaf), Buffer.from('"]')]), 400],
  [
    'half a surrogate in bytes',
    Buffer.concat([Buffer.from('["'), Buffer.of(0xed, 0xa0, 0x80), Buffer.from('"]')]),
    400,
  ],
])('%s: %d', async (_, body, status) => {
  expect((await openIngest().post(body)).status).toBe(status);
});
