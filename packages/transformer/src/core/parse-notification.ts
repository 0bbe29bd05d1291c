import { parseLandingKey } from '@millrace/pipeline';

/** A landed batch as an object notification names it. */
export type LandedHint = { readonly key: string; readonly shardId: string; readonly first: string };

/**
 * The landed objects that an S3 notification speaks of. Keys come URL-encoded, a blank as `+`. Test messages and other
 * objects are no hints. Throws SyntaxError when the body is not JSON.
 */
export function parseNotification(body: string): LandedHint[] {
  const { Records: records = [] } = JSON.parse(body) as { Records?: { s3?: { object?: { key?: string } } }[] };
  return records.flatMap((record) => {
    const encoded = record.s3?.object?.key;
    if (encoded === undefined) return [];
    const key = decodeURIComponent(encoded.replaceAll('+', ' '));
    const parsed = parseLandingKey(key);
    return parsed ? [{ key, shardId: parsed.shardId, first: parsed.first }] : [];
  });
}
