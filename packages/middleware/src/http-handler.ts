import middy from '@middy/core';
import { TransientError } from '@millrace/pipeline';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { withTelemetry } from './with-telemetry.ts';

/** An HTTP request as our functions read it. Header names are lower case. receivedAt: epoch ms of the gateway. */
export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  /** Of the route's `{name}`s, decoded. */
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As sent: compressed, if it was. What a signature is about. */
  readonly rawBody: Buffer;
  readonly sourceIp: string | undefined;
  readonly requestId: string;
  readonly receivedAt: number;
};

/** body: an object goes out as JSON, bytes as they are; none for 204 and redirects. */
export type HttpResponse = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>> | Uint8Array;
};

/** Without a context: the laptop and tests call handlers as Lambda does, but have none to give. */
export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context?: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** API Gateway's payload 2.0 in and out. TransientError → 503 with Retry-After; any other exception → 500. */
export function createHttpHandler(
  serviceName: string,
  handle: (request: HttpRequest, telemetry: Telemetry) => Promise<HttpResponse>,
  telemetry: Telemetry = createTelemetry(serviceName),
): HttpHandler {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(withTelemetry(telemetry))
    .use({
      onError: (request) => {
        telemetry.count('requests-failed', 1);
        request.response = toErrorResponse(request.error);
      },
    })
    .handler(async (event) => toResult(await handle(toHttpRequest(event), telemetry))) as unknown as HttpHandler;
}

/** RFC 9457 problem document. `more`: further members, and headers beside its content-type. */
export function toProblem(
  status: number,
  title: string,
  detail: string,
  more: object = {},
  headers: Readonly<Record<string, string>> = {},
): HttpResponse & { readonly body: Readonly<Record<string, unknown>> } {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: { type: 'about:blank', title, status, detail, ...more },
  };
}

function toHttpRequest(event: APIGatewayProxyEventV2): HttpRequest {
  const { requestContext } = event;
  return {
    method: requestContext.http.method,
    path: event.rawPath,
    pathParameters: event.pathParameters ?? {},
    query: new URLSearchParams(event.rawQueryString),
    headers: event.headers ?? {},
    rawBody: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    sourceIp: requestContext.http.sourceIp,
    requestId: requestContext.requestId,
    receivedAt: requestContext.timeEpoch,
  };
}

function toResult({ status, headers, body }: HttpResponse): APIGatewayProxyStructuredResultV2 {
  if (body === undefined) return { statusCode: status, headers: { ...headers } };
  if (body instanceof Uint8Array) {
    const base64 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64');
    return { statusCode: status, headers: { ...headers }, body: base64, isBase64Encoded: true };
  }
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function toErrorResponse(error: unknown): APIGatewayProxyStructuredResultV2 {
  if (error instanceof TransientError) {
    const detail = 'nothing was accepted; send the same again';
    return toResult(toProblem(503, 'Service Unavailable', detail, {}, { 'retry-after': '1' }));
  }
  return toResult(toProblem(500, 'Internal Server Error', 'nothing was accepted'));
}
