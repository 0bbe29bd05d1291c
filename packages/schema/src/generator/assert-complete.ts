import type { JsonSchema } from './json-schema.ts';

/**
 * Throws, with a JSON Pointer, where a contract says less than the rest needs: every value has a type and a bound, every
 * number a unit, every object says which keys it takes. Without a bound one field could fill an event, and `1e400` would
 * be a number in one language and none in another.
 */
export function assertComplete(schema: JsonSchema, name: string): void {
  checkValue(schema, `${name}#`);
}

const limitPairs = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
] as const;

function checkValue(schema: JsonSchema, pointer: string): void {
  const fail = (what: string): never => {
    throw new Error(`${pointer}: ${what}`);
  };
  if (schema.const !== undefined) {
    if (schema.type !== undefined && schema.type !== 'string') fail('a const is a string');
    return;
  }
  if (schema.type === undefined) fail('no type');
  const types = [schema.type ?? []].flat();
  if (new Set(types).size < types.length) fail('a type is there twice');
  if (types.includes('integer') && types.includes('number')) fail('an integer is a number');
  if (schema.enum !== undefined && schema.type !== 'string') fail('an enum is of strings');
  if (new Set(schema.enum).size < (schema.enum?.length ?? 0)) fail('a value of enum is there twice');
  if (schema.format !== undefined && types.some((type) => type !== 'string' && type !== 'null')) {
    fail('a format is of strings');
  }
  for (const [least, most] of limitPairs) {
    if ((schema[least] ?? Number.NEGATIVE_INFINITY) > (schema[most] ?? Number.POSITIVE_INFINITY)) {
      fail(`${least} is above ${most}`);
    }
  }
  for (const type of types) {
    switch (type) {
      case 'string':
        if (schema.maxLength === undefined && schema.enum === undefined && schema.format !== 'uuid') {
          fail('a string needs maxLength or enum');
        }
        break;
      case 'integer':
      case 'number':
        if (schema.minimum === undefined || schema.maximum === undefined) fail('a number needs minimum and maximum');
        if (type === 'integer' && !(Number.isSafeInteger(schema.minimum) && Number.isSafeInteger(schema.maximum))) {
          fail('the limits of an integer are whole numbers that JavaScript can hold');
        }
        if (schema['x-unit'] === undefined) fail('a number needs x-unit');
        break;
      case 'array':
        if (schema.maxItems === undefined) fail('an array needs maxItems');
        checkItems(schema.items, pointer);
        break;
      case 'object':
        checkObject(schema, pointer);
        break;
    }
  }
}

function checkItems(items: JsonSchema | undefined, pointer: string): void {
  if (!items) throw new Error(`${pointer}: an array without items`);
  const types = [items.type ?? []].flat();
  if (types.includes('object') || types.includes('array')) {
    throw new Error(`${pointer}/items: an array holds single values; of lists of objects each is an event of its own`);
  }
  checkValue(items, `${pointer}/items`);
}

function checkObject(schema: JsonSchema, pointer: string): void {
  const { properties, additionalProperties, required = [], dependentRequired = {}, maxProperties } = schema;
  if (additionalProperties === undefined) throw new Error(`${pointer}: an object must say what other keys it takes`);
  if (additionalProperties !== false) {
    if (properties) throw new Error(`${pointer}: either properties or additionalProperties`);
    if (maxProperties === undefined) throw new Error(`${pointer}: an open object needs maxProperties`);
    checkValue(additionalProperties, `${pointer}/additionalProperties`);
    return;
  }
  if (Object.keys(properties ?? {}).length === 0) throw new Error(`${pointer}: an object without a key says nothing`);
  const needed = [...required, ...Object.entries(dependentRequired).flatMap(([key, others]) => [key, ...others])];
  const unknown = needed.filter((key) => !Object.hasOwn(properties ?? {}, key));
  if (unknown.length > 0) throw new Error(`${pointer}: requires ${unknown.join(', ')} without a definition`);
  for (const [key, property] of Object.entries(properties ?? {})) checkValue(property, `${pointer}/properties/${key}`);
  for (const part of [schema, ...(schema.allOf ?? [])]) {
    for (const branch of [part.if, part.then, part.else]) if (branch) checkCondition(branch, schema, pointer);
  }
}

/** A condition that names what no definition has would never hold, or always: a slip of the pen. */
function checkCondition(condition: JsonSchema, schema: JsonSchema, pointer: string): void {
  const named = [...Object.keys(condition.properties ?? {}), ...(condition.required ?? [])];
  const unknown = named.filter((key) => !Object.hasOwn(schema.properties ?? {}, key));
  if (unknown.length > 0) throw new Error(`${pointer}: a condition names ${unknown.join(', ')} without a definition`);
  for (const [key, property] of Object.entries(condition.properties ?? {})) {
    const definition = schema.properties?.[key];
    if (definition) checkCondition(property, definition, `${pointer}/properties/${key}`);
  }
}
