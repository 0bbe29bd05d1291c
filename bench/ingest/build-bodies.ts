import { randomUUID } from 'node:crypto';

/** One visitor's page view of about 900 bytes, as a browser sends it; nothing in it has to be cut or replaced. */
export function buildEvent(): Record<string, unknown> {
  return {
    event_id: randomUUID(),
    event_type: 'page_view',
    schema_version: '1.0.0',
    ts: new Date().toISOString(),
    user: {
      user_id_hash: '3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea',
      consent: { analytics: true, ads: false },
    },
    session: {
      session_id: 's-7f6c2b0e9a414d5c8b1f',
      utm: { source: 'newsletter', medium: 'mail', campaign: 'autumn-sale' },
    },
    ctx: {
      page_url: 'https://shop.example/catalogue/outdoor/tents/alpine-2-person',
      referrer: 'https://shop.example/catalogue/outdoor',
      locale: 'en-GB',
      user_agent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
      device_type: 'desktop',
    },
    metadata: { sdk_version: '1.4.2', experiment_keys: ['checkout-2026-a', 'search-ranking-b'] },
    custom_properties: { theme: 'dark', basket_count: 3, logged_in: true, store: 'Berlin Mitte' },
  };
}

/** The same visitor with what privacy has to work on: queries, and an address in a text. */
export function buildPersonalEvent(): Record<string, unknown> {
  const event = buildEvent();
  const query = '?utm_source=newsletter&token=6fd1f3c0b5&customer=8812';
  return {
    ...event,
    ctx: {
      ...(event['ctx'] as object),
      page_url: `https://shop.example/catalogue/outdoor/tents/alpine-2-person${query}`,
      referrer: 'https://shop.example/catalogue?q=tent&page=3',
    },
    custom_properties: { ...(event['custom_properties'] as object), store: 'ask visitor@shop.example' },
  };
}
