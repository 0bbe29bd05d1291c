import { type EventOutcome, eachOutcome, type HostileCase, refused } from './hostile-case.ts';
import { plantedMail } from './personal-data.ts';

const consent = 'analytics=true&ads=false';
const page = `page_url=${encodeURIComponent('https://shop.example/p')}`;
const pixel = { method: 'GET', path: '/v1/pixel.gif', key: 'public-in-query' } as const;

/** A pixel that is answered with the image. */
function shows(name: string, query: string, outcome: EventOutcome, more: Partial<HostileCase> = {}): HostileCase {
  return { ...eachOutcome(`pixel: ${name}`, { ...pixel, query }, [outcome], more), status: 200 };
}

/** One whose event is in quarantine. */
function unacceptable(
  name: string,
  query: string,
  outcome: EventOutcome,
  more: Partial<HostileCase> = {},
): HostileCase {
  return { ...eachOutcome(`pixel: ${name}`, { ...pixel, query }, [outcome], more), status: 422 };
}

function bad(name: string, query: string, status = 400): HostileCase {
  return refused(`pixel: ${name}`, { ...pixel, query }, status);
}

const event = (json: string) => `event=${encodeURIComponent(json)}`;
const whole = { event_type: 'page_view', schema_version: '1.1.0', ctx: { page_url: '/' } };
const user = { consent: { analytics: true, ads: false } };
const forbidden = ['__proto__', 'constructor', 'prototype'];

/** Queries of a pixel: flat parameters, and an event as JSON. */
export const pixelQueries: readonly HostileCase[] = [
  shows('flat parameters', `${page}&${consent}`, 'accepted'),
  shows('flags as digits', `${page}&analytics=1&ads=0`, 'accepted'),
  shows('analytics denied', `${page}&analytics=0&ads=0`, 'suppressed'),
  shows('a custom property', `${page}&${consent}&p.colour=red`, 'accepted', {
    stored: { '/custom_properties/colour': 'red' },
  }),
  shows('an event as JSON', event(JSON.stringify({ ...whole, user })), 'accepted'),
  shows(
    'an e-mail address in a custom property',
    `${page}&${consent}&p.m=${encodeURIComponent(plantedMail)}`,
    'accepted',
    {
      absent: ['zq7planted'],
    },
  ),
  shows('CR LF in a custom property', `${page}&${consent}&p.x=a%0d%0aset-cookie:%20x`, 'accepted', {
    stored: { '/custom_properties/x': 'a\r\nset-cookie: x' },
  }),
  shows('a NUL in a custom property', `${page}&${consent}&p.x=a%00b`, 'accepted', {
    stored: { '/custom_properties/x': 'a\0b' },
  }),
  shows('overlong UTF-8 in a custom property', `${page}&${consent}&p.x=%c0%af`, 'accepted', {
    stored: { '/custom_properties/x': '\ufffd\ufffd' },
  }),
  shows('a percent sign alone', `${page}&${consent}&p.x=100%`, 'accepted', {
    stored: { '/custom_properties/x': '100%' },
  }),
  shows('a percent escape that is none', `${page}&${consent}&p.x=%zz`, 'accepted', {
    stored: { '/custom_properties/x': '%zz' },
  }),
  shows('a plus for a blank', `${page}&${consent}&p.x=a+b`, 'accepted', { stored: { '/custom_properties/x': 'a b' } }),
  ...forbidden.flatMap((name) => [
    bad(`the parameter ${name}`, `${page}&${consent}&${name}=x`),
    bad(`the parameter ${name}[x]`, `${page}&${consent}&${name}[x]=x`),
    unacceptable(`the custom property ${name}`, `${page}&${consent}&p.${name}=x`, 'forbidden-key'),
    unacceptable(
      `${name} in JSON`,
      event(`{"event_type":"page_view","user":${JSON.stringify(user)},"${name}":{"x":1}}`),
      'forbidden-key',
    ),
  ]),
  unacceptable('no consent', page, 'consent-unreadable'),
  unacceptable('half a consent', `${page}&analytics=1`, 'consent-unreadable'),
  unacceptable('a type that is unknown', `${page}&${consent}&event_type=page_load`, 'schema-unknown'),
  unacceptable('a version that is unknown', `${page}&${consent}&schema_version=2.0.0`, 'schema-unknown'),
  unacceptable('the 30th of February', `${page}&${consent}&ts=2026-02-30T00:00:00Z`, 'schema-invalid'),
  unacceptable(
    'an id that is an e-mail address',
    `${page}&${consent}&user_id_hash=${encodeURIComponent(plantedMail)}`,
    'schema-invalid',
    {
      absent: ['zq7planted'],
    },
  ),
  unacceptable(
    'a custom property named like an e-mail address',
    `${page}&${consent}&p.${encodeURIComponent(plantedMail)}=1`,
    'schema-invalid',
    {
      absent: ['zq7planted'],
    },
  ),
  unacceptable('JSON without a consent', event(JSON.stringify(whole)), 'consent-unreadable'),
  unacceptable(
    'JSON with a raw user id',
    event(JSON.stringify({ ...whole, user: { ...user, user_id: 'zq7planted' } })),
    'schema-invalid',
    {
      absent: ['zq7planted'],
    },
  ),
  bad('an unknown parameter', `${page}&${consent}&colour=red`),
  bad('user_id', `${page}&${consent}&user_id=zq7planted`),
  bad('event_id', `${page}&${consent}&event_id=0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d`),
  bad('received_at', `${page}&${consent}&received_at=2001-01-01T00:00:00Z`),
  bad('source', `${page}&${consent}&source=x`),
  bad('a parameter twice', `${page}&${consent}&${page}`),
  bad('a parameter twice, escaped the second time', `${page}&${consent}&%70age_url=x`),
  bad('consent twice', `${page}&analytics=0&ads=0&analytics=1`),
  bad('a parameter as a list', `${page}&${consent}&p.x=1&p.x=2`),
  bad('analytics=yes', `${page}&analytics=yes&ads=0`),
  bad('analytics empty', `${page}&analytics=&ads=0`),
  bad('analytics=TRUE', `${page}&analytics=TRUE&ads=0`),
  bad('a custom property without a name', `${page}&${consent}&p.=x`),
  bad('a query that is too long', `${page}&${consent}&p.x=${'x'.repeat(8192)}`),
  bad('two thousand parameters', Array.from({ length: 2000 }, (_, n) => `p.${n}=1`).join('&')),
  ...['', 'x', '{', 'NaN', '[]', '[{}]', 'null', '1', '"x"', '{"a":1}x', '{"a":01}'].map((json) =>
    bad(`event=${json}`, event(json)),
  ),
  bad('JSON with an event_id', event(JSON.stringify({ ...whole, user, event_id: 'x' }))),
  bad('JSON that is too deep', event('{"a":'.repeat(100) + 1 + '}'.repeat(100))),
  bad('JSON beside a parameter', `${event(JSON.stringify({ ...whole, user }))}&${page}`),
  bad('JSON twice', `${event(JSON.stringify({ ...whole, user }))}&${event('{}')}`),
  refused('pixel: no key', { ...pixel, key: 'none', query: `${page}&${consent}` }, 401),
  refused('pixel: an unknown key', { ...pixel, key: 'none', query: `${page}&${consent}&key=pk_x` }, 401),
  refused(
    'pixel: a key that climbs folders',
    { ...pixel, key: 'none', query: `${page}&${consent}&key=..%2f..%2fx` },
    403,
  ),
  refused(
    'pixel: a secret key',
    { ...pixel, key: 'none', query: ({ secret }) => `${page}&${consent}&key=${secret.keyId}` },
    403,
  ),
  ...Object.entries({
    'https://shop.example/': 200,
    'https://shop.example/path?x=1': 200,
    'https://shop.example': 200,
    'https://evil-shop.example/': 403,
    'https://shop.example.evil.example/': 403,
    'https://shop.example@evil.example/': 403,
    'http://shop.example/': 403,
    'https://evil.example/?https://shop.example/': 403,
    'data:text/html,x': 403,
    'not an address': 403,
    '': 403,
  }).map(([referer, status]): HostileCase => {
    const request = { ...pixel, query: `${page}&${consent}`, headers: { referer } };
    const name = `pixel: on the page "${referer}"`;
    return status === 200 ? { ...eachOutcome(name, request, ['accepted']), status } : refused(name, request, status);
  }),
];
