import { parseVersion, type Version } from '../version.ts';
import type { Change, Effect } from './compare-schemas.ts';

/** By how much a version goes up, smallest first. */
export const steps = ['patch', 'minor', 'major'] as const;
export type Step = (typeof steps)[number];

/** The smallest step that may carry these changes: a breaking one is major, a compatible one minor, words are a patch. */
export function requiredStep(changes: readonly Change[]): Step {
  const effects = new Set<Effect>(changes.flatMap(({ writers, readers, tables }) => [writers, readers, tables]));
  if (effects.has('breaking')) return 'major';
  return effects.has('compatible') ? 'minor' : 'patch';
}

/** What may come after a version: no number is left out, and what stands right of the raised one starts again at 0. */
export function nextVersions(version: string): Readonly<Record<Step, string>> {
  const [major, minor, patch] = readVersion(version);
  return {
    patch: `${major}.${minor}.${patch + 1}`,
    minor: `${major}.${minor + 1}.0`,
    major: `${major + 1}.0.0`,
  };
}

/** The step that leads from one version to the other; undefined where the other is none of the next ones. */
export function stepBetween(before: string, after: string): Step | undefined {
  const next = nextVersions(before);
  return steps.find((step) => next[step] === after);
}

/** Throws on a text that is no version. */
function readVersion(text: string): Version {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is no version: <major>.<minor>.<patch>`);
  return version;
}
