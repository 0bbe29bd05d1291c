import { type BundledContract, orderStoredKeys } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral, toPascalCase } from './generated-file.ts';
import type { JsonSchema, JsonType } from './json-schema.ts';

/** Types of events, as clients send them and as they are stored, and the lists of names that go with them. */
export function emitEventTypes(contracts: readonly BundledContract[], order: readonly string[]): string {
  const storedKeys = new Set(contracts.flatMap(({ stored }) => Object.keys(stored.properties ?? {})));
  const storedKeyOrder = orderStoredKeys(order, [...storedKeys]);
  const groups = groupByEventType(contracts);
  const eventTypes = groups.map(([eventType]) => eventType);
  const contractKeys = new Set(contracts.flatMap(({ client }) => Object.keys(client.properties ?? {})));
  const typeNames = eventTypes.map((eventType) => toPascalCase(eventType.replace(/_event$/, '')).concat('Event'));
  const [double] = typeNames.filter((name, index) => typeNames.indexOf(name) !== index);
  if (double !== undefined) throw new Error(`two event types have the type ${double}: give one of them another name`);
  return [
    generatedHeader,
    '',
    '/** Event types that have a contract. */',
    `export const eventTypes = ${toStringList(eventTypes)} as const;`,
    'export type EventType = (typeof eventTypes)[number];',
    '',
    '/** Top-level keys that any contract knows. */',
    `export const contractKeys = ${toStringList([...contractKeys])} as const;`,
    '',
    '/** Top-level keys of a stored event, in the order in which they are written. */',
    `export const storedKeyOrder = ${toStringList(storedKeyOrder)} as const;`,
    '',
    ...groups.flatMap(([, versions], index) => [
      ...emitType(typeNames[index] ?? '', versions, 'client'),
      ...emitType(`Stored${typeNames[index]}`, versions.slice(-1), 'stored'),
    ]),
    '/** Any event as a client sends it. */',
    `export type ClientEvent = ${typeNames.join(' | ')};`,
    '',
    '/** Any stored event in the form of its newest contract: consent moved to privacy, server fields added. */',
    `export type StoredEvent = ${typeNames.map((name) => `Stored${name}`).join(' | ')};`,
    '',
  ].join('\n');
}

function emitType(name: string, versions: readonly BundledContract[], form: 'client' | 'stored'): string[] {
  const union = versions.map((contract) => toType(contract[form], '')).join(' | ');
  return [...toComment(versions.at(-1)?.[form].description, ''), `export type ${name} = ${union};`, ''];
}

/** A schema of the subset → a TypeScript type. */
export function toType(schema: JsonSchema, indent: string): string {
  if (schema.const !== undefined) return toLiteral(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(toLiteral).join(' | ');
  if (schema.type === undefined) return 'unknown'; // of server fields only: assert-complete.ts
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return types.map((type) => toTypeOf(type, schema, indent)).join(' | ');
}

function toTypeOf(type: JsonType, schema: JsonSchema, indent: string): string {
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'array': {
      const element = toType(schema.items ?? {}, indent);
      return element.includes(' | ') ? `readonly (${element})[]` : `readonly ${element}[]`;
    }
    case 'object':
      return toObjectType(schema, indent);
  }
}

function toObjectType(schema: JsonSchema, indent: string): string {
  const { properties, additionalProperties, required = [] } = schema;
  if (additionalProperties) {
    const value = toType(additionalProperties, indent);
    return `{ readonly [name: string]: ${value} }`;
  }
  const inner = `${indent}  `;
  const lines = Object.entries(properties ?? {}).flatMap(([key, property]) => {
    const type = toType(property, inner);
    const mark = required.includes(key) ? '' : '?';
    return [...toComment(property.description, inner, property['x-unit']), `${inner}readonly ${key}${mark}: ${type};`];
  });
  return ['{', ...lines, `${indent}}`].join('\n');
}

function toComment(description: string | undefined, indent: string, unit?: string): string[] {
  if (description === undefined) return [];
  return [`${indent}/** ${description.replaceAll('*/', '* /')}${unit === undefined ? '' : ` Unit: ${unit}.`} */`];
}

function toStringList(values: readonly string[]): string {
  return ['[', ...values.map((value) => `  ${toLiteral(value)},`), ']'].join('\n');
}
