import { UsageError } from '../command.ts';

/**
 * An origin as browsers send it in the header `Origin`, or `*`. Throws UsageError for anything else: an origin that is
 * written in another way would never match, and nobody would be told.
 */
export function readOrigin(text: string): string {
  if (text === '*') return text;
  const origin = toOrigin(text);
  if (origin === text) return text;
  const meant = origin === undefined ? '' : `; did you mean ${origin}?`;
  throw new UsageError(`--origin takes scheme://host[:port] or *, not ${text}${meant}`);
}

/** undefined: there is none in it. Apps' own schemes (capacitor://localhost) have no origin for `URL`, but are sent as such. */
function toOrigin(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || url.host === '') return undefined;
  return url.origin === 'null' ? `${url.protocol}//${url.host}` : url.origin;
}
