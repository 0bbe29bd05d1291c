import { createHash } from 'node:crypto';
import type { Column } from '../column.ts';
import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, groupByEventType, toLiteral } from './generated-file.ts';
import { withoutAnnotations } from './without-annotations.ts';

/** SHA-256 of each bundled client contract, as JSON without blanks: any change to it changes the hash. */
export function emitSchemaHashes(contracts: readonly BundledContract[], columns: readonly Column[]): string {
  const deciding = contracts.map(({ client }) => withoutAnnotations(client));
  const places = columns.map(({ description: _words, ...column }) => column);
  return [
    generatedHeader,
    "import type { EventType } from './event-types.ts';",
    '',
    '/** Of what all contracts and columns decide: with the version of the transformer, how the typed files look. */',
    `export const contractsHash = ${toLiteral(hashOf([deciding, places]).slice(0, 16))};`,
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
