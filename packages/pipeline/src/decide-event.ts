import {
  eventTypes,
  isUuid,
  keepKnown,
  readsLikeName,
  shapeOf,
  toCanonicalTime,
  type ValidVerdict,
  validateClientEvent,
} from '@millrace/schema';
import { canonicalJson, hmacHex, sha256Hex } from './digest.ts';
import { truncateIpsInText } from './ip-address.ts';
import type { Outcome, QuarantineReason } from './outcome.ts';
import { partitionKeyOf } from './partition-key.ts';
import { decidePrivacy } from './privacy.ts';

/** What the server knows about a received event besides its content. */
export type Receipt = {
  /** Canonical UTC time. */
  readonly receivedAt: string;
  readonly source: string;
  /** Which privacy policy was in force. */
  readonly policy: string;
  /** Already truncated; null when unknown. */
  readonly sourceIp: string | null;
  /** Of the request, used when the event names none. */
  readonly userAgent: string | undefined;
  readonly globalPrivacyControl: boolean;
  readonly doNotTrack: boolean;
};

/** An accepted event in its stored form: one canonical JSON line. */
export type StoredLine = {
  readonly line: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly partitionKey: string;
};

type JsonObject = Record<string, unknown>;

export const maxEventDepth = 16;
/** Of an event's JSON, in UTF-16 code units. */
export const maxEventLength = 32_768;
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const envelopeKeys: ReadonlySet<string> = new Set([
  ...['schema_version', 'event_type', 'event_id', 'ts', 'sent_at', 'user', 'session', 'ctx'],
  ...['metadata', 'custom_properties'],
]);

/**
 * Decides about one received event: structure, then consent, then contract. Consent comes before the contract, so that
 * nothing of an event that may not be kept reaches quarantine either.
 */
export function decideEvent(value: unknown, receipt: Receipt): Outcome<StoredLine> {
  if (!isObject(value)) return quarantined('not-an-event', '', 'an event is a JSON object');
  const fault = findStructuralFault(value, 1);
  if (fault) return quarantined(fault.reason, fault.path, fault.detail);

  const consent = readConsent(value);
  if (!consent) {
    const detail = 'user.consent must be an object with the booleans analytics and ads';
    return quarantined('consent-unreadable', '/user/consent', detail);
  }
  const privacy = decidePrivacy({ ...consent, ...receipt });
  if (privacy.kind === 'suppress') return { kind: 'suppressed', reason: privacy.reason };

  if (JSON.stringify(value).length > maxEventLength) {
    return quarantined('too-large', '', `an event may have ${maxEventLength} characters`);
  }
  const verdict = validateClientEvent(value);
  if (!verdict.ok) return quarantined(verdict.reason, verdict.path, verdict.message);
  // JSON text can say 1e400, a double cannot, and what is no contract's has no limits.
  if (hasInfinity(verdict.newer?.unrecognized)) {
    return quarantined('schema-invalid', '', 'a number in an unknown key is beyond what a double holds');
  }

  const stored = toStored(value, receipt, privacy, verdict);
  return {
    kind: 'accepted',
    event: {
      line: JSON.stringify(stored),
      eventId: stored['event_id'] as string,
      eventType: verdict.eventType,
      partitionKey: partitionKeyOf(stored),
    },
  };
}

/**
 * A line of quarantine: why, and as much of the content as consent lets us keep, without whole IP addresses.
 * `quarantine_id` is keyed with the lake's key: an unkeyed hash would give a truncated address away in 256 guesses.
 */
export function toQuarantineLine(
  value: unknown,
  refusal: { readonly reason: QuarantineReason; readonly path: string; readonly detail: string },
  receipt: Pick<Receipt, 'receivedAt' | 'source' | 'doNotTrack'>,
  lakeKey: Uint8Array,
): string {
  const text = JSON.stringify(value) ?? 'null';
  const mayKeepContent = isObject(value) && readConsent(value)?.analytics === true;
  const kept = mayKeepContent && receipt.doNotTrack ? JSON.stringify(withoutIdentity(value)) : text;
  return JSON.stringify({
    quarantine_id: hmacHex(lakeKey, 'quarantine', receipt.source, text),
    reason: refusal.reason,
    path: refusal.path,
    detail: refusal.detail,
    received_at: receipt.receivedAt,
    source: receipt.source,
    ...(mayKeepContent ? { ...identityOf(value), text: truncateIpsInText(kept) } : { shape: shapeOf(value) }),
  });
}

/** Fixed key order: whoever reads a stored line finds every field in the same place. */
function toStored(
  received: JsonObject,
  receipt: Receipt,
  privacy: { readonly mode: 'full' | 'cookieless'; readonly ads: boolean },
  { contractVersion, schemaHash, newer }: ValidVerdict,
): JsonObject {
  const isCookieless = privacy.mode === 'cookieless';
  const event = newer?.known ?? received;
  const sentAt = event['sent_at'];
  // Consent is stored as privacy. What else contracts may say of a user is nothing to keep of somebody unknown.
  const { consent: _asPrivacy, ...user } = isCookieless ? {} : ((event['user'] ?? {}) as JsonObject);
  const session = { ...((event['session'] ?? {}) as JsonObject) };
  if (isCookieless) delete session['session_id'];
  const ctx = { ...((event['ctx'] ?? {}) as JsonObject) };
  if (ctx['user_agent'] === undefined && receipt.userAgent !== undefined) ctx['user_agent'] = receipt.userAgent;
  const payload = Object.keys(event)
    .filter((key) => !envelopeKeys.has(key))
    .sort()
    .map((key): [string, unknown] => [key, event[key]]);
  return {
    schema_version: event['schema_version'],
    event_type: event['event_type'],
    event_id: (event['event_id'] as string).toLowerCase(),
    ts: toCanonicalTime(event['ts'] as string),
    ...(sentAt === undefined ? {} : { sent_at: toCanonicalTime(sentAt as string) }),
    received_at: receipt.receivedAt,
    source: receipt.source,
    privacy: {
      analytics: true,
      ads: privacy.ads,
      policy: receipt.policy,
      source_ip_anonymized: receipt.sourceIp,
    },
    ...(isEmpty(user) ? {} : { user }),
    ...(isEmpty(session) ? {} : { session }),
    ...(isEmpty(ctx) ? {} : { ctx }),
    ...Object.fromEntries(payload),
    ...(event['custom_properties'] === undefined ? {} : { custom_properties: event['custom_properties'] }),
    // Nobody knows what it says about a person: where nobody may be known, it is not kept.
    ...(newer === undefined || isCookieless ? {} : { _unrecognized: newer.unrecognized }),
    metadata: {
      ...((event['metadata'] ?? {}) as JsonObject),
      contract_version: contractVersion,
      schema_hash: schemaHash,
    },
    content_hash: hashContent(received),
  };
}

/** Of what the client said, before any server change; sent_at is transport: a retry has another. */
function hashContent({ sent_at: _transport, ...content }: JsonObject): string {
  return sha256Hex(canonicalJson(content));
}

function hasInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInfinity);
}

type StructuralFault = { readonly reason: 'forbidden-key' | 'too-deep'; readonly detail: string; path: string };

/** The path is put together on the way back: a faultless event pays for no strings. */
function findStructuralFault(value: object, depth: number): StructuralFault | undefined {
  if (depth > maxEventDepth) {
    return { reason: 'too-deep', detail: `an event may be ${maxEventDepth} levels deep`, path: '' };
  }
  for (const key of Object.keys(value)) {
    if (forbiddenKeys.has(key)) return { reason: 'forbidden-key', detail: `the key ${key} is not allowed`, path: '' };
    const inner = (value as JsonObject)[key];
    if (typeof inner !== 'object' || inner === null) continue;
    const fault = findStructuralFault(inner, depth + 1);
    if (fault) {
      fault.path = readsLikeName(key) ? `/${key}${fault.path}` : '';
      return fault;
    }
  }
  return undefined;
}

/** Whether JSON content is nested deeper than `limit`: deeper than anything that may be walked or serialised again. */
export function exceedsDepth(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const inner of Object.values(value)) if (exceedsDepth(inner, limit - 1)) return true;
  return false;
}

function readConsent(event: JsonObject): { analytics: boolean; ads: boolean } | undefined {
  const user = event['user'];
  const consent = isObject(user) ? user['consent'] : undefined;
  if (!isObject(consent)) return undefined;
  const { analytics, ads } = consent;
  return typeof analytics === 'boolean' && typeof ads === 'boolean' ? { analytics, ads } : undefined;
}

/**
 * What cookieless leaves of a refused event: whatever stands where the ids stand goes, and whatever no contract knows. An
 * event type that is not known yet loses its own part with it: what nobody can read cannot be kept of somebody unknown.
 */
function withoutIdentity(event: JsonObject): JsonObject {
  const { user, session, ...others } = keepKnown(event);
  const { consent } = user as JsonObject;
  const utm = isObject(session) ? session['utm'] : undefined;
  return { ...others, user: { consent }, ...(utm === undefined ? {} : { session: { utm } }) };
}

function identityOf(event: JsonObject): JsonObject {
  const { event_id, event_type } = event;
  return {
    ...(typeof event_id === 'string' && isUuid(event_id) ? { event_id } : {}),
    ...(eventTypes.some((known) => known === event_type) ? { event_type } : {}),
  };
}

function quarantined(reason: QuarantineReason, path: string, detail: string): Outcome<never> {
  return { kind: 'quarantined', reason, path, detail };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}
