import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { createPrng } from '../prng.ts';
import { newerPageView, pageView, rawMark, withRaw } from './event-json.ts';
import { type EventOutcome, eachOutcome, type HostileCase, refused } from './hostile-case.ts';

const maxWireBytes = 512 * 1024;
const maxBodyBytes = 2 * 1024 * 1024;
const maxEventChars = 32 * 1024;
const maxStringChars = 8192;
const maxKeys = 256;
/** Large enough for what a compressed body begins with not to count. */
const ratioBytes = 200_000;

/** Every content-encoding that is taken. Fast settings: the tests compress megabytes. */
export const compressors: Readonly<Record<string, (body: string | Uint8Array) => Buffer>> = {
  gzip: (body) => gzipSync(body, { level: 6 }),
  deflate: (body) => deflateSync(body, { level: 6 }),
  br: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  zstd: (body) => zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
};

/** A batch of one event, padded with blanks to a number of bytes. */
function padded(sizeBytes: number): string {
  const json = JSON.stringify([pageView(1)]);
  return json + ' '.repeat(sizeBytes - json.length);
}

/** The same; of each 1,000 blanks so many are any of three, which cannot be compressed away. */
function noisy(sizeBytes: number, noisePerThousand: number): string {
  const prng = createPrng(sizeBytes + noisePerThousand);
  const json = JSON.stringify([pageView(1)]);
  const blanks = new Uint8Array(sizeBytes - json.length).fill(32);
  for (let place = 0; place < blanks.length; place += 1) {
    if (place % 1000 < noisePerThousand) blanks[place] = prng.pick([9, 10, 13]);
  }
  return json + Buffer.from(blanks).toString('latin1');
}

/** A body that compresses to just less than a ratio: with the least noise that does it. */
function withRatioBelow(compress: (body: string) => Buffer, ratio: number): Buffer {
  let low = 0;
  let high = 1000;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ratioBytes / compress(noisy(ratioBytes, middle)).length < ratio) high = middle;
    else low = middle + 1;
  }
  return compress(noisy(ratioBytes, low));
}

/** gzip that only wraps, of exactly so many bytes. */
function stored(sizeBytes: number): Buffer {
  const wrap = (length: number) => gzipSync(padded(length), { level: 0 });
  const overhead = wrap(sizeBytes - 1000).length - (sizeBytes - 1000);
  return wrap(sizeBytes - overhead);
}

function around(limit: number): readonly [number, string, boolean][] {
  return [
    [limit - 1, 'one below', true],
    [limit, 'at', true],
    [limit + 1, 'one above', false],
  ];
}

const wire = around(maxWireBytes).flatMap(([sizeBytes, where, isTaken]): HostileCase[] => {
  const judge = (name: string, request: HostileCase['request']) =>
    isTaken ? eachOutcome(name, request, ['accepted']) : refused(name, request, 413);
  return [
    judge(`a body of bytes ${where} the limit`, { body: () => padded(sizeBytes) }),
    judge(`a body of bytes ${where} the limit, as text/plain`, {
      headers: { 'content-type': 'text/plain' },
      body: () => padded(sizeBytes),
    }),
    judge(`gzip that compresses nothing, of bytes ${where} the limit`, {
      headers: { 'content-encoding': 'gzip' },
      body: () => stored(sizeBytes),
    }),
  ];
});

const decompressed = Object.entries(compressors).flatMap(([encoding, compress]) =>
  around(maxBodyBytes).map(([sizeBytes, where, isTaken]) => {
    const request = { headers: { 'content-encoding': encoding }, body: () => compress(noisy(sizeBytes, 100)) };
    const name = `${encoding}: bytes after decompression ${where} the limit`;
    return isTaken ? eachOutcome(name, request, ['accepted']) : refused(name, request, 413);
  }),
);

const ratios = Object.entries(compressors).flatMap(([encoding, compress]) => {
  const request = (body: () => Buffer) => ({ headers: { 'content-encoding': encoding }, body });
  return [
    ...[20, 50, 95].map((ratio) =>
      eachOutcome(
        `${encoding}: a ratio just below ${ratio}`,
        request(() => withRatioBelow(compress, ratio)),
        ['accepted'],
      ),
    ),
    ...[120, 200, 400].map((ratio) =>
      refused(
        `${encoding}: a ratio above 100, below ${ratio}`,
        request(() => withRatioBelow(compress, ratio)),
        413,
      ),
    ),
    refused(
      `${encoding}: a megabyte of blanks`,
      request(() => compress(padded(1_000_000))),
      413,
    ),
  ];
});

const tinyEvents: Readonly<Record<string, { json: string; outcome: EventOutcome }>> = {
  'page views': { json: '', outcome: 'accepted' },
  nulls: { json: 'null', outcome: 'not-an-event' },
  'empty objects': { json: '{}', outcome: 'consent-unreadable' },
  'empty lists': { json: '[]', outcome: 'not-an-event' },
};
const counts = Object.entries(tinyEvents).flatMap(([what, { json, outcome }]) =>
  [499, 500, 501, 1000].flatMap((count) =>
    [false, true].map((isWrapped): HostileCase => {
      const list = `[${Array.from({ length: count }, (_, n) => json || JSON.stringify(pageView(n))).join(',')}]`;
      const request = { body: () => (isWrapped ? `{"events":${list}}` : list) };
      const name = `${count} ${what}, ${isWrapped ? 'in events' : 'as a list'}`;
      return count > 500 ? refused(name, request, 413) : eachOutcome(name, request, Array(count).fill(outcome));
    }),
  ),
);

/** An event whose JSON has exactly so many characters, none of its strings too many. */
function eventOfLength(length: number): Record<string, unknown> {
  const filled = (count: number, last: number) =>
    newerPageView(2, { filling: [...Array(count).fill('x'.repeat(8000)), 'x'.repeat(last)] });
  const count = Math.floor(length / 8003);
  return filled(count, length - JSON.stringify(filled(count, 0)).length);
}

/** An event with exactly so many keys, in all of its objects. */
function eventWithKeys(count: number, spread: 'flat' | 'nested' | 'in a list' | 'in pairs'): Record<string, unknown> {
  const flat = (keys: number) => Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, index]));
  const build = (keys: number) => {
    if (spread === 'flat') return flat(keys);
    if (spread === 'in a list') return Array.from({ length: keys }, () => ({ k: 1 }));
    if (spread === 'in pairs') {
      return Array.from({ length: Math.ceil(keys / 2) }, (_, n) => (2 * n + 1 < keys ? { a: 1, b: 2 } : { a: 1 }));
    }
    return keys === 0 ? {} : { inner: flat(keys - 1) };
  };
  return newerPageView(2, { filling: build(count - countKeys(newerPageView(2, { filling: 0 }))) });
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, inner) => sum + countKeys(inner), own);
}

function inBatch(name: string, event: unknown, isTaken: boolean, reason: EventOutcome = 'too-large'): HostileCase {
  return eachOutcome(name, { body: () => JSON.stringify([pageView(1), event, pageView(3)]) }, [
    'accepted',
    isTaken ? 'accepted' : reason,
    'accepted',
  ]);
}

const events = [
  ...around(maxEventChars).map(([length, where, isTaken]) =>
    inBatch(`an event of characters ${where} the limit`, eventOfLength(length), isTaken),
  ),
  inBatch('an event of ten times the characters', eventOfLength(10 * maxEventChars), false),
  ...(['flat', 'nested', 'in a list', 'in pairs'] as const).flatMap((spread) =>
    [...around(maxKeys), [1000, 'a thousand, far above', false] as const].map(([count, where, isTaken]) =>
      inBatch(`keys ${where} the limit, ${spread}`, eventWithKeys(count, spread), isTaken),
    ),
  ),
  ...around(maxStringChars).flatMap(([length, where, isTaken]) => {
    const text = 'x'.repeat(length);
    return [
      inBatch(`a string of characters ${where} the limit: page_url`, pageView(2, { ctx: { page_url: text } }), isTaken),
      inBatch(
        `a string of characters ${where} the limit: user_agent`,
        pageView(2, { ctx: { page_url: '/', user_agent: text } }),
        isTaken,
      ),
      inBatch(`a string of characters ${where} the limit: no contract's`, newerPageView(2, { more: text }), isTaken),
      inBatch(`a string of characters ${where} the limit: in a list`, newerPageView(2, { more: [[text]] }), isTaken),
    ];
  }),
];

const kinds = { lists: ['[', ']', '1'], objects: ['{"k":', '}', '1'], both: ['[{"k":', '}]', '1'] } as const;

/** JSON nested so many levels deep. */
function nested(kind: keyof typeof kinds, depth: number): string {
  const [open, close, core] = kinds[kind];
  const rounds = kind === 'both' ? Math.floor(depth / 2) : depth;
  const isOdd = kind === 'both' && depth % 2 === 1;
  return (isOdd ? '[' : '') + open.repeat(rounds) + core + close.repeat(rounds) + (isOdd ? ']' : '');
}

const depths = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) => [
  // The event itself is the first level, the list around it one more of the body's.
  ...[2, 3, 8, 14, 15, 16, 17, 18, 32, 62, 63].map((depth) =>
    eachOutcome(
      `an event ${depth} levels deep, of ${kind}`,
      {
        body: () => {
          const deep = withRaw(newerPageView(2, { deep: rawMark }), nested(kind, depth - 1));
          return `[${JSON.stringify(pageView(1))},${deep},${JSON.stringify(pageView(3))}]`;
        },
      },
      ['accepted', depth <= 16 ? 'accepted' : 'too-deep', 'accepted'],
    ),
  ),
  ...[64, 65, 100, 1000, 20_000].map((depth) =>
    refused(
      `a body ${depth + 1} levels deep, of ${kind}`,
      { body: () => `[${withRaw(newerPageView(2, { deep: rawMark }), nested(kind, depth - 1))}]` },
      400,
    ),
  ),
  ...[65, 66, 1000, 80_000].map((depth) =>
    refused(`nothing but ${depth} levels of ${kind}`, { body: () => nested(kind, depth) }, 400),
  ),
]);

/** Bounds, each met and missed by one. */
export const sizes: readonly HostileCase[] = [...wire, ...decompressed, ...ratios, ...counts, ...events, ...depths];
