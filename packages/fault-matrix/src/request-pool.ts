import { buildPageView } from '@millrace/testkit';

/** Users who withdraw consent and give it again. The others never decide anew. */
const decidingUsers = ['5', '6'].map((digit) => digit.repeat(64));

/** What clients send, built once for all runs: a request's body and the events in it. */
export type PooledRequest = { readonly body: string; readonly events: readonly Record<string, unknown>[] };

const poolSize = 64;
const eventsPerRequest = 5;

/**
 * Requests of five events of one or two sessions. Among them: invalid events, withheld and unreadable consent, decisions
 * about consent, repeated events and decisions (the same again) and conflicting ones (the same id, other content).
 */
export const requestPool: readonly PooledRequest[] = Array.from({ length: poolSize }, (_, request) => {
  const events = Array.from({ length: eventsPerRequest }, (_, place) => buildPooledEvent(request, place));
  return { body: JSON.stringify({ events }), events };
});

function buildPooledEvent(request: number, place: number): Record<string, unknown> {
  const n = request * eventsPerRequest + place;
  const session = { session_id: `session-${(request * 2 + (place === 4 ? 1 : 0)) % 48}` };
  // A request that is suppressed whole is a record without lines.
  if (request % 32 === 17) return buildPageView(n, { session, user: { consent: { analytics: false, ads: false } } });
  if (place === 1 && request % 4 === 1) return buildPageView(n, { session, ts: 'yesterday' });
  if (place === 1 && request % 8 === 2)
    return buildPageView(n, { session, user: { consent: { analytics: false, ads: false } } });
  if (place === 1 && request % 16 === 3) return buildPageView(n, { session, user: { consent: 'yes' } });
  if (place === 3 && request % 2 === 0) return buildDecision(request, session);
  // The first event of an earlier request, once the same and once with another page.
  const earlier = Math.max(0, request - 2);
  const earlierSession = { session_id: `session-${(earlier * 2) % 48}` };
  if (place === 2 && request % 6 === 4) return buildPageView(earlier * eventsPerRequest, { session: earlierSession });
  if (place === 2 && request % 6 === 5) {
    return buildPageView(earlier * eventsPerRequest, {
      session: earlierSession,
      ctx: { page_url: `https://shop.example/other/${n}` },
    });
  }
  return buildPageView(n, { session });
}

/** Withdrawals and consents in turn, of one user after the other; some come again, and some of these are withdrawn by then. */
function buildDecision(request: number, session: object): Record<string, unknown> {
  const isAgain = request % 16 >= 10 && request % 4 === 2;
  const n = (isAgain ? request - 8 : request) * eventsPerRequest + 3;
  const consents = request % 4 === 0 || request % 16 === 14;
  return buildPageView(n, {
    ...{ event_type: 'consent_update', ctx: undefined, session, consent_change: { policy_version: '1' } },
    user: { user_id_hash: decidingUsers[(request >> 2) % 2], consent: { analytics: consents, ads: false } },
  });
}

/** Whether ingest may suppress it by then, because its user has withdrawn. */
export function isOfDecidingUser(event: Readonly<Record<string, unknown>>): boolean {
  const { user_id_hash: userId } = (event['user'] ?? {}) as { user_id_hash?: unknown };
  return event['event_type'] !== 'consent_update' && decidingUsers.some((user) => user === userId);
}
