import { createSecretKey } from 'node:crypto';
import { encodeFrame, type StreamRecord, sha256Hex } from '@millrace/pipeline';
import {
  buildAggregate,
  buildBareEvent,
  buildNoise,
  buildPoison,
  buildRecord,
  buildStoredLine,
  poisonKinds,
} from '@millrace/testkit';
import fc from 'fast-check';
import { decodeLines } from './decode-batch.ts';

const settings = { policy: 'default', lakeKey: createSecretKey(new Uint8Array(32)) };
const decode = (data: Uint8Array) => decodeLines(buildRecord(7, data), settings);
const place = 'shardId-000000000000:7';

const refusedLine = JSON.stringify({ quarantine_id: 'q', reason: 'schema-invalid', path: '/ts', detail: 'not a time' });
const denied = { user: { consent: { analytics: false, ads: false } } };

function frameOf(
  id: string,
  lines: { accepted: readonly number[]; quarantined?: number; suppressed?: number },
): Buffer {
  return encodeFrame(
    {
      frameId: id,
      requestId: `request of ${id}`,
      receivedAt: '2026-01-15T12:00:00.000Z',
      accepted: lines.accepted.map((n) => buildStoredLine(n)),
      quarantined: Array.from({ length: lines.quarantined ?? 0 }, () => refusedLine),
      suppressed: lines.suppressed === undefined ? {} : { 'analytics-denied/pk_a': lines.suppressed },
    },
    'zstd',
  );
}

const eventIdsOf = (acceptedBytes: Uint8Array) =>
  Buffer.from(acceptedBytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Number.parseInt(JSON.parse(line).event_id.slice(-12), 16));

describe('an aggregate', () => {
  const datas = [
    frameOf('a', { accepted: [1, 2], quarantined: 1, suppressed: 2 }),
    buildBareEvent(3),
    buildBareEvent(4, { ts: 'never' }),
    buildBareEvent(5, denied),
    buildNoise(1, 300),
    frameOf('b', { accepted: [6], suppressed: 3 }),
  ];

  test('LAND-7: is one record: accepted lines of all its user records in order, then the refused ones, counts added up', () => {
    const lines = decode(buildAggregate(datas));
    expect([lines.frameId, lines.requestId]).toEqual([place, place]);
    expect(eventIdsOf(lines.acceptedBytes)).toEqual([1, 2, 3, 6]);
    expect(lines.accepted).toEqual(
      [1, 2, 3, 6].map((n) => ({ eventType: 'page_view', eventTime: Date.UTC(2026, 0, 15, 12, 0, n) })),
    );
    expect(lines.quarantined.map(({ reason }) => reason)).toEqual([
      'schema-invalid',
      'schema-invalid',
      'frame-corrupt',
    ]);
    expect(lines.suppressed).toEqual({ 'analytics-denied/pk_a': 5, 'analytics-denied/stream': 1 });
  });

  test('keeps the bytes of a user record that cannot be read, and only those', () => {
    const entry = JSON.parse(decode(buildAggregate(datas)).quarantined.at(-1)?.line ?? '');
    expect(Buffer.from(entry.text, 'base64')).toEqual(datas[4]);
    expect(entry.sha256).toBe(sha256Hex(datas[4] ?? ''));
  });

  test.each([
    ['without user records', buildAggregate([]), 'KPL: the aggregate has no records'],
    [
      'that was cut',
      buildAggregate(datas).subarray(0, -1),
      'KPL: MD5 does not match: the aggregate was damaged or cut',
    ],
  ])('%s is one quarantined line with all its bytes', (_, data, detail) => {
    const { accepted, quarantined, suppressed } = decode(data);
    expect([accepted, suppressed, quarantined.length]).toEqual([[], {}, 1]);
    const entry = JSON.parse(quarantined[0]?.line ?? '');
    expect(entry).toMatchObject({ reason: 'frame-corrupt', detail, sha256: sha256Hex(data) });
    expect(Buffer.from(entry.text, 'base64')).toEqual(data);
  });

  test('of frames alone, one of them with a line that is no event: that frame is refused, the others stay', () => {
    const foreign = encodeFrame(
      { frameId: 'x', requestId: 'x', receivedAt: 't', accepted: ['{"a":1}'], quarantined: [], suppressed: {} },
      'raw',
    );
    const lines = decode(buildAggregate([frameOf('a', { accepted: [1] }), foreign, frameOf('b', { accepted: [2] })]));
    expect(eventIdsOf(lines.acceptedBytes)).toEqual([1, 2]);
    expect(lines.quarantined).toHaveLength(1);
    expect(JSON.parse(lines.quarantined[0]?.line ?? '').detail).toBe('a line is not a stored event');
  });
});

test('a bare event is dated by its own ts, whatever else it says', () => {
  const forged = '","ts":"1999-01-01T00:00:00.000Z","x":"';
  const { accepted } = decode(
    buildBareEvent(3, { custom_properties: { note: forged, ts: '1999-01-01T00:00:00.000Z' } }),
  );
  expect(accepted).toEqual([{ eventType: 'page_view', eventTime: Date.UTC(2026, 0, 15, 12, 0, 3) }]);
});

test.each([
  ['nested too deep', Buffer.from('['.repeat(100) + ']'.repeat(100))],
  ['too long', Buffer.from(JSON.stringify('1'.repeat(5 << 20)))],
])('JSON %s keeps neither bytes nor a hash that anybody could guess', (fault, data) => {
  for (const record of [data, buildAggregate([data])]) {
    const entry = JSON.parse(decode(record).quarantined[0]?.line ?? '');
    expect(entry).toMatchObject({ reason: 'frame-corrupt', detail: `JSON ${fault}` });
    expect(entry).not.toHaveProperty('text');
    expect(entry).not.toHaveProperty('sha256');
  }
});

test.each([['1'], ['1.'], [':'], ['a:'], ['%3a'], ['"'], ['ü']])(
  'a bare event of 4 MB, all %s, is refused without an exception',
  (unit) => {
    const note = unit.repeat(Math.floor(4_000_000 / Buffer.byteLength(JSON.stringify(unit).slice(1, -1))));
    const { quarantined } = decode(buildBareEvent(1, { custom_properties: { note } }));
    expect(quarantined.map(({ reason }) => reason)).toEqual(['too-large']);
  },
);

test.each(poisonKinds.map((kind) => [kind]))(
  '%s: one quarantined line, from which the bytes can be had back',
  (kind) => {
    for (const seed of [1, 2, 3]) {
      const data = buildPoison(kind, seed);
      const { frameId, accepted, quarantined, suppressed } = decode(data);
      expect([frameId, accepted, suppressed]).toEqual([place, [], {}]);
      expect(quarantined.map(({ reason }) => reason)).toEqual(['frame-corrupt']);
      const entry = JSON.parse(quarantined[0]?.line ?? '');
      expect(Buffer.from(entry.text, 'base64').equals(data)).toBe(true);
      expect(entry.sha256).toBe(sha256Hex(data));
      expect(entry.quarantine_id).toMatch(/^[0-9a-f]{64}$/);
    }
  },
);

test('LAND-6: whatever is done to a record, it is either what it was, or one quarantined line with its bytes', () => {
  const whole = [
    encodeFrame({ ...toFrame('raw'), suppressed: {} }, 'raw'),
    frameOf('b', { accepted: [1, 2], quarantined: 1 }),
    buildAggregate([frameOf('c', { accepted: [3] }), frameOf('d', { accepted: [4] })]),
  ];
  const damage = fc.record({
    of: fc.constantFrom(...whole),
    at: fc.nat(),
    cut: fc.nat(40),
    put: fc.uint8Array({ maxLength: 40 }),
  });
  fc.assert(
    fc.property(damage, ({ of, at, cut, put }) => {
      const from = at % (of.length + 1);
      const data = Buffer.concat([of.subarray(0, from), put, of.subarray(from + cut)]);
      const lines = decode(data);
      const isWhole = JSON.stringify(withoutRecord(lines)) === JSON.stringify(withoutRecord(decode(of)));
      if (isWhole) return;
      expect([lines.accepted, lines.suppressed, lines.quarantined.length]).toEqual([[], {}, 1]);
      const entry = JSON.parse(lines.quarantined[0]?.line ?? '');
      expect(Buffer.from(entry.text, 'base64').equals(data)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

function toFrame(frameId: string) {
  return {
    frameId,
    requestId: 'r',
    receivedAt: '2026-01-15T12:00:00.000Z',
    accepted: [buildStoredLine(9)],
    quarantined: [refusedLine],
  };
}

function withoutRecord({ record: _, ...lines }: { readonly record: StreamRecord }): object {
  return lines;
}
