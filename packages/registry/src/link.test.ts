import fc from 'fast-check';
import { isLive, type Link, type NewLink, toLink } from './link.ts';

const newLink: NewLink = { linkId: 'summer_sale-1', target: 'https://shop.example/sale', payoutCents: 25 };

function mustRead(said: NewLink): Link {
  const link = toLink(said);
  if ('fault' in link) throw new Error(link.fault);
  return link;
}

test('a link in its one form: parsed target, times in UTC, every parameter once', () => {
  const link = mustRead({
    ...newLink,
    target: 'HTTPS://Shop.Example/a b?x=1#part',
    currency: 'EUR',
    validFrom: '2026-01-01T00:00:00+01:00',
    validTo: '2026-02-01T00:00:00.5Z',
    parameters: ['sub', 'sub', 'place'],
  });
  expect(link).toEqual({
    linkId: 'summer_sale-1',
    target: 'https://shop.example/a%20b?x=1#part',
    payoutCents: 25,
    currency: 'EUR',
    validFrom: '2025-12-31T23:00:00.000Z',
    validTo: '2026-02-01T00:00:00.500Z',
    parameters: ['sub', 'place'],
    isRemoved: false,
  });
});

test.each<[string, Partial<NewLink>, RegExp]>([
  ['an id with a slash', { linkId: 'a/b' }, /link id/],
  ['an empty id', { linkId: '' }, /link id/],
  ['an id that is too long', { linkId: 'a'.repeat(65) }, /link id/],
  ['a target without a host', { target: '/sale' }, /absolute/],
  ['a target without a scheme', { target: '//shop.example/sale' }, /absolute/],
  ['a script', { target: 'javascript:alert(1)' }, /https/],
  ['a file', { target: 'file:///etc/passwd' }, /https/],
  ['credentials', { target: 'https://a:b@shop.example/' }, /password/],
  ['a user name', { target: 'https://a@shop.example/' }, /user name/],
  ['a target that is too long', { target: `https://shop.example/${'a'.repeat(2_048)}` }, /2048/],
  ['half a cent', { payoutCents: 0.5 }, /cents/],
  ['a negative payout', { payoutCents: -1 }, /cents/],
  ['a currency in small letters', { currency: 'eur' }, /capital/],
  ['a day without a time', { validFrom: '2026-01-01' }, /written like/],
  ['the 30th of February', { validTo: '2026-02-30T00:00:00Z' }, /written like/],
  ['an end before the beginning', { validFrom: '2026-01-02T00:00:00Z', validTo: '2026-01-02T00:00:00Z' }, /end before/],
  ['a parameter with a space', { parameters: ['a b'] }, /parameter/],
  ['a parameter that the target has', { target: 'https://shop.example/?sub=1', parameters: ['sub'] }, /already/],
  ['too many parameters', { parameters: Array.from({ length: 17 }, (_, n) => `p${n}`) }, /16/],
])('%s is refused, with what to change', (_, change, fault) => {
  expect(toLink({ ...newLink, ...change })).toEqual({ fault: expect.stringMatching(fault) });
});

test('whatever is said, a link that is taken leads to an address of the web without credentials', () => {
  const text = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string(),
    fc.constant('data:,x'),
  );
  fc.assert(
    fc.property(text, (target) => {
      const link = toLink({ ...newLink, target });
      if ('fault' in link) return;
      const url = new URL(link.target);
      expect(url.href).toBe(link.target);
      expect(['http:', 'https:']).toContain(url.protocol);
      expect(url.username + url.password).toBe('');
      expect(link.target).toMatch(/^[\x21-\x7e]+$/);
    }),
  );
});

test('a link is live from its beginning to just before its end, and never once it is removed', () => {
  const from = Date.UTC(2026, 0, 1);
  const to = Date.UTC(2026, 0, 2);
  const link = mustRead({ ...newLink, validFrom: new Date(from).toISOString(), validTo: new Date(to).toISOString() });
  expect([from - 1, from, to - 1, to].map((at) => isLive(link, at))).toEqual([false, true, true, false]);
  expect(isLive({ ...link, isRemoved: true }, from)).toBe(false);
  expect(isLive(mustRead(newLink), 0)).toBe(true);
});
