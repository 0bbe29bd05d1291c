import { createSecretKey } from 'node:crypto';
import type { HttpHandler, Telemetry } from '@millrace/middleware';
import { decodeRecord, type EventStream, type StreamPut, splitLines } from '@millrace/pipeline';
import { createKeyStore, createLinkStore, type NewKey, signRequest, signTarget, toLink } from '@millrace/registry';
import { createMemoryEventStream, createMemoryQueue, createMemoryStateTable } from '@millrace/testkit';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { RetryClock } from '../src/commit-frames.ts';
import { createHandler, type IngestPorts } from '../src/create-handler.ts';
import { createRedirectHandler } from '../src/create-redirect-handler.ts';
import { originHeader } from '../src/refuse-bypass.ts';

/** Names of the bed's keys. `none`: the request has no key but what its own headers and query say. */
export type BedKey =
  | 'public'
  | 'public-in-query'
  | 'secret'
  | 'import'
  | 'cookieless'
  | 'counted'
  | 'no-origins'
  | 'revoked'
  | 'revoked-secret'
  | 'none';

/** A secret key: what its owner has. */
export type BedSecret = { readonly keyId: string; readonly secret: string };

/** What a client of the bed may know, to put together requests of its own. */
export type BedAccess = {
  readonly publicKey: string;
  readonly secret: BedSecret;
  readonly revokedSecret: BedSecret;
  readonly importKey: BedSecret;
  /** What a CDN in front of the bed adds to what it hands on. */
  readonly originKey: string;
  /** Headers of a signed request; of the key `secret` unless another id or secret is named. */
  signed(request: {
    readonly body: string | Uint8Array;
    readonly keyId?: string;
    readonly secret?: string;
  }): Readonly<Record<string, string>>;
  /** `sig` of a link's address. */
  signTarget(linkId: string, parameters: Readonly<Record<string, string>>): string;
};

type OfAccess<T> = T | ((access: BedAccess) => T);

/** POST /v1/events with the bed's public key, unless said otherwise. Header names in lower case; query without `?`. */
export type BedRequest = {
  readonly method?: string;
  readonly path?: string;
  readonly query?: OfAccess<string>;
  readonly headers?: OfAccess<Readonly<Record<string, string>>>;
  /** A function is called when the request is made: for bodies that are large. */
  readonly body?: string | Uint8Array | (() => string | Uint8Array);
  readonly key?: BedKey;
  /** The peer, as the gateway sees it. */
  readonly sourceIp?: string;
};

/** json: what the body says, if it is JSON. */
export type BedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly json: unknown;
};

/** A frame that the stream has. Lines are parsed; texts are the bytes of the lines. */
export type BedFrame = {
  readonly partitionKey: string;
  readonly frameId: string;
  readonly accepted: readonly Readonly<Record<string, unknown>>[];
  readonly quarantined: readonly Readonly<Record<string, unknown>>[];
  readonly suppressed: Readonly<Record<string, number>>;
  readonly acceptedTexts: readonly string[];
  readonly quarantinedTexts: readonly string[];
};

export type Bed = {
  readonly handle: HttpHandler;
  readonly access: BedAccess;
  send(request: BedRequest): Promise<BedAnswer>;
  /** POST /v1/events: `body` is text, bytes, or becomes JSON. */
  post(body: unknown, request?: Omit<BedRequest, 'body'>): Promise<BedAnswer>;
  get(path: string, request?: Omit<BedRequest, 'path' | 'body'>): Promise<BedAnswer>;
  /** What the stream got since the last call, in order. Throws when a record is no frame. */
  frames(): readonly BedFrame[];
  /** Whatever telemetry was told since the last call, as text: names, messages, fields, errors with their stacks. */
  logs(): string;
};

export type BedOptions = Partial<Pick<IngestPorts, 'anonymous' | 'cdn' | 'countryOf'>> & {
  /** Instead of one on which time stands still and no timer ever goes off. */
  readonly clock?: RetryClock;
  /** Instead of a stream that takes everything. */
  readonly putRecords?: EventStream['putRecords'];
  /** Instead of one that keeps what it is told for `logs`. */
  readonly telemetry?: Telemetry;
};

/** When every request of a bed is received. */
export const bedTime: number = Date.UTC(2026, 10, 21, 10, 20, 32);
/** The peer of a request that names none. */
export const bedSourceIp = '203.0.113.77';

const lakeKey = Buffer.alloc(32, 7);
const importBytes = Buffer.alloc(32, 9);
const originBytes = Buffer.alloc(32, 11);
const secretBytes: Readonly<Record<string, Buffer>> = { 'import-key': importBytes, 'origin-key': originBytes };
const importKey: BedSecret = { keyId: 'import', secret: importBytes.toString('hex') };

const stillClock: RetryClock = {
  now: () => bedTime,
  random: () => 0.5,
  setTimer: () => ({ cancel: () => {} }),
};

/** The ingest with its handlers on memory: stream, state table, queue. Keys and links are registered; see BedKey, links. */
export async function createBed(options: BedOptions = {}): Promise<Bed> {
  const { anonymous = 'refused', cdn = 'none', countryOf = () => null, clock = stillClock } = options;
  const taken = createTakenStream();
  const stream = { ...taken, putRecords: options.putRecords ?? taken.putRecords };
  const table = createMemoryStateTable({ now: () => bedTime });
  const secrets = { get: async (name: string) => secretBytes[name] ?? lakeKey };
  const told: string[] = [];
  const telemetry = options.telemetry ?? createToldTelemetry(told);
  const keys = await createKeys(table);
  await createLinks(table);

  const ingest = createHandler(() => ({ stream, secrets, table, policy: 'policy-1', anonymous, cdn, countryOf }), {
    telemetry,
    clock,
  });
  const redirect = createRedirectHandler(
    () => ({
      stream,
      secrets,
      table,
      policy: 'policy-1',
      cdn,
      countryOf,
      clicks: createMemoryQueue({ now: () => bedTime }),
    }),
    { telemetry, clock },
  );
  const handle: HttpHandler = (event) => (event.rawPath.startsWith('/r/') ? redirect(event) : ingest(event));

  const access: BedAccess = {
    publicKey: keys.public.keyId,
    secret: keys.secret,
    revokedSecret: keys['revoked-secret'],
    importKey,
    originKey: originBytes.toString('hex'),
    signed: ({ body, keyId = keys.secret.keyId, secret = keys.secret.secret }) =>
      signRequest({ keyId, secret, body: Buffer.from(body), now: bedTime }),
    signTarget: (linkId, parameters) =>
      signTarget(linkId, new Map(Object.entries(parameters)), createSecretKey(lakeKey)),
  };
  let requestCount = 0;

  async function send(request: BedRequest): Promise<BedAnswer> {
    requestCount += 1;
    const event = toGatewayEvent(request, access, keys, `request-${requestCount}`);
    const byCdn = cdn === 'none' ? {} : { [originHeader]: originBytes.toString('hex') };
    const result = await handle({ ...event, headers: { ...byCdn, ...event.headers } });
    const { statusCode = 0, headers = {}, body = '', isBase64Encoded = false } = result;
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('latin1') : body;
    const isJson = /json/.test(String(headers['content-type'] ?? ''));
    return {
      status: statusCode,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body: text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  }

  return {
    handle,
    access,
    send,
    post: (body, request) =>
      send({ ...request, body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    get: (path, request) => send({ ...request, method: 'GET', path }),
    frames: () => taken.take().map(toFrame),
    logs: () => told.splice(0).join('\n'),
  };
}

type TakenStream = EventStream & { take(): readonly { readonly partitionKey: string; readonly data: Uint8Array }[] };

/** A stream that takes everything and hands it over once: a hundred thousand requests must not fill the memory. */
function createTakenStream(): TakenStream {
  let taken: { partitionKey: string; data: Uint8Array }[] = [];
  let sequence = 0;
  return {
    ...createMemoryEventStream(() => bedTime),
    async putRecords(entries) {
      return entries.map(({ partitionKey, data }): StreamPut => {
        sequence += 1;
        taken.push({ partitionKey, data });
        return { ok: true, shardId: 'shardId-000000000000', sequenceNumber: String(sequence) };
      });
    },
    take: () => {
      const all = taken;
      taken = [];
      return all;
    },
  };
}

function createToldTelemetry(told: string[]): Telemetry {
  return {
    begin: () => {},
    count: (name, value) => void (value > 0 && told.push(name)),
    warn: (message, fields) => void told.push(message, JSON.stringify(fields) ?? ''),
    error: (message, error) => void told.push(message, describeError(error)),
    flush: () => {},
  };
}

/** All that a log could write of an error, its causes and its own fields included. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fields = JSON.stringify({ ...error });
  return [error.stack ?? error.message, fields, error.cause === undefined ? '' : describeError(error.cause)].join('\n');
}

type BedKeys = Readonly<Record<Exclude<BedKey, 'none' | 'public-in-query'>, BedSecret>>;

async function createKeys(table: Parameters<typeof createKeyStore>[0]['table']): Promise<BedKeys> {
  const store = createKeyStore({ table, lakeKey: createSecretKey(lakeKey), now: () => bedTime });
  async function create(settings: Partial<NewKey> & Pick<NewKey, 'kind'>): Promise<BedSecret> {
    const origins = settings.kind === 'public' ? ['https://shop.example'] : [];
    const { key, secret = '' } = await store.create({ name: 'shop', origins, ...settings });
    return { keyId: key.keyId, secret };
  }
  const keys = {
    public: await create({ kind: 'public' }),
    secret: await create({ kind: 'secret' }),
    import: importKey,
    cookieless: await create({ kind: 'public', mode: 'cookieless' }),
    counted: await create({ kind: 'public', mode: 'none' }),
    'no-origins': await create({ kind: 'public', origins: [] }),
    revoked: await create({ kind: 'public' }),
    'revoked-secret': await create({ kind: 'secret' }),
  };
  await store.revoke(keys.revoked.keyId);
  await store.revoke(keys['revoked-secret'].keyId);
  return keys;
}

/** `offer` takes the signed parameter `subid`; the others lead nowhere. */
async function createLinks(table: Parameters<typeof createLinkStore>[0]): Promise<void> {
  const store = createLinkStore(table);
  const said = { target: 'https://partner.example/offer?a=1', payoutCents: 120, currency: 'EUR' };
  for (const link of [
    { ...said, linkId: 'offer', parameters: ['subid'] },
    { ...said, linkId: 'expired', validTo: '2026-01-01T00:00:00Z' },
    { ...said, linkId: 'early', validFrom: '2027-01-01T00:00:00Z' },
    { ...said, linkId: 'removed' },
  ]) {
    const made = toLink(link);
    if ('fault' in made) throw new Error(made.fault);
    await store.create(made);
  }
  await store.remove('removed');
}

function toGatewayEvent(
  request: BedRequest,
  access: BedAccess,
  keys: BedKeys,
  requestId: string,
): APIGatewayProxyEventV2 {
  const { method = 'POST', path = '/v1/events', key = 'public', sourceIp = bedSourceIp } = request;
  const body = typeof request.body === 'function' ? request.body() : (request.body ?? '');
  const ownHeaders = typeof request.headers === 'function' ? request.headers(access) : (request.headers ?? {});
  const ownQuery = typeof request.query === 'function' ? request.query(access) : (request.query ?? '');
  const isInQuery = key === 'public-in-query';
  const query = isInQuery ? [ownQuery, `key=${keys.public.keyId}`].filter((part) => part !== '').join('&') : ownQuery;
  const headers = { 'content-type': 'application/json', ...keyHeaders(key, keys, body), ...ownHeaders };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(path.startsWith('/r/') ? { pathParameters: { link_id: path.slice(3) } } : {}),
    body: typeof body === 'string' ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: typeof body !== 'string',
    requestContext: {
      http: { method, path, sourceIp, protocol: 'HTTP/1.1', userAgent: ownHeaders['user-agent'] ?? '' },
      requestId,
      timeEpoch: bedTime,
    },
  } as unknown as APIGatewayProxyEventV2;
}

function keyHeaders(key: BedKey, keys: BedKeys, body: string | Uint8Array): Readonly<Record<string, string>> {
  if (key === 'none' || key === 'public-in-query') return {};
  const { keyId, secret } = keys[key];
  return secret === ''
    ? { 'x-millrace-key': keyId }
    : signRequest({ keyId, secret, body: Buffer.from(body), now: bedTime });
}

function toFrame({ partitionKey, data }: { readonly partitionKey: string; readonly data: Uint8Array }): BedFrame {
  const decoded = decodeRecord(data);
  if (decoded.kind !== 'frame') throw new Error(`the stream has a record that is no frame but ${decoded.kind}`);
  const { header, body, acceptedBytes } = decoded;
  const acceptedTexts = splitLines(body.subarray(0, acceptedBytes));
  const quarantinedTexts = splitLines(body.subarray(acceptedBytes));
  return {
    partitionKey,
    frameId: header.frameId,
    accepted: acceptedTexts.map((line) => JSON.parse(line)),
    quarantined: quarantinedTexts.map((line) => JSON.parse(line)),
    suppressed: header.suppressed,
    acceptedTexts,
    quarantinedTexts,
  };
}
