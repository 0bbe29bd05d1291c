import { createHash } from 'node:crypto';
import type { Column } from '../column.ts';
import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral } from './generated-file.ts';

/** SHA-256 of each bundled client contract, as JSON without blanks: any change to it changes the hash. */
export function emitSchemaHashes(contracts: readonly BundledContract[], columns: readonly Column[]): string {
  return [
    generatedHeader,
    "import type { EventType } from './event-types.ts';",
    '',
    '/** Of all contracts and all columns: what a typed file of an event looks like depends on nothing else of them. */',
    `export const contractsHash = ${toLiteral(hashOf([contracts, columns]).slice(0, 16))};`,
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
