import { compareVersions, parseVersion } from '@millrace/schema';
import type { BundledContract } from '@millrace/schema/generator';

/**
 * The contract that a build which has these (of one event type, oldest first) applies to a version: this very one, or the
 * newest before it of the same major version. undefined where there is none, or the text is no version.
 */
export function findApplied(contracts: readonly BundledContract[], sent: unknown): BundledContract | undefined {
  const version = typeof sent === 'string' ? parseVersion(sent) : undefined;
  if (!version) return undefined;
  return contracts.findLast((contract) => {
    const known = parseVersion(contract.version);
    return known && known[0] === version[0] && compareVersions(known, version) <= 0;
  });
}
