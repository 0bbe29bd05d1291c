import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BundledContract, bundleContract } from './bundle-contract.ts';
import { emitColumns } from './emit-columns.ts';
import { emitEventTypes } from './emit-event-types.ts';
import { emitSchemaHashes } from './emit-schema-hashes.ts';
import { emitValidators, emitValidatorTypes } from './emit-validators.ts';
import { type JsonSchema, parseJsonSchema } from './json-schema.ts';

/** Folders below contracts/ that are no event types. */
const sharedFolders: ReadonlySet<string> = new Set(['envelope', 'server-fields', 'lake']);
const serverFieldsId = 'urn:millrace:schema:server-fields:1.0.0';

/** Reads contracts/ and gives the generated files, name → text. The same contracts give the same bytes. */
export function generateFiles(contractsDir: string): ReadonlyMap<string, string> {
  const schemas = readContracts(contractsDir);
  const schemaById = new Map(schemas.map(({ schema }) => [schema.$id ?? '', schema]));
  const serverFields = schemaById.get(serverFieldsId);
  if (!serverFields) throw new Error(`${contractsDir}: no contract with the $id ${serverFieldsId}`);
  const contracts: BundledContract[] = schemas
    .filter(({ folder }) => !sharedFolders.has(folder))
    .map(({ schema, folder, version }) => {
      const bundled = bundleContract(schema, schemaById, serverFields);
      if (bundled.eventType !== folder || bundled.version !== version) {
        throw new Error(`${folder}/${version}.json is the contract of ${bundled.eventType} ${bundled.version}`);
      }
      return bundled;
    });
  const readList = (name: string): unknown => JSON.parse(readFileSync(join(contractsDir, 'lake', name), 'utf8'));
  return new Map([
    ['bronze-columns.ts', emitColumns(contracts, readList('bronze-columns.json'), readList('quarantine-columns.json'))],
    ['event-types.ts', emitEventTypes(contracts, serverFields['x-order'] ?? [])],
    ['schema-hashes.ts', emitSchemaHashes(contracts)],
    ['validators.d.ts', emitValidatorTypes()],
    ['validators.js', emitValidators(contracts)],
  ]);
}

type ContractFile = { readonly folder: string; readonly version: string; readonly schema: JsonSchema };

/** All contracts, by folder and version; each in the place that its $id names. */
export function readContracts(contractsDir: string): readonly ContractFile[] {
  const folders = readdirSync(contractsDir)
    .filter((folder) => folder !== 'lake')
    .sort();
  return folders.flatMap((folder) =>
    readdirSync(join(contractsDir, folder))
      .map((file) => file.replace(/\.json$/, ''))
      .sort(compareVersions)
      .map((version) => {
        const file = join(folder, `${version}.json`);
        const schema = parseJsonSchema(readFileSync(join(contractsDir, file), 'utf8'), file);
        const expectedId = `urn:millrace:schema:${folder}:${version}`;
        if (schema.$id !== expectedId) throw new Error(`${file}: $id must be ${expectedId}`);
        return { folder, version, schema };
      }),
  );
}

function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
