import type { BundledContract, JsonSchema } from '@millrace/schema/generator';
import fc from 'fast-check';

export type JsonObject = Readonly<Record<string, unknown>>;
/** Unknown keys are what a newer contract might have added. */
type Extent = 'exact' | 'with-unknown-keys';

/**
 * Any event that has the fields of a contract within their limits. Conditions between fields are not looked at: some of
 * the events break one.
 */
export function arbitraryEvent({ client }: BundledContract): fc.Arbitrary<JsonObject> {
  return arbitraryObject(client, 'exact').map(asSent);
}

/**
 * Any event of a version that nobody knows and to which this contract is applied: the fields of the contract, and keys of
 * any kind in any object. `isNewest`: of its event type.
 */
export function arbitraryNewerEvent(
  { client, version }: BundledContract,
  { isNewest }: { readonly isNewest: boolean },
): fc.Arbitrary<JsonObject> {
  const [major, minor] = version.split('.');
  const sentVersion = isNewest ? `${major}.99.0` : `${major}.${minor}.99`;
  return arbitraryObject(client, 'with-unknown-keys').map((event) => asSent({ ...event, schema_version: sentVersion }));
}

/** As JSON text says it: there is no -0 and no undefined. */
function asSent(event: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(event));
}

/** What is hard to escape, to encode, to pair or to split. */
const oddText = fc.string({
  unit: fc.constantFrom(
    'a',
    'u',
    'd800',
    '\\',
    '"',
    "'",
    '\0',
    '\n',
    '\u2028',
    '\u007f',
    'é',
    '😀',
    '\ud83d',
    '\ude00',
  ),
  maxLength: 8,
});
const textArbitrary = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 3, arbitrary: oddText },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['true', 'null', '1', 'NaN', '{}', '[]', '%zz', 'toString', '\ud800', '\udc00x', 'a\0b', '\\ud800'],
      ...['https://u:p@[::1', 'https://www.:80/', 'http://é.example/ü?ü#ü', 'file:///a', '/p?x=\0'],
      'Mozilla/5.0 (X11; Linux x86_64) Chrome/120',
    ),
  },
);

/**
 * Without a backslash: Node 24 misreads escaped keys when it has seen a key with one at the same place before
 * (https://github.com/nodejs/node/issues/63785).
 */
const keyArbitrary = textArbitrary.map((text) => text.replaceAll('\\', '/'));

const timeArbitrary = fc.oneof(
  fc.constantFrom(
    ...[
      '2000-01-01T00:00:00Z',
      '2000-01-01T00:00:00.000-23:59',
      '2100-12-31T23:59:59.999Z',
      '2100-12-31T23:59:59+23:59',
    ],
    ...['2024-02-29T12:00:00.1234567890123456789+05:30', '2026-01-01T00:00:00-00:00'],
    `2026-01-15T00:00:00.${'0'.repeat(40)}Z`,
  ),
  fc
    .date({ min: new Date('2000-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
);

function arbitraryValue(schema: JsonSchema, extent: Extent): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  return fc.oneof(...[schema.type ?? []].flat().map((type) => arbitraryOfType(type, schema, extent)));
}

function arbitraryOfType(
  type: Extract<JsonSchema['type'], string>,
  schema: JsonSchema,
  extent: Extent,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return arbitraryText(schema);
    case 'number':
    case 'integer':
      return arbitraryNumber(type, schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(arbitraryValue(schema.items ?? {}, extent), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case 'object':
      return arbitraryObject(schema, extent);
  }
}

function arbitraryText({ format, pattern, minLength = 0, maxLength = 0 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return timeArbitrary;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  const fitting = textArbitrary.map((text) => firstCodePoints(text, maxLength));
  return fc.oneof(
    { weight: 12, arbitrary: fitting.filter((text) => [...text].length >= minLength) },
    { weight: 1, arbitrary: fc.constantFrom('x'.repeat(minLength), 'x'.repeat(maxLength)) },
    { weight: 1, arbitrary: fc.constant('😀'.repeat(Math.min(maxLength, 300))) },
  );
}

function firstCodePoints(text: string, count: number): string {
  return [...text].slice(0, count).join('');
}

function arbitraryNumber(type: 'number' | 'integer', { minimum = 0, maximum = 0 }: JsonSchema): fc.Arbitrary<number> {
  const special = [minimum, maximum, 0, -0, 1, 5, ...(type === 'integer' ? [] : [0.1, 5e-324, -1e-7, 1e21])];
  const limits = { min: minimum, max: maximum };
  return fc.oneof(
    fc.constantFrom(...special.filter((number) => number >= minimum && number <= maximum)),
    type === 'integer' ? fc.integer(limits) : fc.double({ ...limits, noNaN: true }),
  );
}

function arbitraryObject(schema: JsonSchema, extent: Extent): fc.Arbitrary<JsonObject> {
  const { properties, required = [], additionalProperties, propertyNames, maxProperties = 0 } = schema;
  if (!properties) {
    const name = keyArbitrary.map((text) => firstCodePoints(text, propertyNames?.maxLength ?? 0));
    return fc.dictionary(name, arbitraryValue(additionalProperties || {}, extent), { maxKeys: maxProperties });
  }
  const fields = Object.entries(properties).map(([key, inner]) => [key, arbitraryValue(inner, extent)]);
  const known: fc.Arbitrary<JsonObject> = fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
  if (extent === 'exact') return known;
  return fc
    .tuple(known, fc.option(arbitraryUnknown(properties), { freq: 3, nil: {} }))
    .map(([event, unknown]) => ({ ...unknown, ...event }));
}

const unknownKey = fc.oneof(
  keyArbitrary,
  fc.constantFrom(
    ...['', '0', '-1', 'a/b', 'a~b', '~1', 'newer', 'toString', 'hasOwnProperty', 'valueOf', '_unrecognized'],
    ...['received_at', 'source', 'privacy', 'content_hash', 'contract_version', 'schema_hash', 'product'],
  ),
);
const unknownScalar = fc.oneof(
  textArbitrary,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const unknownList = fc.array(unknownScalar, { maxLength: 3 });
const unknownValue = fc.oneof(
  unknownScalar,
  unknownList,
  fc.dictionary(keyArbitrary, fc.oneof(unknownScalar, unknownList), { maxKeys: 3 }),
);

/** Keys that an object does not have, among them those that the server sets and those that every object inherits. */
function arbitraryUnknown(properties: JsonObject): fc.Arbitrary<JsonObject> {
  const key = unknownKey.filter((name) => !Object.hasOwn(properties, name));
  return fc.dictionary(key, unknownValue, { maxKeys: 3 });
}
