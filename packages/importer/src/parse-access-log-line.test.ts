import fc from 'fast-check';
import { type AccessLogLine, parseAccessLogLine } from './parse-access-log-line.ts';

const line = (
  parts: Partial<Record<'client' | 'time' | 'request' | 'status' | 'bytes' | 'referrer' | 'agent', string>> = {},
) =>
  `${parts.client ?? '203.0.113.7'} - frank [${parts.time ?? '17/May/2015:10:05:03 +0000'}] ` +
  `"${parts.request ?? 'GET /a HTTP/1.1'}" ${parts.status ?? '200'} ${parts.bytes ?? '12'} ` +
  `"${parts.referrer ?? '-'}" "${parts.agent ?? 'curl/8'}"`;

test('reads every part', () => {
  expect(parseAccessLogLine(line({ referrer: 'https://a.example/' }))).toEqual({
    client: '203.0.113.7',
    eventTime: Date.UTC(2015, 4, 17, 10, 5, 3),
    request: 'GET /a HTTP/1.1',
    status: 200,
    bytes: 12,
    referrer: 'https://a.example/',
    userAgent: 'curl/8',
  });
});

test.each([
  ['17/May/2015:10:05:03 +0000', '2015-05-17T10:05:03.000Z'],
  ['17/May/2015:00:05:03 +0200', '2015-05-16T22:05:03.000Z'],
  ['31/Dec/2015:23:59:59 -0130', '2016-01-01T01:29:59.000Z'],
  ['29/Feb/2016:12:00:00 +0000', '2016-02-29T12:00:00.000Z'],
  ['30/Jun/2015:23:59:60 +0000', '2015-07-01T00:00:00.000Z'],
])('time %s is %s', (time, iso) => {
  expect(new Date(parseAccessLogLine(line({ time }))?.eventTime ?? 0).toISOString()).toBe(iso);
});

test.each([
  '29/Feb/2015:12:00:00 +0000',
  '31/Apr/2015:12:00:00 +0000',
  '00/May/2015:12:00:00 +0000',
  '17/may/2015:12:00:00 +0000',
  '17/Mai/2015:12:00:00 +0000',
  '17/May/2015:24:00:00 +0000',
  '17/May/2015:12:60:00 +0000',
  '17/May/2015:12:00:61 +0000',
  '17/May/2015:12:00:00 +2400',
  '17/May/0015:12:00:00 +0000',
  '01/Jan/1970:00:00:00 +0100',
  '31/Dec/9999:23:59:59 -0100',
  '2015-05-17T10:05:03.000000',
])('time %s is malformed', (time) => {
  expect(parseAccessLogLine(line({ time }))).toBeUndefined();
});

test.each([
  '203.0.113.7',
  '2001:db8::7',
  '::ffff:203.0.113.7',
  'host-7.example.com',
  'localhost',
  'unix:',
  'a_b.local.',
])('client %s', (client) => {
  expect(parseAccessLogLine(line({ client }))?.client).toBe(client);
});

test.each(['-', '2001:db8::g', 'example.com:80', '[::1]', 'a/b', `${'a'.repeat(256)}`])(
  'client %s is malformed',
  (client) => {
    expect(parseAccessLogLine(line({ client }))).toBeUndefined();
  },
);

test('bytes may be a dash, quotes and backslashes are escaped in quoted fields', () => {
  const parsed = parseAccessLogLine(
    line({ bytes: '-', agent: String.raw`a \"b\" \\ \x16`, request: String.raw`\x16\x03` }),
  );
  expect(parsed?.bytes).toBeNull();
  expect(parsed?.userAgent).toBe(String.raw`a "b" \ \x16`);
  expect(parsed?.request).toBe(String.raw`\x16\x03`);
});

test.each([
  ['nothing', ''],
  ['the common format', '203.0.113.7 - - [17/May/2015:10:05:03 +0000] "GET / HTTP/1.1" 200 12'],
  ['a virtual host before it', `www.example.com:80 ${line()}`],
  ['a further field', `${line()} "203.0.113.9"`],
  ['a blank at its end', `${line()} `],
  ['a missing quote', line().slice(0, -1)],
  ['an unescaped quote', line({ agent: 'a"b' })],
  ['a quote that is escaped away', line({ agent: 'a\\' })],
  ['a status of two digits', line({ status: '20' })],
  ['a status beyond 599', line({ status: '600' })],
  ['a status below 100', line({ status: '000' })],
  ['negative bytes', line({ bytes: '-1' })],
  ['bytes beyond 2^53', line({ bytes: '9999999999999999' })],
  ['JSON', '{"event_id":"x"}'],
])('%s is malformed', (_, text) => {
  expect(parseAccessLogLine(text)).toBeUndefined();
});

test('parse(format(x)) = x', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab/ "\\?é[]-') }).filter((value) => !/\\[^"\\]/.test(value));
  const withEscapes = (value: string) => value.replace(/["\\]/g, '\\$&');
  const parsed: fc.Arbitrary<AccessLogLine> = fc.record({
    client: fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()),
    eventTime: fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
    request: text,
    status: fc.integer({ min: 100, max: 599 }),
    bytes: fc.option(fc.nat()),
    referrer: text,
    userAgent: text,
  });
  fc.assert(
    fc.property(parsed, (value) => {
      const [, day, month, year, clock] =
        /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(value.eventTime).toUTCString()) ?? [];
      const written = line({
        client: value.client,
        time: `${day}/${month}/${year}:${clock} +0000`,
        request: withEscapes(value.request),
        status: String(value.status),
        bytes: String(value.bytes ?? '-'),
        referrer: withEscapes(value.referrer),
        agent: withEscapes(value.userAgent),
      });
      expect(parseAccessLogLine(written)).toEqual(value);
    }),
  );
});

test.each([
  ['blanks', ' '],
  ['words', 'a '],
  ['quotes', '"'],
  ['escaped quotes', '\\"'],
  ['closed fields', '"" '],
  ['dots', 'a.'],
])('a long line of %s takes no longer than its length', (_, unit) => {
  const long = unit.repeat(500_000);
  const startedAt = performance.now();
  for (const text of [long, `${line().slice(0, -1)}${long}`, line({ request: long }), line({ client: long })]) {
    parseAccessLogLine(text);
  }
  expect(performance.now() - startedAt).toBeLessThan(3000);
});
