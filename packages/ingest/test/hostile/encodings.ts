import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { pageView } from './event-json.ts';
import { eachOutcome, type HostileCase, refused } from './hostile-case.ts';
import { compressors } from './sizes.ts';

const json = JSON.stringify([pageView(1), pageView(2)]);
const twoAccepted = ['accepted', 'accepted'] as const;

const takenTypes = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=UTF-8',
  'application/json ; charset=utf-8',
  'application/json; charset="utf-8"',
  'Application/JSON',
  'APPLICATION/JSON; CHARSET=UTF-8',
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/plain; charset=utf-8',
  'Text/Plain',
];
const refusedTypes = [
  'text/html',
  'text/json',
  'text/xml',
  'text/csv',
  'text/plainer',
  'text/*',
  '*/*',
  'application/*',
  'application/jsonp',
  'application/json5',
  'application/json-seq',
  'application/x-json',
  'application/x-ndjson',
  'application/ld+json',
  'application/problem+json',
  'application/xml',
  'application/javascript',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'application/gzip',
  'application/json, text/plain',
  'application/json,application/json',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'image/gif',
  'json',
  'application',
  'application/',
  '/json',
  'null',
  'application/json/x',
  '__proto__',
  'constructor',
  'ａpplication/json',
  '',
  ...[
    'iso-8859-1',
    'latin1',
    'us-ascii',
    'utf-16',
    'utf-16le',
    'utf-32',
    'utf-7',
    'windows-1252',
    'shift_jis',
    '__proto__',
  ].flatMap((charset) => [`application/json; charset=${charset}`, `text/plain;charset="${charset}"`]),
];

const types = [
  ...takenTypes.flatMap((type) => [
    eachOutcome(`content-type ${type}`, { headers: { 'content-type': type }, body: json }, twoAccepted),
    ...Object.entries(compressors).map(([encoding, compress]) =>
      eachOutcome(
        `content-type ${type}, content-encoding ${encoding}`,
        { headers: { 'content-type': type, 'content-encoding': encoding }, body: compress(json) },
        twoAccepted,
      ),
    ),
  ]),
  ...refusedTypes.flatMap((type) => [
    refused(`content-type ${type}`, { headers: { 'content-type': type }, body: json }, 415),
    refused(
      `content-type ${type}, content-encoding gzip`,
      { headers: { 'content-type': type, 'content-encoding': 'gzip' }, body: gzipSync(json) },
      415,
    ),
  ]),
];

const refusedEncodings = [
  'compress',
  'x-compress',
  'lz4',
  'snappy',
  'xz',
  'bzip2',
  'zlib',
  'brotli',
  'aws-chunked',
  'chunked',
  'base64',
  'exi',
  'pack200-gzip',
  'gzip, gzip',
  'gzip,gzip',
  'gzip, br',
  'br, gzip',
  'deflate, gzip, br',
  'identity, gzip',
  'gzip;q=1',
  'gzip gzip',
  '*',
  'null',
  'utf-8',
  '__proto__',
  'constructor',
  'toString',
  'ｇzip',
];

const encodingNames = [
  ...refusedEncodings.flatMap((encoding) => [
    refused(
      `content-encoding ${encoding} of bare JSON`,
      { headers: { 'content-encoding': encoding }, body: json },
      415,
    ),
    refused(
      `content-encoding ${encoding} of gzip`,
      { headers: { 'content-encoding': encoding }, body: gzipSync(json) },
      415,
    ),
  ]),
  ...['identity', 'Identity', 'IDENTITY'].map((encoding) =>
    eachOutcome(`content-encoding ${encoding}`, { headers: { 'content-encoding': encoding }, body: json }, twoAccepted),
  ),
  ...['GZIP', 'Gzip', ' gzip ', 'gZiP'].map((encoding) =>
    eachOutcome(
      `content-encoding "${encoding}"`,
      { headers: { 'content-encoding': encoding }, body: gzipSync(json) },
      twoAccepted,
    ),
  ),
];

const encodings = Object.keys(compressors) as readonly string[];
const compressed = (encoding: string, body: string | Uint8Array) => compressors[encoding]?.(body) ?? Buffer.alloc(0);

/** What is said to be one encoding and is another. */
const wrongEncodings = [...encodings, 'identity'].flatMap((said) =>
  [...encodings, 'identity']
    .filter((sent) => sent !== said)
    .map((sent) =>
      refused(
        `content-encoding ${said}, but the body is ${sent}`,
        { headers: { 'content-encoding': said }, body: sent === 'identity' ? json : compressed(sent, json) },
        400,
      ),
    ),
);

/** Each byte of a compressed body that is cut off, turned or followed. */
const damaged = encodings.flatMap((encoding) => {
  // Text that compresses badly: damage meets data, not only tables.
  const whole = compressed(encoding, JSON.stringify([pageView(1), pageView(22, { session: { session_id: 'q7Zk2' } })]));
  const request = (body: Uint8Array) => ({ headers: { 'content-encoding': encoding }, body });
  const cutAt = [0, 1, 2, 3, 4, 8, 10, 16, 32, whole.length >> 1, whole.length - 9, whole.length - 4, whole.length - 1];
  return [
    ...[...new Set(cutAt)].map((length) =>
      refused(`${encoding} cut off after ${length} of its bytes`, request(whole.subarray(0, length)), 400),
    ),
    ...[
      ['a zero', Buffer.of(0)],
      ['a blank', Buffer.from(' ')],
      ['a line end', Buffer.from('\n')],
      ['text', Buffer.from('trailing')],
      ['JSON', Buffer.from(json)],
      ['sixty-four zeros', Buffer.alloc(64)],
      ['255s', Buffer.alloc(16, 255)],
    ].map(([what, trailing]) =>
      refused(`${encoding} with ${what} after its end`, request(Buffer.concat([whole, trailing as Buffer])), 400),
    ),
    refused(`${encoding} twice, said once`, request(compressed(encoding, whole)), 400),
    refused(`${encoding} of nothing`, request(compressed(encoding, '')), 400),
    refused(`${encoding} of text`, request(compressed(encoding, 'hello')), 400),
    refused(`${encoding} of JSON that is cut off`, request(compressed(encoding, json.slice(0, -1))), 400),
    refused(`${encoding} in base64`, request(Buffer.from(whole.toString('base64'))), 400),
    refused(`${encoding} that was read as Latin-1`, request(Buffer.from(whole.toString('latin1'))), 400),
    refused(`${encoding} with its first byte turned`, request(turned(whole, 0)), 400),
    refused(`${encoding}: all of its bytes turned`, request(whole.map((byte) => byte ^ 255)), 400),
  ];
});

/** gzip and zlib have a check sum at their end, gzip a header of many parts. */
const checkSums = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((fromEnd) => {
    const whole = gzipSync(json);
    return refused(
      `gzip with byte ${fromEnd} of its trailer turned`,
      { headers: { 'content-encoding': 'gzip' }, body: turned(whole, whole.length - fromEnd) },
      400,
    );
  }),
  ...[1, 2, 3, 4].map((fromEnd) => {
    const whole = deflateSync(json);
    return refused(
      `deflate with byte ${fromEnd} of its check sum turned`,
      { headers: { 'content-encoding': 'deflate' }, body: turned(whole, whole.length - fromEnd) },
      400,
    );
  }),
  refused(
    'gzip with a reserved method',
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync(json).with(2, 9) },
    400,
  ),
  refused(
    'deflate that wants a dictionary',
    { headers: { 'content-encoding': 'deflate' }, body: deflateSync(json, { dictionary: Buffer.from(json) }) },
    400,
  ),
  refused(
    'zstd with a skippable frame after it',
    {
      headers: { 'content-encoding': 'zstd' },
      body: Buffer.concat([zstdCompressSync(json), Buffer.of(0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4)]),
    },
    400,
  ),
  refused(
    'deflate without its wrapper, and nothing in it',
    { headers: { 'content-encoding': 'deflate' }, body: deflateRawSync('') },
    400,
  ),
];

/** Little that becomes very much. */
const bombs = encodings.flatMap((encoding) => {
  const request = (body: () => Uint8Array) => ({ headers: { 'content-encoding': encoding }, body });
  return [
    ...[3, 16, 64].flatMap((megabytes) => [
      refused(
        `${encoding} bomb of ${megabytes} MB of blanks`,
        request(() => compressed(encoding, Buffer.alloc(megabytes << 20, 32))),
        413,
      ),
      refused(
        `${encoding} bomb of ${megabytes} MB of zeros`,
        request(() => compressed(encoding, Buffer.alloc(megabytes << 20))),
        413,
      ),
    ]),
    refused(
      `${encoding} bomb: a valid event before 16 MB of blanks`,
      request(() => compressed(encoding, json + ' '.repeat(16 << 20))),
      413,
    ),
    refused(
      `${encoding} bomb: one string of 16 MB`,
      request(() => compressed(encoding, `[{"x":"${'a'.repeat(16 << 20)}"}]`)),
      413,
    ),
    refused(
      `${encoding} bomb: two million opening brackets`,
      request(() => compressed(encoding, '['.repeat(2_000_000))),
      413,
    ),
    refused(
      `${encoding} bomb in itself`,
      request(() => compressed(encoding, compressed(encoding, Buffer.alloc(64 << 20, 32)))),
      // The inner one is small enough to be read, and no JSON.
      encoding === 'gzip' || encoding === 'deflate' ? 413 : 400,
    ),
  ];
});

function turned(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[place] = (copy[place] ?? 0) ^ 255;
  return copy;
}

/** Content types and encodings, what is not what it is said to be, what is damaged, and what grows. */
export const encodingCases: readonly HostileCase[] = [
  ...types,
  ...encodingNames,
  ...wrongEncodings,
  ...damaged,
  ...checkSums,
  ...bombs,
];
