import { isIP } from 'node:net';
import fc from 'fast-check';
import { formatIp, parseIp, truncateIp, truncateIpsInText } from './ip-address.ts';

const octet = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
/** fast-check writes all forms: compressed, mixed with IPv4, upper case is added here. */
const ipv6 = fc.tuple(fc.ipV6(), fc.boolean()).map(([text, isUpper]) => (isUpper ? text.toUpperCase() : text));
const address = fc.oneof(ipv4, ipv6);
const filler = fc.string({ unit: fc.constantFrom(...' x/"[]()=,;-_?&#%zg\n'), maxLength: 12 });

describe('truncateIp', () => {
  test.each([
    ['203.0.113.7', '203.0.113.0'],
    ['255.255.255.255', '255.255.255.0'],
    ['2001:0DB8:85a3:08d3:1319:8a2e:0370:7348', '2001:db8:85a3::'],
    ['2001:db8::1', '2001:db8::'],
    ['2001:0:1::1', '2001:0:1::'],
    ['::1', '::'],
    ['::', '::'],
    ['fe80::1%eth0', 'fe80::'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.0'],
    ['::FFFF:cb00:7107', '::ffff:203.0.113.0'],
    ['0:0:0:0:0:ffff:203.0.113.7', '::ffff:203.0.113.0'],
    ['64:ff9b::203.0.113.7', '64:ff9b::'],
    ['2002:cb00:7107::1', '2002:cb00:7100::'],
  ])('%s → %s', (ip, truncated) => {
    expect(truncateIp(ip)).toBe(truncated);
  });

  test.each([
    '',
    '-',
    'example.com',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    ':1:2:3:4:5:6:7',
    '12345::',
    '::g',
    '1.2.3.4::',
    '[::1]',
    '1.2.3.4:80',
    '%eth0',
    '1:2:3:4:5:6:7::8:9',
    ':'.repeat(1000),
  ])('%j is not an IP address', (text) => {
    expect(truncateIp(text)).toBeUndefined();
  });

  test('reads what node:net reads, and nothing else', () => {
    const text = fc.oneof(address, fc.string({ unit: fc.constantFrom(...'0123456789abcf:.'), maxLength: 20 }));
    fc.assert(
      fc.property(text, (candidate) => {
        // node:net refuses leading zeros in a mixed end, parseIp reads them: more text is recognised as an address.
        if (isIP(candidate) !== 0) expect(parseIp(candidate)?.version).toBe(isIP(candidate));
        else if (!/:.*\.0/.test(candidate)) expect(parseIp(candidate)).toBeUndefined();
      }),
    );
  });

  test('parse(format(x)) = x', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.constant(0xffff), fc.integer({ min: 0, max: 0xffff })), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(groups, (parts) => {
        const text = formatIp({ version: 6, parts });
        expect(isIP(text)).toBe(6);
        expect(parseIp(text)).toEqual({ version: 6, parts });
      }),
    );
  });

  test('truncating twice is truncating once', () => {
    fc.assert(
      fc.property(address, (ip) => {
        const once = truncateIp(ip) as string;
        expect(truncateIp(once)).toBe(once);
      }),
    );
  });
});

describe('truncateIpsInText', () => {
  test.each([
    ['1.2.3.4 - - [17/May/2015:10:05:03 +0000] "GET /', '1.2.3.0 - - [17/May/2015:10:05:03 +0000] "GET /'],
    ['[2001:db8::1]:8080', '[2001:db8::]:8080'],
    ['from 1.2.3.4:8080, via 5.6.7.8.', 'from 1.2.3.0:8080, via 5.6.7.0.'],
    ['client: 2001:db8:1:2::5: refused', 'client: 2001:db8:1:: refused'],
    ['ip:2001:db8::1', 'ip:2001:db8::'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.0'],
    ['::ffff:0102:0304.5.6', '::ffff:102:300.5.6'],
    ['::ffff:1.2.3.4.5', '::ffff:1.2.3.0.0'],
    ['1:2:3:4:5:6:7:8', '1:2:3::'],
    ['1:2:3:4:5:6:7.8.9.10', '1:2:3::0.0.0.0'],
    ['::1.2.3.4:80', '::0.0.0.0:80'],
    ['::ffff:1.2.3.4:80', '::ffff:1.2.3.0:80'],
    ['::1.2.3.4a', '::0.0.0.0a'],
    ['1:2:3:4:5:6:7:8:9', '::'],
    ['1::2::3', '::'],
    ['1.2.3.4.5', '1.2.3.0.0'],
    ['1.2.3.999.5', '1.2.3.0.0'],
    ['1.2.3.4:80:90::1', '1.2.3.0:80:90::'],
    ['x1234.5.6.789', 'x1234.5.6.0'],
    ['192.168.001.045', '192.168.001.0'],
    ['?ip=2001%3Adb8%3A%3a1&v4=1%2E2%2e3%2E4', '?ip=2001:db8::&v4=1.2.3.0'],
    ['/a%3A1.2/b', '/a%3A1.2/b'],
    ['Chrome/32.0.1700.107 Safari/537.36', 'Chrome/32.0.1700.107 Safari/537.36'],
    ['MAC aa:bb:cc:dd:ee:ff at 10:05:03', 'MAC aa:bb:cc:dd:ee:ff at 10:05:03'],
    ['', ''],
  ])('%s', (text, truncated) => {
    expect(truncateIpsInText(text)).toBe(truncated);
  });

  test('leaves no whole address between other text', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(filler, address), { minLength: 1, maxLength: 4 }), filler, (pieces, end) => {
        // `%` joins with `3a`… to an encoded separator: covered by the glued case below.
        const text = pieces.map(([before, ip]) => `${before.replaceAll('%', '')} ${ip}`).join(' ') + end;
        const literals = truncateIpsInText(text).match(/[0-9a-f:.]+/gi) ?? [];
        const found = literals.filter((literal) => isIP(literal) !== 0);
        expect(found.map(parseIp)).toEqual(pieces.map(([, ip]) => parseIp(truncateIp(ip) ?? '')));
      }),
    );
  });

  test('leaves no whole address that is glued to digits, dots, colons or another address', () => {
    const glue = fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.%x '), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(glue, address), { minLength: 1, maxLength: 3 }), glue, (pieces, end) => {
        const output = truncateIpsInText(pieces.map(([before, ip]) => before + ip).join('') + end);
        // Every substring that reads as IPv4 ends in .0 (or in the start of a longer, harmless number: .0…).
        for (let start = 0; start < output.length; start++) {
          const match = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/.exec(output.slice(start))?.[0];
          if (match !== undefined && isIP(match) === 4) expect(match).toMatch(/\.0$/);
        }
        // Every whole run that reads as IPv6 is its own truncation.
        for (const literal of output.match(/[0-9a-f:]+(?:\.\d+){0,3}/gi) ?? []) {
          if (isIP(literal) === 6) expect(parseIp(truncateIp(literal) as string)).toEqual(parseIp(literal));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is idempotent', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789abcf:.%23AEx '), maxLength: 60 });
    fc.assert(
      fc.property(text, (input) => {
        const once = truncateIpsInText(input);
        expect(truncateIpsInText(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  test.each(['1', '1.', '1:', ':', 'a', '::', '1.2.3.4:', '%3a', '%', '1.2.3.', '0.0.0x'])(
    'is linear on %j',
    (unit) => {
      const seconds = (count: number) => {
        const text = unit.repeat(count);
        const startedAt = performance.now();
        truncateIpsInText(text);
        return (performance.now() - startedAt) / 1000;
      };
      expect(seconds(200_000)).toBeLessThan(2);
    },
  );
});
