import type { BedKey } from '../ingest-bed.ts';
import { pageView } from './event-json.ts';
import { type EventOutcome, eachOutcome, type HostileCase, refused } from './hostile-case.ts';
import { plantedMail } from './personal-data.ts';

const quarantine_id = 'ab'.repeat(32);
const settings = { source: 'access-log', policy: 'imported' };
const line = { quarantine_id, line_number: 1, text: 'no line of this format' };

function body(changes: object): string {
  return JSON.stringify({ import: settings, events: [pageView(1)], ...changes });
}

const accepted = ['accepted'] as const;
const trusted: readonly BedKey[] = ['import', 'secret'];

const badSettings: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  'a text': 'access-log',
  'a list': [settings],
  'an empty object': {},
  'no policy': { source: 'x' },
  'no source': { policy: 'x' },
  'an empty source': { ...settings, source: '' },
  'a long source': { ...settings, source: 'x'.repeat(65) },
  'a source that is a number': { ...settings, source: 1 },
  'a source that is a list': { ...settings, source: ['x'] },
  'an empty policy': { ...settings, policy: '' },
  'a policy that is null': { ...settings, policy: null },
};

const badLines: Readonly<Record<string, unknown>> = {
  null: null,
  'a text': 'x',
  'an object': line,
  'a list of null': [null],
  'a list of lists': [[line]],
  'no id': [{ ...line, quarantine_id: undefined }],
  'an id that is too short': [{ ...line, quarantine_id: 'ab' }],
  'an id in capitals': [{ ...line, quarantine_id: 'AB'.repeat(32) }],
  'an id that is no hexadecimal': [{ ...line, quarantine_id: 'xy'.repeat(32) }],
  'an id with a line end': [{ ...line, quarantine_id: `${quarantine_id}\n` }],
  'an id that is a list': [{ ...line, quarantine_id: [quarantine_id] }],
  'no number': [{ ...line, line_number: undefined }],
  'a number with a fraction': [{ ...line, line_number: 1.5 }],
  'a number that is too large': [{ ...line, line_number: 2 ** 53 }],
  'a number that is a text': [{ ...line, line_number: '1' }],
  'no text': [{ ...line, text: undefined }],
  'an empty text': [{ ...line, text: '' }],
  'a text that is too long': [{ ...line, text: 'x'.repeat(8193) }],
  'a text that is a list': [{ ...line, text: ['x'] }],
  'a good line and a bad one': [line, { ...line, text: 1 }],
};

/** Texts of lines, and what may not be left of them. */
const personalLines: Readonly<Record<string, readonly string[]>> = {
  '198.51.100.123 - - [21/Nov/2026] "GET / HTTP/1.1"': ['198.51.100.123'],
  '::ffff:198.51.100.123 - -': ['198.51.100.123'],
  '2001:db8:aaaa:bbbb::77 - -': ['bbbb::77', 'aaaa:bbbb'],
  [`- ${plantedMail} [21/Nov/2026] "GET /"`]: ['zq7planted'],
  [`"GET /?m=${plantedMail.replace('@', '%40')}"`]: ['zq7planted'],
  [`"GET / HTTP/1.1" "Browser (${plantedMail.toUpperCase()})"`]: ['zq7planted'],
};

const addresses: Readonly<Record<string, readonly [value: unknown, truncated: string | null]>> = {
  'an IPv4 address': ['198.51.100.123', '198.51.100.0'],
  'an IPv6 address': ['2001:db8:1:2::3', '2001:db8:1::'],
  'a text': ['unknown', null],
  'an empty text': ['', null],
  'a number': [3_325_256_824, null],
  null: [null, null],
  'a list': [['198.51.100.123'], null],
  'an object': [{ ip: '198.51.100.123' }, null],
  'two addresses': ['198.51.100.123, 198.51.100.124', null],
  'an address with a port': ['198.51.100.123:80', null],
  'ten thousand digits': ['1'.repeat(10_000), null],
};

/** What only a signed request may say of other people, and how it may be wrong. */
export const imports: readonly HostileCase[] = [
  ...trusted.flatMap((key): readonly HostileCase[] => [
    eachOutcome(`import with the key ${key}`, { key, body: body({}) }, accepted, {
      stored: { '/source': 'access-log', '/privacy/policy': 'imported' },
    }),
    ...Object.entries(badSettings).map(([name, value]) =>
      refused(`import with the key ${key}: settings are ${name}`, { key, body: body({ import: value }) }, 400),
    ),
    ...Object.entries(badLines).map(([name, value]) =>
      refused(`import with the key ${key}: malformed is ${name}`, { key, body: body({ malformed: value }) }, 400),
    ),
    ...Object.entries(personalLines).map(
      ([text, absent]): HostileCase => ({
        ...eachOutcome(
          `import with the key ${key}: a malformed line ${text}`,
          { key, body: body({ malformed: [{ ...line, text }] }) },
          accepted,
          { absent },
        ),
        malformed: 1,
      }),
    ),
    ...Object.entries(addresses).map(([name, [value, truncated]]) =>
      eachOutcome(
        `import with the key ${key}: source_ip is ${name}`,
        { key, body: body({ events: [pageView(1, { source_ip: value })] }) },
        accepted,
        { stored: { '/privacy/source_ip_anonymized': truncated, '/source_ip': undefined }, absent: ['198.51.100.12'] },
      ),
    ),
    ...(['__proto__', 'constructor', 'prototype'] as const).map((name) =>
      refused(
        `import with the key ${key}: ${name} beside events`,
        { key, body: `{"events":[],"${name}":{"x":1}}` },
        400,
      ),
    ),
  ]),
  refused(
    'import with the key import: not signed',
    { key: 'none', headers: { 'x-millrace-key': 'import' }, body: body({}) },
    401,
  ),
  refused(
    'import with the bearer token of before',
    { key: 'none', headers: ({ importKey }) => ({ authorization: `Bearer ${importKey.secret}` }), body: body({}) },
    401,
  ),
];

/** sent_at beside events. */
const sentAt: Readonly<Record<string, number>> = {
  '"2026-11-21T10:20:31Z"': 202,
  '"2026-11-21T11:20:31+01:00"': 202,
  '"2026-02-30T00:00:00Z"': 400,
  '"1999-12-31T23:59:59Z"': 400,
  '"2101-01-01T00:00:00Z"': 400,
  '"2026-11-21T10:20:31z"': 400,
  '"now"': 400,
  '""': 400,
  '1795256431': 400,
  '1e400': 400,
  null: 400,
  '[]': 400,
  '{}': 400,
};
const requestTimes = Object.entries(sentAt).map(([json, status]): HostileCase => {
  const request = { body: `{"events":[${JSON.stringify(pageView(1))}],"sent_at":${json}}` };
  const name = `sent_at ${json} beside events`;
  return status === 202 ? eachOutcome(name, request, accepted) : refused(name, request, status);
});

/** What becomes of events by the mode of their key. */
const modes = [
  ...(['accepted', 'schema-invalid', 'forbidden-key'] as const).map((outcome: EventOutcome) => {
    const changes = outcome === 'schema-invalid' ? { ts: 'never' } : {};
    const json = JSON.stringify(
      pageView(1, { user: { user_id_hash: 'zq7planted', consent: { analytics: true, ads: true } }, ...changes }),
    );
    return eachOutcome(
      `a cookieless key with an event that is ${outcome}`,
      { key: 'cookieless', body: outcome === 'forbidden-key' ? json.replace('{', '{"__proto__":{},') : json },
      [outcome],
      { absent: ['zq7planted', 'session-1'] },
    );
  }),
  eachOutcome(
    'a key that only counts, with three events',
    {
      key: 'counted',
      body: JSON.stringify([1, 2, 3].map((n) => pageView(n, { ctx: { page_url: 'https://shop.example/zq7planted' } }))),
    },
    ['suppressed', 'suppressed', 'suppressed'],
    { absent: ['zq7planted'] },
  ),
];

/** Requests that are answered without an event. */
export const requests: readonly HostileCase[] = [
  ...requestTimes,
  ...modes,
  ...['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'TRACE', 'CONNECT', 'post', 'POST ', '', '__proto__'].map((method) =>
    refused(`the method "${method}"`, { method, body: JSON.stringify(pageView(1)) }, 404),
  ),
  ...[
    '/',
    '',
    '/v1',
    '/v1/events/',
    '/v1/events/x',
    '/v1//events',
    '//v1/events',
    '/V1/events',
    '/v1/Events',
    '/v2/events',
    '/v1/events;x=y',
    '/v1/events%00',
    '/v1/events\u0000',
    '/v1/../v1/events',
    '/v1/%65vents',
    '/__proto__',
    '/constructor',
    'http://other.example/v1/events',
    `/${'x'.repeat(10_000)}`,
  ].map((path) =>
    refused(
      `the path ${path.length > 60 ? `of ${path.length} characters` : JSON.stringify(path)}`,
      { path, body: '{}' },
      404,
    ),
  ),
];
