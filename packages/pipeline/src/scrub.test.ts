import fc from 'fast-check';
import { defaultQueryParameters } from './receipt.ts';
import { cutUrl, holdsEmail, scrubAll, scrubEmails, scrubValue } from './scrub.ts';

const allowed = defaultQueryParameters;

test.each([
  ['write to ann@shop.example, please', 'write to [email], please', 1],
  ['ann.o-hara+shop@mail.shop.example.', '[email].', 1],
  ['a@b.co and c@d.org', '[email] and [email]', 2],
  ['mailto:ann@shop.example?subject=x', 'mailto:[email]?subject=x', 1],
  ['u=ann%40shop.example&v=1', 'u=[email]&v=1', 1],
  ['next=%2F%3Fu%3Dann%2540shop%2Eexample', 'next=[email]', 1],
  ['"ann o\'hara"@shop.example', '"ann o\'hara"[email]', 1],
  ['ann@[192.0.2.1]', '[email]', 1],
  ['anna@bücher.example, 連絡は山田@例え.テスト', '[email], [email]', 2],
  ['lodash@4.17.21 costs 3 @ 5.00, @home, a@b', 'lodash@4.17.21 costs 3 @ 5.00, @home, a@b', 0],
])('%s → %s', (text, scrubbed, count) => {
  expect(scrubEmails(text)).toEqual({ text: scrubbed, count });
  expect(holdsEmail(text)).toBe(count > 0);
});

const noise = fc.string({ unit: 'binary', maxLength: 20 });
const hostile = fc.string({
  unit: fc.constantFrom('@', '%40', '.', 'a', '-', '[', ']', '/', '?', '#', '=', '&', ':', ' '),
});
const email = fc
  .tuple(fc.emailAddress(), fc.constantFrom('@', '%40', '%2540'))
  .map(([address, at]) => ({ domain: address.slice(address.indexOf('@') + 1), text: address.replace('@', at) }));

test('PRIVACY-3: wherever an address is put into a text, its domain does not stay behind an at sign', () => {
  fc.assert(
    fc.property(email, fc.oneof(noise, hostile), ({ domain, text }, after) => {
      const scrubbed = scrubEmails(`${text} ${after}`).text;
      expect(scrubbed).not.toMatch(new RegExp(`(?:@|%40)${domain.replaceAll('.', '\\.')}`, 'i'));
      expect(scrubbed).toContain('[email]');
    }),
  );
  fc.assert(
    fc.property(fc.oneof(noise, hostile), email, fc.oneof(noise, hostile), (before, { domain, text }, after) => {
      const scrubbed = scrubEmails(`${before}${text}${after}`).text;
      expect(scrubbed.includes(`@${domain} `) || scrubbed.includes(`%40${domain} `)).toBe(false);
      expect(scrubbed).not.toMatch(/[a-z0-9](?:@|%40)[a-z0-9-]+\.[a-z]{2,}/i);
    }),
  );
});

test('PRIVACY-3: twice is once', () => {
  const texts = fc
    .array(
      fc.oneof(
        noise,
        hostile,
        email.map(({ text }) => text),
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      const scrubbed = scrubEmails(text);
      expect(scrubEmails(scrubbed.text)).toEqual({ text: scrubbed.text, count: 0 });
      const cut = cutUrl(text, allowed);
      expect(cutUrl(cut, allowed)).toBe(cut);
      const whole = scrubAll({ ctx: { page_url: text }, note: text }, allowed);
      expect(scrubAll(whole, allowed)).toEqual(whole);
    }),
    { numRuns: 2000 },
  );
});

test.each(['@', 'a@', 'a@a', 'a.a@', '@a.', '%40', 'a%40a.', '@a.a', '%', '%25', 'a-'])(
  'SCRUB: time is linear in 32 KB of %j',
  (unit) => {
    const seconds = (length: number) => {
      const text = unit.repeat(Math.ceil(length / unit.length));
      const startedAt = performance.now();
      for (let round = 0; round < 5; round += 1) scrubEmails(text);
      return (performance.now() - startedAt) / 1000;
    };
    seconds(32_768);
    // A quadratic search would take minutes for the longer text.
    expect(seconds(1_000_000)).toBeLessThan(10);
  },
);

test.each([
  [
    'https://shop.example/p?utm_source=n&session=1&utm_term=x#top',
    'https://shop.example/p?utm_source=n&utm_term=x#top',
  ],
  ['https://shop.example/p?token=1', 'https://shop.example/p'],
  ['https://shop.example/p#access_token=1', 'https://shop.example/p'],
  ['https://shop.example/#/p?id=1', 'https://shop.example/'],
  ['https://ann:secret@shop.example/p', 'https://shop.example/p'],
  ['https://ann@evil@shop.example/@p', 'https://shop.example/@p'],
  ['//ann:secret@shop.example/p', '//shop.example/p'],
  ['https:\\\\ann:secret@shop.example/p', 'https:\\\\shop.example/p'],
  ['https://ann@', 'https://'],
  ['/p/@handle?utm_source=a&x=1', '/p/@handle?utm_source=a'],
  ['https://shop.example/p', 'https://shop.example/p'],
  ['https://shop.example/p?utm%5Fsource=a&UTM_SOURCE=b', 'https://shop.example/p'],
])('%s is cut to %s', (url, cut) => {
  expect(cutUrl(url, allowed)).toBe(cut);
});

test('URLs are cut in their fields and wherever they are absolute; any other text keeps its question marks', () => {
  const event = {
    ctx: { page_url: '/p?q=1', referrer: 'android-app://x/?id=1' },
    affiliate: { target: '/t?a=1' },
    element: { text: 'why? because', link: ' HTTPS://ann:pw@x.example/?a=1' },
    list: ['https://x.example/?a=1', 'x?a=1'],
  };
  expect(scrubValue(event, '', allowed)).toEqual({
    ok: true,
    count: 0,
    value: {
      ctx: { page_url: '/p', referrer: 'android-app://x/' },
      affiliate: { target: '/t' },
      element: { text: 'why? because', link: ' HTTPS://x.example/' },
      list: ['https://x.example/', 'x?a=1'],
    },
  });
});

test('what needs no change comes back itself, and keys keep their order', () => {
  const value = { b: 'x', a: ['y', { c: 1 }] };
  expect(scrubValue(value, '', allowed)).toEqual({ ok: true, value, count: 0 });
  const scrubbed = scrubValue({ z: 'a@b.co', a: 1 }, '', allowed);
  expect(JSON.stringify(scrubbed)).toBe('{"ok":true,"value":{"z":"[email]","a":1},"count":1}');
});

test('a key that holds an address is refused, by the place above it; in quarantine it is replaced', () => {
  const value = { a: { 'ann@shop.example': 1, 'bob@shop.example': 2 } };
  expect(scrubValue(value, '/custom_properties', allowed)).toEqual({ ok: false, path: '/custom_properties/a' });
  expect(scrubAll(value, allowed)).toEqual({ a: { '[email]': 1, '[email]_1': 2 } });
});

test('thousands of keys and texts that need scrubbing take no time that grows with their product', () => {
  const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`${n}@a.co`, 1]));
  const texts = { ['k'.repeat(16_000)]: Array.from({ length: 20_000 }, () => '?1') };
  const startedAt = performance.now();
  expect(Object.keys(scrubAll(keys, allowed) as object)).toHaveLength(20_000);
  scrubAll(texts, allowed);
  // Seconds where it is linear on the slowest machine; minutes where it is not.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
