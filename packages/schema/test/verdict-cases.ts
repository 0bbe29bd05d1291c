import { type Edits, toEventText } from './event-text.ts';

/** An event, as JSON text, and whether the contract (`event_type/version`) takes it. Text that is no JSON is not valid. */
export type VerdictCase = {
  readonly name: string;
  readonly contract: string;
  readonly text: string;
  readonly isValid: boolean;
};

/** The smallest events, or nearly; each case changes one of them. */
const events = {
  'page_view/1.0.0': { ctx: { page_url: 'https://shop.example/p/1' } },
  'page_view/1.1.0': { ctx: { page_url: 'https://shop.example/p/1' }, product: { product_id: 'p-1' } },
  'click/1.0.0': { element: { element_id: 'buy' }, product: { product_id: 'p-1' } },
  'search/1.0.0': { search: { query: 'shoe' } },
  'add_to_cart/1.0.0': { product: { product_id: 'p-1', price: 19.9, currency: 'EUR', quantity: 1 } },
  'begin_checkout/1.0.0': { product: { product_id: 'p-1', price: 19.9, currency: 'EUR', quantity: 1 } },
  'purchase/1.0.0': { product: { product_id: 'p-1', price: 19.9, currency: 'EUR', quantity: 1 } },
  'chart_interaction/1.0.0': { chart: { product_ids: ['p-1', 'p-2'], action: 'toggle' } },
  'affiliate_click/1.0.0': { affiliate: { link_id: 'l-1', target: 'https://partner.example/', payout_cents: 12 } },
  'user_action/1.0.0': { action: { name: 'open_menu' } },
  'transaction/1.0.0': {
    transaction: { transaction_id: 't-1', amount: 12.5, currency: 'EUR', merchant: 'shop' },
  },
  'metric/1.0.0': { metric: { name: 'queue_length', value: 3, unit: 'event' } },
  'system_event/1.0.0': { system: { severity: 'info', component: 'importer' } },
  'server_request/1.0.0': { request: { method: 'GET', path: '/logo.png', status: 200, bytes: 5120 } },
  'consent_update/1.0.0': {
    consent_change: { policy_version: '2026-05', previous: { analytics: false, ads: false } },
  },
} satisfies Readonly<Record<string, object>>;

type Contract = keyof typeof events;
const contracts = Object.keys(events) as readonly Contract[]; // the keys of a literal

function toText(contract: Contract, edits: Edits): string {
  const [event_type, schema_version] = contract.split('/');
  const envelope = {
    event_id: '0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d',
    event_type,
    schema_version,
    ts: '2026-11-21T10:20:30.123Z',
    user: { consent: { analytics: true, ads: false } },
  };
  return toEventText({ ...envelope, ...events[contract] }, edits);
}

/** What of an event to change, by the name of the case. */
type Changes = Readonly<Record<string, Edits>>;

function cases(
  contract: Contract,
  { valid = {}, invalid = {} }: { readonly valid?: Changes; readonly invalid?: Changes },
): readonly VerdictCase[] {
  const of = (changes: Changes, isValid: boolean): readonly VerdictCase[] =>
    Object.entries(changes).map(([name, edits]) => ({
      name: `${contract}: ${name}`,
      contract,
      text: toText(contract, edits),
      isValid,
    }));
  return [...of(valid, true), ...of(invalid, false)];
}

/** A string field: empty, as long as may be, one code point longer; and what is no string. */
function stringField(contract: Contract, pointer: string, minLength: 0 | 1, maxLength: number): readonly VerdictCase[] {
  // Two UTF-16 code units and four bytes each, one code point.
  const filled = (length: number): Edits => ({ [pointer]: text('😀'.repeat(length)) });
  const empty = { [`${pointer} empty`]: { [pointer]: '""' } };
  return cases(contract, {
    valid: { ...(minLength === 0 ? empty : {}), [`${pointer} of ${maxLength} emoji`]: filled(maxLength) },
    invalid: {
      ...(minLength === 1 ? empty : {}),
      [`${pointer} of ${maxLength + 1} emoji`]: filled(maxLength + 1),
      [`${pointer} null`]: { [pointer]: 'null' },
      [`${pointer} a number`]: { [pointer]: '1' },
    },
  });
}

/** A number field: its edges, and what is no such number. JSON texts. */
function numberField(
  contract: Contract,
  pointer: string,
  valid: readonly string[],
  invalid: readonly string[],
): readonly VerdictCase[] {
  const each = (texts: readonly string[]): Changes =>
    Object.fromEntries(texts.map((number) => [`${pointer} ${number}`, { [pointer]: number }]));
  return cases(contract, { valid: each(valid), invalid: each([...invalid, '"1"', 'true', '[]', '{}']) });
}

/** An object of the contract: what is no object, and an unknown key in it. */
function objectField(contract: Contract, pointer: string): readonly VerdictCase[] {
  return cases(contract, {
    invalid: {
      [`${pointer} null`]: { [pointer]: 'null' },
      [`${pointer} a list`]: { [pointer]: '[]' },
      [`${pointer} a text`]: { [pointer]: '"x"' },
      [`${pointer} with an unknown key`]: { [`${pointer}/colour`]: '"red"' },
      [`${pointer} with an unknown key that is null`]: { [`${pointer}/colour`]: 'null' },
    },
  });
}

/** The product of the shared part: what is the same in every contract that refers to it. */
function productField(contract: Contract): readonly VerdictCase[] {
  return [
    ...objectField(contract, '/product'),
    ...stringField(contract, '/product/product_id', 1, 256),
    ...stringField(contract, '/product/category', 0, 256),
    ...cases(contract, {
      valid: {
        'a product with its id only': { '/product': '{"product_id":"p-1"}' },
        'a product with a price': { '/product': product({}) },
        'a product with a currency, but no price': { '/product': product({ price: undefined }) },
        'the lowest price and quantity': { '/product': product({ price: 0, quantity: 1 }) },
        'the highest price and quantity': { '/product': product({ price: 1e12, quantity: 1_000_000 }) },
      },
      invalid: {
        'a product without its id': { '/product': product({ product_id: undefined }) },
        'a price without a currency': { '/product': product({ currency: undefined }) },
        'a price without a currency, and no id': { '/product': '{"price":1}' },
        'a price with its currency beside the product': {
          '/product': product({ currency: undefined }),
          '/currency': '"EUR"',
        },
        'a price with the currency null': { '/product': product({ currency: null }) },
        'a currency of four letters': { '/product': product({ currency: 'EURO' }) },
        'a currency in small letters': { '/product': product({ currency: 'eur' }) },
        'a currency with a line end': { '/product': product({ currency: 'EUR\n' }) },
        'a price below 0': { '/product': product({ price: -0.01 }) },
        'a price of 1e12 and a cent': { '/product': product({ price: 1e12 + 0.01 }) },
        'a price that is a text': { '/product': product({ price: '19.90' }) },
        'a price null': { '/product': product({ price: null }) },
        'a quantity of 0': { '/product': product({ quantity: 0 }) },
        'a quantity of 1.5': { '/product': product({ quantity: 1.5 }) },
        'a quantity of 1000001': { '/product': product({ quantity: 1_000_001 }) },
        'a quantity that is a text': { '/product': product({ quantity: '1' }) },
      },
    }),
  ];
}

/** What every event must have, and that it has nothing else. */
function wholeEvent(contract: Contract): readonly VerdictCase[] {
  return cases(contract, {
    valid: { 'the event itself': {} },
    invalid: {
      'without event_id': { '/event_id': undefined },
      'without event_type': { '/event_type': undefined },
      'without schema_version': { '/schema_version': undefined },
      'without ts': { '/ts': undefined },
      'without user': { '/user': undefined },
      'without consent': { '/user': '{}' },
      'another event_type': { '/event_type': '"page_load"' },
      'another schema_version': { '/schema_version': '"1.0.1"' },
      'an unknown part': { '/colour': '"red"' },
      'a list that holds it': { '': `[${toText(contract, {})}]` },
    },
  });
}

/** Names that objects have in some languages without anybody having put them there. */
const inheritedNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '__class__'];

function eachAsKey(place: string, value: string): Changes {
  return Object.fromEntries(inheritedNames.map((key) => [`${place}${key} as a key`, { [`${place}${key}`]: value }]));
}

const dateTimes: { readonly valid: readonly string[]; readonly invalid: readonly string[] } = {
  valid: [
    '2026-11-21T10:20:30Z',
    ...[1, 2, 3, 4, 6, 7, 9, 10, 20, 40].map(
      (digits) => `2026-11-21T10:20:30.${'123456789'.repeat(5).slice(0, digits)}Z`,
    ),
    `2026-11-21T10:20:30.${'0'.repeat(43)}Z`, // 64 characters: as long as may be
    '2026-11-21T00:00:00Z',
    '2026-11-21T23:59:59.999Z',
    '2026-11-21T10:20:30+00:00',
    '2026-11-21T10:20:30-00:00',
    '2026-11-21T10:20:30+03:00',
    '2026-11-21T10:20:30-03:30',
    '2026-11-21T10:20:30.5+05:45',
    '2026-11-21T10:20:30+23:59',
    '2026-11-21T10:20:30-23:59',
    '2026-01-31T00:00:00Z',
    '2026-02-28T23:59:59Z',
    '2026-04-30T00:00:00Z',
    '2026-12-31T23:59:59Z',
    '2000-02-29T00:00:00Z',
    '2004-02-29T00:00:00Z',
    '2024-02-29T23:59:59.999+14:00',
    '2096-02-29T00:00:00Z',
    '2000-01-01T00:00:00Z',
    '2000-01-01T00:00:00+00:00',
    '2000-01-01T00:00:00-23:59',
    '2000-01-02T00:00:00+23:59',
    '2000-12-31T23:59:59-01:00',
    '2100-12-31T23:59:59.999Z',
    '2100-12-31T23:59:59+23:59',
    '2100-12-31T23:59:59-00:00',
    '2100-12-30T23:59:59-23:59',
    '2100-01-01T00:00:00+01:00',
    '2100-02-28T00:00:00Z',
  ],
  invalid: [
    '2026-02-30T10:20:30Z',
    '2026-02-31T10:20:30Z',
    '2026-02-29T10:20:30Z',
    '2001-02-29T10:20:30Z',
    '2024-02-30T10:20:30Z',
    '2100-02-29T10:20:30Z',
    '2026-04-31T10:20:30Z',
    '2026-06-31T10:20:30Z',
    '2026-09-31T10:20:30Z',
    '2026-11-31T10:20:30Z',
    '2026-01-32T10:20:30Z',
    '2026-01-00T10:20:30Z',
    '2026-00-10T10:20:30Z',
    '2026-13-10T10:20:30Z',
    '2026-1-10T10:20:30Z',
    '2026-01-1T10:20:30Z',
    '26-01-10T10:20:30Z',
    '02026-01-10T10:20:30Z',
    '+002026-01-10T10:20:30Z',
    '-2026-01-10T10:20:30Z',
    '1999-12-31T23:59:59Z',
    '1999-12-31T23:59:59-01:00',
    '1970-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '2101-01-01T00:00:00Z',
    '2101-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59Z',
    '2000-01-01T00:00:00+00:01',
    '2000-01-01T12:00:00+01:00',
    '2100-12-31T23:59:59-00:01',
    '2100-12-31T12:00:00-01:00',
    '2026-11-21T24:00:00Z',
    '2026-11-21T25:00:00Z',
    '2026-11-21T10:60:30Z',
    '2026-06-30T23:59:60Z',
    '2016-12-31T23:59:60.5Z',
    '2026-11-21T10:20:61Z',
    '2026-11-21t10:20:30Z',
    '2026-11-21T10:20:30z',
    '2026-11-21 10:20:30Z',
    '2026-11-21\u00a010:20:30Z',
    '2026-11-21_10:20:30Z',
    '2026-11-21T10:20:30',
    '2026-11-21T10:20:30.123',
    '2026-11-21T10:20Z',
    '2026-11-21T10Z',
    '2026-11-21',
    '2026-11-21T10:20:30.Z',
    '2026-11-21T10:20:30,5Z',
    '2026-11-21T10:20:30.1.2Z',
    '2026-11-21T10:20:30.1e2Z',
    '2026-11-21T10:20:30.-1Z',
    '2026-11-21T10:20:30+0300',
    '2026-11-21T10:20:30+03',
    '2026-11-21T10:20:30+3:00',
    '2026-11-21T10:20:30+03:0',
    '2026-11-21T10:20:30+24:00',
    '2026-11-21T10:20:30-24:00',
    '2026-11-21T10:20:30+03:60',
    '2026-11-21T10:20:30+03:00:00',
    '2026-11-21T10:20:30\u221203:00',
    '2026-11-21T10:20:30Z+03:00',
    '2026-11-21T10:20:30ZZ',
    '2026-11-21T10:20:30 Z',
    '2026-11-21T10:20:30UTC',
    '2026-11-21T10:20:30Z\n',
    '2026-11-21T10:20:30+03:00\n',
    '2026-11-21T10:20:30Z\r\n',
    '2026-11-21T10:20:30Z\u2028',
    '2026-11-21T10:20:30Z\u0000',
    '2026-11-21T10:20:30Z ',
    ' 2026-11-21T10:20:30Z',
    '\n2026-11-21T10:20:30Z',
    '2026-11-21T10:20:30Z\n2026-11-21T10:20:30Z',
    '٢٠٢٦-11-21T10:20:30Z',
    '2026-11-21T10:20:3٠Z',
    '２０２６-11-21T10:20:30Z',
    '2026/11/21T10:20:30Z',
    '20261121T102030Z',
    '2026-325T10:20:30Z',
    '2026-W47-6T10:20:30Z',
    'Sat, 21 Nov 2026 10:20:30 GMT',
    '1795256430',
    'now',
    '',
    `2026-11-21T10:20:30.${'0'.repeat(44)}Z`,
  ],
};

const uuids: typeof dateTimes = {
  valid: [
    '0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d',
    '0197F9A2-5B5C-7C3E-9D21-5A7F0E3B4C6D',
    '0197f9A2-5b5C-7c3E-9d21-5A7f0E3b4C6d',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'f47ac10b-58cc-4372-a567-0e02b2c3d479',
    '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  ],
  invalid: [
    'urn:uuid:0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d',
    '{0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d}',
    '0197f9a25b5c7c3e9d215a7f0e3b4c6d',
    '0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6',
    '0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d0',
    '0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d\n',
    '0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6\n',
    ' 0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d',
    '0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d ',
    '0197g9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d',
    '0197f9a2_5b5c_7c3e_9d21_5a7f0e3b4c6d',
    '0197f9a25-b5c-7c3e-9d21-5a7f0e3b4c6d',
    '0197f9a2-5b5c-7c3e-9d215-a7f0e3b4c6d',
    '0197f9a2--5b5c-7c3e-9d21-5a7f0e3b4c6',
    '------------------------------------',
    '٠197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d',
    '０197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6d',
    '0197f9a2-5b5c-7c3e-9d21-5a7f0e3b4c6\u0000',
    '0197f9a2\u20115b5c\u20117c3e\u20119d21\u20115a7f0e3b4c6d',
    '',
  ],
};

function eachText(pointer: string, { valid, invalid }: typeof dateTimes): Parameters<typeof cases>[1] {
  const changes = (texts: readonly string[]): Changes =>
    Object.fromEntries(texts.map((value) => [`${pointer} ${text(value)}`, { [pointer]: text(value) }]));
  return { valid: changes(valid), invalid: changes(invalid) };
}

const envelope = [
  ...contracts.flatMap(wholeEvent),
  ...cases('page_view/1.0.0', eachText('/ts', dateTimes)),
  ...cases('page_view/1.0.0', eachText('/event_id', uuids)),
  ...cases('metric/1.0.0', {
    valid: { 'sent_at before ts': { '/sent_at': '"2026-11-21T00:00:00+14:00"' } },
    invalid: {
      'sent_at on 30 February': { '/sent_at': '"2026-02-30T10:20:30Z"' },
      'sent_at with a line end': { '/sent_at': '"2026-11-21T10:20:30Z\\n"' },
      'sent_at null': { '/sent_at': 'null' },
      'sent_at a number': { '/sent_at': '1795256430' },
    },
  }),
  ...stringField('page_view/1.0.0', '/user/user_id_hash', 1, 256),
  ...stringField('page_view/1.0.0', '/session/session_id', 1, 256),
  ...stringField('page_view/1.0.0', '/session/utm/source', 0, 1024),
  ...stringField('page_view/1.0.0', '/session/utm/medium', 0, 1024),
  ...stringField('page_view/1.0.0', '/session/utm/campaign', 0, 1024),
  ...stringField('page_view/1.0.0', '/session/utm/term', 0, 1024),
  ...stringField('page_view/1.0.0', '/session/utm/content', 0, 1024),
  ...stringField('page_view/1.0.0', '/ctx/page_url', 1, 8192),
  ...stringField('page_view/1.0.0', '/ctx/referrer', 0, 8192),
  ...stringField('page_view/1.0.0', '/ctx/locale', 0, 64),
  ...stringField('page_view/1.0.0', '/ctx/user_agent', 0, 8192),
  ...stringField('page_view/1.0.0', '/ctx/device_type', 0, 64),
  ...stringField('page_view/1.0.0', '/ctx/ab_variant', 0, 256),
  ...stringField('page_view/1.0.0', '/metadata/sdk_version', 0, 64),
  ...objectField('page_view/1.0.0', '/user'),
  ...objectField('page_view/1.0.0', '/user/consent'),
  ...objectField('page_view/1.0.0', '/session'),
  ...objectField('page_view/1.0.0', '/session/utm'),
  ...objectField('page_view/1.0.0', '/ctx'),
  ...objectField('page_view/1.0.0', '/metadata'),
  ...cases('page_view/1.0.0', {
    valid: {
      'keys in another order': { '/event_id': undefined, '/+': `"event_id":${text(uuids.valid[0] ?? '')}` },
      'empty containers': {
        '/session': '{}',
        '/page': '{}',
        '/metadata': '{"experiment_keys":[]}',
        '/custom_properties': '{}',
      },
      'empty utm': { '/session/utm': '{}' },
      'blanks and line ends between the tokens': { '/session': ' \t\r\n{ \n } ' },
      '64 experiments': { '/metadata/experiment_keys': list(64, '"e"') },
      'the same experiment twice': { '/metadata/experiment_keys': '["a","a"]' },
      'an empty experiment key': { '/metadata/experiment_keys': '[""]' },
      'an experiment key of 256 emoji': { '/metadata/experiment_keys': `[${text('😀'.repeat(256))}]` },
      'everything refused': { '/user/consent': '{"analytics":false,"ads":false}' },
      'the last of two equal keys is right': { '/+': '"ts":1,"ts":"2026-11-21T10:20:30Z"' },
    },
    invalid: {
      '65 experiments': { '/metadata/experiment_keys': list(65, '"e"') },
      'experiments null': { '/metadata/experiment_keys': 'null' },
      'experiments a text': { '/metadata/experiment_keys': '"e"' },
      'experiments an object': { '/metadata/experiment_keys': '{"0":"e"}' },
      'an experiment key null': { '/metadata/experiment_keys': '["a",null]' },
      'an experiment key a number': { '/metadata/experiment_keys': '[1]' },
      'an experiment key a list': { '/metadata/experiment_keys': '[["a"]]' },
      'an experiment key of 257 emoji': { '/metadata/experiment_keys': `[${text('😀'.repeat(257))}]` },
      'event_id null': { '/event_id': 'null' },
      'event_id a number': { '/event_id': '1' },
      'event_type null': { '/event_type': 'null' },
      'event_type of another contract': { '/event_type': '"click"' },
      'event_type in capitals': { '/event_type': '"PAGE_VIEW"' },
      'event_type with a blank': { '/event_type': '"page_view "' },
      'event_type with a line end': { '/event_type': '"page_view\\n"' },
      'event_type with an end mark': { '/event_type': '"page_view\\u0000"' },
      'event_type in a list': { '/event_type': '["page_view"]' },
      'event_type empty': { '/event_type': '""' },
      'event_type constructor': { '/event_type': '"constructor"' },
      'event_type __proto__': { '/event_type': '"__proto__"' },
      'schema_version null': { '/schema_version': 'null' },
      'schema_version 1.0': { '/schema_version': '"1.0"' },
      'schema_version a number': { '/schema_version': '1.0' },
      'schema_version of a newer contract': { '/schema_version': '"1.1.0"' },
      'schema_version of another major': { '/schema_version': '"2.0.0"' },
      'schema_version with a v': { '/schema_version': '"v1.0.0"' },
      'schema_version with a line end': { '/schema_version': '"1.0.0\\n"' },
      'schema_version with a pre-release': { '/schema_version': '"1.0.0-rc.1"' },
      'ts null': { '/ts': 'null' },
      'ts a number': { '/ts': '1795256430123' },
      'ts a list': { '/ts': '["2026-11-21T10:20:30Z"]' },
      'no ctx': { '/ctx': undefined },
      'ctx without an address': { '/ctx': '{}' },
      'an unknown key that is null': { '/colour': 'null' },
      'an unknown key that is empty': { '/+': '"":1' },
      'a known key in capitals': { '/TS': '"2026-11-21T10:20:30Z"' },
      'a known key in full width': { '/ｔｓ': '"2026-11-21T10:20:30Z"' },
      'a known key with a blank': { '/ts ': '"2026-11-21T10:20:30Z"' },
      'a known key with an accent apart': { '/page/cate\u0301gory': '"x"' },
      'a server field': { '/received_at': '"2026-11-21T10:20:30Z"' },
      'the server field of a newer deployment': { '/_unrecognized': '{}' },
      'a server field in metadata': { '/metadata/schema_hash': text('0'.repeat(64)) },
      'a product, which 1.1.0 brought': { '/product': '{"product_id":"p-1"}' },
      'a part of another event type': { '/search': '{"query":"shoe"}' },
      'the last of two equal keys is wrong': { '/+': '"ts":"2026-11-21T10:20:30Z","ts":1' },
      'the last of two equal keys, one escaped, is wrong': { '/+': '"t\\u0073":1' },
      'an unknown key, escaped': { '/+': '"\\u005f_proto__":{}' },
      ...eachAsKey('/', '{}'),
      ...eachAsKey('/user/', 'null'),
      ...eachAsKey('/session/utm/', '"x"'),
    },
  }),
];

const consent = cases('consent_update/1.0.0', {
  valid: {
    'both withdrawn': { '/user/consent': '{"ads":false,"analytics":false}' },
    'nothing known of before': { '/consent_change/previous': undefined },
    'all agreed to before': { '/consent_change/previous': '{"analytics":true,"ads":true}' },
    'by the banner': { '/consent_change/method': '"banner"' },
    'in the settings': { '/consent_change/method': '"settings"' },
    'by a program': { '/consent_change/method': '"api"' },
    'by other means': { '/consent_change/method': '"other"' },
    'the last of two equal keys is right': { '/user/consent': '{"analytics":1,"ads":true,"analytics":true}' },
  },
  invalid: {
    'no consent, but its fields in user': { '/user': '{"analytics":true,"ads":true}' },
    'consent true': { '/user/consent': 'true' },
    'consent a text': { '/user/consent': '"granted"' },
    'consent a list': { '/user/consent': '[true,false]' },
    'consent empty': { '/user/consent': '{}' },
    'no analytics': { '/user/consent': '{"ads":true}' },
    'no ads': { '/user/consent': '{"analytics":true}' },
    'analytics null': { '/user/consent/analytics': 'null' },
    'analytics "true"': { '/user/consent/analytics': '"true"' },
    'analytics 1': { '/user/consent/analytics': '1' },
    'analytics 0': { '/user/consent/analytics': '0' },
    'ads "granted"': { '/user/consent/ads': '"granted"' },
    'ads 1.0': { '/user/consent/ads': '1.0' },
    'ads in a list': { '/user/consent/ads': '[true]' },
    'consent in capitals': { '/user/consent': '{"Analytics":true,"Ads":true}' },
    'consent inherited': { '/user/consent': '{"__proto__":{"analytics":true,"ads":true}}' },
    'a third kind of consent': { '/user/consent/functional': 'true' },
    'before without ads': { '/consent_change/previous': '{"analytics":true}' },
    'before without analytics': { '/consent_change/previous': '{"ads":true}' },
    'analytics before null': { '/consent_change/previous/analytics': 'null' },
    'ads before a text': { '/consent_change/previous/ads': '"no"' },
    'before empty': { '/consent_change/previous': '{}' },
    'before 1 and 0': { '/consent_change/previous': '{"analytics":1,"ads":0}' },
    'method in capitals': { '/consent_change/method': '"Banner"' },
    'method unknown': { '/consent_change/method': '"popup"' },
    'method empty': { '/consent_change/method': '""' },
    'method null': { '/consent_change/method': 'null' },
    'no policy_version': { '/consent_change': '{"method":"banner"}' },
    'no consent_change': { '/consent_change': undefined },
  },
});

const customProperties = [
  ...objectField('user_action/1.0.0', '/custom_properties').filter(({ name }) => !name.includes('unknown key')),
  ...cases('user_action/1.0.0', {
    valid: {
      'a text': { '/custom_properties': '{"a":"x"}' },
      'an empty text': { '/custom_properties': '{"a":""}' },
      'a text of 1024 emoji': { '/custom_properties/a': text('😀'.repeat(1024)) },
      'a text of 512 letters, each with its accent apart': { '/custom_properties/a': text('e\u0301'.repeat(512)) },
      'a text of 1024 lone surrogates': { '/custom_properties/a': `"${'\\ud83d'.repeat(1024)}"` },
      'two surrogates in the wrong order and 1022 letters': {
        '/custom_properties/a': `"\\ude00\\ud83d${'x'.repeat(1022)}"`,
      },
      'a text of 1024 emoji, escaped': { '/custom_properties/a': `"${'\\ud83d\\ude00'.repeat(1024)}"` },
      'a text of 1024 end marks': { '/custom_properties/a': `"${'\\u0000'.repeat(1024)}"` },
      'a text with line ends and a separator': { '/custom_properties/a': '"\\n\\r\u2028\u2029"' },
      'a family of seven code points 146 times': { '/custom_properties/a': text('👨‍👩‍👧‍👦'.repeat(146)) },
      null: { '/custom_properties': '{"a":null}' },
      booleans: { '/custom_properties': '{"a":true,"b":false}' },
      '0': { '/custom_properties': '{"a":0}' },
      '-0': { '/custom_properties': '{"a":-0}' },
      '-0.0': { '/custom_properties': '{"a":-0.0}' },
      'the smallest number above 0': { '/custom_properties': '{"a":5e-324}' },
      'a number that rounds to 0': { '/custom_properties': '{"a":1e-400}' },
      'the largest number': { '/custom_properties': '{"a":1.7976931348623157e308}' },
      'the smallest number': { '/custom_properties': '{"a":-1.7976931348623157e308}' },
      'a number with many digits': { '/custom_properties': `{"a":0.${'1'.repeat(400)}}` },
      'an integer of 300 digits': { '/custom_properties': `{"a":${'9'.repeat(300)}}` },
      '2^53 + 1': { '/custom_properties': '{"a":9007199254740993}' },
      '2^64': { '/custom_properties': '{"a":18446744073709551616}' },
      '50 facts': { '/custom_properties': `{${members(50)}}` },
      '51 facts, two of one name': { '/custom_properties': `{${members(50)},"k0":1}` },
      'an empty name': { '/custom_properties': '{"":1}' },
      'a name of 256 emoji': { '/custom_properties': `{${text('😀'.repeat(256))}:1}` },
      'a name of 256 lone surrogates': { '/custom_properties': `{"${'\\udc00'.repeat(256)}":1}` },
      'a name in Cyrillic': { '/custom_properties': '{"цвет":"красный"}' },
      'a name that is an end mark': { '/custom_properties': '{"\\u0000":1}' },
      'one name in two forms of Unicode': { '/custom_properties': '{"\\u00e9":1,"e\\u0301":2}' },
      '__proto__, escaped, as a name': { '/custom_properties': '{"\\u005f\\u005fproto__":1}' },
      'the last of two equal names is right': { '/custom_properties': '{"a":{},"a":1}' },
      ...eachAsKey('/custom_properties/', '"x"'),
    },
    invalid: {
      'an object as a fact': { '/custom_properties': '{"a":{}}' },
      'a list as a fact': { '/custom_properties': '{"a":[]}' },
      'a list of one text as a fact': { '/custom_properties': '{"a":["x"]}' },
      'the second fact an object': { '/custom_properties': '{"a":1,"b":{"c":1}}' },
      'a hundred lists in each other as a fact': { '/custom_properties': `{"a":${'['.repeat(100)}${']'.repeat(100)}}` },
      'a text of 1025 emoji': { '/custom_properties/a': text('😀'.repeat(1025)) },
      'a text of 513 letters, each with its accent apart': { '/custom_properties/a': text('e\u0301'.repeat(513)) },
      'a text of 1025 lone surrogates': { '/custom_properties/a': `"${'\\ud83d'.repeat(1025)}"` },
      'a text of 1025 emoji, escaped': { '/custom_properties/a': `"${'\\ud83d\\ude00'.repeat(1025)}"` },
      'a family of seven code points 147 times': { '/custom_properties/a': text('👨‍👩‍👧‍👦'.repeat(147)) },
      '1e400': { '/custom_properties': '{"a":1e400}' },
      '-1e400': { '/custom_properties': '{"a":-1e400}' },
      '1.8e308': { '/custom_properties': '{"a":1.8e308}' },
      'an integer of 400 digits': { '/custom_properties': `{"a":${'9'.repeat(400)}}` },
      '51 facts': { '/custom_properties': `{${members(51)}}` },
      'a name of 257 emoji': { '/custom_properties': `{${text('😀'.repeat(257))}:1}` },
      'a name of 257 lone surrogates': { '/custom_properties': `{"${'\\udc00'.repeat(257)}":1}` },
      'the last of two equal names is wrong': { '/custom_properties': '{"a":1,"a":{}}' },
      '__proto__, escaped, as the name of an object': { '/custom_properties': '{"\\u005f\\u005fproto__":{}}' },
      '__proto__ as the name of an object': { '/custom_properties': '{"__proto__":{"a":1}}' },
      'constructor as the name of an object': { '/custom_properties': '{"constructor":{"prototype":null}}' },
      'toString as the name of a list': { '/custom_properties': '{"toString":[]}' },
    },
  }),
];

const parts = [
  ...objectField('page_view/1.0.0', '/page'),
  ...stringField('page_view/1.0.0', '/page/title', 0, 1024),
  ...stringField('page_view/1.0.0', '/page/product_id', 1, 256),
  ...stringField('page_view/1.0.0', '/page/category', 0, 256),
  ...productField('page_view/1.1.0'),
  ...objectField('page_view/1.1.0', '/page'),
  ...stringField('page_view/1.1.0', '/page/title', 0, 1024),
  ...stringField('page_view/1.1.0', '/page/product_id', 1, 256),
  ...stringField('page_view/1.1.0', '/page/category', 0, 256),
  ...cases('page_view/1.1.0', {
    valid: { 'no product': { '/product': undefined } },
    invalid: {
      'schema_version of an older contract': { '/schema_version': '"1.0.0"' },
      'no address of the page': { '/ctx': '{}' },
      'no ctx': { '/ctx': undefined },
      'product_id beside the product': { '/product_id': '"p-1"' },
    },
  }),
  ...objectField('click/1.0.0', '/element'),
  ...stringField('click/1.0.0', '/element/element_id', 1, 256),
  ...stringField('click/1.0.0', '/element/text', 0, 1024),
  ...stringField('click/1.0.0', '/element/target_url', 0, 8192),
  ...productField('click/1.0.0'),
  ...cases('click/1.0.0', {
    valid: {
      'on an element': { '/product': undefined },
      'on a product': { '/element': undefined },
    },
    invalid: {
      'on nothing': { '/element': undefined, '/product': undefined },
      'on an element without its id': { '/element': '{}', '/product': undefined },
      'on a product without its id': { '/element': undefined, '/product': '{}' },
      'on an element, the product null': { '/product': 'null' },
      'on no element, the product null': { '/element': undefined, '/product': 'null' },
      'on a product, the element null': { '/element': 'null' },
      'on a product, the element with an unknown key': { '/element': '{"id":"buy"}' },
      'on no product, the element null': { '/element': 'null', '/product': undefined },
      'on what __proto__ brings': {
        '/element': undefined,
        '/product': undefined,
        '/__proto__': '{"element":{}}',
      },
      'on an element, with an unknown part': { '/product': undefined, '/colour': '"red"' },
      'on a product, with an unknown part': { '/element': undefined, '/colour': '"red"' },
      ...eachAsKey('/', '{}'),
      ...eachAsKey('/element/', '"x"'),
    },
  }),
  ...objectField('search/1.0.0', '/search'),
  ...stringField('search/1.0.0', '/search/query', 0, 1024),
  ...numberField(
    'search/1.0.0',
    '/search/result_count',
    ['0', '-0', '-0.0', '1', '1.0', '1e3', '10E-1', '2147483647', '2147483647.0', '1e-400'],
    ['-1', '1.5', '0.1', '2147483648', '2147483647.5', '1e10', '1e400', '-1e400', '5e-324', 'null', 'false'],
  ),
  ...cases('search/1.0.0', {
    invalid: {
      'no query': { '/search': '{"result_count":1}' },
      'no search': { '/search': undefined },
      ...eachAsKey('/search/', '1'),
    },
  }),
  ...(['add_to_cart/1.0.0', 'begin_checkout/1.0.0', 'purchase/1.0.0'] as const).flatMap((contract) => [
    ...productField(contract),
    ...cases(contract, {
      invalid: {
        'no product': { '/product': undefined },
        'a page, which only page views have': { '/page': '{}' },
      },
    }),
  ]),
  ...numberField(
    'purchase/1.0.0',
    '/product/price',
    ['0', '-0', '0.0', '5e-324', '0.1', '19.90', '1e12', '1000000000000', '1000000000000.0', '999999999999.9999'],
    ['-1', '-0.01', '-5e-324', '1000000000001', '1000000000000.01', '1.0000000000001e12', '1e13', '1e400', '-1e400'],
  ),
  ...numberField(
    'purchase/1.0.0',
    '/product/quantity',
    ['1', '1.0', '1e0', '1000000', '1e6', '1000000.0'],
    ['0', '-0', '-1', '1.5', '0.5', '1000001', '1e7', '2147483648', '1e400', '1e-400', 'null'],
  ),
  ...cases('purchase/1.0.0', {
    valid: {
      'currency USD': { '/product/currency': '"USD"' },
      'currency that is none': { '/product/currency': '"ZZZ"' },
    },
    invalid: Object.fromEntries(
      [
        ...[
          '"eur"',
          '"Eur"',
          '"EU"',
          '"EURO"',
          '"EUR "',
          '" EUR"',
          '"EUR\\n"',
          '"EU\\n"',
          '"\\nEUR"',
          '"ÉUR"',
          '"E\\u0301U"',
        ],
        ...['"٣٤٥"', '"123"', '"€"', '""', '"ＥＵＲ"', '"ЕUR"', '"EU\\u0000"', '"EU\\ud83d"', '978', '["EUR"]', 'true'],
      ].map((currency) => [`currency ${currency}`, { '/product/currency': currency }]),
    ),
  }),
  ...cases('purchase/1.0.0', { invalid: eachAsKey('/product/', '"x"') }),
  ...cases('purchase/1.0.0', {
    invalid: { 'a product_id that is inherited': { '/product': '{"__proto__":{"product_id":"p-1"}}' } },
  }),
  ...objectField('chart_interaction/1.0.0', '/chart'),
  ...stringField('chart_interaction/1.0.0', '/chart/control_id', 1, 256),
  ...cases('chart_interaction/1.0.0', {
    valid: {
      'toggle with a control': { '/chart/control_id': '"c-1"' },
      'sort with a control': { '/chart/action': '"sort"', '/chart/control_id': '"c-1"' },
      'filter with a control': { '/chart/action': '"filter"', '/chart/control_id': '"c-1"' },
      'expand without a control': { '/chart/action': '"compare_expand"' },
      'collapse without a control': { '/chart/action': '"compare_collapse"' },
      'no products': { '/chart/product_ids': '[]' },
      '100 products': { '/chart/product_ids': list(100, '"p"') },
      'a product id of 256 emoji': { '/chart/product_ids': `[${text('😀'.repeat(256))}]` },
      'value a text': { '/chart/control_value': '"asc"' },
      'value an empty text': { '/chart/control_value': '""' },
      'value a text of 1024 emoji': { '/chart/control_value': text('😀'.repeat(1024)) },
      'value a number': { '/chart/control_value': '-1.5' },
      'value the largest number': { '/chart/control_value': '1.7976931348623157e308' },
      'value a boolean': { '/chart/control_value': 'false' },
      'value null': { '/chart/control_value': 'null' },
    },
    invalid: {
      'a product with an empty id': { '/chart/product_ids': '[""]' },
      'sort without a control': { '/chart/action': '"sort"' },
      'filter without a control': { '/chart/action': '"filter"' },
      'sort with the control null': { '/chart/action': '"sort"', '/chart/control_id': 'null' },
      'sort with an empty control': { '/chart/action': '"sort"', '/chart/control_id': '""' },
      'sort with a value only': { '/chart/action': '"sort"', '/chart/control_value': '"asc"' },
      'sort with the control inherited': { '/chart/action': '"sort"', '/chart/__proto__': '{"control_id":"c-1"}' },
      'no action': { '/chart': '{"product_ids":[]}' },
      'no action, but a control': { '/chart': '{"product_ids":[],"control_id":"c-1"}' },
      'action null': { '/chart/action': 'null' },
      'action in capitals': { '/chart/action': '"SORT"', '/chart/control_id': '"c-1"' },
      'action with a line end': { '/chart/action': '"sort\\n"', '/chart/control_id': '"c-1"' },
      'action with a blank': { '/chart/action': '" toggle"' },
      'action unknown': { '/chart/action': '"zoom"' },
      'action empty': { '/chart/action': '""' },
      'action in a list': { '/chart/action': '["toggle"]' },
      'action a number': { '/chart/action': '0' },
      'no products at all': { '/chart': '{"action":"toggle"}' },
      'products null': { '/chart/product_ids': 'null' },
      'products a text': { '/chart/product_ids': '"p-1"' },
      'products an object': { '/chart/product_ids': '{}' },
      '101 products': { '/chart/product_ids': list(101, '"p"') },
      'a product null': { '/chart/product_ids': '[null]' },
      'a product a number': { '/chart/product_ids': '["p-1",2]' },
      'a product a list': { '/chart/product_ids': '[["p-1"]]' },
      'a product id of 257 emoji': { '/chart/product_ids': `[${text('😀'.repeat(257))}]` },
      'value a list': { '/chart/control_value': '["asc"]' },
      'value an object': { '/chart/control_value': '{}' },
      'value a text of 1025 emoji': { '/chart/control_value': text('😀'.repeat(1025)) },
      'value 1e400': { '/chart/control_value': '1e400' },
      'value -1e400': { '/chart/control_value': '-1e400' },
      ...eachAsKey('/chart/', '"x"'),
    },
  }),
  ...objectField('affiliate_click/1.0.0', '/affiliate'),
  ...stringField('affiliate_click/1.0.0', '/affiliate/link_id', 1, 256),
  ...stringField('affiliate_click/1.0.0', '/affiliate/target', 1, 8192),
  ...numberField(
    'affiliate_click/1.0.0',
    '/affiliate/payout_cents',
    [
      '0',
      '-0',
      '1',
      '1.0',
      '2147483648',
      '4294967296',
      '9007199254740990',
      '9007199254740991',
      '9007199254740991.0',
      '9e15',
    ],
    [
      ...['-1', '1.5', '9007199254740992', '9007199254740993', '9007199254740992.0', '9007199254740991.5', '9.1e15'],
      ...['9223372036854775807', '18446744073709551616', '1e400', '-1e400', 'null', `1${'0'.repeat(400)}`],
    ],
  ),
  ...cases('affiliate_click/1.0.0', {
    invalid: {
      'no link_id': { '/affiliate/link_id': undefined },
      'no target': { '/affiliate/target': undefined },
      'no payout': { '/affiliate/payout_cents': undefined },
      'no affiliate': { '/affiliate': undefined },
    },
  }),
  ...objectField('user_action/1.0.0', '/action'),
  ...stringField('user_action/1.0.0', '/action/name', 1, 256),
  ...stringField('user_action/1.0.0', '/action/target', 0, 1024),
  ...stringField('user_action/1.0.0', '/action/value', 0, 1024),
  ...cases('user_action/1.0.0', {
    invalid: { 'no name': { '/action': '{}' }, 'no action': { '/action': undefined } },
  }),
  ...objectField('transaction/1.0.0', '/transaction'),
  ...stringField('transaction/1.0.0', '/transaction/transaction_id', 1, 256),
  ...stringField('transaction/1.0.0', '/transaction/merchant', 1, 256),
  ...numberField(
    'transaction/1.0.0',
    '/transaction/amount',
    ['0', '-0', '-12.5', '5e-324', '-5e-324', '1e12', '-1e12', '1000000000000.0', '-1000000000000', '0.1e1'],
    ['1000000000001', '-1000000000001', '1000000000000.01', '-1000000000000.01', '1e13', '1e400', '-1e400', 'null'],
  ),
  ...cases('transaction/1.0.0', {
    invalid: {
      'currency in small letters': { '/transaction/currency': '"eur"' },
      'currency with a line end': { '/transaction/currency': '"EUR\\n"' },
      'currency of four letters': { '/transaction/currency': '"EURO"' },
      'currency null': { '/transaction/currency': 'null' },
      'no currency': { '/transaction/currency': undefined },
      'no amount': { '/transaction/amount': undefined },
      'no merchant': { '/transaction/merchant': undefined },
      'no transaction_id': { '/transaction/transaction_id': undefined },
      'no transaction': { '/transaction': undefined },
    },
  }),
  ...objectField('metric/1.0.0', '/metric'),
  ...stringField('metric/1.0.0', '/metric/name', 1, 256),
  ...stringField('metric/1.0.0', '/metric/unit', 1, 64),
  ...numberField(
    'metric/1.0.0',
    '/metric/value',
    [
      ...['0', '-0', '-0.0', '1.5', '-1', '5e-324', '-5e-324', '1e-400', '1.7976931348623157e308', '9007199254740993'],
      ...[
        '-1.7976931348623157e308',
        '1.7976931348623158e308',
        '0.30000000000000004',
        '1E5',
        '1e+5',
        '123456789012345678901234567890',
      ],
    ],
    ['1e400', '-1e400', '1.8e308', '-1.8e308', 'null', `1${'0'.repeat(400)}`, `-1${'0'.repeat(400)}`],
  ),
  ...cases('metric/1.0.0', {
    invalid: {
      'no value': { '/metric/value': undefined },
      'no unit': { '/metric/unit': undefined },
      'no name': { '/metric/name': undefined },
      'no metric': { '/metric': undefined },
    },
  }),
  ...objectField('system_event/1.0.0', '/system'),
  ...stringField('system_event/1.0.0', '/system/component', 1, 256),
  ...stringField('system_event/1.0.0', '/system/message', 0, 8192),
  ...cases('system_event/1.0.0', {
    valid: Object.fromEntries(
      ['debug', 'info', 'warning', 'error', 'critical'].map((severity) => [
        `severity ${severity}`,
        { '/system/severity': text(severity) },
      ]),
    ),
    invalid: {
      'severity in capitals': { '/system/severity': '"INFO"' },
      'severity with a dotless i': { '/system/severity': '"ınfo"' },
      'severity warn': { '/system/severity': '"warn"' },
      'severity with a line end': { '/system/severity': '"info\\n"' },
      'severity a number': { '/system/severity': '20' },
      'severity null': { '/system/severity': 'null' },
      'no severity': { '/system/severity': undefined },
      'no component': { '/system/component': undefined },
      'no system': { '/system': undefined },
    },
  }),
  ...objectField('server_request/1.0.0', '/request'),
  ...stringField('server_request/1.0.0', '/request/method', 1, 64),
  ...stringField('server_request/1.0.0', '/request/path', 0, 8192),
  ...numberField(
    'server_request/1.0.0',
    '/request/status',
    ['100', '200', '200.0', '2e2', '404', '599'],
    ['99', '600', '0', '-200', '200.5', '99.9', '599.5', '1e400', 'null'],
  ),
  ...numberField(
    'server_request/1.0.0',
    '/request/bytes',
    ['0', '-0', '1', '1.0', '2147483648', '9007199254740991', 'null'],
    ['-1', '0.5', '9007199254740992', '9007199254740993', '1e16', '1e400', '-1e400'],
  ),
  ...cases('server_request/1.0.0', {
    invalid: {
      'no bytes': { '/request/bytes': undefined },
      'no status': { '/request/status': undefined },
      'no path': { '/request/path': undefined },
      'no method': { '/request/method': undefined },
      'no request': { '/request': undefined },
    },
  }),
  ...objectField('consent_update/1.0.0', '/consent_change'),
  ...objectField('consent_update/1.0.0', '/consent_change/previous'),
  ...stringField('consent_update/1.0.0', '/consent_change/policy_version', 1, 64),
];

/** Not an object, or not JSON at all. */
const notEvents = cases('page_view/1.0.0', {
  valid: { 'blanks around it': { '': ` \t\r\n${toText('page_view/1.0.0', {})}\n ` } },
  invalid: {
    ...Object.fromEntries(
      ['null', 'true', '0', '1e400', '""', '"page_view"', '[]', '{}'].map((json) => [
        `${json} instead of an event`,
        { '': json },
      ]),
    ),
    'an event in a text': { '': text(toText('page_view/1.0.0', {})) },
    nothing: { '': '' },
    'blanks only': { '': ' \n' },
    'two events': { '': `${toText('page_view/1.0.0', {})}\n${toText('page_view/1.0.0', {})}` },
    'an event cut off': { '': toText('page_view/1.0.0', {}).slice(0, -1) },
    'a byte order mark before it': { '': `\ufeff${toText('page_view/1.0.0', {})}` },
    'a no-break space before it': { '': `\u00a0${toText('page_view/1.0.0', {})}` },
    'an end mark after it': { '': `${toText('page_view/1.0.0', {})}\u0000` },
    'a comma after the last member': { '/session': '{"session_id":"s",}' },
    'a comma after the last entry': { '/metadata': '{"experiment_keys":["a",]}' },
    'a comment': { '/session': '{} /* none */' },
    'single quotes': { '/session': "{'session_id':'s'}" },
    'a key without quotes': { '/session': '{session_id:"s"}' },
    NaN: { '/custom_properties': '{"a":NaN}' },
    Infinity: { '/custom_properties': '{"a":Infinity}' },
    '-Infinity': { '/custom_properties': '{"a":-Infinity}' },
    undefined: { '/custom_properties': '{"a":undefined}' },
    True: { '/custom_properties': '{"a":True}' },
    'a leading zero': { '/custom_properties': '{"a":01}' },
    'a plus': { '/custom_properties': '{"a":+1}' },
    'no digit before the dot': { '/custom_properties': '{"a":.5}' },
    'no digit after the dot': { '/custom_properties': '{"a":1.}' },
    'a hexadecimal number': { '/custom_properties': '{"a":0x10}' },
    'digits in groups': { '/custom_properties': '{"a":1_000}' },
    'Arabic digits': { '/custom_properties': '{"a":١٢}' },
    'a line end in a text': { '/custom_properties': '{"a":"x\ny"}' },
    'a tab in a text': { '/custom_properties': '{"a":"x\ty"}' },
    'an end mark in a text': { '/custom_properties': '{"a":"\u0000"}' },
    'an unknown escape': { '/custom_properties': '{"a":"\\x41"}' },
    'half an escape': { '/custom_properties': '{"a":"\\u00"}' },
    'an escape with a blank in it': { '/custom_properties': '{"a":"\\u 041"}' },
  },
});

/** Every language's validator must come to these verdicts. */
export const verdictCases: readonly VerdictCase[] = [
  ...envelope,
  ...consent,
  ...customProperties,
  ...parts,
  ...notEvents,
];

function text(value: string): string {
  return JSON.stringify(value);
}

function list(length: number, entry: string): string {
  return `[${Array.from({ length }, () => entry).join(',')}]`;
}

function members(count: number): string {
  return Array.from({ length: count }, (_, index) => `"k${index}":${index}`).join(',');
}

function product(more: object): string {
  return JSON.stringify({ product_id: 'p-1', category: 'shoes', price: 19.9, quantity: 2, currency: 'EUR', ...more });
}
