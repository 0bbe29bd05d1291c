import middy from '@middy/core';
import { TransientError } from '@millrace/pipeline';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { withTelemetry } from './with-telemetry.ts';

/** An HTTP request as our functions read it. Header names are lower case. receivedAt: epoch ms of the gateway. */
export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly sourceIp: string | undefined;
  readonly requestId: string;
  readonly receivedAt: number;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Without a context: the laptop and tests call handlers as Lambda does, but have none to give. */
export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context?: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** API Gateway's payload 2.0 in, JSON out. TransientError → 503 with Retry-After; any other exception → 500. */
export function createHttpHandler(
  serviceName: string,
  handle: (request: HttpRequest, telemetry: Telemetry) => Promise<HttpResponse>,
  telemetry: Telemetry = createTelemetry(serviceName),
): HttpHandler {
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(withTelemetry(telemetry))
    .use({
      onError: (request) => {
        request.response = toErrorResponse(request.error);
      },
    })
    .handler(async (event) => toResult(await handle(toHttpRequest(event), telemetry))) as unknown as HttpHandler;
}

/** RFC 9457 problem document. */
export function toProblem(status: number, title: string, detail: string, more: object = {}): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: 'about:blank', title, status, detail, ...more },
  };
}

function toHttpRequest(event: APIGatewayProxyEventV2): HttpRequest {
  const { requestContext } = event;
  return {
    method: requestContext.http.method,
    path: event.rawPath,
    headers: event.headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    sourceIp: requestContext.http.sourceIp,
    requestId: requestContext.requestId,
    receivedAt: requestContext.timeEpoch,
  };
}

function toResult(response: HttpResponse): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: response.status,
    headers: { 'content-type': 'application/json', ...response.headers },
    body: JSON.stringify(response.body),
  };
}

function toErrorResponse(error: unknown): APIGatewayProxyStructuredResultV2 {
  if (error instanceof TransientError) {
    const problem = toProblem(503, 'Service Unavailable', 'nothing was accepted; send the same events again');
    return toResult({ ...problem, headers: { ...problem.headers, 'retry-after': '1' } });
  }
  return toResult(toProblem(500, 'Internal Server Error', 'nothing was accepted'));
}
