import type { KeyTree } from '../take-unrecognized.ts';
import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral } from './generated-file.ts';
import type { JsonSchema } from './json-schema.ts';

/** The keys that each contract knows, for telling what of a newer event is new. */
export function emitKnownKeys(contracts: readonly BundledContract[]): string {
  return [
    generatedHeader,
    "import type { KeyTree } from '../take-unrecognized.ts';",
    "import type { EventType } from './event-types.ts';",
    '',
    '/** Keys of the bundled contract, by event type and version; null where the contract takes whatever is below. */',
    'export const knownKeys: Readonly<Record<EventType, Readonly<Record<string, KeyTree>>>> = {',
    ...groupByEventType(contracts).flatMap(([eventType, versions]) => [
      `  ${eventType}: {`,
      ...versions.map(({ version, client }) => `    ${toLiteral(version)}: ${JSON.stringify(toKeyTree(client))},`),
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}

/** The keys of a bundled client contract. */
export function toKeyTree({ properties = {} }: JsonSchema): KeyTree {
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, schema.properties ? toKeyTree(schema) : null]),
  );
}
