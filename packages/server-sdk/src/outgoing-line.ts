import { bucketKeyOf, partitionKeyOf } from '@millrace/pipeline';

/** An event, or a line that an importer could not read, in the form in which it is sent: every attempt has the same text. */
export type OutgoingLine = {
  readonly kind: 'event' | 'malformed';
  /** Lines of one group travel together: the partition key of an event. */
  readonly group: string;
  readonly json: string;
  /** With the comma that parts it from the next. */
  readonly sizeBytes: number;
};

/** Of malformed lines; no partition key has that name. */
const malformedGroup = 'malformed';

/** `json`: the event as text without line breaks, when the caller has it already. */
export function toEventLine(event: object, json: string = JSON.stringify(event)): OutgoingLine {
  return { kind: 'event', group: toGroup(event), json, sizeBytes: Buffer.byteLength(json) + 1 };
}

export function toMalformedLine(malformed: object): OutgoingLine {
  const json = JSON.stringify(malformed);
  return { kind: 'malformed', group: malformedGroup, json, sizeBytes: Buffer.byteLength(json) + 1 };
}

/**
 * Only the stage can tell the bucket of a raw user id (it hashes it with a salt): here such a user's events at least
 * stay together.
 */
function toGroup(event: {
  readonly session?: { readonly session_id?: unknown };
  readonly user?: { readonly user_id?: unknown; readonly user_id_hash?: unknown };
}): string {
  const { session, user } = event;
  const isKnownByRawId = (session?.session_id ?? user?.user_id_hash ?? undefined) === undefined;
  return isKnownByRawId && typeof user?.user_id === 'string' ? bucketKeyOf(user.user_id) : partitionKeyOf(event);
}
