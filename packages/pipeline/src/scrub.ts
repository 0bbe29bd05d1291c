import { readsLikeName, toPointer } from '@millrace/schema';

/** What stands where an e-mail address stood. */
const emailMark = '[email]';
/** An at sign, plain or percent-encoded any number of times. */
const atSign = /@|%(?:25)*40/g;
/** A domain with at least one dot and a name at its end, or an address in brackets; from lastIndex on. Linear. */
const domain = /(?:[\p{L}\p{M}\p{N}-]+(?:\.|%2e))+\p{L}[\p{L}\p{M}\p{N}-]+|\[(?:ipv6:)?[0-9a-f:.]+\]/iuy;
const absoluteUrl = /^\s*(?:https?:|[a-z][a-z0-9+.-]*:\/\/)/i;
/** Browsers read any number of slashes behind http:, none included. */
const beforeAuthority = /^\s*(?:https?:[\\/]*|(?:[a-z][a-z0-9+.-]*:)?[\\/]{2})/i;
/** Fields that are URLs without a scheme, too. */
const urlFields: ReadonlySet<string> = new Set(['/ctx/page_url', '/ctx/referrer', '/affiliate/target']);
const longestUrlField = '/affiliate/target'.length;
const encodedAtSign = /%(?:25)*40/;

/** Whether a text, or the JSON of something, could hold what scrubbing changes. Costs next to nothing. */
export function isScrubbingDue(text: string): boolean {
  if (text.includes('@') || text.includes('?') || text.includes('#')) return true;
  return text.includes('%') && encodedAtSign.test(text);
}

/**
 * A text with `[email]` for each e-mail address. An address is whatever stands around an at sign (also `%40`) and ends like a
 * domain; it rather takes too much than too little. Time is linear in the text; scrubbing twice changes nothing more.
 */
export function scrubEmails(text: string): { readonly text: string; readonly count: number } {
  let scrubbed = '';
  let end = 0;
  let lastAtEnd = 0;
  let count = 0;
  for (const { 0: sign, index } of text.matchAll(atSign)) {
    domain.lastIndex = index + sign.length;
    if (domain.test(text)) {
      let start = index;
      while (start > lastAtEnd && isLocalPart(text.charCodeAt(start - 1))) start -= 1;
      scrubbed += text.slice(end, start) + emailMark;
      end = domain.lastIndex;
      count += 1;
      lastAtEnd = end;
    } else lastAtEnd = index + sign.length;
  }
  return { text: count === 0 ? text : scrubbed + text.slice(end), count };
}

/** Whether there is an e-mail address in a text. */
export function holdsEmail(text: string): boolean {
  return (text.includes('@') || text.includes('%')) && scrubEmails(text).count > 0;
}

/**
 * A URL without user and password, with only those query parameters that are allowed, and without a fragment that could
 * hold parameters. Absolute, or from the root of a site.
 */
export function cutUrl(url: string, allowed: ReadonlySet<string>): string {
  const hashAt = url.indexOf('#');
  const fragment = hashAt < 0 ? '' : url.slice(hashAt);
  const beforeHash = hashAt < 0 ? url : url.slice(0, hashAt);
  const queryAt = beforeHash.indexOf('?');
  const address = queryAt < 0 ? beforeHash : beforeHash.slice(0, queryAt);
  const query = queryAt < 0 ? '' : beforeHash.slice(queryAt + 1);
  const kept = query.split('&').filter((parameter) => allowed.has(parameter.split('=', 1)[0] as string));
  return (
    withoutUserInfo(address) +
    (kept.length === 0 ? '' : `?${kept.join('&')}`) +
    (fragment.includes('=') ? '' : fragment)
  );
}

/** What scrubbing made of a value, and how many addresses it replaced; or where a key of an object holds one. */
export type Scrubbed =
  | { readonly ok: true; readonly value: unknown; readonly count: number }
  | { readonly ok: false; readonly path: string };

/**
 * Parsed JSON with its texts scrubbed and its URLs cut; `pointer` says where in the event it stands. What needs no change
 * comes back itself.
 */
export function scrubValue(value: unknown, pointer: string, allowed: ReadonlySet<string>): Scrubbed {
  const found: Found = { count: 0, keyAt: undefined };
  const scrubbed = scrub(value, pointer, allowed, found);
  return found.keyAt === undefined
    ? { ok: true, value: scrubbed, count: found.count }
    : { ok: false, path: found.keyAt };
}

/** The same for what is kept of a refused event: there a key that holds an address is scrubbed, too. */
export function scrubAll(value: unknown, allowed: ReadonlySet<string>): unknown {
  return scrub(value, '', allowed, undefined);
}

type Found = { count: number; keyAt: string | undefined };

function scrub(value: unknown, pointer: string, allowed: ReadonlySet<string>, found: Found | undefined): unknown {
  if (typeof value === 'string') return isScrubbingDue(value) ? scrubText(value, pointer, allowed, found) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => scrub(item, `${pointer}/${index}`, allowed, found));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  let changed: Record<string, unknown> | undefined;
  for (const key of Object.keys(value)) {
    if (holdsEmail(key)) {
      if (found === undefined) return scrubWithKeys(value, pointer, allowed);
      found.keyAt ??= pointerOf(pointer);
    }
    const inner = (value as Record<string, unknown>)[key];
    // Of what needs nothing nobody asks where it stands.
    if (typeof inner === 'string' ? !isScrubbingDue(inner) : typeof inner !== 'object') continue;
    const scrubbed = scrub(inner, `${pointer}/${escapeKey(key)}`, allowed, found);
    if (scrubbed === inner) continue;
    changed ??= { ...value };
    changed[key] = scrubbed;
  }
  return changed ?? value;
}

function scrubWithKeys(object: object, pointer: string, allowed: ReadonlySet<string>): unknown {
  const scrubbed = new Map<string, unknown>();
  /** How often a name came up: trying all endings for each of thousands of equal names takes minutes. */
  const seen = new Map<string, number>();
  for (const [key, inner] of Object.entries(object)) {
    const base = scrubEmails(key).text;
    let count = seen.get(base) ?? 0;
    let name = base;
    while (scrubbed.has(name)) {
      count += 1;
      name = `${base}_${count}`;
    }
    seen.set(base, count);
    scrubbed.set(name, scrub(inner, `${pointer}/${escapeKey(key)}`, allowed, undefined));
  }
  return Object.fromEntries(scrubbed);
}

function escapeKey(key: string): string {
  return key.includes('/') || key.includes('~') ? toPointer([key]).slice(1) : key;
}

function scrubText(text: string, pointer: string, allowed: ReadonlySet<string>, found: Found | undefined): string {
  const isUrlField = pointer.length <= longestUrlField && urlFields.has(pointer);
  const cut = isUrlField || absoluteUrl.test(text) ? cutUrl(text, allowed) : text;
  if (!cut.includes('@') && !cut.includes('%')) return cut;
  const scrubbed = scrubEmails(cut);
  if (found) found.count += scrubbed.count;
  return scrubbed.text;
}

/** Up to the first key that a client made up. */
function pointerOf(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  const unsafeAt = parts.findIndex((part) => !readsLikeName(part));
  return (unsafeAt < 0 ? parts : parts.slice(0, unsafeAt)).map((part) => `/${part}`).join('');
}

/** An address without a host is none: of one that has a user all the same, nothing is kept. */
function withoutUserInfo(address: string): string {
  if (!address.includes('@')) return address;
  const prefix = beforeAuthority.exec(address)?.[0];
  if (prefix === undefined) return address;
  const rest = address.slice(prefix.length);
  const length = rest.search(/[\\/]/);
  const authority = length < 0 ? rest : rest.slice(0, length);
  const at = authority.lastIndexOf('@');
  if (at < 0) return address;
  return at === authority.length - 1 ? prefix : prefix + rest.slice(at + 1);
}

/** Whether a UTF-16 code unit may stand in a local part. What separates the parts of a URL may not. */
function isLocalPart(code: number): boolean {
  if (code >= 0x80) {
    // Blanks and punctuation of other scripts end a word.
    return code > 0xa0 && !(code >= 0x2000 && code <= 0x206f) && !(code >= 0x3000 && code <= 0x303f);
  }
  return localPartCodes[code] === 1;
}

const localPartCodes = new Uint8Array(0x80);
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!$%'*+-^_`{|}~") {
  localPartCodes[character.charCodeAt(0)] = 1;
}
