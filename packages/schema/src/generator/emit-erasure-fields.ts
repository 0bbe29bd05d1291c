import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral } from './generated-file.ts';
import type { JsonSchema } from './json-schema.ts';
import { listFields } from './list-fields.ts';

type Personal = {
  readonly path: readonly string[];
  readonly column: string;
  readonly privacy: NonNullable<JsonSchema['x-privacy']>;
  readonly eventTypes: Set<string>;
};

/**
 * The fields of stored events that are about a person, from `x-privacy` of every version: what an erasure has to find.
 * The newest version of an event type says how personal a field is. Throws where event types disagree about that, and on
 * such a field without a column.
 */
export function emitErasureFields(contracts: readonly BundledContract[]): string {
  const groups = groupByEventType(contracts);
  const fields = new Map<string, Personal>();
  for (const [eventType, versions] of groups) {
    for (const [place, field] of listPersonal(eventType, versions)) {
      const before = fields.get(place);
      if (before && (before.privacy !== field.privacy || before.column !== field.column)) {
        throw new Error(`${eventType}: ${place} has another x-privacy or x-column than in other event types`);
      }
      if (before) before.eventTypes.add(eventType);
      else fields.set(place, field);
    }
  }
  const sorted = [...fields].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, field]) => field);
  return [
    generatedHeader,
    "import type { ErasureField } from '../erasure-field.ts';",
    '',
    '/** Every field of stored events that is about a person, by its path. */',
    'export const erasureFields = [',
    ...sorted.flatMap((field) => [
      '  {',
      `    path: ${toLiteralList(field.path)},`,
      `    column: ${toLiteral(field.column)},`,
      `    privacy: ${toLiteral(field.privacy)},`,
      `    eventTypes: ${field.eventTypes.size === groups.length ? "'all'" : toLiteralList([...field.eventTypes])},`,
      '  },',
    ]),
    '] as const satisfies readonly ErasureField[];',
    '',
  ].join('\n');
}

function listPersonal(eventType: string, versions: readonly BundledContract[]): ReadonlyMap<string, Personal> {
  const personal = new Map<string, Personal>();
  for (const { stored, version } of versions) {
    for (const { path, schema } of listFields(stored)) {
      const { 'x-privacy': privacy, 'x-column': column } = schema;
      if (privacy === undefined) continue;
      const place = `/${path.join('/')}`;
      if (column === undefined) throw new Error(`${eventType} ${version}: ${place} has x-privacy, and no x-column`);
      personal.set(place, { path, column, privacy, eventTypes: new Set([eventType]) });
    }
  }
  return personal;
}

function toLiteralList(values: readonly string[]): string {
  return `[${values.map(toLiteral).join(', ')}]`;
}
