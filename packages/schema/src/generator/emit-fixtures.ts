import { Ajv2020 } from 'ajv/dist/2020.js';
import { isDateTime } from '../date-time.ts';
import { describeFault } from '../describe-fault.ts';
import { toPointer } from '../to-pointer.ts';
import { isUuid } from '../uuid.ts';
import type { BundledContract } from './bundle-contract.ts';
import { at, findValue, type JsonObject, type JsonValue, narrow, typesOf, withValueAt } from './find-value.ts';
import { annotationKeywords, isObject, type JsonSchema } from './json-schema.ts';
import { entriesOf, type ListedFault, listFaults, longestWritten } from './list-faults.ts';
import { keyOf, listCommonFields, listFields } from './list-fields.ts';
import { listVariants, negate, schemaAt, type Variant } from './list-variants.ts';
import { toExample, toMinimalExample } from './to-examples.ts';

/** An event that the contract takes. */
export type ValidFixture = { readonly name: string; readonly event: JsonObject };
/** An event with one fault: `path` is its JSON Pointer, `rule` the keyword of JSON Schema that refuses it. */
export type InvalidFixture = {
  readonly name: string;
  readonly path: string;
  readonly rule: string;
  readonly event: JsonObject;
};

/** Of longer lists of values only the first and the last are written out. */
const mostEnumValues = 24;
const enumValuesAtEachEnd = mostEnumValues / 2;

/**
 * Events that each contract takes and refuses, for tests of validators in any language and of senders: path below the
 * package → JSON text, one event a line. Every verdict is proved with ajv on the contract; throws where it is another
 * one than the fixture says. A fault that can't be made without a second one is left out; so are the limits of fields
 * that all event types share, for they would be the same in every file.
 */
export function emitFixtures(contracts: readonly BundledContract[]): ReadonlyMap<string, string> {
  const common = listCommonFields(contracts);
  return new Map(
    contracts.map((contract) => {
      const isCommon = (path: readonly string[]) => common.has(keyOf({ path }));
      return [`generated/fixtures/${contract.eventType}/${contract.version}.json`, emitContract(contract, isCommon)];
    }),
  );
}

type IsCommon = (path: readonly string[]) => boolean;

function emitContract(contract: BundledContract, isCommon: IsCommon): string {
  const judge = createJudge(contract.client);
  const list = (fixtures: readonly object[]) => fixtures.map((fixture) => `    ${JSON.stringify(fixture)}`).join(',\n');
  return [
    '{',
    `  "example": ${JSON.stringify(toExample(contract))},`,
    '  "valid": [',
    list(listValid(contract, isCommon, judge)),
    '  ],',
    '  "invalid": [',
    list(listInvalid(contract, isCommon, judge)),
    '  ]',
    '}',
    '',
  ].join('\n');
}

/** All faults of an event; the first one is what a sender is told. */
type Judge = (event: JsonObject) => readonly { readonly path: string; readonly rule: string }[];

function createJudge(schema: JsonSchema): Judge {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false, // a condition requires what is defined beside it: assert-complete.ts looks
    allowUnionTypes: true, // custom_properties
    allErrors: true,
    formats: { 'date-time': isDateTime, uuid: isUuid },
    code: { optimize: false }, // costs more than it saves on a few hundred events
  });
  ajv.addVocabulary(annotationKeywords.filter((keyword) => keyword.startsWith('x-')));
  const validate = ajv.compile(schema);
  return (event) => {
    validate(event);
    const faults = (validate.errors ?? []).filter(({ keyword }) => !wrappers.has(keyword));
    return faults.map((fault) => ({ path: describeFault(fault).path, rule: fault.keyword }));
  };
}

/** What ajv adds to the fault itself: that it was in a branch, or in a name. */
const wrappers: ReadonlySet<string> = new Set(['if', 'propertyNames']);

type Wanted = {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly extent: 'full' | 'minimal';
  readonly omitted?: readonly string[];
  readonly change?: (event: JsonObject) => JsonObject;
};

function listValid(contract: BundledContract, isCommon: IsCommon, judge: Judge): readonly ValidFixture[] {
  const { client, eventType, version } = contract;
  const variants = listVariants(client);
  const nameOf = nameConditions(variants);
  const wanted: Wanted[] = variants.map((variant) => {
    return { name: nameOf(variant), schema: variant.schema, extent: 'minimal', omitted: variant.omitted };
  });
  const fields = listFields(client);
  const shared = fields
    .filter(({ path, isRequired }) => path.length === 1 && isCommon(path) && !isRequired)
    .map(toPlace);
  for (const { path, schema, isRequired } of fields) {
    const name = path.join('.');
    for (const { what, narrower, change } of listValues(schema, isBrief(path, schema, isRequired, isCommon))) {
      const needed = narrow(client, at(path, narrower));
      const apply = change ? { change: (event: JsonObject) => withValueAt(event, path, change) } : {};
      wanted.push({ name: `${name}: ${what}`, schema: needed, extent: 'minimal', ...apply });
    }
    if (!isRequired && (path.length === 1 || !isCommon(path))) {
      const others = isCommon(path) ? [] : shared;
      wanted.push({ name: `${name}: left out`, schema: client, extent: 'full', omitted: [toPointer(path), ...others] });
    }
  }
  wanted.push(...countCharacters(client));
  const valid: ValidFixture[] = [
    { name: 'minimal', event: toMinimalExample(contract) },
    { name: 'full', event: toExample(contract) },
  ];
  for (const { name, schema, extent, omitted = [], change } of wanted) {
    const found = findValue(schema, { extent, omitted, seed: eventType });
    if (!isObject(found)) continue; // another rule forbids it
    const event = change ? change(found as JsonObject) : (found as JsonObject);
    const [fault] = judge(event);
    if (fault && change) continue; // a condition forbids it
    if (fault)
      throw new Error(`${eventType} ${version}: ${name} should be valid, but ${fault.path} breaks ${fault.rule}`);
    valid.push({ name, event });
  }
  return dropRepeated(valid);
}

/** Of the shared fields, only the ids and times that every event must have are tried in all ways. */
function isBrief(path: readonly string[], schema: JsonSchema, isRequired: boolean, isCommon: IsCommon): boolean {
  return isCommon(path) && !(isRequired && schema.format !== undefined);
}

/** `condition 1 holds`: by the place of the condition in the contract. */
function nameConditions(variants: readonly Variant[]): (variant: Pick<Variant, 'condition' | 'holds'>) => string {
  const conditions = [...new Set(variants.map(({ condition }) => condition))];
  return ({ condition, holds }) =>
    `condition ${conditions.indexOf(condition) + 1} ${holds ? 'holds' : 'does not hold'}`;
}

function toPlace({ path }: { readonly path: readonly string[] }): string {
  return toPointer(path);
}

type ValidValue = { readonly what: string; readonly narrower: JsonSchema; readonly change?: JsonValue };

/** Values at the edges of what a field takes. */
function listValues(schema: JsonSchema, brief: boolean): readonly ValidValue[] {
  const { minimum, maximum, minLength = 0, maxLength = Number.POSITIVE_INFINITY, minItems = 0, format } = schema;
  const types = typesOf(schema);
  const values: ValidValue[] = [];
  const add = (what: string, narrower: JsonSchema) => values.push({ what, narrower });
  if (schema.const !== undefined) return [];
  const listed = schema.enum ?? [];
  const isLong = listed.length > mostEnumValues;
  const written = isLong ? [...listed.slice(0, enumValuesAtEachEnd), ...listed.slice(-enumValuesAtEachEnd)] : listed;
  for (const entry of written) add(entry, { enum: [entry] });
  if (types.length > 1) for (const name of types) add(name === 'null' ? 'null' : `of type ${name}`, { type: name });
  for (const text of edgeFormats[format ?? 'none'].slice(0, brief ? 1 : undefined)) add(text, { const: text });
  if (brief) return values;
  const type = types.filter((name) => name === 'integer' || name === 'number');
  if (minimum !== undefined) add('smallest', { type, minimum, maximum: minimum });
  if (maximum !== undefined) add('largest', { type, minimum: maximum, maximum });
  if (types.includes('string') && !schema.enum && format !== 'uuid') {
    if (format === undefined) add('shortest', { type: 'string', minLength, maxLength: minLength });
    if (maxLength <= longestWritten) add('longest', { type: 'string', minLength: maxLength, maxLength });
  }
  if (types.includes('array')) {
    const { maxItems = Number.POSITIVE_INFINITY } = schema;
    add('fewest items', { type: 'array', maxItems: minItems });
    if (maxItems < longestWritten) add('most items', { type: 'array', minItems: maxItems });
  }
  const { maxProperties = Number.POSITIVE_INFINITY } = schema;
  const most = maxProperties < longestWritten ? entriesOf(schema, maxProperties) : undefined;
  if (most) values.push({ what: 'most entries', narrower: {}, change: most });
  return values;
}

const edgeFormats: Readonly<Record<'date-time' | 'uuid' | 'none', readonly string[]>> = {
  'date-time': ['2024-02-29T23:59:59.5+01:30', '2000-01-01T00:00:00-00:00', '2100-12-31T23:59:59.999999999+23:59'],
  uuid: ['0190C2A4-7b1d-7c3e-8F2A-1234567890AB', '00000000-0000-0000-0000-000000000000'],
  none: [],
};

/** Lengths are counted in characters: one that takes two units of UTF-16 and four bytes counts once. */
function countCharacters(client: JsonSchema): readonly Wanted[] {
  const plain = listFields(client).filter(({ schema }) => {
    const { maxLength = Number.POSITIVE_INFINITY, pattern, format, enum: values, const: value } = schema;
    const isFree = pattern === undefined && format === undefined && values === undefined && value === undefined;
    return isFree && schema.type === 'string' && maxLength >= 1 && maxLength <= longestWritten;
  });
  const [field] = plain.toSorted((left, right) => (left.schema.maxLength ?? 0) - (right.schema.maxLength ?? 0));
  if (!field) return [];
  const { path, schema } = field;
  const name = `${path.join('.')}: longest, in characters beyond 16 bits`;
  const text = '😀'.repeat(schema.maxLength ?? 0);
  return [{ name, schema: narrow(client, at(path, { const: text })), extent: 'minimal' }];
}

/** Each event once, each name once. */
function dropRepeated(fixtures: readonly ValidFixture[]): readonly ValidFixture[] {
  const names = new Set<string>();
  const events = new Set<string>();
  return fixtures.flatMap(({ name, event }) => {
    const text = JSON.stringify(event);
    if (events.has(text)) return [];
    events.add(text);
    const unique = names.has(name) ? `${name}, in another way (${events.size})` : name;
    names.add(unique);
    return [{ name: unique, event }];
  });
}

function listInvalid(contract: BundledContract, isCommon: IsCommon, judge: Judge): readonly InvalidFixture[] {
  const { client, eventType, version } = contract;
  const variants = listVariants(client);
  const plain: Pick<Variant, 'schema' | 'omitted'> = { schema: client, omitted: [] };
  const places = [{ path: [], schema: client, isRequired: true }, ...listFields(client)];
  const own = places.flatMap(({ path, schema, isRequired }) =>
    listFaults(schema, path, isBrief(path, schema, isRequired, isCommon)).map((fault) => ({
      fault,
      bases: [plain, ...variants],
    })),
  );
  const invalid = new Map<string, InvalidFixture>();
  const add = ({ name, path, rule }: ListedFault, event: JsonObject | undefined) => {
    if (event && !invalid.has(name)) invalid.set(name, { name, path, rule, event });
  };
  for (const { fault, bases } of own) {
    const event = isolate(fault, bases, judge, eventType);
    if (event === 'accepted') throw new Error(`${eventType} ${version}: ${fault.name} should be invalid, but is not`);
    add(fault, event);
  }
  for (const { fault, bases } of listBrokenConditions(client, variants)) {
    const event = isolate(fault, bases, judge, eventType);
    if (event !== 'accepted') add(fault, event); // what breaks a branch may also make it the other one that counts
  }
  return [...invalid.values()];
}

type CheckedFault = { readonly fault: ListedFault; readonly bases: readonly Pick<Variant, 'schema' | 'omitted'>[] };

/** Each branch of each condition broken in every way, in events in which it is the branch that counts. */
function listBrokenConditions(client: JsonSchema, variants: readonly Variant[]): readonly CheckedFault[] {
  const nameOf = nameConditions(variants);
  return [...Map.groupBy(variants, ({ condition }) => condition)].flatMap(([condition, ways]) =>
    [true, false].flatMap((holds) => {
      const branch = (holds ? condition.then : condition.else) ?? {};
      const bases = ways.filter((way) => way.holds === holds);
      return negate(branch, schemaAt(client, condition.path)).flatMap(({ path: inner, rule, narrower }) => {
        const path = [...condition.path, ...inner];
        const value =
          narrower && findValue(narrow(schemaAt(client, path), narrower), { extent: 'minimal', seed: 'fault' });
        if (narrower && value === undefined) return [];
        const name = `${path.join('.')}: ${narrower ? `breaks ${rule}` : 'missing'} where ${nameOf({ condition, holds })}`;
        const apply = (event: JsonObject) => withValueAt(event, path, value);
        return [{ fault: { name, path: toPointer(path), rule, needed: at(path, {}), apply }, bases }];
      });
    }),
  );
}

/** The event with this fault and no other; undefined when there is none. */
function isolate(
  { path, rule, needed, apply }: ListedFault,
  bases: CheckedFault['bases'],
  judge: Judge,
  seed: string,
): JsonObject | 'accepted' | undefined {
  let isAccepted = false;
  for (const extent of ['minimal', 'full'] as const) {
    for (const { schema, omitted } of bases) {
      const base = findValue(narrow(schema, needed), { extent, omitted, seed });
      if (!isObject(base)) continue;
      const event = apply(base as JsonObject);
      const faults = judge(event);
      if (faults.length === 0) isAccepted = true;
      else if (faults[0]?.rule === rule && faults.every((fault) => fault.path === path)) return event;
    }
  }
  return isAccepted ? 'accepted' : undefined;
}
