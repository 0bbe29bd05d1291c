import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import type { AccessLogLine } from './parse-access-log-line.ts';
import { type ImportContext, toImportedEvent } from './to-imported-event.ts';

const context: ImportContext = {
  source: 'access-log',
  lakeKey: createSecretKey(Buffer.alloc(32, 1)),
  visitorKey: createSecretKey(Buffer.alloc(32, 2)),
  lineNumber: 1,
  bytes: Buffer.from('the line'),
};
const seen: AccessLogLine = {
  client: '203.0.113.7',
  eventTime: Date.UTC(2015, 4, 17, 10, 5, 3),
  request: 'GET /blog?token=secret HTTP/1.1',
  status: 200,
  bytes: 512,
  referrer: 'https://me:secret@www.example.com:8080/search?q=my+name#top',
  userAgent: 'curl/8',
};
const toEvent = (parts: Partial<AccessLogLine>) => toImportedEvent({ ...seen, ...parts }, context);

test('a page view', () => {
  expect(toEvent({})).toEqual({
    event_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    event_type: 'page_view',
    schema_version: '1.0.0',
    ts: '2015-05-17T10:05:03.000Z',
    source_ip: '203.0.113.0',
    user: { user_id_hash: expect.stringMatching(/^[0-9a-f]{64}$/), consent: { analytics: true, ads: false } },
    ctx: { page_url: '/blog', referrer: 'https://www.example.com:8080/search', user_agent: 'curl/8' },
  });
});

test('anything else is a server request, without a page', () => {
  const { ctx, request, event_type } = toEvent({ request: 'POST /api?x=1 HTTP/1.1', status: 503, bytes: null });
  expect(event_type).toBe('server_request');
  expect(request).toEqual({ method: 'POST', path: '/api', status: 503, bytes: null });
  expect(ctx).toEqual({ referrer: 'https://www.example.com:8080/search', user_agent: 'curl/8' });
});

test('dashes are absent values', () => {
  const event = toEvent({ request: '-', status: 408, bytes: 0, referrer: '-', userAgent: '-' });
  expect(event).not.toHaveProperty('ctx');
  expect(event.request).toEqual({ method: '-', path: '-', status: 408, bytes: 0 });
});

test.each([
  ['https://www.example.com', 'https://www.example.com'],
  ['https://www.example.com?q=a/b@c', 'https://www.example.com'],
  ['https://www.example.com/a@b', 'https://www.example.com/a@b'],
  ['android-app://com.example.app/', 'android-app://com.example.app/'],
  ['/local?x', '/local'],
  ['', undefined],
  ['?q=x', undefined],
])('referrer %s → %s', (referrer, kept) => {
  expect(toEvent({ referrer }).ctx?.referrer).toBe(kept);
});

test.each([
  ['2001:db8:1:2::7', '2001:db8:1::'],
  ['::ffff:203.0.113.7', '::ffff:203.0.113.0'],
  ['host-7.dsl.example.com', undefined],
  ['unix:', undefined],
])('client %s → source_ip %s', (client, sourceIp) => {
  expect(toEvent({ client }).source_ip).toBe(sourceIp);
});

test('one visitor = one truncated address (or network of a host name) and one agent on one day', () => {
  const hashOf = (parts: Partial<AccessLogLine>) => toEvent(parts).user.user_id_hash;
  expect(hashOf({ client: '203.0.113.99' })).toBe(hashOf({}));
  expect(hashOf({ client: '203.0.114.7' })).not.toBe(hashOf({}));
  expect(hashOf({ userAgent: 'curl/9' })).not.toBe(hashOf({}));
  expect(hashOf({ client: 'host-7.dsl.example.com' })).toBe(hashOf({ client: 'host-8.DSL.example.com' }));
  expect(hashOf({ client: 'host-7.dsl.example.com' })).not.toBe(hashOf({ client: 'host-7.example.com' }));
});

test("no text holds the line's own address, however it is written", () => {
  const v6 = '2001:db8:1:2::7';
  const event = toEvent({
    client: v6,
    request: `GET /${v6}/${v6.toUpperCase()} HTTP/1.1`,
    referrer: 'http://[2001:0db8:1:2:0:0:0:7]:80/2001%3Adb8%3A1%3A2%3A%3A7',
    userAgent: `probe ${v6} Chrome/32.0.1700.107`,
  });
  expect(event.ctx).toEqual({
    page_url: '/2001:db8:1::/2001:db8:1::',
    referrer: 'http://[2001:db8:1::]:80/2001:db8:1::',
    user_agent: 'probe 2001:db8:1:: Chrome/32.0.1700.107',
  });
  const mapped = toEvent({
    client: '::ffff:203.0.113.7',
    request: 'GET /203.0.113.7/::ffff:cb00:7107/203%2e0%2e113%2e7/ HTTP/1.1',
  });
  expect(mapped.ctx?.page_url).toBe('/203.0.113.0/::ffff:cb00:7100/203.0.113.0/');
});

test("no text holds another's address either, nor what looks like one", () => {
  const event = toEvent({
    request: 'GET /whois/198.51.100.9/ HTTP/1.1',
    referrer: 'http://198.51.100.9/[2001:db8:1:2::9]',
    userAgent: 'Firefox/3.6.12.5 Chrome/32.0.1700.107 198%2e51%2e100%2e9',
  });
  expect(event.ctx).toEqual({
    page_url: '/whois/198.51.100.0/',
    referrer: 'http://198.51.100.0/[2001:db8:1::]',
    user_agent: 'Firefox/3.6.12.0 Chrome/32.0.1700.107 198.51.100.0',
  });
});

test.each(['203.0.113.7', '::ffff:203.0.113.7'])("the line's own address %s is found with dashes too", (client) => {
  const event = toEvent({
    client,
    request: 'GET /203-0-113-7/203-0-113-77/2015-05-17-7 HTTP/1.1',
    referrer: 'http://ec2-203-0-113-7.example.com/%20203%2D0%2d113-7',
    userAgent: '203-0-113-7 203-0-113-7',
  });
  expect(event.ctx).toEqual({
    page_url: '/203-0-113-0/203-0-113-77/2015-05-17-7',
    referrer: 'http://ec2-203-0-113-0.example.com/%20203%2D0%2d113-0',
    user_agent: '203-0-113-0 203-0-113-0',
  });
});

test('no event holds its whole client address', () => {
  // An address that is its own truncation may stay.
  const octet = fc.integer({ min: 1, max: 255 });
  const client = fc.oneof(
    fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.')),
    fc.tuple(fc.ipV6(), octet).map(([ip, last]) => (/[.]/.test(ip) || ip.endsWith('::') ? `2001:db8::${last}` : ip)),
  );
  const around = fc.string({ unit: fc.constantFrom(...'/ab.:[]=&%'), maxLength: 5 });
  fc.assert(
    fc.property(client, around, around, (ip, before, after) => {
      const text = `${before}/${ip}/${after}`;
      const event = toEvent({
        client: ip,
        request: `GET /${text} HTTP/1.1`,
        referrer: `http://a${text}`,
        userAgent: text,
      });
      const kept = JSON.stringify({ ...event, event_id: '', user: '' });
      expect(event.source_ip === ip || !kept.includes(`/${ip}/`)).toBe(true);
    }),
  );
});

test('long texts are cut to what the contract takes, without half a character', () => {
  const event = toEvent({ request: `GET /${'a'.repeat(9000)} HTTP/1.1`, userAgent: `x${'😀'.repeat(5000)}` });
  expect(event.ctx?.page_url).toHaveLength(8192);
  expect(event.ctx?.user_agent).toHaveLength(8191);
  expect(event.ctx?.user_agent?.isWellFormed()).toBe(true);
});
