import { type EventOutcome, eachOutcome, type HostileCase, refused } from './hostile-case.ts';

/** The bed's link `offer` leads there; `subid` may be added, signed. */
const target = 'https://partner.example/offer?a=1';
const offer = { method: 'GET', path: '/r/offer', key: 'none' } as const;
const consent = 'analytics=1&ads=0';

/** Sent on, and only to where the link leads. */
function leads(
  name: string,
  request: Partial<HostileCase['request']>,
  outcome: EventOutcome = 'accepted',
  location = target,
): HostileCase {
  return {
    ...eachOutcome(`redirect: ${name}`, { ...offer, ...request }, [outcome], { headers: { location } }),
    status: 302,
  };
}

function nowhere(name: string, request: Partial<HostileCase['request']>): HostileCase {
  return refused(`redirect: ${name}`, { ...offer, ...request }, 404);
}

const evil = [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://partner.example@evil.example/',
  '%0d%0alocation:%20https://evil.example/',
];

const linkIds = [
  'unknown',
  'expired',
  'early',
  'removed',
  'OFFER',
  'offer ',
  'offer/',
  'offer.',
  'offer%20',
  'offer\u0000',
  'offer\n',
  '../offer',
  '..%2foffer',
  '__proto__',
  'constructor',
  'o'.repeat(65),
  'o'.repeat(10_000),
  'https://evil.example/',
  '//evil.example',
  '\\evil.example',
  'javascript:alert(1)',
  '@evil.example',
  'öffer',
  "' OR 1=1 --",
  '',
];

/** A redirect leads to registered targets or nowhere. */
export const redirectQueries: readonly HostileCase[] = [
  leads('with consent', { query: consent }),
  leads('without a word about consent', {}, 'suppressed'),
  leads('analytics denied', { query: 'analytics=0&ads=0' }, 'suppressed'),
  leads('consent given twice', { query: 'analytics=1&ads=1&analytics=0' }, 'suppressed'),
  leads('consent that cannot be read', { query: 'analytics=yes&ads=1' }, 'suppressed'),
  leads(
    'a cookie that denies, an address that allows',
    {
      query: consent,
      headers: { cookie: 'millrace_consent=analytics=0&ads=0' },
    },
    'suppressed',
  ),
  leads('a cookie that cannot be read', { query: consent, headers: { cookie: 'millrace_consent=%' } }, 'suppressed'),
  ...['url', 'target', 'next', 'to', 'redirect', 'location', 'return', 'link_id', '__proto__'].flatMap((name) =>
    evil.map((value) => leads(`${name}=${value}`, { query: `${consent}&${name}=${encodeURIComponent(value)}` })),
  ),
  ...evil.flatMap((value) => [
    leads(`Referer: ${value}`, {
      query: consent,
      headers: { referer: value.startsWith('%') ? 'https://evil.example/' : value },
    }),
    leads(`Host and X-Forwarded-Host: ${value}`, {
      query: consent,
      headers: { host: 'evil.example', 'x-forwarded-host': value, 'x-original-url': value },
    }),
    nowhere(`p.subid=${value}, not signed`, { query: `${consent}&p.subid=${encodeURIComponent(value)}` }),
    nowhere(`p.url=${value}, which the link does not have`, {
      query: ({ signTarget }) =>
        `${consent}&p.url=${encodeURIComponent(value)}&sig=${signTarget('offer', { url: value })}`,
    }),
  ]),
  leads(
    'a signed parameter',
    { query: ({ signTarget }) => `${consent}&p.subid=x1&sig=${signTarget('offer', { subid: 'x1' })}` },
    'accepted',
    `${target}&subid=x1`,
  ),
  leads(
    'a signed parameter with CR LF',
    { query: ({ signTarget }) => `${consent}&p.subid=a%0d%0ab&sig=${signTarget('offer', { subid: 'a\r\nb' })}` },
    'accepted',
    `${target}&subid=a%0D%0Ab`,
  ),
  leads(
    'a signed parameter that is an address',
    {
      query: ({ signTarget }) =>
        `${consent}&p.subid=%2f%2fevil.example%2f%23&sig=${signTarget('offer', { subid: '//evil.example/#' })}`,
    },
    'accepted',
    `${target}&subid=%2F%2Fevil.example%2F%23`,
  ),
  nowhere('a signature of another link', {
    query: ({ signTarget }) => `${consent}&p.subid=x1&sig=${signTarget('other', { subid: 'x1' })}`,
  }),
  nowhere('a signature of another value', {
    query: ({ signTarget }) => `${consent}&p.subid=x2&sig=${signTarget('offer', { subid: 'x1' })}`,
  }),
  nowhere('a signature in capitals', {
    query: ({ signTarget }) => `${consent}&p.subid=x1&sig=${signTarget('offer', { subid: 'x1' }).toUpperCase()}x`,
  }),
  nowhere('two signatures', {
    query: ({ signTarget }) => `${consent}&p.subid=x1&sig=${signTarget('offer', { subid: 'x1' })}&sig=x`,
  }),
  nowhere('a parameter twice', {
    query: ({ signTarget }) => `${consent}&p.subid=x1&p.subid=x1&sig=${signTarget('offer', { subid: 'x1' })}`,
  }),
  nowhere('an empty parameter name', { query: `${consent}&p.=x&sig=x` }),
  nowhere('p.__proto__', { query: `${consent}&p.__proto__=x&sig=x` }),
  nowhere('parameters that are too long', { query: `${consent}&p.subid=${'x'.repeat(5000)}&sig=x` }),
  ...linkIds.map((linkId) =>
    nowhere(`link ${linkId.length > 60 ? `of ${linkId.length} letters` : JSON.stringify(linkId)}`, {
      path: `/r/${linkId}`,
      query: consent,
    }),
  ),
  ...['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) =>
    refused(`redirect: ${name} prefetch`, { ...offer, query: consent, headers: { [name]: 'prefetch' } }, 403),
  ),
];
