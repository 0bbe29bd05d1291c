import { sha256Hex } from '@millrace/pipeline';
import type { BundledContract, ContractSource } from '@millrace/schema/generator';
import { formatTable } from '../format-table.ts';
import { groupContracts } from './contracts-folder.ts';
import { listValues } from './list-values.ts';

export type ListedType = {
  readonly eventType: string;
  /** Oldest first. */
  readonly versions: readonly string[];
  /** SHA-256 of the newest version, as it stands in stored events. */
  readonly schemaHash: string;
  /** Of the newest version: values that a client may send. */
  readonly fields: number;
  readonly description: string;
};

/** The event types, by name. */
export function listContracts(source: ContractSource): readonly ListedType[] {
  return [...groupContracts(source)].map(([eventType, contracts]) => {
    const newest = contracts.at(-1) as BundledContract; // groups are never empty
    return {
      eventType,
      versions: contracts.map(({ version }) => version),
      schemaHash: toSchemaHash(newest),
      fields: listValues(newest.client).length,
      description: newest.client.description ?? '',
    };
  });
}

/** SHA-256 of the contract as the generator writes it into schema-hashes.ts. */
export function toSchemaHash({ client }: BundledContract): string {
  return sha256Hex(JSON.stringify(client));
}

const shownHashLength = 12;

export function toListScreen(types: readonly ListedType[]): string {
  return formatTable(
    ['event type', 'versions', 'hash', 'fields', 'description'],
    types.map(({ eventType, versions, schemaHash, fields, description }) => [
      ...[eventType, versions.join(', '), schemaHash.slice(0, shownHashLength), fields],
      description,
    ]),
  );
}
