/** Fixed for the life of a stream: four times the shards one expects at most. */
export const partitionBucketCount = 64;

type Keyed = {
  readonly event_id?: unknown;
  readonly session?: { readonly session_id?: unknown } | undefined;
  readonly user?: { readonly user_id_hash?: unknown } | undefined;
};

/**
 * The stream partition key of an event: the bucket of `session_id ?? user_id_hash ?? event_id`, so a session keeps its
 * key for ever. Senders group events by it: one request of one key becomes one stream record.
 */
export function partitionKeyOf(event: Keyed): string {
  const identity = event.session?.session_id ?? event.user?.user_id_hash ?? event.event_id;
  return bucketKeyOf(typeof identity === 'string' ? identity : '');
}

/** FNV-1a (32 bit, over UTF-16 code units) modulo the bucket count. */
export function bucketKeyOf(identity: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < identity.length; index += 1) {
    hash = Math.imul(hash ^ identity.charCodeAt(index), 0x01000193);
  }
  return String((hash >>> 0) % partitionBucketCount);
}
