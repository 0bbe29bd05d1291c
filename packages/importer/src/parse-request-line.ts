/** `-` for both when the request line is not `METHOD target [protocol]`. */
export type RequestLine = {
  readonly method: string;
  /** Of the target: without origin, query string and fragment. */
  readonly path: string;
};

const unreadable: RequestLine = { method: '-', path: '-' };
/** A method is a token (RFC 9110). */
const methodStart = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) +(?! )/;
const protocolEnd = / +HTTP\/\d(?:\.\d)?$/;

/** Servers log what they got: also `-`, a TLS hello, HTTP/0.9 without protocol, targets with spaces in them. */
export function parseRequestLine(text: string): RequestLine {
  const start = methodStart.exec(text);
  if (start === null) return unreadable;
  const rest = text.slice(start[0].length);
  // Only the end of a long text is searched: ` +` would be tried at every one of its spaces.
  const end = protocolEnd.exec(rest.slice(-32));
  const target = end === null ? rest : rest.slice(0, rest.length - end[0].length);
  // Without a protocol, a space makes it prose rather than a request.
  if (target === '' || (end === null && target.includes(' '))) return unreadable;
  return { method: start[1] as string, path: toPath(target) };
}

/** `http://host/a?b#c` and `/a?b` → `/a`. Query strings may hold personal data. */
function toPath(target: string): string {
  const origin = /^[a-z][a-z0-9+.-]{0,31}:\/\/[^/?#]*/i.exec(target)?.[0] ?? '';
  const path = cutQuery(target.slice(origin.length));
  return path === '' ? '/' : path;
}

/** What comes before the query string and the fragment. */
export function cutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}

const pageExtensions: ReadonlySet<string> = new Set(['html', 'htm', 'php', 'asp', 'aspx', 'jsp']);

/** A page that was seen: got with success, and its last path segment has no dot or the extension of a page. */
export function isPageView(request: RequestLine, status: number): boolean {
  if (request.method !== 'GET' || !((status >= 200 && status <= 299) || status === 304)) return false;
  const segment = request.path.slice(request.path.lastIndexOf('/') + 1);
  const dot = segment.lastIndexOf('.');
  return dot < 0 || pageExtensions.has(segment.slice(dot + 1).toLowerCase());
}
