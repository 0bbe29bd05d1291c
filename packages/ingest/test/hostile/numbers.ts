import { betweenNeighbours, newerPageView, pageView, rawMark, withRaw } from './event-json.ts';
import { type EventOutcome, eachOutcome, type HostileCase } from './hostile-case.ts';

const metric = {
  ...pageView(2),
  event_type: 'metric',
  schema_version: '1.0.0',
  ctx: undefined,
  metric: { name: 'queue_length', unit: 'event', value: rawMark },
};

/** Where any number may stand. */
const places: Readonly<Record<string, Record<string, unknown>>> = {
  'a contract field': metric,
  'a custom property': pageView(2, { custom_properties: { a: rawMark } }),
  'an unknown key': newerPageView(2, { more: rawMark }),
  'a list of an unknown key': newerPageView(2, { more: [0, [rawMark]] }),
  'an object of an unknown key': newerPageView(2, { more: { a: { b: rawMark } } }),
};

const taken = [
  '0',
  '-0',
  '0.0',
  '-0.0',
  '0e0',
  '-0e-5',
  '0E400',
  '1.5',
  '-1.5',
  '1e5',
  '1E+5',
  '1e-5',
  '5e-324',
  '-5e-324',
  '1e-400',
  '0.1',
  '0.30000000000000004',
  '1.7976931348623157e308',
  '-1.7976931348623157e308',
  '9007199254740990',
  '9007199254740991',
  '-9007199254740991',
  '9007199254740991.0',
  '9.007199254740991e15',
  '1e15',
  '1e21',
  '-1e21',
  '1e22',
  '1e300',
  '123456789012345678901234567890',
  '4503599627370495.5',
];
const refused = [
  '9007199254740992',
  '-9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '9007199254740992.0',
  '9.007199254740992e15',
  '9007199254740994',
  '18014398509481984',
  '9223372036854775807',
  '-9223372036854775808',
  '18446744073709551615',
  '1e16',
  '-1e16',
  '1e20',
  '123456789012345678',
  '999999999999999900000',
  '1e400',
  '-1e400',
  '1e309',
  '1.8e308',
  `1${'0'.repeat(400)}`,
  `-${'9'.repeat(400)}`,
  '1e99999999999',
];

const inPlaces = Object.entries(places).flatMap(([place, event]) => {
  const judge = (text: string, outcome: EventOutcome) => {
    const name = `${text.length > 40 ? `${text.slice(0, 8)}… (${text.length} digits)` : text} in ${place}`;
    return eachOutcome(name, { body: betweenNeighbours(withRaw(event, text)) }, ['accepted', outcome, 'accepted']);
  };
  return [...taken.map((text) => judge(text, 'accepted')), ...refused.map((text) => judge(text, 'schema-invalid'))];
});

/** Where something else is wanted, or less. */
const badFields: Readonly<Record<string, readonly string[]>> = {
  event_id: ['1', '-0', '1e400', '9007199254740993'],
  ts: ['0', '1795256430', '1795256430123', '-1', '1e400', '9007199254740993'],
  sent_at: ['0', '1795256430123', '1e400'],
  product: ['0', '1e400'],
  ctx: ['0', '1e400'],
  custom_properties: ['0', '1e400'],
};
const inFields = Object.entries(badFields).flatMap(([field, texts]) =>
  texts.map((text) =>
    eachOutcome(`${text} as ${field}`, { body: betweenNeighbours(withRaw(pageView(2, { [field]: rawMark }), text)) }, [
      'accepted',
      'schema-invalid',
      'accepted',
    ]),
  ),
);

const prices = (['1e400', '-1e400', '-1', '1000000000001', '1e13', '"1"', '9007199254740993'] as const).map((text) =>
  eachOutcome(
    `${text} as a price`,
    {
      body: betweenNeighbours(
        withRaw(pageView(2, { product: { product_id: 'p', currency: 'EUR', price: rawMark } }), text),
      ),
    },
    ['accepted', 'schema-invalid', 'accepted'],
  ),
);

const quantities = ['0', '-1', '1.5', '1e400', '1000001', '9007199254740993', 'null', 'true'].map((text) =>
  eachOutcome(
    `${text} as a quantity`,
    { body: betweenNeighbours(withRaw(pageView(2, { product: { product_id: 'p', quantity: rawMark } }), text)) },
    ['accepted', 'schema-invalid', 'accepted'],
  ),
);

/** Numbers that a double does not hold, or that other readers would change. */
export const numbers: readonly HostileCase[] = [...inPlaces, ...inFields, ...prices, ...quantities];
