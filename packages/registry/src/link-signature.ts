import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** Parameters that an address adds to a link's target: name → value. */
export type TargetParameters = ReadonlyMap<string, string>;

/** Of names and values together, in UTF-16 code units: what an address may add has to fit into one. */
export const maxTargetParametersLength = 4_096;

/**
 * Signs what an address adds to a link's target: HMAC-SHA-256 with the lake's key over the link's id and the parameters
 * sorted by name, 64 hex digits. Whoever has no key can neither change, add nor leave out one.
 */
export function signTarget(linkId: string, parameters: TargetParameters, lakeKey: KeyObject | Uint8Array): string {
  const sorted = [...parameters].sort(([left], [right]) => (left < right ? -1 : 1));
  return createHmac('sha256', lakeKey)
    .update(JSON.stringify(['link-target', linkId, ...sorted]))
    .digest('hex');
}

/** Whether the signature is of this link and these parameters. Takes the same time whatever is wrong with it. */
export function isSignedTarget(
  linkId: string,
  parameters: TargetParameters,
  signature: string,
  lakeKey: KeyObject | Uint8Array,
): boolean {
  const wanted = Buffer.from(signTarget(linkId, parameters, lakeKey));
  const given = Buffer.from(signature);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
