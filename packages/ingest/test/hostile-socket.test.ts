import { connect } from 'node:net';
import type { HttpHandler } from '@millrace/middleware';
import { type HttpEndpoint, serveHttp } from '../../local/src/serve-http.ts';
import { pageView } from './hostile/event-json.ts';
import { type Bed, createBed } from './ingest-bed.ts';
import { exchangeRaw, type RawPart } from './raw-exchange.ts';

let bed: Bed;
let endpoint: HttpEndpoint;
let key: string;
let underWay = 0;

/** The bed's handler; a client that has left does not see when its request is done. */
const handle: HttpHandler = async (event) => {
  underWay += 1;
  try {
    return await bed.handle(event);
  } finally {
    underWay -= 1;
  }
};

/** Nothing that was received is still to be handled: no request for some rounds of the event loop. */
async function settled(): Promise<void> {
  for (let quiet = 0; quiet < 10; quiet = underWay === 0 ? quiet + 1 : 0) {
    await new Promise<void>((next) => void setImmediate(next));
  }
}

beforeAll(async () => {
  bed = await createBed();
  key = bed.access.publicKey;
  const routes = ['POST /v1/events', 'OPTIONS /v1/events', 'GET /v1/pixel.gif', 'GET /health', 'GET /r/{link_id}'];
  endpoint = await serveHttp(0, new Map(routes.map((route) => [route, handle])));
});
afterAll(() => endpoint.close());

/** An event whose id says whether it came through the front door. */
function eventNumbered(n: number): string {
  return JSON.stringify(pageView(n));
}
const hiddenNumber = 0xbad;
const hiddenId = String(pageView(hiddenNumber)['event_id']);

/** A whole request; header lines as they are to be written. */
function requestOf(body: string, lines: readonly string[] = [`content-length: ${Buffer.byteLength(body)}`]): string {
  const head = [
    'POST /v1/events HTTP/1.1',
    'host: ingest.example',
    `x-millrace-key: ${key}`,
    'content-type: application/json',
  ];
  return [...head, ...lines, '', body].join('\r\n');
}

/** One that ends the connection. */
function lastRequest(body: string): string {
  return requestOf(body, [`content-length: ${Buffer.byteLength(body)}`, 'connection: close']);
}

/** A request that must never be answered: it stands where another one has its body. */
function hidden(): string {
  return lastRequest(eventNumbered(hiddenNumber));
}

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

function acceptedIds(): readonly string[] {
  return bed.frames().flatMap(({ accepted }) => accepted.map((line) => String(line['event_id'])));
}

/** What a connection says, and which answers that gives; nothing that is refused leaves an event. */
type SocketCase = {
  readonly parts: () => readonly RawPart[];
  readonly statuses: readonly number[];
  readonly accepted?: number;
};

const one = () => eventNumbered(1);
const badLengths = [
  '-1',
  '-0',
  '+5',
  '0x10',
  '1e2',
  '5.0',
  '5,5',
  '5 5',
  'five',
  '',
  '99999999999999999999999',
  '٥',
  '5\u0000',
];
const badEncodings = [
  'identity',
  'xchunked',
  'gzip',
  'chunked, identity',
  'chunked, gzip',
  'identity, xchunked',
  '"chunked"',
  'chunked;x',
  '\u000bchunked',
];
const badSizes = ['zz', '-5', '+5', '0x5', '5 5', '', ' ', 'FFFFFFFFFFFFFFFFF', '5;\u0000', '1e1', '5\n'];

const cases: Readonly<Record<string, SocketCase>> = {
  // Lengths
  'content-length smaller than the body': {
    parts: () => [requestOf(one(), ['content-length: 10'])],
    statuses: [400],
  },
  'content-length larger than the body, and the client leaves': {
    parts: () => [requestOf(one(), ['content-length: 9999']), 'end'],
    statuses: [400],
  },
  'no content-length and no chunks, but a body': {
    parts: () => [requestOf(one(), [])],
    statuses: [400],
  },
  ...Object.fromEntries(
    badLengths.map((length): [string, SocketCase] => [
      `content-length ${JSON.stringify(length)} before a hidden request`,
      { parts: () => [requestOf(hidden(), [`content-length: ${length}`])], statuses: [400] },
    ]),
  ),
  'two equal content-lengths': {
    parts: () => [requestOf(one(), [`content-length: ${one().length}`, `content-length: ${one().length}`])],
    statuses: [400],
  },
  'two content-lengths, the hidden request behind the smaller': {
    parts: () => [
      requestOf(one() + hidden(), [`content-length: ${one().length}`, `content-length: ${(one() + hidden()).length}`]),
    ],
    statuses: [400],
  },
  'two content-lengths, the smaller last': {
    parts: () => [
      requestOf(one() + hidden(), [`content-length: ${(one() + hidden()).length}`, `content-length: ${one().length}`]),
    ],
    statuses: [400],
  },
  'content-length and transfer-encoding, the hidden request behind the chunks': {
    parts: () => {
      const body = `${chunk(one())}0\r\n\r\n${hidden()}`;
      return [requestOf(body, [`content-length: ${Buffer.byteLength(body)}`, 'transfer-encoding: chunked'])];
    },
    statuses: [400],
  },
  'transfer-encoding and content-length, the hidden request behind the length': {
    parts: () => {
      const body = `0\r\n\r\n${hidden()}`;
      return [requestOf(body, ['transfer-encoding: chunked', 'content-length: 5'])];
    },
    statuses: [400],
  },
  ...Object.fromEntries(
    badEncodings.flatMap((encoding): [string, SocketCase][] => [
      [
        `transfer-encoding ${JSON.stringify(encoding)} before a hidden request`,
        { parts: () => [requestOf(`0\r\n\r\n${hidden()}`, [`transfer-encoding: ${encoding}`])], statuses: [400] },
      ],
      [
        `transfer-encoding ${JSON.stringify(encoding)} with a content-length, before a hidden request`,
        {
          parts: () => [requestOf(`0\r\n\r\n${hidden()}`, [`transfer-encoding: ${encoding}`, 'content-length: 5'])],
          statuses: [400],
        },
      ],
    ]),
  ),
  'a blank before the colon of transfer-encoding': {
    parts: () => [requestOf(`0\r\n\r\n${hidden()}`, ['transfer-encoding : chunked', 'content-length: 5'])],
    statuses: [400],
  },
  'a line end within transfer-encoding': {
    parts: () => [requestOf(`0\r\n\r\n${hidden()}`, ['transfer-encoding:\n chunked', 'content-length: 5'])],
    statuses: [400],
  },
  'two transfer-encodings': {
    parts: () => [requestOf(`0\r\n\r\n${hidden()}`, ['transfer-encoding: chunked', 'transfer-encoding: identity'])],
    statuses: [400],
  },
  'a length in a header that a lone CR hides': {
    parts: () => [requestOf(`0\r\n\r\n${hidden()}`, ['x-a: b\rtransfer-encoding: chunked', 'content-length: 5'])],
    statuses: [400],
  },
  'a GET with a hidden request for a body': {
    parts: () => [
      `GET /health HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(hidden())}\r\nconnection: close\r\n\r\n${hidden()}`,
    ],
    statuses: [200],
  },
  'a hidden request as the body of a POST': {
    parts: () => [lastRequest(hidden())],
    statuses: [400],
  },
  'a hidden request as the body of an unknown path': {
    parts: () => [lastRequest(hidden()).replace('/v1/events', '/v1/none')],
    statuses: [404],
  },
  // Chunks
  'a body in good chunks': {
    parts: () => [
      requestOf(`${chunk(one().slice(0, 7))}${chunk(one().slice(7))}0\r\n\r\n`, [
        'transfer-encoding: chunked',
        'connection: close',
      ]),
    ],
    statuses: [202],
    accepted: 1,
  },
  'a body in good chunks, with extensions and a trailer that names another key': {
    parts: () => [
      requestOf(`${one().length.toString(16)};a=b\r\n${one()}\r\n0\r\nx-millrace-key: pk_other\r\n\r\n`, [
        'transfer-encoding: Chunked',
        'connection: close',
      ]),
    ],
    statuses: [202],
    accepted: 1,
  },
  ...Object.fromEntries(
    badSizes.map((size): [string, SocketCase] => [
      `a chunk of size ${JSON.stringify(size)} before a hidden request`,
      { parts: () => [requestOf(`${size}\r\n${hidden()}`, ['transfer-encoding: chunked'])], statuses: [400] },
    ]),
  ),
  'a chunk that is longer than its size': {
    parts: () => [requestOf(`5\r\n${one()}\r\n0\r\n\r\n`, ['transfer-encoding: chunked'])],
    statuses: [400],
  },
  'a chunk without its line end': {
    parts: () => [requestOf(`${one().length.toString(16)}\r\n${one()}0\r\n\r\n`, ['transfer-encoding: chunked'])],
    statuses: [400],
  },
  'chunks with bare line feeds': {
    parts: () => [requestOf(`${one().length.toString(16)}\n${one()}\n0\n\n`, ['transfer-encoding: chunked'])],
    statuses: [400],
  },
  'a chunk extension of 64 KB': {
    parts: () => [requestOf(`5;${'x'.repeat(65_536)}\r\nhello\r\n0\r\n\r\n`, ['transfer-encoding: chunked'])],
    statuses: [413],
  },
  'chunks that stop, and the client leaves': {
    parts: () => [requestOf(chunk('{"a"'), ['transfer-encoding: chunked']), 'end'],
    statuses: [400],
  },
  // Headers
  'a header of 16 KB': {
    parts: () => [requestOf(one(), [`x-a: ${'x'.repeat(16 * 1024)}`, `content-length: ${one().length}`])],
    statuses: [431],
  },
  'a header of a megabyte': {
    parts: () => [requestOf(one(), [`x-a: ${'x'.repeat(1 << 20)}`, `content-length: ${one().length}`])],
    statuses: [431],
  },
  'five thousand headers': {
    parts: () => [
      requestOf(one(), [...Array.from({ length: 5000 }, (_, n) => `x-${n}: y`), `content-length: ${one().length}`]),
    ],
    statuses: [431],
  },
  'an address of 16 KB': {
    parts: () => [lastRequest(one()).replace('/v1/events', `/v1/events?x=${'x'.repeat(16 * 1024)}`)],
    statuses: [431],
  },
  'a folded header': {
    parts: () => [requestOf(one(), ['x-a: b', ' c: d', `content-length: ${one().length}`, 'connection: close'])],
    statuses: [400],
  },
  'a fold as the first header': {
    parts: () => [`POST /v1/events HTTP/1.1\r\n x-a: b\r\nhost: x\r\n\r\n`],
    statuses: [400],
  },
  'bare line feeds for line ends': {
    parts: () => [lastRequest(one()).replaceAll('\r\n', '\n')],
    statuses: [400],
  },
  'one bare line feed': {
    parts: () => [lastRequest(one()).replace('\r\nhost', '\nhost')],
    statuses: [400],
  },
  'bare carriage returns for line ends': {
    parts: () => [lastRequest(one()).replaceAll('\r\n', '\r'), 'end'],
    statuses: [400],
  },
  'a NUL in a header': {
    parts: () => [requestOf(one(), ['x-a: b\u0000c', `content-length: ${one().length}`])],
    statuses: [400],
  },
  "a NUL in a header's name": {
    parts: () => [requestOf(one(), ['x-\u0000a: b', `content-length: ${one().length}`])],
    statuses: [400],
  },
  'a control character in a header': {
    parts: () => [requestOf(one(), ['x-a: b\u0001c', `content-length: ${one().length}`])],
    statuses: [400],
  },
  'a header without a colon': {
    parts: () => [requestOf(one(), ['x-a', `content-length: ${one().length}`])],
    statuses: [400],
  },
  'a header without a name': {
    parts: () => [requestOf(one(), [': b', `content-length: ${one().length}`])],
    statuses: [400],
  },
  "a blank in a header's name": {
    parts: () => [requestOf(one(), ['x a: b', `content-length: ${one().length}`])],
    statuses: [400],
  },
  'no host': {
    parts: () => [`POST /v1/events HTTP/1.1\r\ncontent-length: 0\r\n\r\n`],
    statuses: [400],
  },
  'a header named __proto__': {
    parts: () => [
      requestOf(one(), ['__proto__: x', 'constructor: x', `content-length: ${one().length}`, 'connection: close']),
    ],
    statuses: [202],
    accepted: 1,
  },
  'two keys': {
    parts: () => [requestOf(one(), [`x-millrace-key: ${key}`, `content-length: ${one().length}`, 'connection: close'])],
    statuses: [401],
  },
  'Latin-1 in a header': {
    parts: () => [
      Buffer.from(
        requestOf(one(), ['user-agent: Z\u00fcrich', `content-length: ${one().length}`, 'connection: close']),
        'latin1',
      ),
    ],
    statuses: [202],
    accepted: 1,
  },
  'an expectation that nobody meets': {
    parts: () => [requestOf(one(), ['expect: 200-ok', `content-length: ${one().length}`, 'connection: close'])],
    statuses: [417],
  },
  'an expectation of 100': {
    parts: () => [
      requestOf('', ['expect: 100-continue', `content-length: ${one().length}`, 'connection: close']),
      one(),
    ],
    statuses: [100, 202],
    accepted: 1,
  },
  'an upgrade to HTTP/2': {
    parts: () => [
      requestOf(one(), [
        'connection: upgrade, close',
        'upgrade: h2c',
        'http2-settings: AAMAAABkAAQAAP__',
        `content-length: ${one().length}`,
      ]),
    ],
    statuses: [202],
    accepted: 1,
  },
  // Lines
  'the preface of HTTP/2': { parts: () => ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], statuses: [400] },
  'HTTP/0.9': { parts: () => ['GET /health\r\n', 'end'], statuses: [400] },
  'HTTP/9.9': { parts: () => ['GET /health HTTP/9.9\r\nhost: x\r\n\r\n'], statuses: [400] },
  'a TLS hello': { parts: () => [Buffer.from('160301020001000001fc0303', 'hex')], statuses: [400] },
  'random bytes': {
    parts: () => [Buffer.from(Array.from({ length: 256 }, (_, n) => (n * 167 + 13) % 256))],
    statuses: [400],
  },
  'a method that is none': { parts: () => ['EVIL /v1/events HTTP/1.1\r\nhost: x\r\n\r\n'], statuses: [400] },
  'a method in small letters': { parts: () => ['post /v1/events HTTP/1.1\r\nhost: x\r\n\r\n'], statuses: [400] },
  'blanks in the address': { parts: () => ['GET /v1/ev ents HTTP/1.1\r\nhost: x\r\n\r\n'], statuses: [400] },
  'a NUL in the address': { parts: () => ['GET /v1/\u0000 HTTP/1.1\r\nhost: x\r\n\r\n'], statuses: [400] },
  'no address': { parts: () => ['GET HTTP/1.1\r\nhost: x\r\n\r\n'], statuses: [400] },
  'an address of another host': {
    parts: () => ['GET http://other.example/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
    statuses: [404],
  },
  'the address *': { parts: () => ['OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'], statuses: [404] },
  'an address that climbs folders': {
    parts: () => ['GET /v1/../../etc/passwd HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
    statuses: [404],
  },
  'a link whose id climbs folders': {
    parts: () => ['GET /r/..%2f..%2foffer HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
    statuses: [404],
  },
  'a link whose id has a line end': {
    parts: () => [
      'GET /r/offer%0d%0alocation:%20https://evil.example HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    ],
    statuses: [404],
  },
  'an escape that is none': {
    parts: () => ['GET /r/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
    statuses: [404],
  },
  CONNECT: { parts: () => ['CONNECT other.example:443 HTTP/1.1\r\nhost: x\r\n\r\n'], statuses: [] },
  'nothing at all': { parts: () => ['end'], statuses: [] },
  'blank lines only': { parts: () => ['\r\n\r\n\r\n', 'end'], statuses: [] },
  // Order
  'three requests at once': {
    parts: () => [requestOf(eventNumbered(1)) + requestOf(eventNumbered(2)) + lastRequest(eventNumbered(3))],
    statuses: [202, 202, 202],
    accepted: 3,
  },
  'a bad body between two good ones': {
    parts: () => [requestOf(eventNumbered(1)) + requestOf('{') + lastRequest(eventNumbered(3))],
    statuses: [202, 400, 202],
    accepted: 2,
  },
  'a good request, then what is none': {
    parts: () => [requestOf(eventNumbered(1)), 'answer', 'EVIL\r\n\r\n'],
    statuses: [202, 400],
    accepted: 1,
  },
  'a request byte by byte': {
    parts: () => [...lastRequest(one())],
    statuses: [202],
    accepted: 1,
  },
  'a body that stops, and the client leaves': {
    parts: () => [requestOf('{"event_id":', ['content-length: 500']), 'end'],
    statuses: [400],
  },
  'a body that is larger than the gateway takes': {
    parts: () => [requestOf('x'.repeat(11 * 1024 * 1024))],
    statuses: [413],
  },
  'a body over the limit': {
    parts: () => [lastRequest(' '.repeat(512 * 1024 + 1))],
    statuses: [413],
  },
};

describe.each(Object.entries(cases))('%s', (_, { parts, statuses, accepted = 0 }) => {
  test('HOSTILE-5: is answered as it should be, and the next connection as ever', async () => {
    const exchange = await exchangeRaw(endpoint.url, parts());
    await settled();
    expect({ statuses: exchange.statuses, text: exchange.text.slice(0, 400) }).toEqual({
      statuses,
      text: expect.anything(),
    });
    const ids = acceptedIds();
    expect(ids).not.toContain(hiddenId);
    expect(ids).toHaveLength(accepted);

    const next = await exchangeRaw(endpoint.url, [lastRequest(eventNumbered(99))]);
    expect(next.statuses).toEqual([202]);
    expect(acceptedIds()).toEqual([pageView(99)['event_id']]);
  });
});

test('clients that stop in the middle of a body keep nobody waiting', async () => {
  const { hostname, port } = new URL(endpoint.url);
  const stalled = Array.from({ length: 50 }, () => connect({ host: hostname, port: Number(port) }));
  await Promise.all(
    stalled.map(
      (socket) =>
        new Promise<void>((sent, failed) => {
          socket.on('error', failed);
          socket.write(requestOf('{"events":', ['content-length: 100000']), () => sent());
        }),
    ),
  );
  const next = await exchangeRaw(endpoint.url, [lastRequest(eventNumbered(1))]);
  expect(next.statuses).toEqual([202]);
  expect(acceptedIds()).toHaveLength(1);
  await Promise.all(
    stalled.map(
      (socket) =>
        new Promise<void>((closed) => {
          socket.on('close', () => closed());
          socket.destroy();
        }),
    ),
  );
  expect(acceptedIds()).toEqual([]);
});

test('a client that resets its connection while it is answered harms nobody', async () => {
  const { hostname, port } = new URL(endpoint.url);
  for (let round = 0; round < 20; round += 1) {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => {});
    await new Promise<void>((sent) => socket.write(requestOf(eventNumbered(round)), () => sent()));
    socket.resetAndDestroy();
  }
  const next = await exchangeRaw(endpoint.url, [lastRequest(eventNumbered(99))]);
  expect(next.statuses).toEqual([202]);
});
