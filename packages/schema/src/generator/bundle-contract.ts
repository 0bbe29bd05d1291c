import { isDeepStrictEqual } from 'node:util';
import { assertComplete } from './assert-complete.ts';
import type { JsonSchema } from './json-schema.ts';

/** The contract of one event type and version, as one plain object schema without references. */
export type BundledContract = {
  readonly eventType: string;
  readonly version: string;
  /** What a client may send. `allOf` holds conditions (`if`) only. */
  readonly client: JsonSchema;
  /** What is stored after ingest: `client` with the server's fields, its keys in stored order. */
  readonly stored: JsonSchema;
};

/** In x-order: the keys of event types that it does not name, in alphabetical order. */
export const otherKeys = '*';

/**
 * Puts a contract, the shared parts it refers to and the server's fields together.
 * `allOf` + `unevaluatedProperties: false` becomes one closed object: the same verdicts (a test compares both forms),
 * less work per event. Throws on a contract whose parts contradict each other.
 */
export function bundleContract(
  contract: JsonSchema,
  schemaById: ReadonlyMap<string, JsonSchema>,
  serverFields: JsonSchema,
): BundledContract {
  const name = contract.$id ?? 'a contract without $id';
  const { unevaluatedProperties, ...open } = contract;
  if (unevaluatedProperties !== false)
    throw new Error(`${name}: needs unevaluatedProperties: false, or a contract that refers to it`);
  const { own, conditions, refs } = takeApart(open, name);
  const parts = refs.map((id) => {
    const part = schemaById.get(id);
    if (!part) throw new Error(`${name}: refers to ${id}, which is not there`);
    const inner = takeApart(part, id);
    if (inner.refs.length > 0) throw new Error(`${id}: a shared part refers to no other`);
    return inner;
  });
  const merged = parts.reduceRight((rest, part) => intersect(part.own, rest, name), own);
  const allConditions = [...parts.flatMap((part) => part.conditions), ...conditions];
  const client: JsonSchema = {
    ...merged,
    additionalProperties: false,
    ...(allConditions.length > 0 ? { allOf: allConditions } : {}),
  };
  const eventType = client.properties?.['event_type']?.const;
  const version = client.properties?.['schema_version']?.const;
  if (eventType === undefined || version === undefined) {
    throw new Error(`${name}: event_type and schema_version need a const`);
  }
  assertComplete(client, name);
  return { eventType, version, client, stored: toStoredContract(client, serverFields, name) };
}

type TakenApart = {
  readonly own: JsonSchema;
  readonly conditions: readonly JsonSchema[];
  readonly refs: readonly string[];
};

function takeApart({ allOf = [], ...rest }: JsonSchema, name: string): TakenApart {
  const { if: condition, then, else: otherwise, ...own } = rest;
  const conditions: JsonSchema[] = [];
  if (condition) conditions.push(toCondition(condition, then, otherwise));
  const refs: string[] = [];
  for (const part of allOf) {
    const { $ref, if: partCondition, then: partThen, else: partElse, ...others } = part;
    if (Object.keys(others).length > 0 || ($ref === undefined) === (partCondition === undefined)) {
      throw new Error(
        `${name}: allOf may hold only {"$ref": <id of a shared part>} and {"if": …, "then": …, "else": …}`,
      );
    }
    if ($ref !== undefined) refs.push($ref);
    if (partCondition) conditions.push(toCondition(partCondition, partThen, partElse));
  }
  return { own, conditions, refs };
}

function toCondition(
  condition: JsonSchema,
  then: JsonSchema | undefined,
  otherwise: JsonSchema | undefined,
): JsonSchema {
  return { if: condition, ...(then ? { then } : {}), ...(otherwise ? { else: otherwise } : {}) };
}

/** Both schemas hold, written as one. */
function intersect(base: JsonSchema, narrower: JsonSchema, name: string): JsonSchema {
  const added = Object.keys(narrower.properties ?? {}).filter((key) => !Object.hasOwn(base.properties ?? {}, key));
  if (base.additionalProperties === false && added.length > 0) {
    throw new Error(`${name}: ${added.join(', ')} can never be sent, the object is closed already`);
  }
  return merge(base, narrower, name, intersect);
}

/** The client's object with the server's properties in it. Objects may be shared, values are the one's or the other's. */
function extend(client: JsonSchema, server: JsonSchema, name: string): JsonSchema {
  if (!client.properties || !server.properties)
    throw new Error(`${name} is set by the server: a client cannot send it`);
  return merge(client, server, name, extend);
}

type Combine = (base: JsonSchema, other: JsonSchema, name: string) => JsonSchema;
const describing: ReadonlySet<string> = new Set(['$schema', '$id', 'title', 'description', 'x-order']);

function merge(base: JsonSchema, other: JsonSchema, name: string, combine: Combine): JsonSchema {
  const { properties: baseProperties, required: baseRequired = [], ...baseRest } = base;
  const { properties: otherProperties, required: otherRequired = [], ...otherRest } = other;
  for (const [keyword, value] of Object.entries(otherRest)) {
    const before = baseRest[keyword as keyof typeof baseRest];
    if (before !== undefined && !describing.has(keyword) && !isDeepStrictEqual(before, value)) {
      throw new Error(
        `${name}: ${keyword} is ${JSON.stringify(before)} in one part, ${JSON.stringify(value)} in another`,
      );
    }
  }
  const properties: Record<string, JsonSchema> = { ...baseProperties };
  for (const [key, schema] of Object.entries(otherProperties ?? {})) {
    const before = properties[key];
    properties[key] = before ? combine(before, schema, `${name}/${key}`) : schema;
  }
  const required = [...new Set([...baseRequired, ...otherRequired])];
  return dropWhatConstDecides(
    {
      ...baseRest,
      ...otherRest,
      // What a contract says of a fixed value is what it says of itself; the shared part says what the field is.
      ...(otherRest.const !== undefined && baseRest.description !== undefined
        ? { description: baseRest.description }
        : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
    },
    name,
  );
}

/** A const that satisfies the pattern and the lengths beside it makes them superfluous. */
function dropWhatConstDecides(schema: JsonSchema, name: string): JsonSchema {
  if (schema.const === undefined) return schema;
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY, enum: values, ...rest } = schema;
  const isAllowed =
    new RegExp(pattern ?? '', 'u').test(schema.const) &&
    schema.const.length >= minLength &&
    schema.const.length <= maxLength &&
    (values === undefined || values.includes(schema.const));
  if (!isAllowed) {
    const rule = pattern === undefined ? '' : ` (pattern ${pattern})`;
    throw new Error(
      `${name}: the const ${schema.const} breaks a rule beside it${rule}; a shared part may need a new version that allows it`,
    );
  }
  return rest;
}

function toStoredContract(client: JsonSchema, serverFields: JsonSchema, name: string): JsonSchema {
  const { 'x-order': order = [], ...server } = serverFields;
  const replaced = Object.values(server.properties ?? {}).flatMap((schema) => schema['x-replaces'] ?? []);
  const kept = replaced.reduce((schema, pointer) => removeProperty(schema, pointer.split('/').slice(1), name), client);
  const { title: _title, description: _description, $id: _id, ...fields } = server; // the event keeps its type's own
  const stored = extend(kept, fields, name);
  const properties = { ...stored.properties, schema_version: toSentVersion(stored.properties?.['schema_version']) };
  const unplaced = Object.keys(server.properties ?? {}).filter((key) => !order.includes(key));
  if (unplaced.length > 0) throw new Error(`${name}: x-order of server-fields does not place ${unplaced.join(', ')}`);
  const entries = orderStoredKeys(order, Object.keys(properties)).map((key): [string, JsonSchema] => [
    key,
    (properties as Record<string, JsonSchema>)[key] ?? {},
  ]);
  return { ...stored, properties: Object.fromEntries(entries) };
}

/** An event keeps the version that its sender wrote, also where another contract was applied. */
function toSentVersion(schema: JsonSchema = {}): JsonSchema {
  const { const: _version, ...rest } = schema;
  return { ...rest, maxLength: 32 };
}

/** The keys in the order of x-order; those that it does not name stand at its `*`, in alphabetical order. */
export function orderStoredKeys(order: readonly string[], keys: readonly string[]): readonly string[] {
  const others = keys.filter((key) => !order.includes(key)).sort();
  if (others.length > 0 && !order.includes(otherKeys)) {
    throw new Error(`x-order of server-fields does not place ${others.join(', ')}`);
  }
  return order.flatMap((key) => (key === otherKeys ? others : keys.includes(key) ? [key] : []));
}

/** An object that loses the last property it needed is no longer needed itself. */
function removeProperty(schema: JsonSchema, path: readonly string[], name: string): JsonSchema {
  const [key = '', ...rest] = path;
  const inner = schema.properties?.[key];
  if (!schema.properties || !inner) throw new Error(`${name}: x-replaces points to ${key}, which is not there`);
  const { [key]: _removed, ...others } = schema.properties;
  if (rest.length === 0) return withRequired({ ...schema, properties: others }, key);
  const smaller = removeProperty(inner, rest, name);
  const changed = { ...schema, properties: { ...schema.properties, [key]: smaller } };
  return smaller.required ? changed : withRequired(changed, key);
}

function withRequired(schema: JsonSchema, without: string): JsonSchema {
  const { required = [], ...rest } = schema;
  const left = required.filter((key) => key !== without);
  return left.length > 0 ? { ...rest, required: left } : rest;
}
