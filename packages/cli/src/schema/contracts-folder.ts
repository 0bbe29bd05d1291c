import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@millrace/pipeline';
import { type BundledContract, type ContractSource, readContracts } from '@millrace/schema/generator';
import { nearestName } from './nearest-name.ts';

/** Of the workspace that this command line lies in. */
export const workspaceRoot = fileURLToPath(new URL('../../../..', import.meta.url));
export const ownContracts = join(workspaceRoot, 'packages/schema/contracts');

/** Reads a folder of contracts. Throws ConfigError, with the generator's words, when it cannot be one. */
export function openContracts(folder: string): ContractSource {
  if (!existsSync(folder)) throw new ConfigError(`${folder} does not exist: --contracts names a folder of contracts`);
  try {
    return readContracts(folder);
  } catch (error) {
    throw new ConfigError(`the contracts in ${toShown(folder)} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The path as one would type it here. */
export function toShown(path: string): string {
  const near = relative(process.cwd(), resolve(path));
  return near !== '' && !near.startsWith('..') ? near : resolve(path);
}

/** Event type → its contracts, oldest version first. */
export function groupContracts({ contracts }: ContractSource): ReadonlyMap<string, readonly BundledContract[]> {
  return Map.groupBy(contracts, ({ eventType }) => eventType);
}

/** One contract; the newest version without one. Throws ConfigError that names what there is. */
export function findContract(source: ContractSource, eventType: string, version: string | undefined): BundledContract {
  const byType = groupContracts(source);
  const versions = byType.get(eventType);
  if (!versions) {
    const names = [...byType.keys()];
    const near = nearestName(eventType, names);
    const hint = near === undefined ? '' : ` did you mean ${near}?`;
    throw new ConfigError(`there is no event type ${eventType};${hint} known: ${names.join(', ')}`);
  }
  const found = version === undefined ? versions.at(-1) : versions.find((contract) => contract.version === version);
  if (found) return found;
  const known = versions.map((contract) => contract.version).join(', ');
  throw new ConfigError(`${eventType} has no version ${version}; known: ${known}`);
}
