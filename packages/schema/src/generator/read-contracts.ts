import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column } from '../column.ts';
import { compareVersions, parseVersion } from '../version.ts';
import { type BundledContract, bundleContract } from './bundle-contract.ts';
import { type JsonSchema, parseJson, parseJsonSchema } from './json-schema.ts';
import { toColumns } from './to-columns.ts';

/** One file of contracts/: of an event type, a part that contracts share, or server-fields. */
export type ContractFile = { readonly folder: string; readonly version: string; readonly schema: JsonSchema };

/** All that contracts/ says. */
export type ContractSource = {
  /** By folder, then by version, oldest first. */
  readonly files: readonly ContractFile[];
  /** In the same order. */
  readonly contracts: readonly BundledContract[];
  /** The newest version: what is stored from now on, whatever the version of the event. */
  readonly serverFields: JsonSchema;
  readonly bronzeColumns: readonly Column[];
  readonly quarantineColumns: readonly Column[];
};

const serverFieldsFolder = 'server-fields';
const lakeFolder = 'lake';
/** A name in SQL, in TypeScript (PascalCase, so no two may differ in their underscores) and in a path. */
const eventTypeName = /^[a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*$/;

/** Reads contracts/. Throws, naming file and place, when a file is not as it should be or two contradict each other. */
export function readContracts(contractsDir: string): ContractSource {
  const files = readFiles(contractsDir);
  const schemaById = new Map(files.map(({ schema }) => [schema.$id ?? '', schema]));
  const serverFields = files.findLast(({ folder }) => folder === serverFieldsFolder)?.schema;
  if (!serverFields) throw new Error(`${contractsDir}: there is no contract in ${serverFieldsFolder}`);
  const shared = findSharedFolders(files);
  const contracts = files
    .filter(({ folder }) => !shared.has(folder))
    .map(({ schema, folder, version }) => {
      if (!eventTypeName.test(folder)) throw new Error(`${folder}: an event type is named in snake_case`);
      const bundled = bundleContract(schema, schemaById, serverFields);
      if (bundled.eventType !== folder || bundled.version !== version) {
        throw new Error(`${folder}/${version}.json is the contract of ${bundled.eventType} ${bundled.version}`);
      }
      return bundled;
    });
  const readList = (name: string): unknown =>
    parseJson(readFileSync(join(contractsDir, lakeFolder, name), 'utf8'), join(lakeFolder, name));
  const lists = { bronze: readList('bronze-columns.json'), quarantine: readList('quarantine-columns.json') };
  return { files, contracts, serverFields, ...toColumns(contracts, lists) };
}

/** Folders of no event type: server-fields, and the parts that contracts refer to, in whatever version. */
function findSharedFolders(files: readonly ContractFile[]): ReadonlySet<string> {
  const referred = new Set(files.flatMap(({ schema }) => (schema.allOf ?? []).flatMap(({ $ref }) => $ref ?? [])));
  const parts = files.filter(({ schema }) => referred.has(schema.$id ?? '')).map(({ folder }) => folder);
  return new Set([serverFieldsFolder, ...parts]);
}

function readFiles(contractsDir: string): readonly ContractFile[] {
  // What a file browser leaves behind is no contract.
  const folders = readdirSync(contractsDir)
    .filter((folder) => folder !== lakeFolder && !folder.startsWith('.'))
    .sort();
  return folders.flatMap((folder) =>
    readdirSync(join(contractsDir, folder))
      .map((name) => readVersion(folder, name))
      .sort((left, right) => compareVersions(left.version, right.version))
      .map(({ text: version }) => {
        const file = join(folder, `${version}.json`);
        const schema = parseJsonSchema(readFileSync(join(contractsDir, file), 'utf8'), file);
        const expectedId = `urn:millrace:schema:${folder}:${version}`;
        if (schema.$id !== expectedId) throw new Error(`${file}: $id must be ${expectedId}`);
        return { folder, version, schema };
      }),
  );
}

function readVersion(folder: string, name: string) {
  const text = name.replace(/\.json$/, '');
  const version = parseVersion(text);
  if (!version || text === name) throw new Error(`${folder}/${name}: a contract is named <major>.<minor>.<patch>.json`);
  return { text, version };
}
