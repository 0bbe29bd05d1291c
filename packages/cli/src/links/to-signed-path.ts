import type { KeyObject } from 'node:crypto';
import { type Link, signTarget, type TargetParameters } from '@millrace/registry';

/** The address of a link below a stage's URL, with parameters that are signed to be added to its target. */
export function toSignedPath(link: Link, parameters: TargetParameters, lakeKey: KeyObject | Uint8Array): string {
  if (parameters.size === 0) return `/r/${link.linkId}`;
  const query = new URLSearchParams([...parameters].map(([name, value]): [string, string] => [`p.${name}`, value]));
  query.set('sig', signTarget(link.linkId, parameters, lakeKey));
  return `/r/${link.linkId}?${query}`;
}
