/** major, minor, patch */
export type Version = readonly [major: number, minor: number, patch: number];

const versionPattern = /^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$/;
const maxLength = 32;

/** A semver version without pre-release and build; undefined for any other text. */
export function parseVersion(text: string): Version | undefined {
  if (text.length > maxLength) return undefined;
  const match = versionPattern.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}

/** Below 0 when left is the older one, 0 when they are the same. */
export function compareVersions(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
