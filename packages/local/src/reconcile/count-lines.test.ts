import { addCounts, assertConserved, encodeFrame, noOutcomes, partitionOf } from '@millrace/pipeline';
import { createHandler } from '@millrace/processor';
import { createPrng, hashSeed, type Prng } from '@millrace/simulator';
import {
  buildAggregate,
  buildBareEvent,
  buildKinesisEvent,
  buildNoise,
  buildPoison,
  buildRecord,
  buildStoredLine,
  createMemoryManifest,
  createMemoryObjectStore,
  poisonKinds,
  quietTelemetry,
} from '@millrace/testkit';
import { countLines } from './count-lines.ts';

const refusedLine = JSON.stringify({ quarantine_id: 'q', reason: 'schema-invalid', path: '/ts', detail: 'not a time' });

/** What the processor says of a record that it lands alone. */
async function landed(data: Uint8Array) {
  const manifest = createMemoryManifest();
  const handle = createHandler(
    () => ({
      objects: createMemoryObjectStore(),
      manifest,
      secrets: { get: async () => new Uint8Array(32) },
      policy: 'default',
    }),
    { telemetry: quietTelemetry() },
  );
  const record = buildRecord(1, data);
  expect(await handle(buildKinesisEvent([record]))).toEqual({ batchItemFailures: [] });
  return (await manifest.head(partitionOf('events', record.shardId)))?.counts;
}

/** A stray line: a right hash says who wrote a line, not that it is one. */
const strayLines = ['{"a":1}', '', '{"reason":7}', 'null'];
const suppressReasons = ['analytics-denied', 'of-tomorrow', '__proto__'];
const smallPoison = poisonKinds.filter((kind) => kind !== 'noise');

function anyFrame(random: Prng): Buffer {
  const times = <T>(limit: number, make: (index: number) => T) =>
    Array.from({ length: random.below(limit) }, (_, n) => make(n));
  const stray = () => (random.chance(0.1) ? [pick(random, strayLines)] : []);
  return encodeFrame(
    {
      frameId: 'frame',
      requestId: 'request',
      receivedAt: '2026-01-15T12:00:00.000Z',
      accepted: [...times(5, buildStoredLine), ...stray()],
      quarantined: [...times(4, () => refusedLine), ...stray()],
      suppressed: Object.fromEntries(times(3, () => [pick(random, suppressReasons), random.below(9)])),
    },
    random.chance(0.5) ? 'raw' : 'zstd',
  );
}

function anyUserRecord(random: Prng): Buffer {
  const n = random.below(100);
  const made: (() => Buffer)[] = [
    ...Array.from({ length: 6 }, () => () => anyFrame(random)),
    () => buildBareEvent(n),
    () => buildBareEvent(n, { ts: 'never' }),
    () => buildBareEvent(n, { user: { consent: { analytics: false, ads: false } } }),
    () => buildBareEvent(n, { user: undefined }),
    () =>
      Buffer.from(
        pick(random, ['null', '7', '"text"', '[]', '{}', '{"__proto__":1}', ' {"v":1}', '{"v":1,"sha256":""}']),
      ),
    () => Buffer.from('['.repeat(15 + n) + ']'.repeat(15 + n)),
    () => buildPoison(pick(random, smallPoison), n),
    () => buildNoise(n, random.below(300)),
  ];
  return pick(random, made)();
}

/** Some of its user records are aggregates themselves, and some aggregates are cut. */
function anyAggregate(random: Prng): Buffer {
  const datas = Array.from({ length: random.below(9) }, () => {
    const data = anyUserRecord(random);
    return random.chance(0.1) ? buildAggregate([data]) : data;
  });
  const whole = buildAggregate(datas);
  return random.chance(0.1) ? whole.subarray(0, whole.length - 1 - random.below(16)) : whole;
}

function pick<T>(random: Prng, values: readonly T[]): T {
  return values[random.below(values.length)] as T;
}

test('a record has the lines that the processor lands of it, whatever it carries', async () => {
  const random = createPrng(hashSeed('count-lines'));
  let total = noOutcomes;
  for (let round = 0; round < 1_500; round += 1) {
    const data = random.chance(0.5) ? anyAggregate(random) : anyUserRecord(random);
    const counts = countLines(buildRecord(1, data));
    expect({ round, ...counts }).toEqual({ round, ...(await landed(data)) });
    total = addCounts(total, assertConserved(counts, `round ${round}`));
  }
  // The rounds have lines of every outcome.
  expect(Math.min(total.accepted, total.quarantined, total.suppressed)).toBeGreaterThan(1_000);
});

test.each([
  ['an empty record', Buffer.alloc(0), { received: 1, accepted: 0, quarantined: 1, suppressed: 0 }],
  ['a bare event', buildBareEvent(1), { received: 1, accepted: 1, quarantined: 0, suppressed: 0 }],
  [
    'an aggregate without user records',
    buildAggregate([]),
    { received: 1, accepted: 0, quarantined: 1, suppressed: 0 },
  ],
  [
    'an aggregate of a frame, an event, a refused one and noise',
    buildAggregate([
      encodeFrame(
        {
          frameId: 'frame',
          requestId: 'request',
          receivedAt: '2026-01-15T12:00:00.000Z',
          accepted: [buildStoredLine(1), buildStoredLine(2)],
          quarantined: [refusedLine],
          suppressed: { 'analytics-denied': 3 },
        },
        'zstd',
      ),
      buildBareEvent(3),
      buildBareEvent(4, { ts: 'never' }),
      buildNoise(1, 100),
    ]),
    { received: 9, accepted: 3, quarantined: 3, suppressed: 3 },
  ],
])('%s is so many lines', (_, data, counts) => {
  expect(countLines(buildRecord(1, data))).toEqual(counts);
});
