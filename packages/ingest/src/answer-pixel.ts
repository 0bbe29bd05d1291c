import { type HttpRequest, type HttpResponse, toProblem } from '@millrace/middleware';
import { keyHeader, signatureHeader } from '@millrace/registry';
import type { RequestBody } from './core/parse-body.ts';
import { toPixelEvent } from './core/to-pixel-event.ts';

export type PixelDeps = {
  /**
   * The way of `POST /v1/events` from access on: key, origin, quota, decide, commit. Answers as there: 202 with the counts,
   * or a problem. The request that it gets has the `origin` of the page that the pixel stands on, where that is known.
   */
  readonly takeEvents: (request: HttpRequest, body: RequestBody) => Promise<HttpResponse>;
  /** A new random UUID. */
  readonly mintId: () => string;
};

/** One transparent pixel: GIF89a, 43 bytes. */
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

const gifHeaders = {
  'content-type': 'image/gif',
  'cache-control': 'no-store, no-cache, must-revalidate, max-age=0',
  // Pages that are isolated from other origins may show it, too.
  'cross-origin-resource-policy': 'cross-origin',
};

/**
 * GET /v1/pixel.gif: one event in the query, taken like an event of `POST /v1/events`. Accepted or suppressed → 200 and the
 * image, and only when the stream has it; anything else → the problem that a POST would get. The server makes the event_id:
 * pixels are not deduplicated.
 */
export async function answerPixel(request: HttpRequest, { takeEvents, mintId }: PixelDeps): Promise<HttpResponse> {
  if (isSigned(request)) {
    return toProblem(403, 'Forbidden', 'a pixel takes a public key; a secret key stands in no address');
  }
  const read = toPixelEvent(request.query, {
    eventId: mintId(),
    receivedAt: new Date(request.receivedAt).toISOString(),
    pageUrl: request.headers['referer'],
  });
  if ('detail' in read) return toProblem(400, 'Bad Request', read.detail);

  const answer = await takeEvents(withOriginOfPage(request), {
    events: [read.event],
    malformed: [],
    import: undefined,
  });
  if (answer.status >= 300) return answer;
  const { retry } = (answer.body ?? {}) as { readonly retry?: readonly unknown[] };
  if (retry?.length !== 0) {
    const detail = 'the event was not accepted; ask for the pixel again';
    return toProblem(503, 'Service Unavailable', detail, {}, { 'retry-after': '1' });
  }
  return { status: 200, headers: gifHeaders, body: gif };
}

/** Names a key that is not a public one, or comes with a signature: whoever can do that can also POST. */
function isSigned({ query, headers }: HttpRequest): boolean {
  const named = [query.get('key'), headers[keyHeader]];
  return headers[signatureHeader] !== undefined || named.some((id) => id != null && !id.startsWith('pk_'));
}

/** An image is asked for without an Origin header; the page's origin stands in Referer, as far as the page allows. */
function withOriginOfPage(request: HttpRequest): HttpRequest {
  const { origin, referer } = request.headers;
  if (origin !== undefined || referer === undefined) return request;
  // What is no address becomes the origin `null`, which no key has.
  return {
    ...request,
    headers: { ...request.headers, origin: URL.canParse(referer) ? new URL(referer).origin : 'null' },
  };
}
