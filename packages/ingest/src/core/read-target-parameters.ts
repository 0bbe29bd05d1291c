import { maxTargetParametersLength, type TargetParameters } from '@millrace/registry';

const prefix = 'p.';

export type TargetRequest = {
  /** What is to be added to the target. */
  readonly parameters: TargetParameters;
  readonly signature: string;
};

/**
 * The `p.<name>` parameters of a link's address and `sig`; everything else in the query, as platforms append it, is passed over.
 * undefined when they cannot be meant: one given twice, more than one signature, too long.
 */
export function readTargetParameters(query: URLSearchParams): TargetRequest | undefined {
  const parameters = new Map<string, string>();
  let length = 0;
  for (const [key, value] of query) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    length += name.length + value.length;
    if (parameters.has(name) || length > maxTargetParametersLength) return undefined;
    parameters.set(name, value);
  }
  const [signature = '', ...others] = query.getAll('sig');
  return others.length > 0 ? undefined : { parameters, signature };
}
