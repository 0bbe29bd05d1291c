import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type EventStream, quarantineReasons, TransientError } from '@millrace/pipeline';
import { createKeyStore, createLinkStore, type NewKey, signRequest, signTarget, toLink } from '@millrace/registry';
import {
  buildPageView,
  createMemoryEventStream,
  createMemoryQueue,
  createMemoryStateTable,
  createVirtualClock,
  quietTelemetry,
} from '@millrace/testkit';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { parse } from 'yaml';
import { createHandler } from '../src/create-handler.ts';
import { createRedirectHandler } from '../src/create-redirect-handler.ts';

type Schema = Readonly<Record<string, unknown>>;
type Ref<T> = T | { readonly $ref: string };
type DocumentedHeader = { readonly required?: boolean; readonly schema: Schema };
type DocumentedAnswer = {
  readonly headers?: Readonly<Record<string, Ref<DocumentedHeader>>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
};
type Operation = { readonly responses: Readonly<Record<string, Ref<DocumentedAnswer>>> };
type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

const workspaceRoot = join(import.meta.dirname, '../../..');
const document = parse(readFileSync(join(workspaceRoot, 'docs/openapi.yaml'), 'utf8')) as OpenApi;
const documentId = 'urn:millrace:openapi';
// Formats are the contracts' matter; they have tests of their own.
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: documentId, ...document });

const origin = 'https://shop.example';
const now = Date.UTC(2026, 0, 15, 12);
const lakeKey = Buffer.alloc(32, 7);

type Asked = {
  /** Of a key that the bed knows; its name, or no key. */
  readonly key?: 'public' | 'secret' | 'limited' | 'none';
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: string | Uint8Array;
};
type Answer = {
  readonly status: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};
type Faults = {
  readonly putRecords?: EventStream['putRecords'];
  readonly isTableAway?: boolean;
  readonly isQueueAway?: boolean;
  readonly isBroken?: boolean;
  /** With a CDN in front: whatever a bed is asked goes past it. */
  readonly isBehindCdn?: boolean;
};

/** Both handlers on memory, with what can go wrong. */
async function createFaultyBed({ putRecords, isTableAway = false, isQueueAway = false, ...faults }: Faults) {
  const { isBroken = false, isBehindCdn = false } = faults;
  const clock = { ...createVirtualClock(now), random: () => 0.5 };
  const memory = createMemoryEventStream(clock.now);
  const stream: EventStream = { ...memory, ...(putRecords && { putRecords }) };
  const queue = createMemoryQueue({ now: clock.now });
  const clicks = { ...queue, send: isQueueAway ? away : queue.send };
  const table = createMemoryStateTable({ now: clock.now });
  const secrets = { get: async () => (isBroken ? Promise.reject(new TypeError('a bug')) : lakeKey) };

  const store = createKeyStore({ table, lakeKey: createSecretKey(lakeKey), now: clock.now });
  const createKey = (settings: Partial<NewKey> & Pick<NewKey, 'kind'>) => store.create({ name: 'shop', ...settings });
  const keys = {
    public: await createKey({ kind: 'public', origins: [origin] }),
    secret: await createKey({ kind: 'secret' }),
    limited: await createKey({ kind: 'public', origins: [origin], perDay: 1 }),
  };
  const link = toLink({ linkId: 'sale', target: `${origin}/sale`, payoutCents: 25, parameters: ['sub'] });
  if ('fault' in link) throw new Error(link.fault);
  await createLinkStore(table).create(link);
  table.setAway(isTableAway);

  const cdn = isBehindCdn ? 'cloudfront' : 'none';
  const shared = { stream, secrets, table, policy: 'policy-1', cdn, countryOf: () => null } as const;
  const options = { telemetry: quietTelemetry(), clock };
  const ingest = createHandler(() => ({ ...shared, anonymous: 'refused' }), options);
  const redirect = createRedirectHandler(() => ({ ...shared, clicks }), options);

  return {
    keyId: (name: keyof typeof keys) => keys[name].key.keyId,
    async ask(route: string, { key = 'public', headers = {}, query = '', body = '' }: Asked = {}): Promise<Answer> {
      const [method = '', path = ''] = route.split(' ');
      const named = key === 'none' ? undefined : keys[key];
      const event = {
        rawPath: path,
        rawQueryString: query,
        pathParameters: { link_id: path.split('/')[2] },
        headers: { ...(named && toKeyHeaders(named, body)), ...headers },
        body: Buffer.from(body).toString('base64'),
        isBase64Encoded: true,
        requestContext: {
          http: { method, sourceIp: '203.0.113.77' },
          requestId: 'request-1',
          timeEpoch: clock.now(),
        },
      } as unknown as APIGatewayProxyEventV2;
      const handle = path.startsWith('/r/') ? redirect : ingest;
      const { statusCode, headers: answered = {}, body: text } = await clock.run(handle(event), 60_000);
      return { status: String(statusCode), headers: answered as Record<string, string>, body: text };
    },
  };
}

type Bed = Awaited<ReturnType<typeof createFaultyBed>>;
type BedKey = { readonly key: { readonly keyId: string }; readonly secret: string | undefined };

function toKeyHeaders({ key: { keyId }, secret }: BedKey, body: string | Uint8Array): Record<string, string> {
  return secret === undefined
    ? { 'x-millrace-key': keyId }
    : signRequest({ keyId, secret, body: Buffer.from(body), now });
}

function away(): Promise<never> {
  return Promise.reject(new TransientError('away'));
}

function fail(): Promise<never> {
  return Promise.reject(new TypeError('a bug'));
}

const json = JSON.stringify;
const fromPage = { headers: { origin } };
const fromPageOfPixel = { headers: { referer: `${origin}/page` } };
const pixel = 'analytics=1&ads=0';
const sendEvents = 'POST /v1/events';
const preflight = 'OPTIONS /v1/events';
const getPixel = 'GET /v1/pixel.gif';
const follow = 'GET /r/sale';

/** Of 500 frames at most the first of each put is taken. */
function createHalfTakingPut(): EventStream['putRecords'] {
  const memory = createMemoryEventStream(() => now);
  return async (entries) => {
    const [first, ...others] = entries;
    const isFirst = memory.records.length === 0 && first !== undefined;
    const puts = isFirst ? await memory.putRecords([first]) : entries.slice(0, 1).map(() => refusedPut);
    return [...puts, ...others.map(() => refusedPut)];
  };
}
const refusedPut = { ok: false, code: 'ProvisionedThroughputExceededException' } as const;

type Case = readonly [route: string, status: string, name: string, answer: (bed: Bed) => Promise<Answer>, Faults?];

const cases: readonly Case[] = [
  [sendEvents, '202', 'one event', (bed) => bed.ask(sendEvents, { body: json(buildPageView(1)) })],
  [
    sendEvents,
    '202',
    'an array, from a page',
    (bed) => bed.ask(sendEvents, { ...fromPage, body: json([buildPageView(1), buildPageView(2)]) }),
  ],
  [
    sendEvents,
    '202',
    'a batch of a server with everything in it',
    (bed) =>
      bed.ask(sendEvents, {
        key: 'secret',
        body: json({
          events: [buildPageView(1, { user: { user_id: '17', consent: { analytics: true, ads: true } } })],
          sent_at: '2026-01-15T12:00:00Z',
          import: { source: 'log', policy: 'imported' },
          malformed: [{ quarantine_id: 'ab'.repeat(32), line_number: 7, text: 'no event' }],
        }),
      }),
  ],
  [
    sendEvents,
    '202',
    'good, refused and suppressed ones together',
    (bed) => {
      const denied = buildPageView(3, { user: { consent: { analytics: false, ads: false } } });
      return bed.ask(sendEvents, { body: json([buildPageView(1), { event_id: 'x' }, 7, denied]) });
    },
  ],
  [
    sendEvents,
    '202',
    'a part that the stream refuses',
    (bed) => bed.ask(sendEvents, { body: json([1, 2, 3, 4].map((n) => buildPageView(n))) }),
    { putRecords: createHalfTakingPut() },
  ],
  [sendEvents, '400', 'no JSON, from a page', (bed) => bed.ask(sendEvents, { ...fromPage, body: '{' })],
  [sendEvents, '401', 'no key', (bed) => bed.ask(sendEvents, { key: 'none', body: '{}' })],
  [
    sendEvents,
    '401',
    'a wrong signature',
    (bed) => bed.ask(sendEvents, { key: 'secret', headers: { 'x-millrace-signature': 'v1=0' }, body: '{}' }),
  ],
  [
    sendEvents,
    '403',
    'another origin',
    (bed) => bed.ask(sendEvents, { headers: { origin: 'https://other.example' }, body: '{}' }),
  ],
  [
    sendEvents,
    '403',
    'an import with a public key',
    (bed) => bed.ask(sendEvents, { ...fromPage, body: json({ events: [], import: { source: 'a', policy: 'b' } }) }),
  ],
  [sendEvents, '413', 'more than 512 KB', (bed) => bed.ask(sendEvents, { body: Buffer.alloc(512 * 1024 + 1) })],
  [
    sendEvents,
    '413',
    'a bomb, from a page',
    (bed) =>
      bed.ask(sendEvents, {
        headers: { origin, 'content-encoding': 'gzip' },
        body: gzipSync(Buffer.alloc(3 * 1024 * 1024)),
      }),
  ],
  [
    sendEvents,
    '415',
    'another content-type',
    (bed) => bed.ask(sendEvents, { headers: { 'content-type': 'application/xml' }, body: '<x/>' }),
  ],
  [sendEvents, '422', 'nothing acceptable', (bed) => bed.ask(sendEvents, { ...fromPage, body: json([{}, 7]) })],
  [
    sendEvents,
    '429',
    'more than the quota',
    (bed) => bed.ask(sendEvents, { ...fromPage, key: 'limited', body: json([buildPageView(1), buildPageView(2)]) }),
  ],
  [sendEvents, '500', 'a bug', (bed) => bed.ask(sendEvents, { body: json(buildPageView(1)) }), { putRecords: fail }],
  [
    sendEvents,
    '503',
    'the stream away',
    (bed) => bed.ask(sendEvents, { ...fromPage, body: json(buildPageView(1)) }),
    { putRecords: away },
  ],
  [
    sendEvents,
    '503',
    'the table of keys away',
    (bed) => bed.ask(sendEvents, { body: json(buildPageView(1)) }),
    { isTableAway: true },
  ],

  [preflight, '204', 'a page of the key', (bed) => bed.ask(preflight, { ...fromPage, ...inAddress(bed) })],
  [preflight, '204', 'another page', (bed) => bed.ask(preflight, { headers: { origin: 'null' }, ...inAddress(bed) })],
  [
    preflight,
    '503',
    'the table away',
    (bed) => bed.ask(preflight, { ...fromPage, ...inAddress(bed) }),
    { isTableAway: true },
  ],
  [preflight, '500', 'a bug', (bed) => bed.ask(preflight, { ...fromPage, ...inAddress(bed) }), { isBroken: true }],

  [getPixel, '200', 'a page view', (bed) => bed.ask(getPixel, { ...fromPageOfPixel, query: pixel })],
  [
    getPixel,
    '200',
    'a whole event, suppressed',
    (bed) => {
      const { event_id: _, ...event } = buildPageView(1, { user: { consent: { analytics: false, ads: false } } });
      return bed.ask(getPixel, { query: `event=${encodeURIComponent(json(event))}` });
    },
  ],
  [getPixel, '400', 'an unknown parameter', (bed) => bed.ask(getPixel, { query: `${pixel}&colour=red` })],
  [getPixel, '401', 'no key', (bed) => bed.ask(getPixel, { key: 'none', query: pixel })],
  [
    getPixel,
    '403',
    'a page of another origin',
    (bed) => bed.ask(getPixel, { headers: { referer: 'https://other.example/' }, query: pixel }),
  ],
  [getPixel, '403', 'a secret key', (bed) => bed.ask(getPixel, { key: 'secret', query: pixel })],
  [getPixel, '422', 'no consent', (bed) => bed.ask(getPixel, { ...fromPageOfPixel, query: 'page_url=/' })],
  [
    getPixel,
    '429',
    'the second of one a day',
    async (bed) => {
      await bed.ask(getPixel, { ...fromPageOfPixel, key: 'limited', query: pixel });
      return bed.ask(getPixel, { ...fromPageOfPixel, key: 'limited', query: pixel });
    },
  ],
  [getPixel, '500', 'a bug', (bed) => bed.ask(getPixel, { ...fromPageOfPixel, query: pixel }), { putRecords: fail }],
  [
    getPixel,
    '503',
    'the stream away',
    (bed) => bed.ask(getPixel, { ...fromPageOfPixel, query: pixel }),
    { putRecords: away },
  ],
  [getPixel, '503', 'the table away', (bed) => bed.ask(getPixel, { query: pixel }), { isTableAway: true }],

  [follow, '302', 'a click without consent', (bed) => bed.ask(follow, { key: 'none' })],
  [
    follow,
    '302',
    'with consent and a signed parameter',
    (bed) => {
      const signature = signTarget('sale', new Map([['sub', 'a&b']]), lakeKey);
      return bed.ask(follow, { key: 'none', query: `${pixel}&p.sub=a%26b&sig=${signature}` });
    },
  ],
  [follow, '403', 'a prefetch', (bed) => bed.ask(follow, { headers: { 'sec-purpose': 'prefetch' } })],
  [follow, '404', 'a parameter without signature', (bed) => bed.ask(follow, { query: 'p.sub=a' })],
  [follow, '404', 'no such link', (bed) => bed.ask('GET /r/no-such-link')],
  [follow, '500', 'a bug', (bed) => bed.ask(follow), { isBroken: true }],
  [follow, '503', 'stream and queue away', (bed) => bed.ask(follow), { putRecords: away, isQueueAway: true }],

  ...[sendEvents, preflight, getPixel, follow].map(
    (route): Case => [route, '403', 'past the CDN', (bed) => bed.ask(route, { query: pixel }), { isBehindCdn: true }],
  ),

  ['GET /health', '200', 'always', (bed) => bed.ask('GET /health', { key: 'none' }), { isTableAway: true }],
  ['GET /health/ready', '200', 'all is there', (bed) => bed.ask('GET /health/ready', { key: 'none' })],
  ['GET /health/ready', '503', 'the stream away', (bed) => bed.ask('GET /health/ready'), { putRecords: away }],
];

function inAddress(bed: Bed): Asked {
  return { key: 'none', query: `key=${bed.keyId('public')}` };
}

const answers: Promise<readonly Answer[]> = (async () => {
  const all: Answer[] = [];
  for (const [, , , answer, faults = {}] of cases) all.push(await answer(await createFaultyBed(faults)));
  return all;
})();
answers.catch(() => {}); // The tests await it.

test('the document is valid OpenAPI 3.1, and every reference in it leads somewhere', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  expect(() => validator.resolveRefs()).not.toThrow();
});

test.each(cases.map(([route, status, name], index) => ({ index, route, status, name })))(
  'API-1: $route is answered as documented: $status, $name',
  async ({ index, route, status }) => {
    const answer = (await answers)[index];
    expect(answer).toMatchObject({ status });
    expect(findDrift(route, answer as Answer)).toEqual([]);
  },
);

test('API-2: every documented route, status, content and header is seen in a real answer', async () => {
  const seen = new Set<string>();
  (await answers).forEach(({ status, headers, body }, index) => {
    const place = `${documentedRoute(cases[index]?.[0] ?? '')} ${status}`;
    seen.add(place);
    for (const [name, value] of Object.entries(headers)) {
      seen.add(`${place} ${name === 'content-type' ? value : name}`);
    }
    for (const [schema, is] of Object.entries(problemsOf(body))) if (is) seen.add(`${place} as ${schema}`);
  });
  const documented = listOperations().flatMap(([route, { responses }]) =>
    Object.entries(responses).flatMap(([status, ref]) => {
      const { headers = {}, content = {} } = resolve(ref);
      const parts = [...Object.keys(headers), ...Object.keys(content)];
      return [`${route} ${status}`, ...parts.map((part) => `${route} ${status} ${part}`)];
    }),
  );
  expect(documented.length).toBeGreaterThan(90);
  expect(documented.filter((part) => !seen.has(part))).toEqual([]);
  // The one answer with two forms.
  expect(seen).toContain(`${sendEvents} 503 as Problem`);
  expect(seen).toContain(`${sendEvents} 503 as AnswerProblem`);
});

test('INGEST-9: a key whose quota is spent is answered 429, until when in Retry-After', async () => {
  const bed = await createFaultyBed({});
  const asked = { key: 'limited', body: json(buildPageView(1)) } as const;
  expect((await bed.ask(sendEvents, asked)).status).toBe('202');
  // At noon, of one event a UTC day.
  expect(await bed.ask(sendEvents, asked)).toMatchObject({ status: '429', headers: { 'retry-after': '43200' } });
});

test('the document has the routes that are deployed, and the reasons that are given', () => {
  const stack = parse(readFileSync(join(import.meta.dirname, '../serverless.yml'), 'utf8'), { logLevel: 'error' });
  const events = Object.values(stack.functions as Record<string, { events: { httpApi?: Record<string, string> }[] }>)
    .flatMap((deployed) => deployed.events)
    .flatMap(({ httpApi }) => (httpApi ? `${httpApi['method']} ${httpApi['path']}` : []));
  expect(
    listOperations()
      .map(([route]) => route)
      .sort(),
  ).toEqual(events.sort());
  expect(schemaOf('Rejected')).toMatchObject({
    items: {
      properties: {
        reason: { enum: quarantineReasons.filter((reason) => reason !== 'malformed' && reason !== 'frame-corrupt') },
      },
    },
  });
});

test.each([
  ['one event', buildPageView(1), true],
  ['an array', [buildPageView(1)], true],
  ['a batch', { events: [buildPageView(1)], sent_at: '2026-01-15T12:00:00Z' }, true],
  ['no events in an array', [], false],
  ['an event without consent', buildPageView(1, { user: {} }), false],
  ['a key beside events', { events: [buildPageView(1)], event: 1 }, false],
])('what is documented of requests agrees with what is taken: %s', async (_, body, isTaken) => {
  const bed = await createFaultyBed({});
  const { status } = await bed.ask(sendEvents, { body: json(body) });
  expect([status === '202', isValid({ $ref: '#/components/schemas/Request' }, body)]).toEqual([isTaken, isTaken]);
});

/** What of an answer the document does not say, or says otherwise. */
function findDrift(route: string, { status, headers, body }: Answer): readonly string[] {
  const operation = listOperations().find(([known]) => known === documentedRoute(route))?.[1];
  const ref = operation?.responses[status];
  if (!ref) return [`${route} has no ${status}`];
  const { headers: documented = {}, content = {} } = resolve(ref);
  const { 'content-type': contentType, ...others } = headers;
  const drift = Object.entries(documented).flatMap(([name, header]) => {
    const { required, schema } = resolve(header);
    const value = headers[name];
    if (value === undefined) return required ? [`${name} is missing`] : [];
    return isValid(schema, value) ? [] : [`${name} is ${value}`];
  });
  drift.push(...Object.keys(others).flatMap((name) => (name in documented ? [] : [`${name} is not documented`])));

  const media = contentType === undefined ? undefined : content[contentType];
  if (media === undefined) {
    if (contentType !== undefined || body !== undefined) drift.push(`content ${contentType} is not documented`);
    if (Object.keys(content).length > 0) drift.push('there is no content');
    return drift;
  }
  const said = contentType?.endsWith('json') ? JSON.parse(body ?? '') : body;
  if (!isValid(media.schema, said)) drift.push(`${body} is not as documented`);
  if (said?.status !== undefined && contentType?.includes('problem') && String(said.status) !== status) {
    drift.push(`the problem says ${said.status}`);
  }
  return drift;
}

function listOperations(): readonly (readonly [route: string, operation: Operation])[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
}

/** A route as the document names it. */
function documentedRoute(route: string): string {
  return route.replace(/^GET \/r\/.*/, 'GET /r/{link_id}');
}

function resolve<T extends object>(value: Ref<T>): T {
  if (!('$ref' in value)) return value;
  const parts = value.$ref.slice(2).split('/');
  return parts.reduce<unknown>((inner, part) => (inner as Record<string, unknown>)[part], document) as T;
}

function isValid(schema: Schema, value: unknown): boolean {
  const text = json(schema).replaceAll('"#/', `"${documentId}#/`);
  return ajv.validate(JSON.parse(text) as Schema, value);
}

function schemaOf(name: string): Schema | undefined {
  return document.components.schemas[name];
}

/** Which of the two problem documents a body is. */
function problemsOf(body: string | undefined): Readonly<Record<string, boolean>> {
  if (!body?.startsWith('{')) return {};
  const said = JSON.parse(body) as unknown;
  return Object.fromEntries(
    ['Problem', 'AnswerProblem'].map((name) => [name, isValid({ $ref: `#/components/schemas/${name}` }, said)]),
  );
}
