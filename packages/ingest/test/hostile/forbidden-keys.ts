import { betweenNeighbours, newerPageView, pageView, rawMark, withEntry, withRaw } from './event-json.ts';
import { eachOutcome, type HostileCase } from './hostile-case.ts';

const forbidden = ['__proto__', 'constructor', 'prototype'] as const;

function escaped(text: string): string {
  return [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}

/** Ways to write one key in JSON. */
function spellings(key: string): Readonly<Record<string, string>> {
  const [first = ''] = key;
  return {
    plain: `"${key}"`,
    'first letter escaped': `"${escaped(first)}${key.slice(1)}"`,
    'last letter escaped': `"${key.slice(0, -1)}${escaped(key.slice(-1))}"`,
    'wholly escaped': `"${escaped(key)}"`,
    'escaped in capitals': `"${escaped(key).replace(/[a-f]/g, (letter) => letter.toUpperCase())}"`,
  };
}

const values: Readonly<Record<string, string>> = {
  'an object': '{"polluted":true}',
  'a list': '[{"polluted":true}]',
  null: 'null',
  'a text': '"polluted"',
  'a number': '1',
  'its own kind': '{"constructor":{"prototype":{"polluted":true}}}',
};

const member = { [rawMark]: rawMark };

/** Events, each with a place for one more member. The user keeps a readable consent everywhere. */
const places: Readonly<Record<string, Record<string, unknown>>> = {
  'the event': { ...pageView(2), ...member },
  user: withEntry(pageView(2), '/user', { consent: { analytics: true, ads: false }, ...member }),
  consent: withEntry(pageView(2), '/user/consent', { analytics: true, ads: false, ...member }),
  session: withEntry(pageView(2), '/session', { session_id: 's', ...member }),
  utm: withEntry(pageView(2), '/session', { utm: { source: 'x', ...member } }),
  ctx: withEntry(pageView(2), '/ctx', { page_url: '/', ...member }),
  metadata: withEntry(pageView(2), '/metadata', member),
  product: withEntry(pageView(2), '/product', { product_id: 'p', ...member }),
  custom_properties: withEntry(pageView(2), '/custom_properties', member),
  'an object in a list': newerPageView(2, { list: [1, { a: 1 }, member] }),
  'an object in a list of lists': newerPageView(2, { list: [[[member]]] }),
  'a list where a contract wants texts': withEntry(pageView(2), '/metadata', { experiment_keys: [member] }),
};

function deep(levels: number): unknown {
  return levels === 0 ? member : { a: deep(levels - 1) };
}

const everywhere = forbidden.flatMap((key) => [
  ...Object.entries(places).flatMap(([place, event]) =>
    Object.entries(spellings(key)).map(([spelling, text]) =>
      eachOutcome(
        `${key} (${spelling}) as a key of ${place}`,
        { body: betweenNeighbours(withRaw(event, `${text}:{"polluted":true}`)) },
        ['accepted', 'forbidden-key', 'accepted'],
      ),
    ),
  ),
  ...Object.entries(values).map(([value, text]) =>
    eachOutcome(
      `${key} with ${value} in the only event`,
      { body: withRaw({ ...pageView(2), ...member }, `"${key}":${text}`) },
      ['forbidden-key'],
    ),
  ),
  // The event is level 1, its deepest object may be level 16.
  ...Array.from({ length: 15 }, (_, levels) =>
    eachOutcome(
      `${key} as a key at depth ${levels + 2}`,
      { body: betweenNeighbours(withRaw(newerPageView(2, { deep: deep(levels) }), `"${key}":1`)) },
      ['accepted', 'forbidden-key', 'accepted'],
    ),
  ),
  eachOutcome(
    `${key} twice in one object`,
    { body: betweenNeighbours(withRaw({ ...pageView(2), ...member }, `"${key}":1,"${key}":{"polluted":true}`)) },
    ['accepted', 'forbidden-key', 'accepted'],
  ),
]);

/** What is no such key, though it looks like one, and what every object inherits. */
const harmless = [
  ...['__proto', '_proto_', '__PROTO__', ' __proto__', '__proto__ ', 'Constructor', 'prototypes', '__proto__\u0000'],
  ...['toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', '__defineGetter__', '__lookupGetter__', 'then'],
  ...['length', 'toJSON', 'inspect', '0', '-1', ''],
].flatMap((key) => [
  eachOutcome(
    `the name ${JSON.stringify(key)} of a custom property`,
    { body: JSON.stringify(pageView(2, { custom_properties: { [key]: 1 } })) },
    ['accepted'],
  ),
  eachOutcome(
    `the key ${JSON.stringify(key)}, which no contract has`,
    { body: betweenNeighbours(withRaw({ ...pageView(2), ...member }, `${JSON.stringify(key)}:1`)) },
    ['accepted', 'schema-invalid', 'accepted'],
  ),
]);

/** Names that look-ups in plain objects would find. */
const inheritedNames = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'].flatMap(
  (name) => [
    eachOutcome(`event_type ${name}`, { body: betweenNeighbours(JSON.stringify(pageView(2, { event_type: name }))) }, [
      'accepted',
      'schema-unknown',
      'accepted',
    ]),
    eachOutcome(
      `schema_version ${name}`,
      { body: betweenNeighbours(JSON.stringify(pageView(2, { schema_version: name }))) },
      ['accepted', 'schema-invalid', 'accepted'],
    ),
    eachOutcome(
      `session_id ${name}`,
      { body: betweenNeighbours(JSON.stringify(pageView(2, { session: { session_id: name } }))) },
      ['accepted', 'accepted', 'accepted'],
    ),
  ],
);

/** Keys that reach into an object's prototype. */
export const forbiddenKeys: readonly HostileCase[] = [...everywhere, ...harmless, ...inheritedNames];
