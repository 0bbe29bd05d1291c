import { createSecretKey } from 'node:crypto';
import { decodeRecord, type EventStream, splitLines } from '@millrace/pipeline';
import { createKeyStore, type KeyStore, type NewKey, signRequest } from '@millrace/registry';
import {
  createMemoryEventStream,
  createMemoryStateTable,
  createVirtualClock,
  type MemoryEventStream,
  type MemoryStateTableOptions,
  quietTelemetry,
} from '@millrace/testkit';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createHandler, type IngestPorts } from '../src/create-handler.ts';

export const lakeKey = new Uint8Array(32).fill(7);
export const importSecret = '09'.repeat(32);
export const startMs = Date.UTC(2026, 0, 15, 12);

export type Call = {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly sourceIp?: string;
};

/** Ingest with everything around it in memory, under a clock that stands still between requests. */
export function openIngest(changes: Partial<IngestPorts> = {}, before?: MemoryStateTableOptions['before']) {
  const clock = createVirtualClock(startMs);
  const table = createMemoryStateTable({ now: clock.now, ...(before && { before }) });
  const stream: EventStream = changes.stream ?? createMemoryEventStream(clock.now);
  const telemetry = quietTelemetry();
  const secrets = { get: async (name: string) => (name === 'import-key' ? new Uint8Array(32).fill(9) : lakeKey) };
  const ports: IngestPorts = {
    ...{ stream, secrets, table, policy: 'default', anonymous: 'allowed', cdn: 'none', countryOf: () => null },
    ...changes,
  };
  const start = () =>
    createHandler(() => ports, { telemetry, clock: { ...clock, random: () => 0.5 }, mintId: () => 'minted' });
  let handle = start();
  let requests = 0;

  async function call({ method = 'POST', path = '/v1/events', query = '', headers = {}, body, sourceIp }: Call) {
    requests += 1;
    const bytes = toBytes(body);
    const event = {
      rawPath: path,
      rawQueryString: query,
      headers,
      body: bytes.toString('base64'),
      isBase64Encoded: true,
      requestContext: {
        http: { method, sourceIp: sourceIp ?? '203.0.113.77' },
        requestId: `request-${requests}`,
        timeEpoch: clock.now(),
      },
    } as unknown as APIGatewayProxyEventV2;
    const response = await clock.run(handle(event), 60_000);
    const text = response.body ?? '';
    return {
      status: response.statusCode,
      headers: (response.headers ?? {}) as Readonly<Record<string, string>>,
      body: response.isBase64Encoded ? Buffer.from(text, 'base64') : text === '' ? undefined : JSON.parse(text),
    };
  }

  const keys: KeyStore = createKeyStore({ table, lakeKey: createSecretKey(lakeKey), now: clock.now });
  return {
    clock,
    telemetry,
    table,
    keys,
    call,
    post: (body: unknown, headers: Readonly<Record<string, string>> = {}) => call({ body, headers }),
    /** Signed with a secret key; body: as it goes over the wire. */
    postSigned: (
      body: unknown,
      {
        keyId = 'import',
        secret = importSecret,
        ...more
      }: { keyId?: string; secret?: string; at?: number } & Call = {},
    ) => {
      const bytes = toBytes(body);
      const signed = signRequest({ keyId, secret, body: bytes, now: more.at ?? clock.now() });
      return call({ ...more, body: bytes, headers: { ...signed, ...more.headers } });
    },
    createKey: async (settings: Partial<NewKey> = {}) =>
      keys.create({ kind: 'public', name: 'shop', source: 'shop', origins: ['https://shop.example'], ...settings }),
    /** Another instance of the function: nothing in memory. */
    restart: () => {
      handle = start();
    },
    frames: () => readFrames(stream as MemoryEventStream),
    /** Stored events of all frames. */
    accepted: () => readFrames(stream as MemoryEventStream).flatMap((frame) => frame.accepted),
    quarantined: () => readFrames(stream as MemoryEventStream).flatMap((frame) => frame.quarantined),
    /** Everything on the stream as text, for what must not be there. */
    text: () => (stream as MemoryEventStream).records.map(({ data }) => Buffer.from(data).toString()).join(''),
  };
}

function toBytes(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function readFrames(stream: MemoryEventStream) {
  return stream.records.map((record) => {
    const decoded = decodeRecord(record.data);
    if (decoded.kind !== 'frame') throw new Error('not a frame');
    const parse = (body: Buffer) => splitLines(body).map((line) => JSON.parse(line));
    return {
      partitionKey: record.partitionKey,
      header: decoded.header,
      accepted: parse(decoded.body.subarray(0, decoded.acceptedBytes)),
      quarantined: parse(decoded.body.subarray(decoded.acceptedBytes)),
    };
  });
}
