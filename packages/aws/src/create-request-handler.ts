import { NodeHttpHandler } from '@smithy/node-http-handler';

/**
 * HTTP/1.1 with kept-alive connections for every client. Kinesis would take HTTP/2 by default, where one stalled
 * connection holds up all parallel puts. Without time limits a lost connection would hang for as long as the function.
 */
export function createRequestHandler(options: { readonly requestTimeoutMs: number }): NodeHttpHandler {
  const agent = { keepAlive: true, maxSockets: 64 };
  return new NodeHttpHandler({
    connectionTimeout: 2_000,
    requestTimeout: options.requestTimeoutMs,
    throwOnRequestTimeout: true,
    socketTimeout: options.requestTimeoutMs + 5_000, // a body that stops coming: the request timeout ends with the headers
    httpAgent: agent,
    httpsAgent: agent,
  });
}
