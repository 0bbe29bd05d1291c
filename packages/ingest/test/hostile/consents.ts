import { contractFixtures } from './contract-events.ts';
import { betweenNeighbours, pageView, rawMark, withEntry, withRaw } from './event-json.ts';
import { type EventOutcome, eachOutcome, type HostileCase } from './hostile-case.ts';

/** What stands for user.consent and cannot be read. JSON texts. */
const unreadable: Readonly<Record<string, string>> = {
  null: 'null',
  true: 'true',
  false: 'false',
  'a text': '"granted"',
  'the text true': '"true"',
  one: '1',
  'an empty object': '{}',
  'an empty list': '[]',
  'a list of both': '[true,true]',
  'a list of an object': '[{"analytics":true,"ads":true}]',
  'analytics alone': '{"analytics":true}',
  'ads alone': '{"ads":true}',
  'analytics a text': '{"analytics":"true","ads":false}',
  'analytics the text false': '{"analytics":"false","ads":false}',
  'analytics one': '{"analytics":1,"ads":false}',
  'analytics zero': '{"analytics":0,"ads":false}',
  'analytics null': '{"analytics":null,"ads":false}',
  'analytics an object': '{"analytics":{},"ads":false}',
  'analytics an object that says true': '{"analytics":{"value":true},"ads":false}',
  'analytics a list': '{"analytics":[true],"ads":false}',
  'ads a text': '{"analytics":true,"ads":"false"}',
  'ads zero': '{"analytics":true,"ads":0}',
  'ads null': '{"analytics":true,"ads":null}',
  'ads a list': '{"analytics":true,"ads":[]}',
  'capital letters': '{"Analytics":true,"Ads":true}',
  'all capitals': '{"ANALYTICS":true,"ADS":true}',
  'a blank after the name': '{"analytics ":true,"ads":true}',
  'a Cyrillic letter in the name': '{"\u0430nalytics":true,"ads":true}',
  'a fullwidth name': '{"ａnalytics":true,"ads":true}',
  'other names': '{"analytics_storage":"granted","ad_storage":"granted"}',
  'a level more': '{"consent":{"analytics":true,"ads":true}}',
  'an IAB string': '"CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA"',
};

/** What stands for user. */
const noUser: Readonly<Record<string, string | undefined>> = {
  missing: undefined,
  null: 'null',
  'a text': '"u"',
  'a number': '1',
  'a list': '[]',
  'a list with a consent': '[{"consent":{"analytics":true,"ads":true}}]',
  'an empty object': '{}',
  'an id without a consent': '{"user_id_hash":"zq7planted"}',
  'consent beside it': '{"analytics":true,"ads":true}',
  'Consent with a capital': '{"Consent":{"analytics":true,"ads":true}}',
};

const planted = { ctx: { page_url: 'https://shop.example/zq7planted', user_agent: 'zq7planted' } };

/** An event with an unreadable consent, alone and between neighbours; nothing of it may be kept. */
function unread(name: string, text: string): readonly HostileCase[] {
  const more = { absent: ['zq7planted'], path: '/user/consent' };
  return [
    eachOutcome(`unreadable consent: ${name}`, { body: text }, ['consent-unreadable'], more),
    eachOutcome(
      `unreadable consent: ${name}, between neighbours`,
      { body: betweenNeighbours(text) },
      ['accepted', 'consent-unreadable', 'accepted'],
      more,
    ),
    eachOutcome(
      `unreadable consent: ${name}, with DNT and GPC`,
      { headers: { dnt: '1', 'sec-gpc': '1' }, body: text },
      ['consent-unreadable'],
      more,
    ),
    eachOutcome(
      `unreadable consent: ${name}, of an event that is wrong as well`,
      { body: text.replace('2026-11-21T10:20:30.123Z', 'never') },
      ['consent-unreadable'],
      more,
    ),
  ];
}

const reading = [
  ...Object.entries(unreadable).flatMap(([name, text]) =>
    unread(name, withRaw(pageView(2, { ...planted, user: { user_id_hash: 'zq7planted', consent: rawMark } }), text)),
  ),
  ...Object.entries(noUser).flatMap(([name, text]) =>
    unread(
      `user ${name}`,
      text === undefined
        ? JSON.stringify(pageView(2, { ...planted, user: undefined }))
        : withRaw(pageView(2, { ...planted, user: rawMark }), text),
    ),
  ),
  // Also where the whole event is unknown: consent comes first.
  ...['page_load', 'constructor', ''].flatMap((eventType) =>
    unread(
      `of the unknown type "${eventType}"`,
      JSON.stringify(pageView(2, { ...planted, event_type: eventType, user: {} })),
    ),
  ),
];

/** Every contract with consent denied: counted, nothing kept; a decision about consent is itself kept. */
const denied = contractFixtures.flatMap(({ contract, example }) => {
  const outcome: EventOutcome = contract.startsWith('consent_update') ? 'accepted' : 'suppressed';
  return [false, true].map((ads) =>
    eachOutcome(
      `${contract} with analytics denied, ads ${ads ? 'allowed' : 'denied'}`,
      {
        body: JSON.stringify(
          withEntry(example, '/user', { user_id_hash: `denied-${contract}`, consent: { analytics: false, ads } }),
        ),
      },
      [outcome],
      outcome === 'suppressed' ? { absent: [String(example['event_id']), 'shop.example'] } : {},
    ),
  );
});

const signals = ['1', '0', '', 'true', '01', 'yes', '2', '-1', 'unspecified', 'null', '１'].flatMap((value) => [
  // Only "1" says anything; what the server does not understand, it does not take for a wish.
  eachOutcome(
    `Sec-GPC: ${JSON.stringify(value)}`,
    {
      headers: { 'sec-gpc': value },
      body: JSON.stringify(withEntry(pageView(2), '/user/consent', { analytics: true, ads: true })),
    },
    ['accepted'],
    { stored: { '/privacy/ads': value !== '1' } },
  ),
  eachOutcome(
    `DNT: ${JSON.stringify(value)}`,
    {
      headers: { dnt: value },
      body: JSON.stringify(pageView(2, { user: { user_id_hash: 'h', consent: { analytics: true, ads: true } } })),
    },
    ['accepted'],
    {
      stored:
        value === '1'
          ? { '/privacy/mode': 'cookieless', '/user': undefined }
          : { '/privacy/mode': 'full', '/user/user_id_hash': 'h' },
    },
  ),
]);

const decision = contractFixtures.find(({ contract }) => contract.startsWith('consent_update'))?.example;

/** Ids of users that are odd keys of a table, and a decision of theirs. */
const oddUserIds: Readonly<Record<string, readonly [string, EventOutcome]>> = {
  'named __proto__': ['__proto__', 'accepted'],
  'named constructor': ['constructor', 'accepted'],
  'a NUL': ['a\u0000b', 'accepted'],
  'a line end': ['a\nb', 'accepted'],
  'an emoji': ['😀', 'accepted'],
  'a hash sign': ['key#pk_1', 'accepted'],
  'a path': ['../key/pk_1', 'accepted'],
  '256 letters': ['u'.repeat(256), 'accepted'],
  '256 emoji': ['😀'.repeat(256), 'accepted'],
  '257 letters': ['u'.repeat(257), 'schema-invalid'],
  'half a surrogate pair': ['a\ud83d', 'accepted'],
  nothing: ['', 'schema-invalid'],
};
const oddUsers = Object.entries(oddUserIds).flatMap(([name, [userId, outcome]]) =>
  [true, false].map((analytics) =>
    eachOutcome(
      `consent_update, analytics ${analytics}, of a user who is ${name}`,
      {
        body: betweenNeighbours(
          JSON.stringify(withEntry(decision, '/user', { user_id_hash: userId, consent: { analytics, ads: false } })),
        ),
      },
      ['accepted', outcome, 'accepted'],
    ),
  ),
);

/** Consent that cannot be read, that is denied, and signals that say less. */
export const consents: readonly HostileCase[] = [...reading, ...denied, ...oddUsers, ...signals];
