import { dateTimePattern } from '../date-time.ts';
import type { BundledContract } from './bundle-contract.ts';
import type { JsonSchema } from './json-schema.ts';

/** What isUuid accepts, for validators in other languages. */
export const uuidPattern = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';

const patternOfFormat = { 'date-time': dateTimePattern, uuid: uuidPattern } as const;

/**
 * What a client may send, as JSON Schema without references, for validators in any language: path below the package →
 * JSON text. Annotations are kept.
 * Nothing hangs on how a validator reads `format`: each format is said by a pattern too. And nothing hangs on its regular
 * expressions: in some languages `$` also matches before a line end at the end of the text, so beside each pattern stands
 * that the text holds none. Throws on a pattern that allows line ends.
 */
export function emitJsonSchemas(contracts: readonly BundledContract[]): ReadonlyMap<string, string> {
  return new Map(
    contracts.map(({ eventType, version, client }) => {
      const { $schema: _draft, $id: _id, title, description, ...rest } = client;
      const schema = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:millrace:bundled:${eventType}:${version}`,
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
        ...toPortable(rest, `${eventType} ${version}#`),
      };
      return [`generated/json-schema/${eventType}/${version}.json`, `${JSON.stringify(schema, undefined, 2)}\n`];
    }),
  );
}

/** A schema as other validators may read it: `not` is no part of what contracts are written in. */
type PortableSchema = { readonly [keyword: string]: unknown };

function toPortable(schema: JsonSchema, pointer: string): PortableSchema {
  const portable: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    switch (keyword) {
      case 'properties':
        portable[keyword] = Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([key, property]) => [
            key,
            toPortable(property, `${pointer}/properties/${key}`),
          ]),
        );
        break;
      case 'allOf':
        portable[keyword] = (schema.allOf ?? []).map((part, index) => toPortable(part, `${pointer}/allOf/${index}`));
        break;
      case 'items':
      case 'propertyNames':
      case 'if':
      case 'then':
      case 'else':
        portable[keyword] = toPortable(value as JsonSchema, `${pointer}/${keyword}`); // each of them holds a schema
        break;
      case 'additionalProperties':
        portable[keyword] = value === false ? false : toPortable(value as JsonSchema, `${pointer}/${keyword}`);
        break;
      default:
        portable[keyword] = value;
    }
  }
  const patterns = [schema.pattern ?? [], schema.format === undefined ? [] : patternOfFormat[schema.format]].flat();
  const [first, second] = patterns;
  if (first === undefined) return portable;
  if (allowsLineEnd(first)) throw new Error(`${pointer}/pattern: a class that is negated must name the line end too`);
  portable['pattern'] = first;
  if (second !== undefined) portable['allOf'] = [...((portable['allOf'] as unknown[]) ?? []), { pattern: second }];
  return { ...portable, not: { type: 'string', pattern: '\n' } };
}

/** Whether one of the pattern's parts matches a line end; beside such a pattern one couldn't say that there is none. */
function allowsLineEnd(pattern: string): boolean {
  const parts = pattern.match(/\\.|\[(?:\\.|[^\]\\])*\]|\n/gsu) ?? [];
  return parts.some((part) => new RegExp(`^${part}$`, 'u').test('\n'));
}
