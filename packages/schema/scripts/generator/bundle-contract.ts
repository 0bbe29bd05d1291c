import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from './json-schema.ts';

/** The contract of one event type and version, as one plain object schema without references. */
export type BundledContract = {
  readonly eventType: string;
  readonly version: string;
  /** What a client may send. */
  readonly client: JsonSchema;
  /** What is stored after ingest: `client` with the server's fields. */
  readonly stored: JsonSchema;
};

/**
 * Puts a contract, the envelope it refers to and the server's fields together.
 * `allOf` + `unevaluatedProperties: false` becomes one closed object: the same verdicts (a test compares both forms),
 * less work per event. Throws on a contract whose parts contradict each other.
 */
export function bundleContract(
  contract: JsonSchema,
  schemaById: ReadonlyMap<string, JsonSchema>,
  serverFields: JsonSchema,
): BundledContract {
  const name = contract.$id ?? 'a contract without $id';
  const { allOf = [], unevaluatedProperties, ...own } = contract;
  if (unevaluatedProperties !== false) throw new Error(`${name}: needs unevaluatedProperties: false`);
  const merged = allOf
    .map((part) => resolve(part, schemaById, name))
    .reduceRight((rest, part) => intersect(part, rest, name), own);
  const client: JsonSchema = { ...merged, additionalProperties: false };
  const eventType = client.properties?.['event_type']?.const;
  const version = client.properties?.['schema_version']?.const;
  if (eventType === undefined || version === undefined) {
    throw new Error(`${name}: event_type and schema_version need a const`);
  }
  return { eventType, version, client, stored: toStoredContract(client, serverFields, name) };
}

function resolve(part: JsonSchema, schemaById: ReadonlyMap<string, JsonSchema>, name: string): JsonSchema {
  const { $ref, ...rest } = part;
  const target = $ref === undefined ? undefined : schemaById.get($ref);
  if (!target || Object.keys(rest).length > 0)
    throw new Error(`${name}: allOf may hold only {"$ref": <id of a contract>}`);
  return target;
}

/** Both schemas hold, written as one. */
function intersect(base: JsonSchema, narrower: JsonSchema, name: string): JsonSchema {
  const added = Object.keys(narrower.properties ?? {}).filter((key) => !Object.hasOwn(base.properties ?? {}, key));
  if (base.additionalProperties === false && added.length > 0) {
    throw new Error(`${name}: ${added.join(', ')} can never be sent, the object is closed already`);
  }
  return merge(base, narrower, name, intersect);
}

/** The client's object with the server's properties in it. */
function extend(client: JsonSchema, server: JsonSchema, name: string): JsonSchema {
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
      ...(required.length > 0 ? { required } : {}),
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
    },
    name,
  );
}

/** A const that satisfies the pattern and the lengths beside it makes them superfluous. */
function dropWhatConstDecides(schema: JsonSchema, name: string): JsonSchema {
  if (schema.const === undefined) return schema;
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY, ...rest } = schema;
  const isAllowed =
    new RegExp(pattern ?? '', 'u').test(schema.const) &&
    schema.const.length >= minLength &&
    schema.const.length <= maxLength;
  if (!isAllowed) throw new Error(`${name}: the const ${schema.const} breaks a rule beside it`);
  return rest;
}

function toStoredContract(client: JsonSchema, serverFields: JsonSchema, name: string): JsonSchema {
  const { 'x-order': order = [], ...server } = serverFields;
  const replaced = Object.values(server.properties ?? {}).flatMap((schema) => schema['x-replaces'] ?? []);
  const kept = replaced.reduce((schema, pointer) => removeProperty(schema, pointer.split('/').slice(1), name), client);
  const { title: _title, description: _description, ...fields } = server; // the stored event keeps its type's own
  const stored = extend(kept, fields, name);
  const properties: [string, JsonSchema][] = Object.entries(stored.properties ?? {});
  const missing = properties.map(([key]) => key).filter((key) => !order.includes(key));
  if (missing.length > 0) throw new Error(`${name}: x-order of server-fields does not place ${missing.join(', ')}`);
  properties.sort(([left], [right]) => order.indexOf(left) - order.indexOf(right));
  return { ...stored, properties: Object.fromEntries(properties) };
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
