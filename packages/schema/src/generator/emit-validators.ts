import { Ajv2020, type CodeKeywordDefinition, type KeywordCxt } from 'ajv/dist/2020.js';
import { _, type Code } from 'ajv/dist/compile/codegen/index.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { isDateTime } from '../date-time.ts';
import { isUuid } from '../uuid.ts';
import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral, toPascalCase } from './generated-file.ts';
import { shareSchemas } from './share-schemas.ts';
import { withoutAnnotations } from './without-annotations.ts';

/**
 * Validators as plain code: nothing is compiled, and no ajv loaded, when a function starts.
 * JavaScript, not TypeScript: ajv writes no types, and Node runs it as it is.
 * What several contracts have in common is one function: less to load, and less to keep in a processor's cache.
 */
export function emitValidators(contracts: readonly BundledContract[]): string {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false, // a condition requires what is defined beside it: assert-complete.ts looks
    allowUnionTypes: true, // custom_properties
    allErrors: false,
    messages: false, // describe-fault.ts writes them
    inlineRefs: false,
    formats: { 'date-time': isDateTime, uuid: isUuid },
    code: { source: true, esm: true, lines: true, formats: _`formats` },
  });
  for (const keyword of [maxLength, minLength]) {
    ajv.removeKeyword(String(keyword.keyword));
    ajv.addKeyword(keyword);
  }
  const { schemas, shared } = shareSchemas(contracts.map(({ client }) => withoutAnnotations(client)));
  for (const [id, schema] of shared) ajv.addSchema(schema, id);
  const nameOf = ({ eventType, version }: BundledContract): string =>
    `validate${toPascalCase(eventType)}_${version.replaceAll('.', '_')}`;
  const refs: Record<string, string> = {};
  contracts.forEach((contract, index) => {
    const id = `${contract.eventType}/${contract.version}`;
    ajv.addSchema(schemas[index] ?? {}, id);
    refs[nameOf(contract)] = id;
  });
  const code = standaloneCode
    .default(ajv, refs)
    .replace(/^"use strict";\n?/, '')
    .replaceAll(/^export const /gm, 'const ');
  if (/\brequire\(/.test(code)) throw new Error('the validators would load a part of ajv: inline it');
  return [
    generatedHeader,
    "import { countCodePoints } from '../code-points.ts';",
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

/**
 * Lengths are code points, and counting these takes a walk over the text. Code units are at hand, and never fewer, so
 * only a text that might break the rule is walked over.
 */
const maxLength = lengthKeyword(
  'maxLength',
  (text, limit) => _`${text}.length > ${limit} && countCodePoints(${text}) > ${limit}`,
);
const minLength = lengthKeyword('minLength', (text, limit) =>
  limit < 2 ? _`${text}.length < ${limit}` : _`${text}.length < ${limit * 2} && countCodePoints(${text}) < ${limit}`,
);

function lengthKeyword(keyword: string, isBroken: (text: Code, limit: number) => Code): CodeKeywordDefinition {
  return {
    keyword,
    type: 'string',
    schemaType: 'number',
    before: 'pattern',
    error: { message: '', params: ({ schema }) => _`{limit: ${schema}}` },
    code: (context: KeywordCxt) => context.fail(isBroken(context.data, context.schema)),
  };
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
