import type { BodyFault } from './body-fault.ts';

const contentTypes = ['application/json', 'text/plain'];
const contentEncodings = ['identity', 'gzip', 'deflate', 'br', 'zstd'] as const;
export type ContentEncoding = (typeof contentEncodings)[number];

/**
 * The encoding of a body that we can read: JSON in UTF-8, also as `text/plain`, which is what sendBeacon sends without
 * asking first; compressed once at most. 415 for any other.
 */
export function readContentHeaders(
  headers: Readonly<Record<string, string | undefined>>,
): { readonly encoding: ContentEncoding } | BodyFault {
  const [type = '', ...parameters] = (headers['content-type'] ?? 'application/json').toLowerCase().split(';');
  if (!contentTypes.includes(type.trim())) {
    return { status: 415, detail: 'the content-type of a body is application/json or text/plain' };
  }
  for (const parameter of parameters) {
    const [, charset] = /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter) ?? [];
    if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
      return { status: 415, detail: 'the charset of a body is utf-8' };
    }
  }
  const named = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const encoding = contentEncodings.find((known) => known === named);
  if (encoding === undefined) {
    return { status: 415, detail: `the content-encoding of a body is one of ${contentEncodings.join(', ')}` };
  }
  return { encoding };
}
