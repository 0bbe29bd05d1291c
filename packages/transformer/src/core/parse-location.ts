/** The path of an absolute or relative URL, without query and fragment. `https://shop.example` → `/`. */
export function toPagePath(url: string): string {
  const withoutQuery = url.replace(/[?#].*$/s, '');
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(withoutQuery)?.[0] ?? '';
  return withoutQuery.slice(origin.length) || '/';
}

/** The host of an absolute URL, lower case, without user, port and `www.`; null when there is none. */
export function toHost(url: string): string | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1];
  if (!authority) return null;
  const host = authority
    .slice(authority.lastIndexOf('@') + 1)
    .replace(/:\d*$/, '')
    .toLowerCase();
  return host.replace(/^www\./, '') || null;
}
