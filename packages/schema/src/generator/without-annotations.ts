import { annotationKeywords, isObject, type JsonSchema } from './json-schema.ts';

const annotations: ReadonlySet<string> = new Set(annotationKeywords);
const schemaMaps: ReadonlySet<string> = new Set(['properties', 'dependentRequired']);

/** Only what decides about an event: no words, no places. */
export function withoutAnnotations(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).filter(([keyword]) => !annotations.has(keyword));
  return Object.fromEntries(
    entries.map(([keyword, value]) => {
      if (Array.isArray(value) && keyword === 'allOf') return [keyword, value.map(withoutAnnotations)];
      if (!isObject(value)) return [keyword, value];
      if (!schemaMaps.has(keyword)) return [keyword, withoutAnnotations(value)];
      return [
        keyword,
        Object.fromEntries(
          Object.entries(value).map(([key, inner]) => [key, isObject(inner) ? withoutAnnotations(inner) : inner]),
        ),
      ];
    }),
  );
}
