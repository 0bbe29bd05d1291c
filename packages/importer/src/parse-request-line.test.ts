import { isPageView, parseRequestLine } from './parse-request-line.ts';

test.each([
  ['GET /a/b HTTP/1.1', 'GET', '/a/b'],
  ['GET /a?user=me#x HTTP/2', 'GET', '/a'],
  ['GET /a#x?y HTTP/1.0', 'GET', '/a'],
  ['GET /a', 'GET', '/a'],
  ['GET /a b c HTTP/1.1', 'GET', '/a b c'],
  ['GET http://www.example.com/a?b HTTP/1.1', 'GET', '/a'],
  ['GET http://www.example.com HTTP/1.1', 'GET', '/'],
  ['GET HTTPS://www.example.com?b HTTP/1.1', 'GET', '/'],
  ['GET ?a HTTP/1.1', 'GET', '/'],
  ['GET //a//b HTTP/1.1', 'GET', '//a//b'],
  ['OPTIONS * HTTP/1.0', 'OPTIONS', '*'],
  ['CONNECT example.com:443 HTTP/1.1', 'CONNECT', 'example.com:443'],
  ['get / HTTP/1.1', 'get', '/'],
  ['-', '-', '-'],
  ['', '-', '-'],
  ['GET', '-', '-'],
  ['GET ', '-', '-'],
  ['GET  HTTP/1.1', 'GET', 'HTTP/1.1'],
  ['hello big world', '-', '-'],
  [String.raw`\x16\x03\x01`, '-', '-'],
  [String.raw`\x16 / HTTP/1.1`, '-', '-'],
  [`${'A'.repeat(33)} / HTTP/1.1`, '-', '-'],
])('%s → %s %s', (text, method, path) => {
  expect(parseRequestLine(text)).toEqual({ method, path });
});

test.each([
  ['/', true],
  ['/blog', true],
  ['/blog/', true],
  ['/a.b/c', true],
  ['/index.html', true],
  ['/INDEX.HTM', true],
  ['/a.min.php', true],
  ['/a.asp', true],
  ['/a.aspx', true],
  ['/a.jsp', true],
  ['/a.png', false],
  ['/a.html.gz', false],
  ['/a.', false],
  ['/.htaccess', false],
  ['/robots.txt', false],
  ['/a.xhtml', false],
])('GET %s is a page view: %s', (path, expected) => {
  expect(isPageView({ method: 'GET', path }, 200)).toBe(expected);
});

test.each([
  [199, false],
  [200, true],
  [206, true],
  [299, true],
  [300, false],
  [301, false],
  [304, true],
  [404, false],
  [500, false],
])('status %i is a page view: %s', (status, expected) => {
  expect(isPageView({ method: 'GET', path: '/' }, status)).toBe(expected);
});

test.each(['POST', 'HEAD', 'get', '-'])('%s is no page view', (method) => {
  expect(isPageView({ method, path: '/' }, 200)).toBe(false);
});

test('a long request takes no longer than its length', () => {
  const startedAt = performance.now();
  for (const text of [`GET ${' '.repeat(500_000)}x`, `GET /${' HTTP/1'.repeat(100_000)}`]) parseRequestLine(text);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
