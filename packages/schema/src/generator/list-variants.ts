import { toPointer } from '../to-pointer.ts';
import { at, narrow } from './find-value.ts';
import type { JsonSchema } from './json-schema.ts';
import { above, below, textsAgainst } from './list-faults.ts';
import { type Condition, listConditions } from './list-fields.ts';

/** A contract with one of its conditions decided. */
export type Variant = {
  readonly condition: Condition;
  /** Whether `if` holds. */
  readonly holds: boolean;
  readonly schema: JsonSchema;
  /** Fields that must not be there, as JSON Pointers. */
  readonly omitted: readonly string[];
};

/** One way in which a schema is not satisfied. */
export type Negation = {
  readonly path: readonly string[];
  /** The keyword that is broken. */
  readonly rule: string;
  /** What is there instead; undefined: nothing is there. */
  readonly narrower: JsonSchema | undefined;
};

/** Each condition of a bundled schema both ways, in the ways that the definitions of its fields leave open. */
export function listVariants(schema: JsonSchema): readonly Variant[] {
  return listConditions(schema).flatMap((condition) => {
    const { path } = condition;
    const positive = {
      condition,
      holds: true,
      schema: narrow(schema, at(path, requireNamed(condition.if))),
      omitted: [],
    };
    const negative = negate(condition.if, schemaAt(schema, path)).map((negation): Variant => {
      const place = [...path, ...negation.path];
      return negation.narrower
        ? { condition, holds: false, schema: narrow(schema, at(place, negation.narrower)), omitted: [] }
        : { condition, holds: false, schema: narrow(schema, at(path, {})), omitted: [toPointer(place)] };
    });
    return [positive, ...negative];
  });
}

/** The definition of what lies at the path. */
export function schemaAt(schema: JsonSchema, path: readonly string[]): JsonSchema {
  return path.reduce<JsonSchema>((inner, key) => inner.properties?.[key] ?? {}, schema);
}

/** A condition on a field that is not there holds and says nothing: the field must be there. */
function requireNamed(schema: JsonSchema): JsonSchema {
  const { properties } = schema;
  if (!properties) return schema;
  const inner = Object.entries(properties).map(([key, property]): [string, JsonSchema] => [
    key,
    requireNamed(property),
  ]);
  const required = [...new Set([...(schema.required ?? []), ...Object.keys(properties)])];
  return { ...schema, required, properties: Object.fromEntries(inner) };
}

/** Ways to break a schema while the definition it stands beside holds. */
export function negate(schema: JsonSchema, definition: JsonSchema): readonly Negation[] {
  const missing = (schema.required ?? [])
    .filter((key) => definition.required?.includes(key) !== true)
    .map((key): Negation => ({ path: [key], rule: 'required', narrower: undefined }));
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    negate(property, definition.properties?.[key] ?? {}).map((negation) => ({
      ...negation,
      path: [key, ...negation.path],
    })),
  );
  return [...missing, ...inner, ...negateValue(schema, definition)];
}

function negateValue(schema: JsonSchema, definition: JsonSchema): readonly Negation[] {
  const { minimum, maximum, minLength = 0, maxLength, minItems = 0, maxItems, pattern } = schema;
  const negations: Negation[] = [];
  const add = (rule: string, narrower: JsonSchema) => negations.push({ path: [], rule, narrower });
  const types = [definition.type ?? []].flat().filter((type) => ![schema.type ?? type].flat().includes(type));
  if (types.length > 0) add('type', { type: types });
  const taken = [schema.const ?? [], schema.enum ?? []].flat();
  const others = (definition.enum ?? ['other', 'OTHER', 'X', 'ZZZ']).filter((entry) => !taken.includes(entry));
  if (taken.length > 0)
    for (const entry of others) add(schema.const === undefined ? 'enum' : 'const', { const: entry });
  if (minimum !== undefined) add('minimum', { maximum: below(minimum) });
  if (maximum !== undefined) add('maximum', { minimum: above(maximum) });
  if (minLength > 0) add('minLength', { maxLength: minLength - 1 });
  if (maxLength !== undefined) add('maxLength', { minLength: maxLength + 1 });
  if (minItems > 0) add('minItems', { maxItems: minItems - 1 });
  if (maxItems !== undefined) add('maxItems', { minItems: maxItems + 1 });
  if (pattern !== undefined) {
    for (const [, text] of textsAgainst({ ...definition, pattern }, 'other')) add('pattern', { const: text });
  }
  return negations;
}
