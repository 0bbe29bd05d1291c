import type { VisitStep } from './plan-visit.ts';
import type { Prng } from './prng.ts';
import { toUuid } from './random-text.ts';
import { pickWeighted, shopOrigin } from './shop.ts';
import type { Visitor } from './to-visitor.ts';

export type Utm = { readonly source: string; readonly medium: string; readonly campaign: string };

/** Where a visit came from. */
export type Arrival = { readonly referrer: string | undefined; readonly utm: Utm | undefined };

export type PageView = {
  readonly event_id: string;
  readonly event_type: 'page_view';
  readonly schema_version: '1.0.0';
  readonly ts: string;
  readonly user: { readonly user_id_hash: string; readonly consent: Visitor['consent'] };
  readonly session?: { readonly session_id?: string; readonly utm?: Utm };
  readonly ctx: {
    readonly page_url: string;
    readonly referrer?: string;
    readonly locale: string;
    readonly user_agent: string;
    readonly device_type: Visitor['deviceType'];
  };
  readonly page: { readonly title: string; readonly product_id?: string; readonly category?: string };
  readonly metadata: { readonly sdk_version: string };
};

const arrivals: readonly (readonly [Arrival, number])[] = [
  [{ referrer: undefined, utm: undefined }, 34],
  [{ referrer: 'https://www.google.com/', utm: undefined }, 30],
  [{ referrer: 'https://duckduckgo.com/', utm: undefined }, 5],
  [{ referrer: 'https://www.google.com/', utm: { source: 'google', medium: 'cpc', campaign: 'winter-sale' } }, 12],
  [{ referrer: undefined, utm: { source: 'newsletter', medium: 'email', campaign: 'january' } }, 9],
  [
    { referrer: 'https://l.instagram.com/', utm: { source: 'instagram', medium: 'social', campaign: 'spring-teaser' } },
    10,
  ],
];

export function pickArrival(prng: Prng): Arrival {
  return pickWeighted(prng, arrivals);
}

/** eventTime: epoch ms. previousPath: of the page before in the same visit. */
export function toPageView(
  step: VisitStep,
  visit: {
    readonly visitor: Visitor;
    readonly sessionId: string | undefined;
    readonly arrival: Arrival;
    readonly previousPath: string | undefined;
  },
  eventTime: number,
  prng: Prng,
): PageView {
  const { visitor, sessionId, arrival, previousPath } = visit;
  const referrer = previousPath === undefined ? arrival.referrer : shopOrigin + previousPath;
  const { utm } = arrival;
  return {
    event_id: toUuid(prng),
    event_type: 'page_view',
    schema_version: '1.0.0',
    ts: new Date(eventTime).toISOString(),
    user: { user_id_hash: visitor.userIdHash, consent: visitor.consent },
    ...(sessionId === undefined && utm === undefined
      ? {}
      : { session: { ...(sessionId === undefined ? {} : { session_id: sessionId }), ...(utm && { utm }) } }),
    ctx: {
      page_url: shopOrigin + step.path,
      ...(referrer === undefined ? {} : { referrer }),
      locale: visitor.locale,
      user_agent: visitor.userAgent,
      device_type: visitor.deviceType,
    },
    page: {
      title: step.title,
      ...(step.product === undefined ? {} : { product_id: step.product.productId }),
      ...(step.category === undefined ? {} : { category: step.category }),
    },
    metadata: { sdk_version: '1.4.0' },
  };
}
