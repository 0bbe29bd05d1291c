import type { JsonSchema } from './json-schema.ts';

/**
 * Object schemas that two or more of the given schemas have as a property, said once and referred to: id → schema.
 * Same verdicts. Only properties of the first level are looked at: that is where contracts have their parts.
 */
export function shareSchemas(schemas: readonly JsonSchema[]): {
  readonly schemas: readonly JsonSchema[];
  readonly shared: ReadonlyMap<string, JsonSchema>;
} {
  const uses = new Map<string, number>();
  const objects = schemas.flatMap(({ properties }) => Object.entries(properties ?? {})).filter(isShareable);
  for (const part of objects) uses.set(textOf(part), (uses.get(textOf(part)) ?? 0) + 1);
  const idByText = new Map<string, string>();
  const shared = new Map<string, JsonSchema>();
  for (const part of objects) {
    const text = textOf(part);
    if ((uses.get(text) ?? 0) < 2 || idByText.has(text)) continue;
    const [key, schema] = part;
    const id = `urn:millrace:shared:${key}:${shared.size + 1}`; // absolute, whoever refers to it
    idByText.set(text, id);
    shared.set(id, schema);
  }
  return {
    schemas: schemas.map((schema) => ({
      ...schema,
      properties: Object.fromEntries(
        Object.entries(schema.properties ?? {}).map((part): [string, JsonSchema] => {
          const id = isShareable(part) ? idByText.get(textOf(part)) : undefined;
          return [part[0], id === undefined ? part[1] : { $ref: id }];
        }),
      ),
    })),
    shared,
  };
}

type Part = readonly [key: string, schema: JsonSchema];

function isShareable([, { type }]: Part): boolean {
  return type === 'object';
}

function textOf(part: Part): string {
  return JSON.stringify(part);
}
