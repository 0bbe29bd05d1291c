import { readFlag } from './read-flag.ts';

export type RedirectConsent = { readonly analytics: boolean; readonly ads: boolean };

/** First-party cookie with the visitor's decision: `analytics=1&ads=0`. */
const consentCookie = 'millrace_consent';

/**
 * What the visitor of a link agreed to, from its address (`analytics`, `ads`: true, false, 1 or 0) and from the cookie. Where
 * both say something the stricter counts: anybody can write an address, the cookie is the visitor's. undefined: nobody
 * says anything, or somebody says something that cannot be read, which could be a no.
 */
export function readRedirectConsent(query: URLSearchParams, cookie: string | undefined): RedirectConsent | undefined {
  const statements = readCookies(cookie ?? '').map((text) => new URLSearchParams(text));
  if (query.has('analytics') || query.has('ads')) statements.push(query);
  const read = statements.map(readStatement);
  if (read.length === 0 || !read.every((statement) => statement !== undefined)) return undefined;
  return { analytics: read.every(({ analytics }) => analytics), ads: read.every(({ ads }) => ads) };
}

function readStatement(parameters: URLSearchParams): RedirectConsent | undefined {
  const [analytics, ads] = ['analytics', 'ads'].map((name) => {
    const [value, ...others] = parameters.getAll(name);
    return others.length === 0 ? readFlag(value) : undefined;
  });
  return analytics === undefined || ads === undefined ? undefined : { analytics, ads };
}

/** A cookie may be there more than once, for several paths. Its value may be quoted or percent-encoded. */
function readCookies(header: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${consentCookie}=`))
    .map((pair) => decode(pair.slice(consentCookie.length + 1).replace(/^"(.*)"$/, '$1')));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // No decision can be read in it.
  }
}
