import type { HttpRequest } from '@millrace/middleware';
import { type Receipt, TransientError, truncateIp, userIdHashOf } from '@millrace/pipeline';
import { dailySessionId } from '@millrace/registry';
import type { RequestContext } from './core/decide-request.ts';
import type { RequestBody } from './core/parse-body.ts';
import { type Cdn, readClientAddress } from './core/read-client-address.ts';
import type { CountryOf } from './open-country-database.ts';
import type { Registry } from './open-registry.ts';
import type { Access } from './read-access.ts';

export type ReceiptPorts = {
  readonly registry: Registry;
  readonly policy: string;
  readonly cdn: Cdn;
  readonly countryOf: CountryOf;
};

/**
 * What the server knows of a request's events. The whole client address ends here: into the truncated one, a country, and
 * where nobody may be known a session id of one day. Throws TransientError when nobody can say who has withdrawn.
 */
export async function toReceipts(
  request: HttpRequest,
  body: RequestBody,
  { key, rights }: Access,
  ports: ReceiptPorts,
): Promise<Pick<RequestContext, 'receipt' | 'receiptOf' | 'eventTypes'>> {
  const { headers, receivedAt } = request;
  const { isTrusted, userSalt, queryParameters, eventTypes } = rights;
  const { registry, cdn, countryOf } = ports;
  const doNotTrack = isSet(headers['dnt']);
  const salt = key.mode === 'cookieless' || doNotTrack ? await saltAt(receivedAt, registry) : undefined;
  const sessionOf = (address: string, userAgent: string | undefined) =>
    salt && dailySessionId(salt, { keyId: key.keyId, address, userAgent });

  // The peer of a signed request is a server: where its visitors are it says itself.
  const address = isTrusted ? undefined : readClientAddress(request, cdn);
  const userAgent = isTrusted ? undefined : headers['user-agent']?.slice(0, 1024);
  const receipt: Receipt = {
    receivedAt: new Date(receivedAt).toISOString(),
    source: body.import?.source ?? key.source,
    keyId: key.keyId,
    policy: body.import?.policy ?? key.policy ?? ports.policy,
    mode: key.mode,
    isTrusted,
    userSalt,
    lakeKey: registry.lakeKey,
    sourceIp: address === undefined ? null : (truncateIp(address) ?? null),
    country: address === undefined ? null : (countryByCdn(headers, cdn) ?? countryOf(address)),
    userAgent,
    globalPrivacyControl: isSet(headers['sec-gpc']),
    doNotTrack,
    dailySessionId: address === undefined ? undefined : sessionOf(address, userAgent),
    batchSentAt: body.sentAt,
    queryParameters,
    // Of a key that only counts nothing is kept anyway.
    withdrawn: key.mode === 'none' ? nobody : await findWithdrawn(body.events, { userSalt }, registry),
  };
  const receiptOf = (ofEvent: string): Receipt => ({
    ...receipt,
    sourceIp: truncateIp(ofEvent) ?? null,
    country: countryOf(ofEvent),
    dailySessionId: sessionOf(ofEvent, undefined),
  });
  return { receipt, receiptOf: body.import && receiptOf, eventTypes };
}

/** A header that came twice is joined by commas: who says it once says it. */
function isSet(header: string | undefined): boolean {
  return header?.split(',').some((value) => value.trim() === '1') ?? false;
}

const nobody: ReadonlySet<string> = new Set();

async function findWithdrawn(
  events: readonly unknown[],
  salted: Pick<Receipt, 'userSalt'>,
  { consents }: Registry,
): Promise<ReadonlySet<string>> {
  const users: string[] = [];
  for (const event of events) {
    if (!isAboutWithdrawals(event)) continue;
    const user = userIdHashOf(event, salted);
    if (user !== undefined) users.push(user);
  }
  return users.length === 0 ? nobody : consents.withdrawnAmong(users);
}

/** Of the others nothing is kept, whoever has withdrawn; and a decision about consent always is. */
function isAboutWithdrawals(event: unknown): boolean {
  const { event_type: eventType, user } = (event ?? {}) as {
    event_type?: unknown;
    user?: { consent?: unknown } | null;
  };
  const consent = user?.consent as { analytics?: unknown } | null | undefined;
  return consent?.analytics === true && eventType !== 'consent_update';
}

/** Without the salt nobody has a session; that is no reason to refuse the events. */
async function saltAt(receivedAt: number, { salts }: Registry): Promise<Uint8Array | undefined> {
  try {
    return await salts.saltAt(receivedAt);
  } catch (error) {
    if (error instanceof TransientError) return undefined;
    throw error;
  }
}

function countryByCdn(headers: HttpRequest['headers'], cdn: Cdn): string | undefined {
  const country = cdn === 'cloudfront' ? headers['cloudfront-viewer-country'] : undefined;
  return country !== undefined && /^[A-Z]{2}$/.test(country) ? country : undefined;
}
