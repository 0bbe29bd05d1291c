/** Every answer to a browser depends on where its page is from. */
const notShared = { vary: 'origin' };

const preflightHeaders = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type, content-encoding, x-millrace-key',
  // The longest that browsers keep it.
  'access-control-max-age': '7200',
};

/** Whether browsers may send from this origin. `*` is every origin. */
export function isOriginAllowed(origins: readonly string[], origin: string): boolean {
  return origins.includes('*') || origins.includes(origin);
}

/** Of an answer to a page of this origin, which may read it. undefined: to anybody else. */
export function toCorsHeaders(origin: string | undefined): Readonly<Record<string, string>> {
  if (origin === undefined) return notShared;
  return { ...notShared, 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' };
}

/** Of the answer to a browser's question before it sends. undefined: it may not, or is none. */
export function toPreflightHeaders(origin: string | undefined): Readonly<Record<string, string>> {
  return origin === undefined ? notShared : { ...toCorsHeaders(origin), ...preflightHeaders };
}
