import { connect } from 'node:net';
import type { HttpHandler } from '@millrace/middleware';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type HttpEndpoint, serveHttp } from './serve-http.ts';

let endpoint: HttpEndpoint;
let seen: APIGatewayProxyEventV2 | undefined;
const answering =
  (result: APIGatewayProxyStructuredResultV2): HttpHandler =>
  async (event) => {
    seen = event;
    return result;
  };
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  endpoint = await serveHttp(
    0,
    new Map([
      ['POST /v1/events', answering({ statusCode: 202, headers: json, body: '{}' })],
      ['OPTIONS /v1/events', answering({ statusCode: 204, headers: { vary: 'origin' } })],
      ['GET /r/{link_id}', answering({ statusCode: 302, headers: { location: 'https://shop.example/' } })],
      ['GET /r/own', answering({ statusCode: 200, headers: json, body: '"own"' })],
      [
        'GET /v1/pixel.gif',
        answering({
          statusCode: 200,
          headers: { 'content-type': 'image/gif' },
          body: 'R0lGAP8=',
          isBase64Encoded: true,
        }),
      ],
      [
        'GET /cookies',
        answering({ statusCode: 200, headers: { 'x-a': 'b', ...json }, cookies: ['a=1', 'b=2'], body: '{}' }),
      ],
    ]),
  );
});
afterAll(() => endpoint.close());
beforeEach(() => {
  seen = undefined;
});

const ask = (path: string, init: RequestInit = {}) => fetch(`${endpoint.url}${path}`, { redirect: 'manual', ...init });

test('a path parameter is one segment, decoded; a route without one goes first', async () => {
  const answer = await ask('/r/a%20b?x=1&y=%3F?z');
  expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://shop.example/']);
  expect([await answer.text(), answer.headers.get('content-type')]).toEqual(['', null]);
  expect(seen).toMatchObject({
    routeKey: 'GET /r/{link_id}',
    rawPath: '/r/a%20b',
    rawQueryString: 'x=1&y=%3F?z',
    pathParameters: { link_id: 'a b' },
    requestContext: { routeKey: 'GET /r/{link_id}', http: { method: 'GET', path: '/r/a%20b' } },
  });
  expect(await (await ask('/r/own')).text()).toBe('"own"');
  expect(seen).not.toHaveProperty('pathParameters');
  await ask('/r/%ff');
  expect(seen).toMatchObject({ pathParameters: { link_id: '%ff' } });
});

test.each([
  ['GET', '/nothing'],
  ['GET', '/v1/events'],
  ['HEAD', '/r/own'],
  ['DELETE', '/v1/events'],
  ['GET', '/r/'],
  ['GET', '/r/a/b'],
  ['GET', '/R/a'],
  ['POST', '/v1/events/'],
  ['GET', '/__proto__'],
])('%s %s: no route, 404 as of the gateway', async (method, path) => {
  const answer = await ask(path, { method });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe(method === 'HEAD' ? '' : '{"message":"Not Found"}');
  expect(seen).toBeUndefined();
});

test('bytes come out as they went in, nothing stays nothing, and cookies stand alone', async () => {
  const gif = await ask('/v1/pixel.gif');
  expect([...new Uint8Array(await gif.arrayBuffer())]).toEqual([71, 73, 70, 0, 255]);
  expect(gif.headers.get('content-type')).toBe('image/gif');
  const preflight = await ask('/v1/events', { method: 'OPTIONS' });
  expect([preflight.status, preflight.headers.get('vary'), await preflight.text()]).toEqual([204, 'origin', '']);
  const cookies = await ask('/cookies');
  expect([cookies.headers.getSetCookie(), cookies.headers.get('x-a')]).toEqual([['a=1', 'b=2'], 'b']);
});

test('text goes in as it is, anything else in base64', async () => {
  const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
    await ask('/v1/events', { method: 'POST', body, headers });
    return [seen?.isBase64Encoded, seen?.body];
  };
  expect(await send('{"a":"ü"}', json)).toEqual([false, '{"a":"ü"}']);
  expect(await send(Uint8Array.of(123, 255), json)).toEqual([true, 'e/8=']);
  expect(await send('abc', { ...json, 'content-encoding': 'gzip' })).toEqual([true, 'YWJj']);
});

/** The first line of what a socket answers. */
async function sendRaw(text: string): Promise<string> {
  const { hostname, port } = new URL(endpoint.url);
  const socket = connect(Number(port), hostname);
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer.split('\r\n')[0] ?? '';
}

test.each([
  ['two lengths', 'content-length: 2\r\ncontent-length: 30'],
  ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked'],
  ['a negative length', 'content-length: -1'],
  ['a length with a sign', 'content-length: +2'],
  ['a blank before the colon', 'content-length : 2'],
  ['a folded header', 'x-a: b\r\n c: d'],
  ['a NUL', 'x-a: b\u0000c'],
])('a request smuggled with %s reaches nobody', async (_, headers) => {
  const text = `POST /v1/events HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n{}GET /r/own HTTP/1.1\r\nhost: x\r\n\r\n`;
  expect(await sendRaw(text)).toMatch(/^HTTP\/1\.1 400 /);
  expect(seen).toBeUndefined();
});

test('headers beyond the limit of the gateway are refused', async () => {
  expect(await sendRaw(`GET /r/own HTTP/1.1\r\nhost: x\r\nx-a: ${'b'.repeat(11_000)}\r\n\r\n`)).toMatch(/ 431 /);
  expect(seen).toBeUndefined();
});
