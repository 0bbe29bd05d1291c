import {
  type OrderedContent,
  parseEventTime,
  toCanonicalTime,
  type ValidVerdict,
  validateClientEvent,
} from '@millrace/schema';
import { type ClockCorrection, correctClock } from './correct-clock.ts';
import { hmacOfText } from './digest.ts';
import { type Fault, findLimitFault, findStructuralFault, maxEventLength, maxStringLength } from './find-fault.ts';
import { holdsSuspicious, orderFree, orderKnown, orderWhole } from './order-content.ts';
import type { Outcome, QuarantineReason } from './outcome.ts';
import { partitionKeyOf } from './partition-key.ts';
import { decidePrivacy, type PrivacyDecision, type StoredMode } from './privacy.ts';
import type { Receipt } from './receipt.ts';
import { holdsEmail, isScrubbingDue, scrubEmails, scrubValue } from './scrub.ts';
import { findUserIdFault, userIdHashOf, withoutRawUserId } from './user-id.ts';

/** An accepted event in its stored form: one canonical JSON line. */
export type StoredLine = {
  readonly line: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly partitionKey: string;
  /** Of a consent_update whose user is known. */
  readonly decision?: { readonly userIdHash: string; readonly analytics: boolean; readonly ads: boolean };
};

type JsonObject = Readonly<Record<string, unknown>>;
type Kept = Extract<PrivacyDecision, { kind: 'keep' }>;

/** What was said as JSON: members with a comma before each. isEmptyIn: an object of `who`, or metadata, may be `{}`. */
type SaidText = {
  readonly who: string;
  readonly what: string;
  readonly isScrubbingDue: boolean;
  readonly isEmptyIn: boolean;
};

/** What is stored of it. */
type KeptContent = {
  readonly said: OrderedContent;
  readonly who: string;
  readonly what: string;
  readonly scrubbedCount: number;
};

type Consent = { readonly analytics: boolean; readonly ads: boolean };
type Head = {
  readonly version: string;
  readonly eventType: string;
  readonly eventId: string;
  readonly ts: string;
  readonly sentAt: string | undefined;
};

const canonicalLength = '2000-01-01T00:00:00.000Z'.length;
const unrecognizedKey = '_unrecognized';

/**
 * Decides about one received event: structure, then consent, then contract. Consent comes before the contract, so that
 * nothing of an event that may not be kept reaches quarantine either. Pure: the same event and receipt, the same outcome.
 */
export function decideEvent(value: unknown, receipt: Receipt): Outcome<StoredLine> {
  if (!isObject(value)) return quarantined('not-an-event', '', 'an event is a JSON object');
  const privacy = decidePrivacyOf(value, receipt);
  const event = withoutRawUserId(value, receipt);
  const verdict = privacy.kind === 'keep' ? validateClientEvent(event) : undefined;
  // What satisfies a contract to the letter has no structure but the contract's: searching it would be in vain.
  const isToTheLetter = verdict?.ok === true && verdict.newer === undefined;
  const structuralFault = isToTheLetter ? undefined : findStructuralFault(value);
  if (structuralFault) return toRefusal(structuralFault);
  if (privacy.kind === 'quarantine' || verdict === undefined) return toUnkept(privacy);

  const userIdFault = findUserIdFault(value, receipt);
  if (userIdFault) return toRefusal(userIdFault);
  const limitFault = isToTheLetter ? undefined : findLimitFault(event);
  if (limitFault) return toRefusal(limitFault);
  if (!verdict.ok) return quarantined(verdict.reason, verdict.path, verdict.message);
  return accept(event, verdict, privacy as Kept, receipt);
}

/** The privacy table, and after it the withdrawals: only a decision about consent is kept of somebody who has withdrawn. */
export function decidePrivacyOf(event: JsonObject, receipt: Receipt): PrivacyDecision {
  const isConsentUpdate = event['event_type'] === 'consent_update';
  const { mode, doNotTrack, globalPrivacyControl, withdrawn } = receipt;
  const consent = readConsent(event);
  const decision = decidePrivacy({ mode, consent, doNotTrack, globalPrivacyControl, isConsentUpdate });
  if (withdrawn.size === 0 || decision.kind !== 'keep' || isConsentUpdate) return decision;
  const userIdHash = userIdHashOf(event, receipt);
  return userIdHash !== undefined && withdrawn.has(userIdHash) ? { kind: 'suppress', reason: 'withdrawn' } : decision;
}

function accept(event: JsonObject, verdict: ValidVerdict, privacy: Kept, receipt: Receipt): Outcome<StoredLine> {
  const head = toHead(event);
  const { newer } = verdict;
  const said = orderKnown(newer?.known ?? event, verdict);
  const text = toSaidText(said);
  // What is hashed does not depend on the contract that was applied: under a later one nothing of it has changed.
  const { who, what, isScrubbingDue: isScrubbing } = newer ? toSaidText(orderWhole(event)) : text;
  const headText = toHeadText(head, head.ts);
  const content = `${headText},"consent":${toConsentText(event)}${who}${what}}`;
  if (content.length > maxEventLength) {
    return quarantined('too-large', '', `an event may have ${maxEventLength} characters`);
  }
  if (content.length > maxStringLength || holdsSuspicious(event)) {
    const fault = findStructuralFault(event) ?? findLimitFault(event);
    if (fault) return toRefusal(fault);
  }

  const isAsSaid = !newer && privacy.mode === 'full' && !isScrubbing && !text.isEmptyIn;
  const kept = isAsSaid
    ? { said, who, what, scrubbedCount: 0 }
    : keep(said, text, newer, privacy.mode, isScrubbing, receipt);
  if ('reason' in kept) return toRefusal(kept);
  const server = serverTextOf(receipt);
  const { scrubbedCount } = kept;
  const { user, session } = kept.said.who as Partial<Record<string, JsonObject>>;
  const consent = readConsent(event) as Consent;
  // To the millisecond, a wrong clock is the same on every day: it would tell devices apart that nobody may know.
  const isUnknown = privacy.mode === 'cookieless';
  const clock = clockOf(head, receipt, server);
  const corrected = clock === undefined ? headText : toHeadText(head, clock.ts);
  const sent = head.sentAt === undefined || isUnknown ? '' : `,"sent_at":"${head.sentAt}"`;
  const scrubbed = scrubbedCount === 0 ? '' : `,"scrubbed_count":${scrubbedCount}`;
  const isRecord = privacy.mode === 'record';
  const address = isRecord ? ',"source_ip_anonymized":null}' : server.afterMode;
  const clockText =
    clock === undefined || isUnknown ? '' : `,"clock":{"ts":"${head.ts}","correction":${clock.correction}}`;
  const whoText = isRecord ? kept.who : withUserAgent(kept, server);
  // Metadata comes last: the server's own goes into it.
  const hasMetadata = kept.said.what['metadata'] !== undefined;
  const whatText = hasMetadata ? kept.what.slice(0, -1) : kept.what;
  const hash = hmacOfText(receipt.lakeKey, content);
  const line =
    `${corrected}${sent}${server.beforeConsent}${consent.analytics},"ads":${privacy.ads}${server.beforeMode}` +
    `${privacy.mode}"${scrubbed}${address}${clockText}${whoText}${whatText}${hasMetadata ? ',' : ',"metadata":{'}` +
    `"contract_version":"${verdict.contractVersion}","schema_hash":"${verdict.schemaHash}"},"content_hash":"${hash}"}`;

  const { eventId, eventType } = head;
  const stored: StoredLine = {
    line,
    eventId,
    eventType,
    partitionKey: partitionKeyOf({ event_id: eventId, session, user }),
  };
  const userIdHash = user?.['user_id_hash'];
  if (privacy.mode !== 'record' || typeof userIdHash !== 'string') return { kind: 'accepted', event: stored };
  const decision = { userIdHash, analytics: consent.analytics, ads: privacy.ads };
  return { kind: 'accepted', event: { ...stored, decision } };
}

/** Both texts are searched before anything is joined to them: joined texts would be copied for it. */
function toSaidText(said: OrderedContent): SaidText {
  const who = JSON.stringify(said.who);
  const what = JSON.stringify(said.what);
  return {
    who: toMembers(who),
    what: toMembers(what),
    isScrubbingDue: isScrubbingDue(who) || isScrubbingDue(what),
    isEmptyIn: who.includes(':{}') || what.endsWith(':{}}'),
  };
}

/** The members of an object's JSON, to stand behind others. */
function toMembers(json: string): string {
  return json === '{}' ? '' : `,${json.slice(1, -1)}`;
}

/** Texts that a contract has checked, so that they stand in JSON as they are. */
function toHead(event: JsonObject): Head {
  const sentAt = event['sent_at'];
  return {
    version: event['schema_version'] as string,
    eventType: event['event_type'] as string,
    eventId: (event['event_id'] as string).toLowerCase(),
    ts: toCanonical(event['ts'] as string),
    sentAt: sentAt === undefined ? undefined : toCanonical(sentAt as string),
  };
}

/** A contract has checked the time: as long as this and in UTC it is in its canonical form. */
function toCanonical(time: string): string {
  return time.length === canonicalLength && time.endsWith('Z') ? time : toCanonicalTime(time);
}

/** Its keys in order, as everywhere. */
function toConsentText(event: JsonObject): string {
  const consent = (event['user'] as JsonObject)['consent'] as JsonObject;
  const { ads, analytics } = consent;
  if (Object.keys(consent).length === 2) return `{"ads":${ads},"analytics":${analytics}}`;
  return JSON.stringify(orderFree(consent));
}

function toHeadText({ version, eventType, eventId }: Head, ts: string): string {
  return `{"schema_version":"${version}","event_type":"${eventType}","event_id":"${eventId}","ts":"${ts}"`;
}

/** The text of `who`, with the request's user agent where the event names none: the context is the last of it. */
function withUserAgent({ said, who }: KeptContent, { userAgent }: ServerText): string {
  if (userAgent === undefined) return who;
  const ctx = said.who['ctx'] as JsonObject | undefined;
  if (ctx === undefined) return `${who},"ctx":{"user_agent":${userAgent}}`;
  return ctx['user_agent'] === undefined ? `${who.slice(0, -1)},"user_agent":${userAgent}}` : who;
}

/** What is left after privacy: of the unrecognized, too, where nothing says that nobody may be known. */
function keep(
  known: OrderedContent,
  text: SaidText,
  newer: ValidVerdict['newer'],
  mode: StoredMode,
  isScrubbing: boolean,
  receipt: Receipt,
): KeptContent | Fault {
  const all = newer ? withUnrecognized(known, newer.unrecognized) : known;
  const whole = isScrubbing ? scrubSaid(all, receipt) : { said: all, count: 0 };
  if ('reason' in whole) return whole;
  // Addresses are counted in what is kept, and looked for in all that was said.
  const reduced = mode === 'full' ? whole : { said: reduce(all, mode, receipt), count: 0 };
  const scrubbed = isScrubbing && mode !== 'full' ? scrubSaid(reduced.said, receipt) : reduced;
  if ('reason' in scrubbed) return scrubbed;
  const who = withoutEmpty(scrubbed.said.who);
  const what = withoutEmptyMetadata(scrubbed.said.what);
  return {
    said: { who, what },
    who: who === known.who ? text.who : toMembers(JSON.stringify(who)),
    what: what === known.what ? text.what : toMembers(JSON.stringify(what)),
    scrubbedCount: scrubbed.count,
  };
}

/** Metadata stays last. */
function withUnrecognized({ who, what }: OrderedContent, unrecognized: JsonObject): OrderedContent {
  const { metadata, ...others } = what;
  return { who, what: { ...others, [unrecognizedKey]: orderFree(unrecognized), metadata } };
}

function reduce({ who, what }: OrderedContent, mode: StoredMode, { dailySessionId }: Receipt): OrderedContent {
  const { user, session, ctx } = who as Partial<Record<string, JsonObject>>;
  switch (mode) {
    case 'full':
      return { who, what };
    case 'cookieless': {
      // Nobody knows what the unrecognized says about a person: where nobody may be known, it is not kept.
      const { [unrecognizedKey]: _, ...known } = what;
      return { who: { session: { session_id: dailySessionId, utm: session?.['utm'] }, ctx }, what: known };
    }
    case 'record': {
      const { consent_change, metadata } = what;
      return { who: { user: { user_id_hash: user?.['user_id_hash'] } }, what: { consent_change, metadata } };
    }
  }
}

/** No context says as much as an empty one. */
function withoutEmpty(object: JsonObject): JsonObject {
  const entries = Object.entries(object);
  const full = entries.filter(([, value]) => !isEmpty(value));
  return full.length === entries.length ? object : Object.fromEntries(full);
}

/** The server's own goes into metadata: there must be something before its comma. */
function withoutEmptyMetadata(what: JsonObject): JsonObject {
  return isEmpty(what['metadata']) ? { ...what, metadata: undefined } : what;
}

/** What JSON makes `{}` of. */
function isEmpty(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((inner) => inner === undefined);
}

/** Refuses an address where it can't be replaced: in an id, it would make strangers one; in a key, it would be a name. */
function scrubSaid(
  said: OrderedContent,
  { queryParameters }: Receipt,
): { readonly said: OrderedContent; readonly count: number } | Fault {
  const { user, session } = said.who as Partial<Record<string, JsonObject>>;
  if (isEmailId(user?.['user_id_hash'])) return emailFault('/user/user_id_hash', 'an id');
  if (isEmailId(session?.['session_id'])) return emailFault('/session/session_id', 'an id');
  const who = scrubValue(said.who, '', queryParameters);
  if (!who.ok) return emailFault(who.path, 'the name of a key');
  const what = scrubValue(said.what, '', queryParameters);
  if (!what.ok) {
    return emailFault(what.path.startsWith(`/${unrecognizedKey}`) ? '' : what.path, 'the name of a key');
  }
  return { said: { who: who.value as JsonObject, what: what.value as JsonObject }, count: who.count + what.count };
}

function isEmailId(id: unknown): boolean {
  return typeof id === 'string' && holdsEmail(id);
}

function emailFault(path: string, place: string): Fault {
  return { reason: 'schema-invalid', path, detail: `${place} must not hold an e-mail address` };
}

/** What a receipt puts into each of its events, as JSON. */
type ServerText = {
  readonly receivedMs: number;
  readonly userAgent: string | undefined;
  /** From `received_at` to `analytics`. */
  readonly beforeConsent: string;
  /** The policy, and the beginning of the mode. */
  readonly beforeMode: string;
  /** From the address to the country, where both are kept. */
  readonly afterMode: string;
};
const serverTexts = new WeakMap<Receipt, ServerText>();

/** Made once for a receipt: a request's events share it. */
function serverTextOf(receipt: Receipt): ServerText {
  const known = serverTexts.get(receipt);
  if (known) return known;
  const { receivedAt, source, keyId, policy, sourceIp, country, userAgent } = receipt;
  const received = `,"received_at":${JSON.stringify(receivedAt)},"source":${JSON.stringify(source)}`;
  const geo = country === null ? '' : `,"geo":{"country":${JSON.stringify(country)}}`;
  const text: ServerText = {
    receivedMs: parseEventTime(receivedAt),
    userAgent: userAgent === undefined ? undefined : JSON.stringify(scrubEmails(userAgent).text),
    beforeConsent: `${received},"key_id":${JSON.stringify(keyId)},"privacy":{"analytics":`,
    beforeMode: `,"policy":${JSON.stringify(policy)},"mode":"`,
    afterMode: `,"source_ip_anonymized":${JSON.stringify(sourceIp)}}${geo}`,
  };
  serverTexts.set(receipt, text);
  return text;
}

/** Only clocks of strangers are corrected: who has a secret key means the times that it sends. */
function clockOf(head: Head, receipt: Receipt, { receivedMs }: ServerText): ClockCorrection | undefined {
  if (receipt.isTrusted) return undefined;
  const sentAt = head.sentAt ?? receipt.batchSentAt;
  return sentAt === undefined ? undefined : correctClock(head.ts, sentAt, receivedMs);
}

/** The consent that an event states; undefined when it cannot be read. */
function readConsent(event: JsonObject): Consent | undefined {
  const user = event['user'];
  const consent = isObject(user) ? user['consent'] : undefined;
  if (!isObject(consent)) return undefined;
  const { analytics, ads } = consent;
  return typeof analytics === 'boolean' && typeof ads === 'boolean' ? { analytics, ads } : undefined;
}

function toUnkept(privacy: PrivacyDecision): Outcome<never> {
  if (privacy.kind === 'suppress') return { kind: 'suppressed', reason: privacy.reason };
  const detail = 'user.consent must be an object with the booleans analytics and ads';
  return quarantined('consent-unreadable', '/user/consent', detail);
}

function toRefusal({ reason, path, detail }: Fault): Outcome<never> {
  return quarantined(reason, path, detail);
}

function quarantined(reason: QuarantineReason, path: string, detail: string): Outcome<never> {
  return { kind: 'quarantined', reason, path, detail };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
