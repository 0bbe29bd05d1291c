import { typesOf } from './find-value.ts';
import type { JsonSchema, JsonType } from './json-schema.ts';

/** A piece of code in Markdown, also inside a table. */
export function toCode(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text.replaceAll('|', '\\|')}${fence}`;
}

/** Type and limits of a value in words (Markdown). */
export function describeRules(schema: JsonSchema): string {
  if (schema.const !== undefined) return `always ${toCode(schema.const)}`;
  if (schema.type === undefined && !schema.enum) return 'any value';
  const words = typesOf(schema).map((type) => describeType(type, schema));
  const [last = '', ...others] = words.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')}${others.length > 1 ? ',' : ''} or ${last}`;
}

function describeType(type: JsonType, schema: JsonSchema): string {
  switch (type) {
    case 'string':
      return describeText(schema);
    case 'integer':
      return `whole number${describeRange(schema)}`;
    case 'number':
      return `number${describeRange(schema)}`;
    case 'boolean':
      return 'boolean';
    case 'null':
      return schema['x-null'] === undefined ? 'null' : `null (${schema['x-null']})`;
    case 'array':
      return `list of ${describeCount(schema.minItems, schema.maxItems, 'item')}, each ${describeRules(schema.items ?? {})}`;
    case 'object':
      return describeObject(schema);
  }
}

function describeText({ enum: values, format, pattern, minLength, maxLength }: JsonSchema): string {
  if (values) return `one of ${values.map(toCode).join(', ')}`;
  const kind = format === 'date-time' ? 'time (RFC 3339)' : format === 'uuid' ? 'UUID' : 'text';
  const hasLimit = format !== 'uuid' && ((minLength ?? 0) > 0 || maxLength !== undefined);
  const length = hasLimit ? ` of ${describeCount(minLength, maxLength, 'character')}` : '';
  return `${kind}${length}${pattern === undefined ? '' : ` that matches ${toCode(pattern)}`}`;
}

function describeObject({ additionalProperties, propertyNames = {}, maxProperties }: JsonSchema): string {
  if (!additionalProperties) return 'object';
  const names = propertyNames.maxLength === undefined && propertyNames.pattern === undefined ? '' : ', each name ';
  const name = names === '' ? '' : `${names}${describeText(propertyNames)}`;
  const count = maxProperties === undefined ? '' : ` of ${describeCount(undefined, maxProperties, 'entry')}`;
  return `object${count} with names of the sender's own${name}, each value ${describeRules(additionalProperties)}`;
}

function describeCount(least = 0, most: number | undefined, noun: string): string {
  const many = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  if (most === undefined)
    return least === 0 ? `any number of ${many}` : `at least ${least} ${least === 1 ? noun : many}`;
  const unit = most === 1 ? noun : many;
  if (least === most) return `${most} ${unit}`;
  return least === 0 ? `up to ${most} ${unit}` : `${least} to ${most} ${unit}`;
}

/** The limits of the type itself say nothing: then any number goes. */
function describeRange({ minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE }: JsonSchema): string {
  const isOpenBelow = minimum <= -Number.MAX_VALUE;
  const isOpenAbove = maximum >= Number.MAX_VALUE;
  if (isOpenBelow && isOpenAbove) return '';
  if (isOpenBelow) return ` up to ${maximum}`;
  return isOpenAbove ? ` from ${minimum}` : ` from ${minimum} to ${maximum}`;
}

/** Conditions and dependencies of a bundled schema as sentences (Markdown), in the order of the contract. */
export function describeConditions(schema: JsonSchema, path: readonly string[] = []): readonly string[] {
  const name = (key: string) => toCode([...path, key].join('.'));
  const dependent = Object.entries(schema.dependentRequired ?? {}).map(
    ([key, others]) => `If ${name(key)} is there, ${others.map(name).join(', ')} must be there.`,
  );
  const conditions = [schema, ...(schema.allOf ?? [])].flatMap((part) => describeCondition(part, path));
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    describeConditions(property, [...path, key]),
  );
  return [...dependent, ...conditions, ...inner];
}

function describeCondition(part: JsonSchema, path: readonly string[]): readonly string[] {
  if (!part.if) return [];
  const condition = describeClauses(part.if, path, 'is').join(' and ');
  const held = part.then ? describeClauses(part.then, path, 'must be').join(' and ') : '';
  const other = part.else ? describeClauses(part.else, path, 'must be').join(' and ') : '';
  if (held !== '') return [`If ${condition}, ${held}${other === '' ? '' : `; else ${other}`}.`];
  return other === '' ? [] : [`Unless ${condition}, ${other}.`];
}

/** What a part of a condition says, as `<field> <verb> <what>`. */
function describeClauses(schema: JsonSchema, path: readonly string[], verb: 'is' | 'must be'): readonly string[] {
  const { required = [], properties = {} } = schema;
  const presence = required
    .filter((key) => describeValue(properties[key] ?? {}, [...path, key], verb).length === 0)
    .map((key) => `${toCode([...path, key].join('.'))} ${verb} there`);
  const values = Object.entries(properties).flatMap(([key, property]) =>
    describeValue(property, [...path, key], verb).map((clause) =>
      // Where the key may be missing, a condition on its value holds.
      required.includes(key) || verb === 'must be' ? clause : `${clause} or absent`,
    ),
  );
  return [...presence, ...values];
}

function describeValue(schema: JsonSchema, path: readonly string[], verb: 'is' | 'must be'): readonly string[] {
  const name = toCode(path.join('.'));
  if (schema.const !== undefined) return [`${name} ${verb} ${toCode(schema.const)}`];
  if (schema.enum) return [`${name} ${verb} ${schema.enum.map(toCode).join(' or ')}`];
  const inner = describeClauses(schema, path, verb);
  if (inner.length > 0) return inner;
  const { minimum, maximum, pattern, minLength, maxLength } = schema;
  const isPlain = [minimum, maximum, pattern, minLength, maxLength].every((limit) => limit === undefined);
  if (schema.type !== undefined && schema.type !== 'object') return [`${name} ${verb} ${describeRules(schema)}`];
  return isPlain ? [] : [`${name} ${verb} ${describeLimits(schema)}`];
}

function describeLimits(schema: JsonSchema): string {
  const isNumber = schema.minimum !== undefined || schema.maximum !== undefined;
  return isNumber ? `a number${describeRange(schema)}` : `a ${describeText(schema)}`;
}
