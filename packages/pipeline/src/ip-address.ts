/**
 * Truncation of IP addresses, as values and inside text. The last 8 bits of an IPv4 address and the last 80 bits of an
 * IPv6 address are dropped; addresses that carry an IPv4 address (mapped ::ffff:0:0/96, 6to4 2002::/16) lose its last 8 bits.
 */

/** 4 octets or 8 groups of 16 bits. */
export type IpAddress = { readonly version: 4 | 6; readonly parts: readonly number[] };

/** An IPv4 or IPv6 literal without brackets or port; a zone (`%eth0`) is dropped. undefined = not an IP address. */
export function parseIp(text: string): IpAddress | undefined {
  if (text.length > 128) return undefined;
  if (!text.includes(':')) {
    const octets = parseIpv4(text);
    return octets && { version: 4, parts: octets };
  }
  const zone = text.indexOf('%');
  const groups = parseIpv6(zone > 0 ? text.slice(0, zone) : text);
  return groups && { version: 6, parts: groups };
}

/** Canonical text: dotted IPv4; IPv6 as in RFC 5952, with an IPv4-mapped address as `::ffff:a.b.c.d`. */
export function formatIp(address: IpAddress): string {
  if (address.version === 4) return address.parts.join('.');
  return isMapped(address.parts) ? `::ffff:${mappedOctets(address.parts).join('.')}` : formatIpv6(address.parts);
}

/**
 * `203.0.113.7` → `203.0.113.0`, `2001:db8:85a3:8d3::7` → `2001:db8:85a3::`, `::ffff:203.0.113.7` → `::ffff:203.0.113.0`,
 * in canonical text (formatIp). undefined = not an IP address.
 */
export function truncateIp(ip: string): string | undefined {
  const address = parseIp(ip);
  return address && formatIp({ version: address.version, parts: truncateParts(address) });
}

/**
 * Truncates every IPv4 and IPv6 literal in a text: bare, in brackets, with a port, glued to other text, with `%3A` and `%2E` for
 * the separators. It rather cuts too much than too little: four-part version numbers and `a::b` are taken for addresses.
 * What could hold an address but has no single reading becomes `::`. Time and memory are linear in the text.
 */
export function truncateIpsInText(text: string): string {
  return text.replace(addressRun, (run) => {
    if (!run.includes('%')) return truncateColonRuns(truncateDottedRuns(run));
    const decoded = run.replace(/%3a/gi, ':').replace(/%2e/gi, '.');
    const truncated = truncateColonRuns(truncateDottedRuns(decoded));
    return truncated === decoded ? run : truncated;
  });
}

/** All that an address can be made of. */
const addressRun = /(?:[0-9a-f:.]|%3a|%2e)+/gi;
/** A colon-separated piece, with the dotted end that an IPv6 literal may have. */
const colonRun = /([0-9a-f:]+)((?:\.\d+){3})?/gi;

/**
 * In any four linked groups `a.b.c.d` whose middle ones are octets, d becomes 0. The outer groups may be longer than an octet
 * (`x1234.5.6.78` holds 234.5.6.78). Goes from left to right over what is already cut, so `1.2.3.4.5` ends as `1.2.3.0.0`.
 */
function truncateDottedRuns(run: string): string {
  const parts = run.split('.');
  if (parts.length < 4) return run;
  for (let last = 3; last < parts.length; last++) {
    const [first, second, third, fourth] = parts.slice(last - 3, last + 1) as [string, string, string, string];
    if (isOctetText(second) && isOctetText(third) && endsWithDigit(first)) {
      parts[last] = fourth.replace(/^\d+/, '0');
    }
  }
  return parts.join('.');
}

function truncateColonRuns(run: string): string {
  if (!run.includes(':')) return run;
  return run.replace(colonRun, (whole: string, colons: string, dotted: string | undefined) => {
    const groupCount = countColons(colons) + 1 + (dotted === undefined ? 0 : 1);
    if (groupCount < 8 && !colons.includes('::')) return whole;
    // `addr:2001:db8::1: refused`: single colons at the ends are punctuation.
    const prefix = colons.startsWith(':') && !colons.startsWith('::') ? ':' : '';
    const suffix = dotted === undefined && colons.endsWith(':') && !colons.endsWith('::') ? ':' : '';
    const literal = colons.slice(prefix.length, colons.length - suffix.length);
    const withDotted = dotted === undefined ? undefined : parseIpv6(literal + dotted);
    if (withDotted !== undefined) return joinColons(prefix, formatTruncated(withDotted, true), '');
    const groups = parseIpv6(literal);
    const truncated = groups === undefined ? '::' : formatTruncated(groups, false);
    return joinColons(prefix, truncated, suffix) + (dotted ?? '');
  });
}

/** Without making `:::`, which could not be read again. */
function joinColons(prefix: string, literal: string, suffix: string): string {
  return (literal.startsWith('::') ? '' : prefix) + literal + (literal.endsWith('::') ? '' : suffix);
}

/**
 * In the notation of the original: dots or colons of ours could join with what follows to another address
 * (`::1.2.3.4:80` → `::0.0.0.0:80`, not `:::80`).
 */
function formatTruncated(groups: readonly number[], isDotted: boolean): string {
  const truncated = truncateParts({ version: 6, parts: groups });
  if (!isDotted) return formatIpv6(truncated);
  return isMapped(truncated) ? formatIp({ version: 6, parts: truncated }) : `${formatIpv6(truncated)}0.0.0.0`;
}

function truncateParts(address: IpAddress): readonly number[] {
  const parts = address.parts;
  if (address.version === 4) return [...parts.slice(0, 3), 0];
  if (isMapped(parts)) return [...parts.slice(0, 7), (parts[7] as number) & 0xff00];
  const [first, second, third] = parts as [number, number, number];
  // 6to4 has a whole IPv4 address in groups 2 and 3.
  return [first, second, first === 0x2002 ? third & 0xff00 : third, 0, 0, 0, 0, 0];
}

function isMapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

function mappedOctets(groups: readonly number[]): readonly number[] {
  return groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]);
}

/** Four decimal octets without leading zeros. */
function parseIpv4(text: string): number[] | undefined {
  const match = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text);
  if (match === null) return undefined;
  const octets = match.slice(1).map(Number);
  return octets.every((octet) => octet <= 255) ? octets : undefined;
}

function parseIpv6(text: string): number[] | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string, halves.length === 1);
  const tail = halves.length === 1 ? [] : parseGroups(halves[1] as string, true);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1) return missing === 0 ? head : undefined;
  return missing >= 1 ? [...head, ...new Array<number>(missing).fill(0), ...tail] : undefined;
}

/** `a:b:c`, at the end of an address also `a:1.2.3.4`; leading zeros in the octets are read as decimal. */
function parseGroups(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const pieces = text.split(':');
  for (const [index, piece] of pieces.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(piece)) {
      groups.push(Number.parseInt(piece, 16));
      continue;
    }
    const octets = isEnd && index === pieces.length - 1 ? parseIpv4(piece.replace(/(^|\.)0+(?=\d)/g, '$1')) : undefined;
    if (octets === undefined) return undefined;
    const [a, b, c, d] = octets as [number, number, number, number];
    groups.push((a << 8) | b, (c << 8) | d);
  }
  return groups;
}

/** RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
function formatIpv6(groups: readonly number[]): string {
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > bestLength) [bestStart, bestLength] = [start, end - start];
  }
  const hex = groups.map((group) => group.toString(16));
  if (bestStart < 0) return hex.join(':');
  return `${hex.slice(0, bestStart).join(':')}::${hex.slice(bestStart + bestLength).join(':')}`;
}

function isOctetText(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 255;
}

function endsWithDigit(text: string): boolean {
  return /\d$/.test(text.slice(-1));
}

function countColons(text: string): number {
  return text.split(':').length - 1;
}
