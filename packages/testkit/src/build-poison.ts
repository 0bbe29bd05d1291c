import { createHash } from 'node:crypto';
import { encodeFrame, sha256Hex } from '@millrace/pipeline';
import { buildStoredLine } from './build-record.ts';

/** Every way in which the bytes of a record can be broken that the pipeline has to bear. */
export const poisonKinds = [
  'bad-compression', // the magic of zstd with noise behind it
  'cut-compression', // a zstd frame that ends early
  'wrong-sha', // a whole frame, another hash
  'truncated', // a frame that ends early
  'wrong-version', // a frame of the future, with the right hash
  'noise', // 1 MiB of it
  'empty',
  'invalid-utf8', // a frame with the right hash, one of whose lines is not UTF-8
  'invalid-utf8-event', // a bare event that is not UTF-8
] as const;
export type PoisonKind = (typeof poisonKinds)[number];

const noiseBytes = 1 << 20;
const hashField = ',"sha256":"';

/** The data of a record that is broken in this way. The same seed gives the same bytes, another one others (but `empty`). */
export function buildPoison(kind: PoisonKind, seed: number): Buffer {
  const frame = encode(seed, 'raw');
  switch (kind) {
    case 'bad-compression':
      return Buffer.concat([Buffer.from('28b52ffd', 'hex'), buildNoise(seed, 500)]);
    case 'cut-compression':
      return cut(encode(seed, 'zstd'), seed);
    case 'wrong-sha':
      return withOtherHash(frame);
    case 'truncated':
      return cut(frame, seed);
    case 'wrong-version':
      return withHash(Buffer.from(frame.toString().replace('{"v":1,', '{"v":2,')));
    case 'noise':
      return buildNoise(seed, noiseBytes);
    case 'empty':
      return Buffer.alloc(0);
    case 'invalid-utf8':
      return withHash(withInvalidByte(frame));
    case 'invalid-utf8-event':
      return withInvalidByte(Buffer.from(buildStoredLine(seed)));
  }
}

/** Bytes that nothing can be read from and that don't compress; the same for the same seed. */
export function buildNoise(seed: number, sizeBytes: number): Buffer {
  return createHash('shake256', { outputLength: sizeBytes }).update(`noise ${seed}`).digest();
}

function encode(seed: number, codec: 'raw' | 'zstd'): Buffer {
  return encodeFrame(
    {
      frameId: `poison-${seed}`,
      requestId: `poison-request-${seed}`,
      receivedAt: '2026-01-15T12:00:00.000Z',
      accepted: Array.from({ length: 5 }, (_, index) => buildStoredLine(seed * 5 + index)),
      quarantined: [],
      suppressed: {},
    },
    codec,
  );
}

/** From one byte to all but one. */
function cut(bytes: Buffer, seed: number): Buffer {
  return bytes.subarray(0, 1 + (buildNoise(seed, 4).readUInt32LE(0) % (bytes.length - 1)));
}

/** One digit of the hash is another. */
function withOtherHash(frame: Buffer): Buffer {
  const changed = Buffer.from(frame);
  const digitAt = frame.indexOf(hashField) + hashField.length;
  changed.write(changed[digitAt] === 48 ? '1' : '0', digitAt);
  return changed;
}

/** A byte that no UTF-8 text has, in place of a letter near the end. */
function withInvalidByte(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed[changed.lastIndexOf('content_hash')] = 0xff;
  return changed;
}

/** The frame with the hash that its content has now. */
function withHash(frame: Buffer): Buffer {
  const hashAt = frame.indexOf(hashField);
  const end = frame.indexOf(10);
  const head = frame.subarray(0, hashAt);
  const body = frame.subarray(end + 1);
  return Buffer.concat([head, Buffer.from(`${hashField}${sha256Hex(head, '}\n', body)}"}\n`), body]);
}
