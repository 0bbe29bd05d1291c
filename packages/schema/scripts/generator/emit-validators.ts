import { Ajv2020 } from 'ajv/dist/2020.js';
import { _ } from 'ajv/dist/compile/codegen/index.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { isDateTime } from '../../src/date-time.ts';
import { isUuid } from '../../src/uuid.ts';
import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral, toPascalCase } from './generated-file.ts';
import { annotationKeywords, isObject, type JsonSchema } from './json-schema.ts';

/**
 * Validators as plain code: nothing is compiled, and no ajv loaded, when a function starts.
 * JavaScript, not TypeScript: ajv writes no types, and Node runs it as it is.
 * Strings are measured in UTF-16 code units (`unicode: false`): what `length` says, in constant time.
 */
export function emitValidators(contracts: readonly BundledContract[]): string {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true, // custom_properties
    allErrors: false,
    messages: false, // describe-fault.ts writes them
    unicode: false,
    formats: { 'date-time': isDateTime, uuid: isUuid },
    code: { source: true, esm: true, lines: true, formats: _`formats` },
    logger: false, // says that `unicode` is deprecated; strict mode throws what matters
  });
  const nameOf = ({ eventType, version }: BundledContract): string =>
    `validate${toPascalCase(eventType)}_${version.replaceAll('.', '_')}`;
  const refs: Record<string, string> = {};
  for (const contract of contracts) {
    const id = `${contract.eventType}/${contract.version}`;
    ajv.addSchema(withoutAnnotations(contract.client), id);
    refs[nameOf(contract)] = id;
  }
  const code = standaloneCode
    .default(ajv, refs)
    .replace(/^"use strict";\n?/, '')
    .replaceAll(/^export const /gm, 'const ');
  if (/\brequire\(/.test(code)) throw new Error('the validators would load a part of ajv: inline it');
  return [
    generatedHeader,
    "import { isDateTime } from '../date-time.ts';",
    "import { isUuid } from '../uuid.ts';",
    '',
    "const formats = { 'date-time': isDateTime, uuid: isUuid };",
    code.trimEnd(),
    '',
    '/** The validator of each contract, by event type and version. */',
    'export const eventValidators = {',
    ...groupByEventType(contracts).flatMap(([eventType, versions]) => [
      `  ${eventType}: {`,
      ...versions.map((contract) => `    ${toLiteral(contract.version)}: ${nameOf(contract)},`),
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}

/** The types of what emitValidators writes. */
export function emitValidatorTypes(): string {
  return [
    generatedHeader,
    "import type { EventValidator } from '../describe-fault.ts';",
    "import type { EventType } from './event-types.ts';",
    '',
    'export declare const eventValidators: Readonly<Record<EventType, Readonly<Record<string, EventValidator>>>>;',
    '',
  ].join('\n');
}

const annotations: ReadonlySet<string> = new Set(annotationKeywords);

/** Only what decides, so that the code carries no prose. */
function withoutAnnotations(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).filter(([keyword]) => !annotations.has(keyword));
  return Object.fromEntries(
    entries.map(([keyword, value]) => {
      if (keyword === 'properties') {
        const properties: [string, JsonSchema][] = Object.entries(schema.properties ?? {});
        return [keyword, Object.fromEntries(properties.map(([key, property]) => [key, withoutAnnotations(property)]))];
      }
      return [keyword, isObject(value) ? withoutAnnotations(value) : value];
    }),
  );
}
