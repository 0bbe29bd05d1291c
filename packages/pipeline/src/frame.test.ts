import fc from 'fast-check';
import { sha256Hex } from './digest.ts';
import { decodeRecord, encodeFrame, type Frame, splitLines } from './frame.ts';

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

test('no byte of a frame can change unseen, and no frame can be cut', () => {
  const bytes = encodeFrame(frame, 'raw');
  for (let at = 0; at < bytes.length; at += 1) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 0x01;
    expect(decodeRecord(damaged).kind).not.toBe('frame');
    expect(decodeRecord(bytes.subarray(0, at)).kind).not.toBe('frame');
  }
});

test.each([
  ['an empty record', Buffer.alloc(0), 'corrupt'],
  ['noise', Buffer.from([0xff, 0xfe, 0x00, 0x80]), 'corrupt'],
  ['a zstd magic with rubbish behind it', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]), 'corrupt'],
  ['a frame of another version', Buffer.from('{"v":2,"sha256":"00"}\n'), 'corrupt'],
  ['text', Buffer.from('hello'), 'corrupt'],
  ['a bare event', Buffer.from('{"event_id":"a"}'), 'json'],
])('%s is %s, never an exception', (_, bytes, kind) => {
  expect(decodeRecord(bytes).kind).toBe(kind);
});

test('a frame that decompresses to more than a record may hold is corrupt', () => {
  const bomb = encodeFrame({ ...frame, accepted: ['x'.repeat(3_000_000)] }, 'zstd');
  expect(bomb.length).toBeLessThan(2_000);
  expect(decodeRecord(bomb).kind).toBe('corrupt');
});

test('counts of the header that the body does not have make a frame corrupt', () => {
  const honest = encodeFrame({ ...frame, quarantined: [] }, 'raw').toString();
  expect(decodeRecord(Buffer.from(honest.replace('"accepted":2', '"accepted":1'))).kind).toBe('corrupt');
});

test.each([['null'], ['[]'], ['{"x":-1}'], ['"x"']])(
  'a header whose suppressed is %s is corrupt, not an exception',
  (suppressed) => {
    const head = `{"v":1,"frame_id":"f","request_id":"r","received_at":"t","accepted":0,"quarantined":0,"suppressed":${suppressed}`;
    const bytes = Buffer.from(`${head},"sha256":"${sha256Hex(head, '}\n')}"}\n`);
    expect(decodeRecord(bytes)).toMatchObject({ kind: 'corrupt', detail: 'the header lacks a field' });
  },
);
