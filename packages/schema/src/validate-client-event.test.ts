import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { isDateTime } from './date-time.ts';
import { schemaHashes } from './generated/schema-hashes.ts';
import { annotationKeywords } from './generator/json-schema.ts';
import { readContracts } from './generator/read-contracts.ts';
import { isUuid } from './uuid.ts';
import { validateClientEvent } from './validate-client-event.ts';

type Json = Record<string, unknown>;

const pageView: Json = {
  event_id: '0190c2a4-7b1d-7c3e-8f2a-1234567890ab',
  event_type: 'page_view',
  schema_version: '1.0.0',
  ts: '2026-11-21T10:20:30.123Z',
  user: { consent: { analytics: true, ads: false } },
  ctx: { page_url: 'https://shop.example/p/1' },
};
const serverRequest: Json = {
  event_id: '0190C2A4-7B1D-7C3E-8F2A-1234567890AB',
  event_type: 'server_request',
  schema_version: '1.0.0',
  ts: '2026-11-21T10:20:30+01:00',
  user: { consent: { analytics: true, ads: true } },
  request: { method: 'GET', path: '/a.png', status: 200, bytes: 512 },
};
const fullPageView: Json = {
  ...pageView,
  sent_at: '2026-11-21T10:20:31Z',
  user: { user_id_hash: 'abc', consent: { analytics: true, ads: false } },
  session: { session_id: 's1', utm: { source: 'a', medium: 'b', campaign: 'c', term: 'd', content: 'e' } },
  ctx: {
    page_url: '/p/1',
    referrer: '',
    locale: 'de-DE',
    user_agent: 'Mozilla/5.0',
    device_type: 'desktop',
    ab_variant: 'b',
  },
  metadata: { sdk_version: '1.2.3', experiment_keys: ['x', 'y'] },
  custom_properties: { text: 'a', number: 1.5, flag: true, nothing: null },
  page: { title: 'Shoe', product_id: 'p1', category: 'shoes' },
};

const page = (change: Json): Json => ({ ...pageView, ...change });
const server = (change: Json): Json => ({ ...serverRequest, ...change });
const request = (change: Json): Json => server({ request: { ...(serverRequest['request'] as Json), ...change } });
const without = (event: Json, key: string): Json =>
  Object.fromEntries(Object.entries(event).filter(([name]) => name !== key));
const properties = (count: number): Json =>
  Object.fromEntries(Array.from({ length: count }, (_value, index) => [`key_${index}`, index]));

const valid: readonly [what: string, event: Json][] = [
  ['a minimal page view', pageView],
  ['a full page view', fullPageView],
  ['a minimal server request', serverRequest],
  ['bytes unknown', request({ bytes: null })],
  ['bytes 0', request({ bytes: 0 })],
  ['the most bytes', request({ bytes: Number.MAX_SAFE_INTEGER })],
  ['status 100', request({ status: 100 })],
  ['status 599', request({ status: 599 })],
  ['an empty path', request({ path: '' })],
  ['consent denied', page({ user: { consent: { analytics: false, ads: false } } })],
  ['empty optional objects', page({ session: {}, metadata: {}, custom_properties: {}, page: {} })],
  ['empty utm', page({ session: { utm: {} } })],
  ['no experiments', page({ metadata: { experiment_keys: [] } })],
  ['the longest session id', page({ session: { session_id: 's'.repeat(256) } })],
  ['the longest page url', page({ ctx: { page_url: 'u'.repeat(8192) } })],
  ['fifty custom properties', page({ custom_properties: properties(50) })],
  ['the longest custom text', page({ custom_properties: { text: 'x'.repeat(1024) } })],
  ['1024 emoji are 2048 code units', page({ custom_properties: { text: '😀'.repeat(1024) } })],
  ['custom names of any kind', page({ custom_properties: { 'a b/c~d': 1, 'é.1': 2, '': 3 } })],
  ['a context on a server request', server({ ctx: { user_agent: 'curl/8' } })],
];

const custom = (value: unknown): Json => page({ custom_properties: { key: value } });
const consent = (value: unknown): Json => page({ user: { consent: value } });
const invalid: readonly [what: string, event: Json, path: string, message: string][] = [
  ['no event_id', without(pageView, 'event_id'), '/event_id', 'required: must be there'],
  ['no ts', without(pageView, 'ts'), '/ts', 'required: must be there'],
  ['no user', without(pageView, 'user'), '/user', 'required: must be there'],
  ['no consent', page({ user: {} }), '/user/consent', 'required: must be there'],
  ['half a consent', consent({ analytics: true }), '/user/consent/ads', 'required: must be there'],
  ['consent as text', consent({ analytics: 'yes', ads: false }), '/user/consent/analytics', 'type: expected boolean'],
  ['consent as a list', consent([true, true]), '/user/consent', 'type: expected object'],
  [
    'more in consent',
    consent({ analytics: true, ads: true, tv: true }),
    '/user/consent/tv',
    'additionalProperties: the contract does not know this key',
  ],
  ['user null', page({ user: null }), '/user', 'type: expected object'],
  ['no context', without(pageView, 'ctx'), '/ctx', 'required: must be there'],
  ['no page_url', page({ ctx: {} }), '/ctx/page_url', 'required: must be there'],
  ['page_url empty', page({ ctx: { page_url: '' } }), '/ctx/page_url', 'minLength: expected at least 1 characters'],
  [
    'page_url too long',
    page({ ctx: { page_url: 'u'.repeat(8193) } }),
    '/ctx/page_url',
    'maxLength: expected at most 8192 characters',
  ],
  ['page_url a number', page({ ctx: { page_url: 1 } }), '/ctx/page_url', 'type: expected string'],
  [
    'more in ctx',
    page({ ctx: { page_url: '/', os: 'x' } }),
    '/ctx/os',
    'additionalProperties: the contract does not know this key',
  ],
  ['ids no uuid', page({ event_id: 'abc' }), '/event_id', 'format: expected a uuid'],
  ['id a number', page({ event_id: 12 }), '/event_id', 'type: expected string'],
  ['30 February', page({ ts: '2026-02-30T10:20:30Z' }), '/ts', 'format: expected a date-time'],
  ['a blank in ts', page({ ts: '2026-11-21 10:20:30Z' }), '/ts', 'format: expected a date-time'],
  [
    'an endless fraction',
    page({ ts: `2026-11-21T10:20:30.${'0'.repeat(64)}Z` }),
    '/ts',
    'maxLength: expected at most 64 characters',
  ],
  ['ts a number', page({ ts: 1_795_256_430_123 }), '/ts', 'type: expected string'],
  ['sent_at no time', page({ sent_at: 'now' }), '/sent_at', 'format: expected a date-time'],
  ['an unknown key', page({ colour: 'red' }), '/colour', 'additionalProperties: the contract does not know this key'],
  [
    'a server key',
    page({ received_at: '2026-11-21T10:20:30.123Z' }),
    '/received_at',
    'additionalProperties: the contract does not know this key',
  ],
  [
    'privacy from a client',
    page({ privacy: { analytics: true } }),
    '/privacy',
    'additionalProperties: the contract does not know this key',
  ],
  [
    'the part of another type',
    page({ request: serverRequest['request'] }),
    '/request',
    'additionalProperties: the contract does not know this key',
  ],
  [
    'session id empty',
    page({ session: { session_id: '' } }),
    '/session/session_id',
    'minLength: expected at least 1 characters',
  ],
  [
    'session id too long',
    page({ session: { session_id: 's'.repeat(257) } }),
    '/session/session_id',
    'maxLength: expected at most 256 characters',
  ],
  [
    'more in utm',
    page({ session: { utm: { id: 'x' } } }),
    '/session/utm/id',
    'additionalProperties: the contract does not know this key',
  ],
  ['utm null', page({ session: { utm: null } }), '/session/utm', 'type: expected object'],
  [
    'schema_hash from a client',
    page({ metadata: { schema_hash: 'x' } }),
    '/metadata/schema_hash',
    'additionalProperties: the contract does not know this key',
  ],
  [
    'experiments no list',
    page({ metadata: { experiment_keys: 'x' } }),
    '/metadata/experiment_keys',
    'type: expected array',
  ],
  [
    'an experiment no text',
    page({ metadata: { experiment_keys: ['x', 1] } }),
    '/metadata/experiment_keys/1',
    'type: expected string',
  ],
  [
    '65 experiments',
    page({ metadata: { experiment_keys: Array(65).fill('x') } }),
    '/metadata/experiment_keys',
    'maxItems: expected at most 64 items',
  ],
  [
    '51 custom properties',
    page({ custom_properties: properties(51) }),
    '/custom_properties',
    'maxProperties: expected at most 50 properties',
  ],
  ['a custom object', custom({ a: 1 }), '/custom_properties/key', 'type: expected string or number or boolean or null'],
  ['a custom list', custom([1]), '/custom_properties/key', 'type: expected string or number or boolean or null'],
  [
    'a custom infinity',
    custom(Number.POSITIVE_INFINITY),
    '/custom_properties/key',
    'type: expected string or number or boolean or null',
  ],
  [
    'a custom text too long',
    custom('x'.repeat(1025)),
    '/custom_properties/key',
    'maxLength: expected at most 1024 characters',
  ],
  ['1025 emoji', custom('😀'.repeat(1025)), '/custom_properties/key', 'maxLength: expected at most 1024 characters'],
  [
    'a custom name too long',
    page({ custom_properties: { ['n'.repeat(257)]: 1 } }),
    '/custom_properties',
    'name of a property: maxLength: expected at most 256 characters',
  ],
  ['custom properties a list', page({ custom_properties: [] }), '/custom_properties', 'type: expected object'],
  ['no request', without(serverRequest, 'request'), '/request', 'required: must be there'],
  [
    'no bytes',
    server({ request: { method: 'GET', path: '/', status: 200 } }),
    '/request/bytes',
    'required: must be there',
  ],
  ['bytes negative', request({ bytes: -1 }), '/request/bytes', 'minimum: expected at least 0'],
  [
    'bytes beyond what a number holds',
    request({ bytes: 2 ** 53 }),
    '/request/bytes',
    'maximum: expected at most 9007199254740991',
  ],
  ['half a byte', request({ bytes: 0.5 }), '/request/bytes', 'type: expected integer or null'],
  ['status 99', request({ status: 99 }), '/request/status', 'minimum: expected at least 100'],
  ['status 600', request({ status: 600 }), '/request/status', 'maximum: expected at most 599'],
  ['status as text', request({ status: '200' }), '/request/status', 'type: expected integer'],
  ['method empty', request({ method: '' }), '/request/method', 'minLength: expected at least 1 characters'],
  [
    'page on a server request',
    server({ page: {} }),
    '/page',
    'additionalProperties: the contract does not know this key',
  ],
];

/** ajv on the contract files as they are: envelope by reference, nothing bundled, nothing generated. */
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addVocabulary(annotationKeywords.filter((keyword) => keyword.startsWith('x-')));
ajv.addFormat('date-time', isDateTime).addFormat('uuid', isUuid);
for (const { schema } of readContracts(join(import.meta.dirname, '../contracts')).files) ajv.addSchema(schema);

function isValidForRuntimeAjv(event: Json): boolean {
  const validate = ajv.getSchema(`urn:millrace:schema:${String(event['event_type'])}:1.0.0`);
  if (!validate) throw new Error('no such contract');
  return validate(event) === true;
}

test.each(valid)('SCHEMA-1: %s is valid, for ajv at run time too', (_what, event) => {
  expect(validateClientEvent(event)).toEqual({
    ok: true,
    eventType: event['event_type'],
    contractVersion: '1.0.0',
    schemaHash: schemaHashes[event['event_type'] as keyof typeof schemaHashes]['1.0.0'],
  });
  expect(isValidForRuntimeAjv(event)).toBe(true);
});

test.each(invalid)('SCHEMA-1: %s is invalid, for ajv at run time too', (_what, event, path, message) => {
  expect(validateClientEvent(event)).toEqual({ ok: false, reason: 'schema-invalid', path, message });
  expect(isValidForRuntimeAjv(event)).toBe(false);
});

test('a verdict does not depend on the event before', () => {
  expect(validateClientEvent(page({ ts: '' })).ok).toBe(false);
  expect(validateClientEvent(pageView).ok).toBe(true);
});

const unknownContracts: readonly [event: Json, path: string][] = [
  [without(pageView, 'event_type'), '/event_type'],
  [page({ event_type: 'teleport' }), '/event_type'],
  [page({ event_type: 'constructor' }), '/event_type'],
  [page({ event_type: '__proto__' }), '/event_type'],
  [page({ event_type: ['page_view'] }), '/event_type'],
  [{}, '/event_type'],
  [page({ schema_version: '0.9.0' }), '/schema_version'],
  [page({ schema_version: '2.0.0' }), '/schema_version'],
  [page({ schema_version: '99999999999999999999.0.0' }), '/schema_version'],
];

test.each(unknownContracts)('%j has no contract', (event, path) => {
  expect(validateClientEvent(event)).toMatchObject({ ok: false, reason: 'schema-unknown', path });
});

test('a __proto__ key that JSON.parse made is an unknown key', () => {
  const event = JSON.parse(JSON.stringify(pageView).replace('{', '{"__proto__":{"ts":1},'));
  expect(validateClientEvent(event)).toMatchObject({ reason: 'schema-invalid', path: '/__proto__' });
});

const personalKeys = ['203.0.113.9', '2001:db8::1', 'a@b.example', 'x/y', '3405803785', 'n'.repeat(65), 'Jörg'];

test.each(personalKeys)('SCHEMA-2: the key %s is never named, the path ends above it', (key) => {
  expect(validateClientEvent(page({ [key]: 1 }))).toMatchObject({ ok: false, path: '' });
  expect(validateClientEvent(page({ custom_properties: { [key]: [] } }))).toMatchObject({ path: '/custom_properties' });
});

test('SCHEMA-2: a value of the event is never in path or message', () => {
  const secret = 'Secret203.0.113.9';
  const events = Object.keys(fullPageView)
    .filter((key) => key !== 'event_type' && key !== 'schema_version')
    .flatMap((key) => [
      { ...fullPageView, [key]: secret },
      { ...fullPageView, [key]: [secret] },
    ]);
  for (const event of [...events, page({ event_type: secret }), page({ schema_version: secret })]) {
    const verdict = validateClientEvent(event);
    expect(verdict.ok).toBe(false);
    expect(JSON.stringify(verdict)).not.toContain('203');
  }
});

test('SCHEMA-1: agrees with ajv at run time on events with one value changed at random', () => {
  const paths = [...leafPaths(fullPageView), ...leafPaths(serverRequest)];
  const change = fc.oneof(
    fc.constant(undefined),
    fc.jsonValue(),
    fc.constantFrom('', 'x'.repeat(300), 'x'.repeat(9000), -1, 0.5, 404, [], {}, null, true),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(fullPageView, serverRequest),
      fc.oneof(fc.constantFrom(...paths), fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
      change,
      (base, path, value) => {
        if (path[0] === 'event_type' || path[0] === 'schema_version') return;
        const event = JSON.parse(JSON.stringify(base));
        setAt(event, path, value);
        expect(validateClientEvent(event).ok).toBe(isValidForRuntimeAjv(event));
      },
    ),
    { numRuns: 2000 },
  );
});

function leafPaths(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) => leafPaths(child, [...path, key]));
  return path.length > 0 ? [path, ...inner] : inner;
}

/** undefined takes the value away. */
function setAt(event: Json, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) delete event[key];
    else event[key] = value;
    return;
  }
  const inner = event[key];
  if (typeof inner === 'object' && inner !== null) setAt(inner as Json, rest, value);
}
