import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral, toPascalCase } from './generated-file.ts';
import type { JsonSchema, JsonType } from './json-schema.ts';

/** Types of events, as clients send them and as they are stored, and the lists of names that go with them. */
export function emitEventTypes(contracts: readonly BundledContract[], storedKeyOrder: readonly string[]): string {
  const groups = groupByEventType(contracts);
  const eventTypes = groups.map(([eventType]) => eventType);
  const contractKeys = new Set(contracts.flatMap(({ client }) => Object.keys(client.properties ?? {})));
  const typeNames = eventTypes.map((eventType) => `${toPascalCase(eventType)}Event`);
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
      ...emitType(`Stored${typeNames[index]}`, versions, 'stored'),
    ]),
    '/** Any event as a client sends it. */',
    `export type ClientEvent = ${typeNames.join(' | ')};`,
    '',
    '/** Any event as ingest stores it: consent moved to privacy, server fields added. */',
    `export type StoredEvent = ${typeNames.map((name) => `Stored${name}`).join(' | ')};`,
    '',
  ].join('\n');
}

function emitType(name: string, versions: readonly BundledContract[], form: 'client' | 'stored'): string[] {
  const union = versions.map((contract) => toType(contract[form], '', `${contract.client.$id}#`)).join(' | ');
  return [...toComment(versions.at(-1)?.[form].description, ''), `export type ${name} = ${union};`, ''];
}

/** A schema of the subset → a TypeScript type. Throws on a schema that says less than a type needs. */
export function toType(schema: JsonSchema, indent: string, pointer: string): string {
  if (schema.const !== undefined) return toLiteral(schema.const);
  if (schema.type === undefined) throw new Error(`${pointer}: no type`);
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return types.map((type) => toTypeOf(type, schema, indent, pointer)).join(' | ');
}

function toTypeOf(type: JsonType, schema: JsonSchema, indent: string, pointer: string): string {
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'array': {
      if (!schema.items) throw new Error(`${pointer}: an array without items`);
      const element = toType(schema.items, indent, `${pointer}/items`);
      return element.includes(' | ') ? `readonly (${element})[]` : `readonly ${element}[]`;
    }
    case 'object':
      return toObjectType(schema, indent, pointer);
  }
}

function toObjectType(schema: JsonSchema, indent: string, pointer: string): string {
  const { properties, additionalProperties, required = [] } = schema;
  if (additionalProperties === undefined) throw new Error(`${pointer}: an object must say what other keys it takes`);
  if (additionalProperties !== false) {
    if (properties) throw new Error(`${pointer}: either properties or additionalProperties`);
    const value = toType(additionalProperties, indent, `${pointer}/additionalProperties`);
    return `{ readonly [name: string]: ${value} }`;
  }
  const unknown = required.filter((key) => !Object.hasOwn(properties ?? {}, key));
  if (unknown.length > 0) throw new Error(`${pointer}: requires ${unknown.join(', ')} without a definition`);
  const inner = `${indent}  `;
  const lines = Object.entries(properties ?? {}).flatMap(([key, property]) => {
    const type = toType(property, inner, `${pointer}/properties/${key}`);
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
