import { validateClientEvent } from '@millrace/schema';
import { contractFixtures } from './contract-events.ts';
import { betweenNeighbours, newerPageView, pageView, withEntry } from './event-json.ts';
import { eachOutcome, type HostileCase } from './hostile-case.ts';

/** No real person's: names of documentation only. */
export const plantedMail = 'zq7planted.person@leak.example';

/** Ways in which an address gets into a text. Short: some fields take 64 characters. */
const mailTexts: Readonly<Record<string, string>> = {
  'an e-mail address': plantedMail,
  'an e-mail address with %40': plantedMail.replace('@', '%40'),
  'an e-mail address in a sentence': `to ${plantedMail}, today.`,
  'an e-mail address in capitals': plantedMail.toUpperCase(),
  'an e-mail address with a tag': `zq7planted.person+tag@mail.leak.example`,
  'a mailto link': `mailto:${plantedMail}?subject=x`,
  'an address with a name': `A <${plantedMail}>`,
  'two e-mail addresses': `${plantedMail};${plantedMail}`,
  'an e-mail address in a query': `https://shop.example/?m=${plantedMail}`,
};

/** Ids that are e-mail addresses: to scrub them would join strangers to one person. */
const idPointers: ReadonlySet<string> = new Set(['/user/user_id_hash', '/session/session_id']);
/** What is compared without regard to case. */
const traces = ['zq7planted', 'leak.example'];

/** JSON Pointers of all texts in a value. */
function textPointers(value: unknown, pointer = ''): readonly string[] {
  if (typeof value === 'string') return [pointer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textPointers(inner, `${pointer}/${key}`));
}

/** An address in each text of each contract: it is replaced, or the event is refused; it is never kept. */
const inContracts = contractFixtures.flatMap(({ contract, example }) =>
  textPointers(example).flatMap((pointer) =>
    Object.entries(mailTexts).flatMap(([name, text]) => {
      const event = withEntry(example, pointer, text);
      const verdict = validateClientEvent(event);
      const outcome = !verdict.ok ? verdict.reason : idPointers.has(pointer) ? 'schema-invalid' : 'accepted';
      return eachOutcome(
        `${name} as ${pointer} of ${contract}`,
        { body: betweenNeighbours(JSON.stringify(event)) },
        ['accepted', outcome, 'accepted'],
        { absent: traces },
      );
    }),
  ),
);

/** A replaced address leaves a mark and is counted. */
const replaced = Object.entries({
  [plantedMail]: ['[email]', 1],
  [plantedMail.replace('@', '%40')]: ['[email]', 1],
  [`from ${plantedMail} to ${plantedMail}`]: ['from [email] to [email]', 2],
} as const).flatMap(([text, [kept, count]]) =>
  ['/custom_properties/note', '/ctx/user_agent', '/session/utm/term', '/page/title'].map((pointer) =>
    eachOutcome(
      `${JSON.stringify(text)} as ${pointer} becomes ${kept}`,
      { body: JSON.stringify(withEntry(pageView(2), pointer, text)) },
      ['accepted'],
      { absent: traces, stored: { [pointer]: kept, '/privacy/scrubbed_count': count } },
    ),
  ),
);

const member = (key: string) => ({ [key]: 1 });
/** An address as a key cannot be replaced without making up another key. */
const asKeys = [plantedMail, plantedMail.replace('@', '%40'), `x ${plantedMail}`, `mailto:${plantedMail}`].flatMap(
  (key) => [
    ...Object.entries({
      'the event': { ...pageView(2), ...member(key) },
      custom_properties: pageView(2, { custom_properties: member(key) }),
      'an unknown key of a newer version': { ...newerPageView(2), ...member(key) },
      'an object of a newer version': newerPageView(2, { more: member(key) }),
      'an object in a list of a newer version': newerPageView(2, { more: [[member(key)]] }),
      'the objects of a newer version, deep': newerPageView(2, { more: { a: { b: { c: { d: member(key) } } } } }),
    }).map(([place, event]) =>
      eachOutcome(
        `${JSON.stringify(key)} as a key of ${place}`,
        { body: betweenNeighbours(JSON.stringify(event)) },
        ['accepted', 'schema-invalid', 'accepted'],
        { absent: traces },
      ),
    ),
  ],
);

const wholeIps: Readonly<Record<string, readonly string[]>> = {
  '198.51.100.123': ['198.51.100.123'],
  'from 198.51.100.123:8080 on': ['198.51.100.123'],
  'http://198.51.100.123/x': ['198.51.100.123'],
  '::ffff:198.51.100.123': ['198.51.100.123'],
  '2001:db8:aaaa:bbbb::77': ['bbbb::77', 'aaaa:bbbb'],
  '[2001:db8:aaaa:bbbb::77]:443': ['bbbb::77', 'aaaa:bbbb'],
  '2001:0db8:aaaa:bbbb:0000:0000:0000:0077': ['bbbb:0000', '0000:0077'],
  '2001%3Adb8%3Aaaaa%3Abbbb%3A%3A77': ['bbbb%3A%3A77', 'bbbb::77'],
};

/** Quarantine keeps no whole address, wherever it stood. */
const ips = Object.entries(wholeIps).flatMap(([text, absent]) =>
  Object.entries({
    'a custom property': pageView(2, { ts: 'never', custom_properties: { a: text } }),
    "a custom property's name": pageView(2, { ts: 'never', custom_properties: { [text]: 1 } }),
    user_agent: pageView(2, { ts: 'never', ctx: { page_url: '/', user_agent: text } }),
    page_url: pageView(2, { ts: 'never', ctx: { page_url: text } }),
    'an unknown key': pageView(2, { address: text }),
    'an unknown list': pageView(2, { hops: [text, text] }),
    'a key that nobody knows': { ...pageView(2), ...member(text) },
    session_id: pageView(2, { ts: 'never', session: { session_id: text } }),
    event_id: pageView(2, { event_id: text }),
    ts: pageView(2, { ts: text }),
  }).map(([place, event]) =>
    eachOutcome(
      `${text} in ${place} of an event that is refused`,
      { body: betweenNeighbours(JSON.stringify(event)) },
      ['accepted', 'schema-invalid', 'accepted'],
      { absent },
    ),
  ),
);

/** Raw user ids: a public key may not send them, and what it sent is not kept. */
const rawUserIds = [
  'zq7planted-user-4711',
  plantedMail,
  'zq7planted "quoted" \\ user',
  'zq7planted\nuser',
  'zq7planted/ü😀',
  'zq7planted'.padEnd(256, 'z'),
].flatMap((userId) => {
  const user = { user_id: userId, consent: { analytics: true, ads: false } };
  const shown = userId.length > 60 ? `${userId.length} characters` : JSON.stringify(userId);
  return [
    ...Object.entries({
      'a valid event': pageView(2, { user }),
      'an event that is wrong as well': pageView(2, { user, ts: 'never' }),
      'an event of a newer version': newerPageView(2, { user }),
      'an event of an unknown type': pageView(2, { user, event_type: 'page_load' }),
      'an event with a hash beside it': pageView(2, { user: { ...user, user_id_hash: 'h' } }),
      'an event that is nested too deep': newerPageView(2, { user, deep: JSON.parse('['.repeat(20) + ']'.repeat(20)) }),
    }).map(([what, event]) => {
      // Before any contract is looked for: what is refused for another reason may be taken later, with the id in it.
      const outcome = what.includes('too deep') ? 'too-deep' : 'schema-invalid';
      return eachOutcome(
        `raw user id ${shown} with a public key, in ${what}`,
        { body: betweenNeighbours(JSON.stringify(event)) },
        ['accepted', outcome, 'accepted'],
        { absent: ['zq7planted'] },
      );
    }),
    eachOutcome(
      `raw user id ${shown} with a secret key is hashed`,
      { key: 'secret', body: JSON.stringify(pageView(2, { user })) },
      ['accepted'],
      { absent: ['zq7planted'], stored: { '/user/user_id': undefined } },
    ),
    eachOutcome(
      `raw user id ${shown} with a secret key, in an event that is refused`,
      { key: 'secret', body: betweenNeighbours(JSON.stringify(pageView(2, { user, ts: 'never' }))) },
      ['accepted', 'schema-invalid', 'accepted'],
      { absent: ['zq7planted'] },
    ),
  ];
});

/** What stands in an address beside the page. */
const urls = Object.entries({
  [`https://shop.example/p?token=zq7planted&utm_source=mail`]: 'https://shop.example/p?utm_source=mail',
  [`https://shop.example/p?q=zq7planted`]: 'https://shop.example/p',
  [`https://zq7planted:zq7planted@shop.example/p`]: 'https://shop.example/p',
  [`https://zq7planted@shop.example/p`]: 'https://shop.example/p',
  [`https://shop.example/p#access_token=zq7planted`]: 'https://shop.example/p',
  [`https://shop.example/p?UTM_SOURCE=zq7planted`]: 'https://shop.example/p',
  [`https://shop.example/p?__proto__=zq7planted&constructor=zq7planted`]: 'https://shop.example/p',
  [`/p?token=zq7planted`]: '/p',
}).flatMap(([url, kept]) =>
  ['/ctx/page_url', '/ctx/referrer'].map((pointer) =>
    eachOutcome(`${url} as ${pointer}`, { body: JSON.stringify(withEntry(pageView(2), pointer, url)) }, ['accepted'], {
      absent: ['zq7planted'],
      stored: { [pointer]: kept },
    }),
  ),
);

/** Personal data where it does not belong. */
export const personalData: readonly HostileCase[] = [
  ...inContracts,
  ...replaced,
  ...asKeys,
  ...ips,
  ...rawUserIds,
  ...urls,
];
