/** What stands in front of the gateway. `none`: clients reach it directly. */
export type Cdn = 'none' | 'cloudfront';

/**
 * The address of the client, as somebody whom we trust saw it: without a CDN the peer of the connection; behind CloudFront
 * the last hop of X-Forwarded-For that is not CloudFront's own address, which the gateway appends. Whatever stands
 * before that hop, the client has written. undefined when no such hop is there.
 */
export function readClientAddress(
  request: {
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly sourceIp: string | undefined;
  },
  cdn: Cdn,
): string | undefined {
  if (cdn === 'none') return request.sourceIp;
  const hops = (request.headers['x-forwarded-for'] ?? '').split(',').map((hop) => hop.trim());
  if (hops.at(-1) === request.sourceIp) hops.pop();
  return hops.at(-1) || undefined;
}
