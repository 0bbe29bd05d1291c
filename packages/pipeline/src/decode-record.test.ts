import { createHash } from 'node:crypto';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { decodeRecord } from './decode-record.ts';
import { sha256Hex } from './digest.ts';
import { compress, encodeFrame, type Frame } from './frame.ts';

const frame: Frame = {
  frameId: 'request-0',
  requestId: 'request',
  receivedAt: '2026-01-15T12:00:00.000Z',
  accepted: ['{"a":1}', '{"b":"ü"}'],
  quarantined: ['{"reason":"malformed"}'],
  suppressed: { 'analytics-denied': 2 },
};

/** A frame with a right hash, whatever its header and body are. */
function sealed(head: string, body: string | Buffer = ''): Buffer {
  return Buffer.concat([Buffer.from(`${head},"sha256":"${sha256Hex(head, '}\n', body)}"}\n`), Buffer.from(body)]);
}

const headerWith = (changes: Readonly<Record<string, unknown>>) =>
  JSON.stringify({
    ...{ v: 1, frame_id: 'f', request_id: 'r', received_at: 't', accepted: 0, quarantined: 0, suppressed: {} },
    ...changes,
  }).slice(0, -1);

function toAggregate(message: Uint8Array): Buffer {
  const md5 = createHash('md5').update(message).digest();
  return Buffer.concat([Buffer.from('f3899ac2', 'hex'), message, md5]);
}

function aggregateOf(...datas: readonly Uint8Array[]): Buffer {
  const writer = new BinaryWriter().tag(1, WireType.LengthDelimited).string('key');
  for (const data of datas) {
    writer.tag(3, WireType.LengthDelimited).fork().tag(1, WireType.Varint).uint64(0);
    writer.tag(3, WireType.LengthDelimited).bytes(data).join();
  }
  return toAggregate(writer.finish());
}

describe('a frame', () => {
  test('cannot be cut, and no byte of it can change unseen', () => {
    const bytes = encodeFrame(frame, 'raw');
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x01;
      expect(decodeRecord(damaged).kind).not.toBe('frame');
      expect(decodeRecord(bytes.subarray(0, at)).kind).not.toBe('frame');
    }
  });

  test('that decompresses to more than a record may hold is corrupt', () => {
    const bomb = encodeFrame({ ...frame, accepted: ['x'.repeat(3_000_000)] }, 'zstd');
    expect(bomb.length).toBeLessThan(2_000);
    expect(decodeRecord(bomb).kind).toBe('corrupt');
  });

  test('with another behind it in one record is corrupt: the second would be lost', () => {
    const bytes = encodeFrame(frame, 'zstd');
    expect(decodeRecord(Buffer.concat([bytes, bytes]))).toMatchObject({
      kind: 'corrupt',
      detail: 'zstd: bytes follow the compressed ones',
    });
  });

  test('whose header has other counts than its body is corrupt', () => {
    expect(decodeRecord(sealed(headerWith({ accepted: 1 }), 'a\nb\n')).kind).toBe('corrupt');
    expect(decodeRecord(sealed(headerWith({ accepted: 2 }), 'a\nb\n')).kind).toBe('frame');
    expect(decodeRecord(sealed(headerWith({ accepted: 3 }), 'a\nb\n')).kind).toBe('corrupt');
  });

  test.each([['null'], ['[]'], ['{"x":-1}'], ['"x"'], ['{"x":1000001}'], ['{"x":9007199254740991}']])(
    'whose suppressed is %s is corrupt, not an exception',
    (suppressed) => {
      const bytes = sealed(headerWith({}).replace('"suppressed":{}', `"suppressed":${suppressed}`));
      expect(decodeRecord(bytes)).toMatchObject({ kind: 'corrupt', detail: 'the header lacks a field' });
    },
  );

  test.each([
    ['a later one', '2', 'frame version 2 is not 1'],
    ['text, which may be anything', '"198.51.100.23"', 'the frame has no version'],
    ['an object that cannot become text', '{"toString":1,"valueOf":1}', 'the frame has no version'],
    ['nested very deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'the frame has no version'],
  ])('whose version is %s is corrupt, not an exception', (_, version, detail) => {
    const bytes = sealed(headerWith({}).replace('"v":1', `"v":${version}`));
    expect(decodeRecord(bytes)).toEqual({ kind: 'corrupt', detail, isReadable: false });
  });

  test('that is not UTF-8 is corrupt, though its hash is right: as text its bytes would change', () => {
    const body = Buffer.from([0x7b, 0xff, 0x7d, 0x0a]);
    expect(decodeRecord(sealed(headerWith({ accepted: 1 }), body))).toMatchObject({ detail: 'the frame is not UTF-8' });
  });
});

test.each([
  ['an empty record', Buffer.alloc(0), 'corrupt'],
  ['noise', Buffer.from([0xff, 0xfe, 0x00, 0x80]), 'corrupt'],
  ['a zstd magic with rubbish behind it', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]), 'corrupt'],
  ['text', Buffer.from('hello'), 'corrupt'],
  ['a bare event', Buffer.from('{"event_id":"a"}'), 'json'],
  ['a compressed bare event', compress(Buffer.from('{"event_id":"a"}')), 'json'],
])('%s is %s, never an exception', (_, bytes, kind) => {
  expect(decodeRecord(bytes).kind).toBe(kind);
});

test('JSON nested too deep, or too long, is corrupt, but known to be readable', () => {
  const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
  expect(decodeRecord(nested(64)).kind).toBe('json');
  expect(decodeRecord(nested(65))).toEqual({ kind: 'corrupt', detail: 'JSON nested too deep', isReadable: true });
  const long = (length: number) => Buffer.from(`"${'1'.repeat(length - 2)}"`);
  expect(decodeRecord(long(4 << 20)).kind).toBe('json');
  expect(decodeRecord(long((4 << 20) + 1))).toEqual({ kind: 'corrupt', detail: 'JSON too long', isReadable: true });
});

describe('an aggregate', () => {
  test('is its user records in order, each with its own bytes', () => {
    const datas = [
      Buffer.from('{"event_id":"a"}'),
      encodeFrame(frame, 'zstd'),
      Buffer.from([0xff]),
      Buffer.alloc(0),
      encodeFrame(frame, 'raw'),
      aggregateOf(Buffer.from('{}')),
    ];
    const decoded = decodeRecord(aggregateOf(...datas));
    if (decoded.kind !== 'aggregate') throw new Error(JSON.stringify(decoded));
    expect(decoded.records.map(({ decoded: { kind } }) => kind)).toEqual([
      ...['json', 'frame', 'corrupt', 'corrupt', 'frame', 'corrupt'],
    ]);
    expect(decoded.records.map(({ data }) => data)).toEqual(datas);
    expect(decoded.records.at(-1)?.decoded).toMatchObject({ detail: 'KPL: an aggregate within an aggregate' });
  });

  test('cannot be cut, and no byte of it can change unseen', () => {
    const bytes = aggregateOf(Buffer.from('{"a":1}'), Buffer.from('{"b":2}'));
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x01;
      expect(decodeRecord(damaged).kind).toBe('corrupt');
      expect(decodeRecord(bytes.subarray(0, at)).kind).toBe('corrupt');
    }
    const last = Buffer.from(bytes);
    last[last.length - 1] = (last.at(-1) ?? 0) ^ 0x01;
    expect(decodeRecord(last)).toMatchObject({ detail: 'KPL: MD5 does not match: the aggregate was damaged or cut' });
  });

  test('without user records is corrupt', () => {
    expect(decodeRecord(aggregateOf())).toMatchObject({ detail: 'KPL: the aggregate has no records' });
    expect(decodeRecord(toAggregate(new Uint8Array()))).toMatchObject({ detail: 'KPL: the aggregate has no records' });
  });

  test('expands to 8 MiB at most', () => {
    const large = (size: number) => compress(Buffer.alloc(size, ' '));
    const eight = Array.from({ length: 8 }, () => large(1 << 20));
    expect(decodeRecord(aggregateOf(...eight)).kind).toBe('aggregate');
    expect(decodeRecord(aggregateOf(...eight, Buffer.from(' ')))).toMatchObject({
      kind: 'corrupt',
      detail: 'KPL: the aggregate expands to more than 8388608 bytes',
    });
  });

  test('may have a hundred user records that cannot be decompressed, but not so many that trying takes long', () => {
    const bomb = compress(Buffer.alloc(3 << 20));
    const decoded = decodeRecord(aggregateOf(...Array.from({ length: 100 }, () => bomb)));
    expect(decoded.kind).toBe('aggregate');
    expect(decodeRecord(aggregateOf(...Array.from({ length: 9_000 }, () => bomb))).kind).toBe('corrupt');
  });

  test('has 20,000 lines at most, in however many user records', () => {
    const empty = (count: number) => Array.from({ length: count }, () => Buffer.alloc(0));
    const full = encodeFrame({ ...frame, accepted: Array.from({ length: 9_999 }, () => 'x') }, 'zstd');
    expect(decodeRecord(aggregateOf(...empty(20_000))).kind).toBe('aggregate');
    expect(decodeRecord(aggregateOf(...empty(20_001)))).toMatchObject({
      detail: 'KPL: the aggregate has more than 20000 records',
    });
    expect(decodeRecord(aggregateOf(full, full)).kind).toBe('aggregate');
    expect(decodeRecord(aggregateOf(full, full, Buffer.alloc(0)))).toMatchObject({
      detail: 'KPL: the aggregate has more than 20000 lines',
    });
  });
});

test('no bytes make it throw, with or without a magic and a right MD5', () => {
  const magics = ['', 'f3899ac2', '28b52ffd', Buffer.from('{"v":').toString('hex')].map((hex) =>
    Buffer.from(hex, 'hex'),
  );
  // What looks like fields of the format is likelier to get far into the reader than noise is.
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 20 }),
    fc.constantFrom(
      ...['0a', '12', '1a', '1a03', '0800', '0b0c', '1a02', '1a00', 'ffffffff0f'].map((hex) => Buffer.from(hex, 'hex')),
    ),
    fc.uint8Array({ maxLength: 20 }).map((data) => aggregateOf(data).subarray(4, -16)),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...magics),
      fc.array(piece, { maxLength: 6 }),
      fc.boolean(),
      (magic, pieces, isSealed) => {
        const content = Buffer.concat(pieces);
        const decoded = decodeRecord(isSealed ? toAggregate(content) : Buffer.concat([magic, content]));
        if (decoded.kind !== 'aggregate') return;
        for (const { data } of decoded.records) expect(content.includes(data)).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
});
