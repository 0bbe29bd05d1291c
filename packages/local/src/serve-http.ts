import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpHandler } from '@millrace/middleware';
import { ConfigError } from '@millrace/pipeline';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type HttpEndpoint = { readonly url: string; close(): Promise<void> };

/** HTTP API's limit; the function's own is lower. */
const maxRequestBytes = 10 * 1024 * 1024;
const closeLimitMs = 2_000;

/**
 * A real socket on 127.0.0.1 that hands requests to handlers as API Gateway's HTTP API does (payload 2.0).
 * `routes`: `"POST /v1/events"` → handler. Throws ConfigError when the port is taken.
 */
export async function serveHttp(port: number, routes: ReadonlyMap<string, HttpHandler>): Promise<HttpEndpoint> {
  const server = createServer((request, response) => {
    if (!server.listening) response.setHeader('connection', 'close');
    answer(request, response, routes).catch((error: unknown) => {
      // Only a client that went away gets here: handlers turn their own faults into answers.
      response.destroy(error as Error);
    });
  });
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
  routes: ReadonlyMap<string, HttpHandler>,
): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const handle = routes.get(`${request.method} ${path}`);
  if (!handle) {
    const isKnownPath = [...routes.keys()].some((route) => route.endsWith(` ${path}`));
    return send(response, isKnownPath ? 405 : 404, {}, JSON.stringify({ message: 'Not Found' }));
  }
  const body = await readBody(request);
  if (!body) return send(response, 413, { connection: 'close' }, JSON.stringify({ message: 'Request Too Long' }));
  const result = await handle(toGatewayEvent(request, path, query, body));
  send(response, result.statusCode ?? 200, result.headers ?? {}, result.body ?? '');
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

function toGatewayEvent(request: IncomingMessage, path: string, query: string, body: Buffer): APIGatewayProxyEventV2 {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const requestId = randomUUID();
  const now = Date.now();
  return {
    version: '2.0',
    routeKey: `${request.method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers,
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
      routeKey: `${request.method} ${path}`,
      stage: '$default',
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
  };
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | number | boolean>>,
  body: string,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json');
  response.statusCode = status;
  response.end(body);
}
