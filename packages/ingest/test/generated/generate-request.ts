import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { BedAccess, BedKey, BedRequest } from '../ingest-bed.ts';
import type { Prng } from '../prng.ts';
import { faultyEvent, textWithSecrets, validEvent } from './one-fault.ts';

export type GeneratedRequest = {
  readonly request: BedRequest;
  /** What was done to it, for whoever reads a failure. */
  readonly what: string;
  /** Set when one event of a healthy batch has exactly one fault: which, and why it must be refused. */
  readonly fault?: { readonly index: number; readonly reason: string; readonly name: string };
  /** Nothing is wrong with it. */
  readonly isHealthy: boolean;
};

const compressors: Readonly<Record<string, (body: Uint8Array) => Buffer>> = {
  gzip: (body) => gzipSync(body, { level: 1 }),
  deflate: (body) => deflateSync(body, { level: 1 }),
  br: (body) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  zstd: (body) => zstdCompressSync(body),
};

/** The n-th request of a seed's run: of ten, four with one fault in one event, one healthy, five damaged anyhow. */
export function generateRequest(prng: Prng): GeneratedRequest {
  const choice = prng.next();
  if (choice < 0.4) return withOneFault(prng);
  const events = Array.from({ length: 1 + prng.below(3) }, () => JSON.stringify(validEvent(prng)));
  if (choice < 0.5) return { ...asRequest(wrap(events, prng), prng), what: 'healthy', isHealthy: true };
  return damaged(events, prng);
}

function withOneFault(prng: Prng): GeneratedRequest {
  const { json, reason, fault } = faultyEvent(prng);
  const neighbours = Array.from({ length: prng.below(3) }, () => JSON.stringify(validEvent(prng)));
  const index = prng.below(neighbours.length + 1);
  const events = neighbours.toSpliced(index, 0, json);
  const body = events.length === 1 && json.startsWith('[') ? `[${json}]` : wrap(events, prng);
  return {
    ...asRequest(body, prng),
    what: `one fault: ${fault}`,
    fault: { index, reason, name: fault },
    isHealthy: false,
  };
}

/** One event, a list, or `events`. */
function wrap(events: readonly string[], prng: Prng): string {
  const [only] = events;
  if (events.length === 1 && only !== undefined && prng.chance(0.3)) return only;
  return prng.chance(0.5) ? `[${events.join(',')}]` : `{"events":[${events.join(',')}]}`;
}

/** In one of the ways that clients send it. */
function asRequest(body: string, prng: Prng): Pick<GeneratedRequest, 'request'> {
  const type = prng.pick(['application/json', 'text/plain;charset=UTF-8', 'application/json; charset=utf-8']);
  const encoding = prng.chance(0.15) ? prng.pick(Object.keys(compressors)) : undefined;
  const compress = encoding === undefined ? undefined : compressors[encoding];
  return {
    request: {
      headers: {
        'content-type': type,
        ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
        'user-agent': textWithSecrets(prng),
        ...(prng.chance(0.1) ? { dnt: '1' } : {}),
        ...(prng.chance(0.1) ? { 'sec-gpc': '1' } : {}),
        ...(prng.chance(0.3) ? { origin: 'https://shop.example' } : {}),
      },
      body: compress ? compress(Buffer.from(body)) : body,
      key: 'public',
    },
  };
}

type Damage = (request: BedRequest, events: readonly string[], prng: Prng) => BedRequest;

const keys: readonly BedKey[] = [
  'public',
  'public-in-query',
  'secret',
  'import',
  'cookieless',
  'counted',
  'no-origins',
  'revoked',
  'none',
];

const damages: Readonly<Record<string, Damage>> = {
  'bytes of the body': (request, events, prng) => ({
    ...request,
    body: damageBytes(Buffer.from(wrap(events, prng)), prng),
  }),
  'JSON of an event': (request, events, prng) => ({
    ...request,
    body: wrap(
      events.map((json) => damageJson(json, prng)),
      prng,
    ),
  }),
  'JSON around the events': (request, events, prng) => ({
    ...request,
    body: damageJson(`{"events":[${events.join(',')}]}`, prng),
  }),
  'a compressed body': (request, events, prng) => {
    const [encoding, compress] = prng.pick(Object.entries(compressors));
    const bytes = compress(Buffer.from(wrap(events, prng)));
    return {
      ...request,
      headers: {
        ...(request.headers as object),
        'content-encoding': prng.chance(0.2) ? prng.pick(Object.keys(compressors)) : encoding,
      },
      body: prng.chance(0.8) ? damageBytes(bytes, prng) : bytes,
    };
  },
  headers: (request, _events, prng) => ({
    ...request,
    headers: {
      ...(request.headers as object),
      [prng.pick(headerNames)]: prng.pick(headerValues),
      [prng.pick(headerNames)]: randomText(prng),
    },
  }),
  keys: (request, _events, prng) => ({ ...request, key: prng.pick(keys) }),
  signature: (request, _events, prng) => ({
    ...request,
    key: 'none',
    headers: (access: BedAccess) => damageSignature(request, access, prng),
  }),
  query: (request, _events, prng) => ({
    ...request,
    query: Array.from({ length: 1 + prng.below(4) }, () => `${prng.pick(queryNames)}=${prng.pick(queryValues)}`).join(
      '&',
    ),
  }),
  'text that is nothing': (request, _events, prng) => ({ ...request, body: randomText(prng) }),
  'bytes that are nothing': (request, _events, prng) => ({
    ...request,
    body: Buffer.from(Array.from({ length: prng.below(64) }, () => prng.below(256))),
  }),
  'a pixel': (_request, events, prng) => ({
    method: 'GET',
    path: '/v1/pixel.gif',
    key: prng.pick(['public-in-query', 'none']),
    query: prng.chance(0.5)
      ? `event=${encodeURIComponent(damageJson(events[0] ?? '', prng).toWellFormed())}`
      : [
          'page_url=https%3A%2F%2Fshop.example%2F&analytics=1&ads=0',
          ...Array.from({ length: prng.below(4) }, () => `${prng.pick(pixelNames)}=${prng.pick(queryValues)}`),
        ].join('&'),
  }),
  'a redirect': (_request, _events, prng) => ({
    method: 'GET',
    path: `/r/${prng.pick(['offer', 'offer', 'expired', 'removed', '__proto__', '..', randomText(prng)])}`,
    key: 'none',
    query: Array.from({ length: prng.below(5) }, () => `${prng.pick(redirectNames)}=${prng.pick(queryValues)}`).join(
      '&',
    ),
    headers: { cookie: prng.pick(['', 'millrace_consent=analytics=1&ads=1', 'millrace_consent=%', randomText(prng)]) },
  }),
};

function damaged(events: readonly string[], prng: Prng): GeneratedRequest {
  const { request } = asRequest(wrap(events, prng), prng);
  const [what, damage] = prng.pick(Object.entries(damages));
  return { request: damage(request, events, prng), what, isHealthy: false };
}

const headerNames = [
  ...[
    'content-type',
    'content-encoding',
    'content-length',
    'transfer-encoding',
    'origin',
    'referer',
    'user-agent',
    'cookie',
  ],
  ...[
    'dnt',
    'sec-gpc',
    'x-forwarded-for',
    'x-millrace-key',
    'x-millrace-timestamp',
    'x-millrace-signature',
    'authorization',
  ],
  ...['cloudfront-viewer-country', 'host', 'expect', '__proto__', 'constructor', 'x-unknown'],
];
const headerValues = [
  ...[
    '',
    '0',
    '1',
    '-1',
    'null',
    'gzip',
    'br',
    'identity',
    'application/json',
    'text/plain',
    'application/json; charset=utf-16',
  ],
  ...[
    'https://evil-shop.example',
    'null',
    '198.51.100.123',
    'x\r\ny: z',
    '\u0000',
    'ü',
    '😀',
    '\ud83d',
    '__proto__',
    'chunked',
  ],
  ...['v1=', `v1=${'0'.repeat(64)}`, '1795256432', '9'.repeat(30), 'import', 'pk_', 'sk_0', 'x'.repeat(9000)],
];
const queryNames = ['key', 'events', '__proto__', 'constructor', 'a', '', '%00', '%', 'key[]', 'sig', 'p.x'];
const queryValues = [
  ...[
    '',
    '1',
    '0',
    'true',
    'x',
    '%00',
    '%',
    '%zz',
    '%c0%af',
    '__proto__',
    'zq7mail.person%40leak.example',
    '%0d%0aset-cookie:x',
  ],
  ...[
    'page_view',
    '1.1.0',
    '2026-11-21T10:20:30Z',
    'https%3A%2F%2Fevil.example',
    '%f0%9f%98%80',
    'pk_',
    'x'.repeat(300),
  ],
];
const pixelNames = [
  ...['event_type', 'schema_version', 'ts', 'analytics', 'ads', 'user_id_hash', 'session_id', 'utm_source', 'page_url'],
  ...['referrer', 'locale', 'p.x', 'p.__proto__', 'p.', 'event', 'key', 'user_id', '__proto__'],
];
const redirectNames = ['analytics', 'ads', 'p.subid', 'p.x', 'sig', 'url', 'user_id_hash', 'session_id', '__proto__'];

const oddTexts = [
  ...[
    '',
    '\u0000',
    '\ud83d',
    '\ude00',
    '😀',
    'ü',
    '\ufeff',
    '\u2028',
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\n',
    '\r\n',
  ],
  ...[
    'null',
    'true',
    '1e400',
    '-0',
    'NaN',
    '0x10',
    '9007199254740993',
    '"__proto__"',
    '/*',
    '//',
    "'",
    '\\u0000',
    '\\ud800',
  ],
];

function randomText(prng: Prng): string {
  return Array.from({ length: prng.below(12) }, () => prng.pick(oddTexts)).join('');
}

/** One to four places of bytes: turned, taken out, put in, doubled, cut off. */
function damageBytes(bytes: Buffer, prng: Prng): Buffer {
  let changed = Buffer.from(bytes);
  for (let round = 1 + prng.below(4); round > 0 && changed.length > 0; round -= 1) {
    const at = prng.below(changed.length);
    const to = Math.min(changed.length, at + 1 + prng.below(16));
    const [before, part, after] = [changed.subarray(0, at), changed.subarray(at, to), changed.subarray(to)];
    changed = Buffer.concat(
      prng.pick([
        [before, part.map((byte) => byte ^ (1 << prng.below(8))), after],
        [before, after],
        [before, Buffer.of(prng.below(256)), part, after],
        [before, part, part, after],
        [before, Buffer.from(prng.pick(oddTexts)), after],
        [before],
      ]),
    );
  }
  return changed;
}

const jsonPieces = [
  ...[
    'null',
    'true',
    '0',
    '-0',
    '1e400',
    '-1e400',
    '9007199254740993',
    '1.5',
    '""',
    '"x"',
    '[]',
    '{}',
    '[[]]',
    '{"a":{}}',
  ],
  ...[
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{}}}',
    '"\\ud83d"',
    '"\\u0000"',
    '[null]',
    '"2026-02-30T00:00:00Z"',
  ],
];

/** Puts another value, member or key into one to three places of a JSON text; what comes out is mostly JSON still. */
function damageJson(json: string, prng: Prng): string {
  let changed = json;
  for (let round = 1 + prng.below(3); round > 0; round -= 1) {
    const places = [...changed.matchAll(/:(?:"(?:[^"\\]|\\.)*"|true|false|null|-?[\d.]+|\{\}|\[\])/g)];
    if (places.length === 0) return changed;
    const { index, 0: found } = prng.pick(places);
    const [before, after] = [changed.slice(0, index), changed.slice(index + found.length)];
    const piece = prng.pick(jsonPieces);
    changed = prng.pick([
      `${before}:${piece}${after}`,
      `${before}${found},"${prng.pick(['__proto__', 'constructor', 'x', 'ts', 'user', 'event_id', '', '\\ud83d'])}":${piece}${after}`,
      `${before}:[${piece},${piece}]${after}`,
      `${before}:{"x":${piece}}${after}`,
    ]);
  }
  return changed;
}

function damageSignature(
  { body, headers }: BedRequest,
  access: BedAccess,
  prng: Prng,
): Readonly<Record<string, string>> {
  const content = typeof body === 'function' || body === undefined ? '' : body;
  const signed = access.signed({ body: content });
  const name = prng.pick(Object.keys(signed));
  const value = signed[name] ?? '';
  const changed = prng.pick([
    value.slice(1),
    `${value}0`,
    value.toUpperCase(),
    value.replace(/\d/, '9'),
    '',
    randomText(prng),
  ]);
  return {
    ...(headers as Readonly<Record<string, string>>),
    ...signed,
    ...(prng.chance(0.8) ? { [name]: changed } : {}),
  };
}
