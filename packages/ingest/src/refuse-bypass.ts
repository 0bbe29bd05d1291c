import { timingSafeEqual } from 'node:crypto';
import { type HttpRequest, type HttpResponse, toProblem } from '@millrace/middleware';
import type { Secrets } from '@millrace/pipeline';
import type { Cdn } from './core/read-client-address.ts';

/** The CDN adds it to what it hands on: the stage's secret `origin-key`, in hex. */
export const originHeader = 'x-millrace-origin';

/**
 * Behind a CDN: 403 for whoever went past it, and past its firewall. Only with that header are the others that a CDN adds
 * worth anything. undefined: nothing to refuse.
 */
export async function refuseBypass(
  request: HttpRequest,
  { cdn, secrets }: { readonly cdn: Cdn; readonly secrets: Secrets },
): Promise<HttpResponse | undefined> {
  if (cdn === 'none') return undefined;
  const wanted = Buffer.from(Buffer.from(await secrets.get('origin-key')).toString('hex'));
  const given = Buffer.from(request.headers[originHeader] ?? '');
  const isEqual = given.length === wanted.length && timingSafeEqual(given, wanted);
  return isEqual ? undefined : toProblem(403, 'Forbidden', 'this stage is reached by its own address only');
}
