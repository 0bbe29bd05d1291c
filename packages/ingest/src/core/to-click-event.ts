import type { RedirectConsent } from './read-redirect-consent.ts';

export type Click = {
  readonly eventId: string;
  /** Canonical UTC time; a click happens when its request comes. */
  readonly receivedAt: string;
  readonly link: {
    readonly linkId: string;
    readonly payoutCents: number;
    readonly currency: string | undefined;
  };
  /** Where the visitor is sent. */
  readonly location: string;
  readonly consent: RedirectConsent;
  readonly query: URLSearchParams;
  /** Referer header: the page that the link stands on. */
  readonly pageUrl: string | undefined;
};

/** A click on a link of ours, as an event that a client could have sent. */
export function toClickEvent({ eventId, receivedAt, link, location, consent, query, pageUrl }: Click) {
  const userIdHash = readOnce(query, 'user_id_hash');
  const sessionId = readOnce(query, 'session_id');
  return {
    event_id: eventId,
    event_type: 'affiliate_click',
    schema_version: '1.0.0',
    ts: receivedAt,
    user: { ...(userIdHash === undefined ? {} : { user_id_hash: userIdHash }), consent },
    ...(sessionId === undefined ? {} : { session: { session_id: sessionId } }),
    ...(pageUrl === undefined ? {} : { ctx: { page_url: pageUrl } }),
    affiliate: {
      link_id: link.linkId,
      target: location,
      payout_cents: link.payoutCents,
      ...(link.currency === undefined ? {} : { currency: link.currency }),
    },
  };
}

/** An id that is empty or given twice is none. */
function readOnce(query: URLSearchParams, name: string): string | undefined {
  const [value, ...others] = query.getAll(name);
  return value === '' || others.length > 0 ? undefined : value;
}
