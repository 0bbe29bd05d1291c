import { isDeepStrictEqual } from 'node:util';
import type { BundledContract } from './bundle-contract.ts';
import type { JsonSchema } from './json-schema.ts';

/** One value that a contract defines, at its place in the event. */
export type Field = {
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  /** Whether the object that holds it must have it. */
  readonly isRequired: boolean;
};

/** `if` with its branches, and where in the event it is asked. */
export type Condition = {
  readonly path: readonly string[];
  readonly if: JsonSchema;
  readonly then: JsonSchema | undefined;
  readonly else: JsonSchema | undefined;
};

/** All fields below a bundled schema, an object before what is in it, in the order of the contract. */
export function listFields(schema: JsonSchema, path: readonly string[] = []): readonly Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const field = { path: [...path, key], schema: property, isRequired: (schema.required ?? []).includes(key) };
    return [field, ...listFields(property, field.path)];
  });
}

/** All conditions of a bundled schema, in the order of the contract. */
export function listConditions(schema: JsonSchema, path: readonly string[] = []): readonly Condition[] {
  const own = [schema, ...(schema.allOf ?? [])].flatMap((part) =>
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    part.if ? [{ path, if: part.if, then: part.then, else: part.else }] : [],
  );
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    listConditions(property, [...path, key]),
  );
  return [...own, ...inner];
}

/**
 * Fields that every event type has and defines alike, as far as it is about their values: what the envelope brings. Path
 * with blanks between → the field. None where there is but one event type, for then nothing is shared.
 */
export function listCommonFields(contracts: readonly BundledContract[]): ReadonlyMap<string, Field> {
  const [first, ...others] = contracts.map(
    ({ client }) => new Map(listFields(client).map((field) => [keyOf(field), field])),
  );
  if (!first || new Set(contracts.map(({ eventType }) => eventType)).size < 2) return new Map();
  return new Map(
    [...first].filter(([key, field]) =>
      others.every((fields) => isDeepStrictEqual(ruleOf(fields.get(key)), ruleOf(field))),
    ),
  );
}

export function keyOf({ path }: Pick<Field, 'path'>): string {
  return path.join(' ');
}

/** What decides about the value itself, not about what is in it, nor whether it must be there. */
function ruleOf(field: Field | undefined): JsonSchema | undefined {
  if (!field) return undefined;
  const { description: _text, const: _value, required: _keys, properties: _fields, ...rule } = field.schema;
  return rule;
}
