import { emitColumns } from './emit-columns.ts';
import { emitContentOrders } from './emit-content-orders.ts';
import { emitDocument } from './emit-document.ts';
import { emitErasureFields } from './emit-erasure-fields.ts';
import { emitEventTypes } from './emit-event-types.ts';
import { emitFixtures } from './emit-fixtures.ts';
import { emitJsonSchemas } from './emit-json-schemas.ts';
import { emitKnownKeys } from './emit-known-keys.ts';
import { emitSchemaHashes } from './emit-schema-hashes.ts';
import { emitValidators, emitValidatorTypes } from './emit-validators.ts';
import { readContracts } from './read-contracts.ts';

/** Folders of the package that hold generated files and nothing else. */
export const generatedFolders = ['src/generated', 'generated'] as const;

/**
 * Reads contracts/ and gives every file that follows from it: path from the package's folder → text. The same contracts
 * give the same bytes.
 */
export function generateFiles(contractsDir: string): ReadonlyMap<string, string> {
  const { contracts, serverFields, bronzeColumns, quarantineColumns } = readContracts(contractsDir);
  return new Map([
    ['src/generated/bronze-columns.ts', emitColumns(bronzeColumns, quarantineColumns)],
    ['src/generated/content-orders.ts', emitContentOrders(contracts)],
    ['src/generated/erasure-fields.ts', emitErasureFields(contracts)],
    ['src/generated/event-types.ts', emitEventTypes(contracts, serverFields['x-order'] ?? [])],
    ['src/generated/known-keys.ts', emitKnownKeys(contracts)],
    ['src/generated/schema-hashes.ts', emitSchemaHashes(contracts, [...bronzeColumns, ...quarantineColumns])],
    ['src/generated/validators.d.ts', emitValidatorTypes()],
    ['src/generated/validators.js', emitValidators(contracts)],
    ...emitJsonSchemas(contracts),
    ...emitFixtures(contracts),
    ['../../docs/events.md', emitDocument(contracts, bronzeColumns)],
  ]);
}
