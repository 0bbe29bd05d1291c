import { createHash } from 'node:crypto';
import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral } from './generated-file.ts';

/** SHA-256 of each bundled client contract, as JSON without blanks: any change to what is enforced changes the hash. */
export function emitSchemaHashes(contracts: readonly BundledContract[]): string {
  return [
    generatedHeader,
    "import type { EventType } from './event-types.ts';",
    '',
    '/** SHA-256 (hex) of the bundled contract, by event type and version. */',
    'export const schemaHashes: Readonly<Record<EventType, Readonly<Record<string, string>>>> = {',
    ...groupByEventType(contracts).flatMap(([eventType, versions]) => [
      `  ${eventType}: {`,
      ...versions.map(({ version, client }) => `    ${toLiteral(version)}: ${toLiteral(hashOf(client))},`),
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}

function hashOf(schema: object): string {
  return createHash('sha256').update(JSON.stringify(schema)).digest('hex');
}
