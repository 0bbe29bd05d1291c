import { validateClientEvent } from '@millrace/schema';
import fc from 'fast-check';
import { maxPixelQueryLength, type PixelContext, toPixelEvent } from './to-pixel-event.ts';

const context: PixelContext = {
  eventId: '6f1c3f5e-8a4b-4d7e-9f00-0000000000aa',
  receivedAt: '2026-01-15T12:00:00.000Z',
  pageUrl: undefined,
};
const read = (query: string, changes: Partial<PixelContext> = {}) =>
  toPixelEvent(new URLSearchParams(query), { ...context, ...changes });

test('flat parameters stand where the contract has them', () => {
  const query = [
    'key=pk_1&analytics=1&ads=false&page_url=https://shop.example/a&referrer=https://mail.example/&locale=de-AT',
    'session_id=s&user_id_hash=u&utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e&p.list=spring&p.n=1',
  ].join('&');
  expect(read(query)).toEqual({
    event: {
      event_id: context.eventId,
      event_type: 'page_view',
      schema_version: '1.1.0',
      ts: context.receivedAt,
      user: { consent: { analytics: true, ads: false }, user_id_hash: 'u' },
      session: { session_id: 's', utm: { source: 'a', medium: 'b', campaign: 'c', term: 'd', content: 'e' } },
      ctx: { page_url: 'https://shop.example/a', referrer: 'https://mail.example/', locale: 'de-AT' },
      custom_properties: { list: 'spring', n: '1' },
    },
  });
});

test('a version and a time that are given are taken; of no contract, the first version', () => {
  const query = 'analytics=1&ads=1&page_url=/a';
  expect(read(`${query}&schema_version=1.0.0&ts=2026-01-01T00:00:00Z`)).toMatchObject({
    event: { schema_version: '1.0.0', ts: '2026-01-01T00:00:00Z' },
  });
  expect(read(`${query}&event_type=no_such_type`)).toMatchObject({
    event: { event_type: 'no_such_type', schema_version: '1.0.0' },
  });
});

test('a page view that names no page has seen the one that asks for the pixel', () => {
  const pageUrl = 'https://shop.example/page';
  expect(read('analytics=1&ads=1', { pageUrl })).toMatchObject({ event: { ctx: { page_url: pageUrl } } });
  expect(read('analytics=1&ads=1&page_url=/own', { pageUrl })).toMatchObject({ event: { ctx: { page_url: '/own' } } });
  expect(read('event_type=search', { pageUrl })).not.toHaveProperty('event.ctx');
});

test('event=<JSON> is any event without an id; the server makes that, and the time that is missing', () => {
  const json = { event_type: 'search', schema_version: '1.0.0', user: { consent: { analytics: true, ads: true } } };
  const query = (event: object) => `key=pk_1&event=${encodeURIComponent(JSON.stringify(event))}`;
  expect(read(query(json))).toEqual({ event: { event_id: context.eventId, ts: context.receivedAt, ...json } });
  expect(read(query({ ...json, ts: '2026-01-01T00:00:00Z' }))).toMatchObject({ event: { ts: '2026-01-01T00:00:00Z' } });
  expect(read(query({ ...json, event_id: context.eventId }))).toEqual({ detail: expect.stringContaining('event_id') });
});

test.each([
  ['given twice', 'analytics=1&analytics=1', /"analytics" is given twice/],
  ['given twice under p.', 'p.a=1&p.a=2', /"p.a" is given twice/],
  ['not known', 'utm_id=1', /"utm_id" is not known/],
  ['an id of the client', 'event_id=6f1c3f5e-8a4b-4d7e-9f00-0000000000aa', /not known/],
  ['a name of Object', 'constructor=1', /not known/],
  ['a nameless property', 'p.=1', /not known/],
  ['no flag', 'analytics=yes', /analytics is true, false, 1 or 0/],
  ['a name of Object as flag', 'ads=toString', /ads is true/],
  ['not JSON', 'event={', /not JSON/],
  ['no object', 'event=[]', /not a JSON object/],
  ['null', 'event=null', /not a JSON object/],
  ['too deep', `event={"a":${'['.repeat(100)}${']'.repeat(100)}}`, /nested deeper/],
  ['beside event', 'event={}&analytics=1', /"analytics" stands beside event/],
  ['too long', `p.a=${'x'.repeat(maxPixelQueryLength)}`, /8192 characters/],
])('what is %s is said', (_, query, detail) => {
  expect(read(query)).toEqual({ detail: expect.stringMatching(detail) });
});

test('consent that is not given is not made up', () => {
  expect(read('page_url=/a')).toMatchObject({ event: expect.not.objectContaining({ user: expect.anything() }) });
  expect(read('analytics=1&page_url=/a')).toMatchObject({ event: { user: { consent: { analytics: true } } } });
});

test('any query: an event with the id of the server, or a fault on one line; and nothing global changes', () => {
  const name = fc.oneof(
    fc.constantFrom('analytics', 'ads', 'page_url', 'p.x', 'p.__proto__', '__proto__', 'event', 'session_id', 'ts'),
    fc.string({ maxLength: 12 }),
  );
  const value = fc.oneof(fc.constantFrom('1', 'true', '{}', '{"__proto__":{"x":1}}'), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (pairs) => {
      const result = toPixelEvent(new URLSearchParams(pairs), context);
      if ('detail' in result) expect(result.detail).not.toMatch(/[\r\n]/);
      else expect(result.event).toMatchObject({ event_id: context.eventId });
      expect(({} as { x?: unknown }).x).toBeUndefined();
    }),
  );
});

test('what a pixel of a page says is a valid event', () => {
  const result = read('analytics=1&ads=0&page_url=https://shop.example/&p.list=spring');
  if ('detail' in result) throw new Error(result.detail);
  expect(validateClientEvent(result.event as Record<string, unknown>)).toMatchObject({ ok: true });
});
