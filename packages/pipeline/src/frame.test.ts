import { createHash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeRecord } from './decode-record.ts';
import { compress, decompress, encodeFrame, type Frame, splitLines } from './frame.ts';

const frame: Frame = {
  frameId: 'request-0',
  requestId: 'request',
  receivedAt: '2026-01-15T12:00:00.000Z',
  accepted: ['{"a":1}', '{"b":"ü"}'],
  quarantined: ['{"reason":"malformed"}'],
  suppressed: { 'analytics-denied': 2 },
};

function decodeFrame(bytes: Uint8Array) {
  const decoded = decodeRecord(bytes);
  if (decoded.kind !== 'frame') throw new Error(`not a frame: ${JSON.stringify(decoded)}`);
  return decoded;
}

test.each(['raw', 'zstd'] as const)('a %s frame gives back its lines and counts', (codec) => {
  const { header, body, acceptedBytes } = decodeFrame(encodeFrame(frame, codec));
  expect(header).toEqual({
    frameId: 'request-0',
    requestId: 'request',
    receivedAt: '2026-01-15T12:00:00.000Z',
    acceptedCount: 2,
    quarantinedCount: 1,
    suppressed: { 'analytics-denied': 2 },
  });
  expect(splitLines(body.subarray(0, acceptedBytes))).toEqual(frame.accepted);
  expect(splitLines(body.subarray(acceptedBytes))).toEqual(frame.quarantined);
});

test('any lines without a newline survive, in both codecs', () => {
  const line = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\n') && text.isWellFormed());
  fc.assert(
    fc.property(fc.array(line), fc.array(line), fc.constantFrom('raw', 'zstd'), (accepted, quarantined, codec) => {
      const decoded = decodeFrame(encodeFrame({ ...frame, accepted, quarantined }, codec));
      expect(splitLines(decoded.body.subarray(0, decoded.acceptedBytes))).toEqual(accepted);
      expect(splitLines(decoded.body.subarray(decoded.acceptedBytes))).toEqual(quarantined);
    }),
  );
});

test('a line with a newline is refused: it would be two', () => {
  expect(() => encodeFrame({ ...frame, accepted: ['a\nb'] }, 'raw')).toThrow(RangeError);
});

test('decompressing gives back exactly what was compressed, and never passes over what follows', () => {
  const bytes = Buffer.from('a line\n'.repeat(50_000));
  const compressed = compress(bytes);
  expect(decompress(compressed, bytes.length).equals(bytes)).toBe(true);
  expect(() => decompress(compressed, bytes.length - 1)).toThrow('larger than 349999 bytes');
  for (const more of [Buffer.from([0]), compress(Buffer.from('another frame'))]) {
    expect(() => decompress(Buffer.concat([compressed, more]), 1 << 20)).toThrow('bytes follow the compressed ones');
  }
});

test('content that fills a chunk of Node’s to the last byte is one frame, and what others wrote of it can be read', () => {
  const params = { [constants.ZSTD_c_compressionLevel]: 1 };
  const odd = [];
  for (let sizeBytes = 16_360; sizeBytes < 16_390; sizeBytes += 1) {
    const bytes = toNoise(sizeBytes);
    const byNode = zstdCompressSync(bytes, { params });
    const compressed = compress(bytes);
    if (byNode.length > compressed.length) odd.push(byNode.length - compressed.length);
    expect(decompress(compressed, sizeBytes).equals(bytes)).toBe(true);
    expect(decompress(byNode, sizeBytes).equals(bytes)).toBe(true);
  }
  expect(odd).toEqual([9]);
});

test.each([0, 1, 1000, 131_071, 131_072, 131_073, 3_000_000])('%d bytes of noise come back', (sizeBytes) => {
  const bytes = toNoise(sizeBytes);
  expect(decompress(compress(bytes), Math.max(1, sizeBytes)).equals(bytes)).toBe(true);
});

/** Bytes that no compressor makes smaller, always the same. */
function toNoise(sizeBytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(sizeBytes / 64) }, (_, n) =>
    createHash('sha512').update(`${n}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, sizeBytes);
}
