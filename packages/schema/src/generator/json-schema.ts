/** The part of JSON Schema 2020-12 that contracts may use: what the type emitter understands, and nothing else. */
export type JsonSchema = {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: string;
  readonly enum?: readonly string[];
  /** In a contract: references to shared parts, and conditions. Once bundled: conditions only. */
  readonly allOf?: readonly JsonSchema[];
  readonly if?: JsonSchema;
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  /** Property → properties that must be there when it is. */
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly additionalProperties?: false | JsonSchema;
  readonly unevaluatedProperties?: false;
  readonly propertyNames?: JsonSchema;
  readonly maxProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly format?: 'date-time' | 'uuid';
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Unit of a number; every number has one. */
  readonly 'x-unit'?: string;
  /** What null says, where it is allowed and the description does not say it. */
  readonly 'x-null'?: string;
  /** How personal the value is. */
  readonly 'x-privacy'?: (typeof privacyClasses)[number];
  /** The column of bronze.events that holds the value. */
  readonly 'x-column'?: string;
  /** In server-fields: JSON Pointer to the part of the client's event that this takes the place of. */
  readonly 'x-replaces'?: string;
  /** In server-fields: order of the keys of a stored event. */
  readonly 'x-order'?: readonly string[];
};

export const jsonTypes = ['string', 'integer', 'number', 'boolean', 'null', 'array', 'object'] as const;
export type JsonType = (typeof jsonTypes)[number];

export const privacyClasses = ['identifier', 'pseudonym', 'sensitive'] as const;

/** Keywords that say something about a value but decide nothing. */
export const annotationKeywords = [
  ...['$schema', '$id', 'title', 'description'],
  ...['x-unit', 'x-null', 'x-privacy', 'x-column', 'x-replaces', 'x-order'],
] as const;

/**
 * What a condition may look at: values of fields, and whether they are there. Not how many keys there are, nor which others:
 * for an event of a newer version that would not be the same before and after its unknown keys are taken out.
 */
const conditionKeywords: ReadonlySet<string> = new Set([
  ...['type', 'const', 'enum', 'properties', 'required', 'dependentRequired', 'format', 'pattern'],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'],
]);

type Check = (value: unknown, pointer: string) => boolean;
const isString: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isNumber: Check = (value) => typeof value === 'number';
const isStringList: Check = (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string');
const isStringLists: Check = (value) => isObject(value) && Object.values(value).every((list) => isStringList(list, ''));
const isSchema: Check = (value, pointer) => isObject(value) && checkSchema(value, pointer);
/** Parts of a condition say nothing about a field that its definition does not say: they need no description. */
const isCondition: Check = (value, pointer) => isObject(value) && checkSchema(value, pointer, true);
const isDescribed: Check = (value, pointer) => {
  if (isObject(value) && typeof value['description'] !== 'string') throw new Error(`#${pointer}: needs a description`);
  return isSchema(value, pointer);
};
/**
 * A name in TypeScript as it is. What every object has, validators in JavaScript find where nobody sent it (ajv issue
 * 2664); `prototype` is refused by ingest.
 */
const isOwnName = (key: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !(key in Object.prototype) && key !== 'prototype';
const areConditions: Check = (value, pointer) =>
  isObject(value) && Object.entries(value).every(([key, entry]) => isCondition(entry, `${pointer}/${key}`));
const isOneOf =
  (list: readonly unknown[]): Check =>
  (value) =>
    list.includes(value);

const checks: { readonly [Keyword in keyof JsonSchema]-?: Check } = {
  $schema: isOneOf(['https://json-schema.org/draft/2020-12/schema']),
  $id: isString,
  $ref: isString,
  title: isString,
  description: isString,
  type: (value) => (Array.isArray(value) ? value : [value]).every((name) => jsonTypes.includes(name)),
  const: isString,
  enum: (value, pointer) => isStringList(value, pointer) && new Set(value as string[]).size > 0,
  allOf: (value, pointer) =>
    Array.isArray(value) && value.every((entry, index) => isSchema(entry, `${pointer}/${index}`)),
  if: isCondition,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: isCondition,
  else: isCondition,
  properties: (value, pointer) =>
    isObject(value) &&
    Object.entries(value).every(([key, entry]) => {
      if (!isOwnName(key)) throw new Error(`#${pointer}/${key}: a field has another name: letters, digits, _`);
      return isDescribed(entry, `${pointer}/${key}`);
    }),
  required: isStringList,
  dependentRequired: isStringLists,
  additionalProperties: (value, pointer) => value === false || isSchema(value, pointer),
  unevaluatedProperties: isOneOf([false]),
  propertyNames: isSchema,
  maxProperties: isCount,
  items: isSchema,
  minItems: isCount,
  maxItems: isCount,
  format: isOneOf(['date-time', 'uuid']),
  pattern: (value) => isString(value, '') && isPortablePattern(String(value)),
  minLength: isCount,
  maxLength: isCount,
  minimum: isNumber,
  maximum: isNumber,
  'x-unit': isString,
  'x-null': isString,
  'x-privacy': isOneOf(privacyClasses),
  'x-column': isString,
  'x-replaces': isString,
  'x-order': isStringList,
};

/**
 * Every regular expression engine reads it alike: whole text, no classes that differ between Unicode and ASCII (`\d`, `\w`,
 * `\s`, `\b`), no `.` (line ends differ), no lookaround (RE2 has none), no alternative that escapes the anchors, nothing
 * that is no pattern.
 */
function isPortablePattern(pattern: string): boolean {
  if (/\\[a-zA-Z0-9]|\(\?[^:]/.test(pattern)) return false;
  const syntax = pattern.replaceAll(/\\.|\[(?:[^\]\\]|\\.)*\]/g, 'x');
  if (!syntax.startsWith('^') || !syntax.endsWith('$')) return false;
  if (syntax.includes('.') || hasOuterAlternative(syntax)) return false;
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

/** `^a|b$` is `^a` or `b$`. */
function hasOuterAlternative(syntax: string): boolean {
  let depth = 0;
  for (const sign of syntax) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === '|' && depth === 0) return true;
  }
  return false;
}

/** Reads a contract. Throws, with the file and a JSON Pointer, on any keyword or value outside the subset. */
export function parseJsonSchema(text: string, file: string): JsonSchema {
  const value = parseJson(text, file);
  if (!isObject(value)) throw new Error(`${file}: a contract is a JSON object`);
  try {
    checkSchema(value, '');
  } catch (error) {
    throw new Error(`${file}${error instanceof Error ? error.message : ''}`, { cause: error });
  }
  return value as JsonSchema; // checked keyword by keyword above
}

/** Throws with the file's name. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function checkSchema(schema: Record<string, unknown>, pointer: string, isCondition = false): true {
  for (const [keyword, value] of Object.entries(schema)) {
    const known: Check | undefined = Object.hasOwn(checks, keyword) ? checks[keyword as keyof JsonSchema] : undefined;
    const check = isCondition && keyword === 'properties' ? areConditions : known;
    if (isCondition && !conditionKeywords.has(keyword)) {
      throw new Error(`#${pointer}: a condition may not say ${keyword}`);
    }
    if (!check) throw new Error(`#${pointer}: the generator does not know the keyword ${keyword}`);
    if (!check(value, `${pointer}/${keyword}`))
      throw new Error(`#${pointer}/${keyword}: not a value the generator knows`);
  }
  return true;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
