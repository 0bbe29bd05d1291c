import { eventTypes, isUuid, keepKnown, shapeOf } from '@millrace/schema';
import { decidePrivacyOf } from './decide-event.ts';
import { hmacHex } from './digest.ts';
import { truncateIpsInText } from './ip-address.ts';
import type { QuarantineReason } from './outcome.ts';
import type { StoredMode } from './privacy.ts';
import type { Receipt } from './receipt.ts';
import { scrubAll } from './scrub.ts';
import { withoutRawUserId } from './user-id.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** In UTF-16 code units: three bytes each at most, so that a line always fits into a frame. */
const maxTextLength = 262_144;
const recordKeys = ['event_id', 'event_type', 'schema_version', 'ts', 'sent_at', 'consent_change', 'metadata'];

/**
 * A line of quarantine: why, and as much of the content as the privacy table lets us keep, without whole IP addresses,
 * e-mail addresses and raw user ids, and with its URLs cut.
 * `quarantine_id` is keyed with the lake's key: an unkeyed hash would give a truncated address away in 256 guesses.
 */
export function toQuarantineLine(
  value: unknown,
  refusal: { readonly reason: QuarantineReason; readonly path: string; readonly detail: string },
  receipt: Receipt,
): string {
  const text = JSON.stringify(value) ?? 'null';
  const kept = isObject(value) ? keepContent(value, receipt) : undefined;
  return JSON.stringify({
    quarantine_id: hmacHex(receipt.lakeKey, 'quarantine', receipt.source, text),
    reason: refusal.reason,
    path: refusal.path,
    detail: refusal.detail,
    received_at: receipt.receivedAt,
    source: receipt.source,
    ...(kept === undefined
      ? { shape: shapeOf(value) }
      : { ...identityOf(kept), text: truncateIpsInText(cut(JSON.stringify(kept))) }),
  });
}

/** undefined where nothing may be kept but the shape: of a denied decision nobody knows what else was written into it. */
function keepContent(event: JsonObject, receipt: Receipt): JsonObject | undefined {
  const privacy = decidePrivacyOf(event, receipt);
  const consent = (event['user'] as JsonObject | undefined)?.['consent'] as JsonObject | undefined;
  if (privacy.kind !== 'keep' || consent?.['analytics'] !== true || receipt.mode === 'none') return undefined;
  const reduced = reduceTo(privacy.mode, withoutRawUserId(event, receipt));
  return scrubAll(reduced, receipt.queryParameters) as JsonObject;
}

function reduceTo(mode: StoredMode, event: JsonObject): JsonObject {
  if (mode === 'full') return event;
  return mode === 'record' ? toRecord(keepKnown(event)) : withoutIdentity(event);
}

/** What a decision about consent is: whose, which, when. */
function toRecord(known: JsonObject): JsonObject {
  const { user_id_hash, consent } = known['user'] as JsonObject;
  const kept = recordKeys.filter((key) => Object.hasOwn(known, key)).map((key) => [key, known[key]]);
  return { ...Object.fromEntries(kept), user: { ...(user_id_hash === undefined ? {} : { user_id_hash }), consent } };
}

/**
 * What cookieless leaves of a refused event: whatever stands where the ids stand goes, and whatever no contract knows. An
 * event type that is not known yet loses its own part with it: what nobody can read cannot be kept of somebody unknown.
 */
function withoutIdentity(event: JsonObject): JsonObject {
  const { user, session, sent_at: _clock, ...others } = keepKnown(event);
  const { consent } = user as JsonObject;
  const utm = isObject(session) ? session['utm'] : undefined;
  return { ...others, user: { consent }, ...(utm === undefined ? {} : { session: { utm } }) };
}

function identityOf({ event_id, event_type }: JsonObject): JsonObject {
  return {
    ...(typeof event_id === 'string' && isUuid(event_id) ? { event_id } : {}),
    ...(eventTypes.some((known) => known === event_type) ? { event_type } : {}),
  };
}

/**
 * The beginning of what is too long for a frame, with a mark. Before addresses are looked for: in a run of some million digits
 * the search ends in an exception. What could be the beginning of an address goes with the rest.
 */
function cut(text: string): string {
  if (text.length <= maxTextLength) return text;
  let end = maxTextLength - 1;
  while (end > 0 && /[0-9a-f:.%]/i.test(text.charAt(end - 1))) end -= 1;
  return `${text.slice(0, end)}…`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
