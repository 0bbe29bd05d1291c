import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpHandler } from '@millrace/middleware';
import { ConfigError } from '@millrace/pipeline';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type HttpEndpoint = { readonly url: string; close(): Promise<void> };

/** HTTP API's limits; the function's own are lower. The second: request line and headers. */
const maxRequestBytes = 10 * 1024 * 1024;
const maxHeaderBytes = 10_240;
const requestTimeoutMs = 30_000;
const closeLimitMs = 2_000;

type Routes = ReadonlyMap<string, HttpHandler>;
type Match = {
  readonly routeKey: string;
  readonly handle: HttpHandler;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
};

/**
 * A real socket on 127.0.0.1 that hands requests to handlers as API Gateway's HTTP API does (payload 2.0).
 * `routes`: `"GET /r/{link_id}"` → handler. What no route matches, in path or method, is 404. Throws ConfigError when the
 * port is taken.
 */
export async function serveHttp(port: number, routes: Routes): Promise<HttpEndpoint> {
  const find = createRouter(routes);
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, requestTimeout: requestTimeoutMs },
    (request, response) => {
      if (!server.listening) response.setHeader('connection', 'close');
      answer(request, response, find).catch((error: unknown) => {
        // Only a client that went away gets here: handlers turn their own faults into answers.
        response.destroy(error as Error);
      });
    },
  );
  server.keepAliveTimeout = 65_000;
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        // Requests under way are answered; a connection that does not end is cut.
        const limit = setTimeout(() => server.closeAllConnections(), closeLimitMs);
        server.close(() => {
          clearTimeout(limit);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** Throws ConfigError when the port is taken. */
export async function assertPortFree(port: number): Promise<void> {
  const server = createServer();
  await listen(server, port);
  await new Promise((resolve) => server.close(resolve));
}

/** Listens on 127.0.0.1; port 0 = any free one. */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE'
          ? `port ${port} is in use; choose another with --port`
          : `port ${port} cannot be opened (${error.code}); choose another with --port`;
      reject(new ConfigError(reason, { cause: error }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  find: (method: string, path: string) => Match | undefined,
): Promise<void> {
  const url = request.url ?? '/';
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  const match = find(request.method ?? 'GET', path);
  if (!match) return refuse(response, 404, 'Not Found');
  const body = await readBody(request);
  if (!body) {
    response.setHeader('connection', 'close');
    return refuse(response, 413, 'Request Too Long');
  }
  const query = end < 0 ? '' : url.slice(end + 1);
  send(response, await match.handle(toGatewayEvent(request, match, { path, query, body })));
}

/** A whole path goes before one with `{name}`s; these stand for one segment each. */
function createRouter(routes: Routes): (method: string, path: string) => Match | undefined {
  const exact = new Map<string, Match>();
  const patterns: (Omit<Match, 'pathParameters'> & {
    readonly method: string;
    readonly segments: readonly string[];
  })[] = [];
  for (const [routeKey, handle] of routes) {
    const [method = '', pattern = ''] = routeKey.split(' ');
    if (pattern.includes('{')) patterns.push({ routeKey, handle, method, segments: pattern.split('/') });
    else exact.set(routeKey, { routeKey, handle, pathParameters: undefined });
  }
  return (method, path) => {
    const whole = exact.get(`${method} ${path}`);
    if (whole) return whole;
    const segments = path.split('/');
    for (const { routeKey, handle, ...pattern } of patterns) {
      const pathParameters = pattern.method === method ? matchSegments(pattern.segments, segments) : undefined;
      if (pathParameters) return { routeKey, handle, pathParameters };
    }
    return undefined;
  };
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(expected) ?? [];
    if (name === undefined ? segment !== expected : segment === '') return undefined;
    if (name !== undefined) parameters[name] = decodeSegment(segment);
  }
  return parameters;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** undefined when the body is larger than the gateway takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxRequestBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function toGatewayEvent(
  request: IncomingMessage,
  { routeKey, pathParameters }: Match,
  { path, query, body }: { readonly path: string; readonly query: string; readonly body: Buffer },
): APIGatewayProxyEventV2 {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const requestId = randomUUID();
  const now = Date.now();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(pathParameters && { pathParameters }),
    // The gateway passes text types as they are, everything else in base64.
    ...(/^(?:text\/|application\/json)/.test(headers['content-type'] ?? 'application/json') &&
    headers['content-encoding'] === undefined &&
    isUtf8(body)
      ? { body: body.toString('utf8'), isBase64Encoded: false }
      : { body: body.toString('base64'), isBase64Encoded: true }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: '127.0.0.1',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
  };
}

function send(response: ServerResponse, result: Awaited<ReturnType<HttpHandler>>): void {
  const { statusCode = 200, headers = {}, cookies = [], body, isBase64Encoded } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.statusCode = statusCode;
  if (body === undefined) response.end();
  else response.end(body, isBase64Encoded ? 'base64' : 'utf8');
}

/** What the gateway says by itself. */
function refuse(response: ServerResponse, status: 404 | 413, message: string): void {
  response.setHeader('content-type', 'application/json');
  response.statusCode = status;
  response.end(JSON.stringify({ message }));
}
