/** An address of ours that leads to somebody else's, and what a click on it pays. */
export type Link = {
  readonly linkId: string;
  /** Absolute http or https URL without credentials, in the form that the URL parser writes. */
  readonly target: string;
  readonly payoutCents: number;
  /** ISO 4217; undefined where the payout has none. */
  readonly currency: string | undefined;
  /** RFC 3339 in UTC: leads somewhere from then on, and no more at validTo. */
  readonly validFrom: string | undefined;
  readonly validTo: string | undefined;
  /** Names of the query parameters that a signed address may add to the target. */
  readonly parameters: readonly string[];
  /** A removed link leads nowhere, and its id is not given again: old mails still have it. */
  readonly isRemoved: boolean;
};

/** What an operator says of a new link; times with any offset. */
export type NewLink = {
  readonly linkId: string;
  readonly target: string;
  readonly payoutCents: number;
  readonly currency?: string | undefined;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
  readonly parameters?: readonly string[];
};

export type LinkFault = { readonly fault: string };

const linkIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
const parameterPattern = /^[A-Za-z0-9_.-]{1,64}$/;
/** RFC 3339 with an offset, years 2000 to 2099. */
const timePattern = /^(20\d\d-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-]\d\d:\d\d)$/;
const maxTargetLength = 2_048;
const maxParameters = 16;

export function isLinkId(text: string): boolean {
  return linkIdPattern.test(text);
}

/** Checks what an operator says, and writes it in its one form. The fault says what to change. */
export function toLink(said: NewLink): Link | LinkFault {
  if (!isLinkId(said.linkId)) return { fault: 'a link id has 1 to 64 of the characters A-Z a-z 0-9 _ -' };
  const target = readTarget(said.target);
  if (typeof target !== 'string') return target;
  if (!Number.isSafeInteger(said.payoutCents) || said.payoutCents < 0) {
    return { fault: 'the payout is a whole number of cents, 0 or more' };
  }
  if (said.currency !== undefined && !/^[A-Z]{3}$/.test(said.currency)) {
    return { fault: 'a currency has three capital letters, e.g. EUR' };
  }
  const [validFrom, validTo] = [said.validFrom, said.validTo].map(readTime);
  if (validFrom === 'unreadable' || validTo === 'unreadable') {
    return { fault: 'a time is written like 2026-01-31T00:00:00Z' };
  }
  if (validFrom !== undefined && validTo !== undefined && validTo <= validFrom) {
    return { fault: 'the link would end before it begins' };
  }
  const parameters = [...new Set(said.parameters ?? [])];
  if (parameters.length > maxParameters) return { fault: `a link may have ${maxParameters} parameters` };
  const own = new URL(target).searchParams;
  for (const name of parameters) {
    if (!parameterPattern.test(name)) {
      return { fault: 'a parameter has 1 to 64 of the characters A-Z a-z 0-9 _ . -' };
    }
    // Which of two values counts, only the target knows: an address could overrule what is registered.
    if (own.has(name)) return { fault: `the target has the parameter ${name} already` };
  }
  return {
    ...{ linkId: said.linkId, target, payoutCents: said.payoutCents, currency: said.currency, validFrom, validTo },
    ...{ parameters, isRemoved: false },
  };
}

/** Whether the link leads somewhere at that time, in epoch milliseconds. */
export function isLive({ isRemoved, validFrom, validTo }: Link, at: number): boolean {
  if (isRemoved) return false;
  if (validFrom !== undefined && at < Date.parse(validFrom)) return false;
  return validTo === undefined || at < Date.parse(validTo);
}

function readTarget(text: string): string | LinkFault {
  if (!URL.canParse(text)) return { fault: 'the target is an absolute address, e.g. https://shop.example/offer' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { fault: 'the target begins with https:// or http://' };
  if (url.username !== '' || url.password !== '') return { fault: 'a target has no user name and no password' };
  if (url.href.length > maxTargetLength) return { fault: `a target may have ${maxTargetLength} characters` };
  return url.href;
}

function readTime(text: string | undefined): string | undefined | 'unreadable' {
  if (text === undefined) return undefined;
  const [, day] = timePattern.exec(text) ?? [];
  // Date takes the 30th of February for the 2nd of March.
  const isDay = day !== undefined && toIso(`${day}T00:00:00Z`)?.startsWith(day);
  return (isDay ? toIso(text) : undefined) ?? 'unreadable';
}

function toIso(text: string): string | undefined {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
