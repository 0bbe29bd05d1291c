import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { InvariantError, type KeyMode, type StateValue } from '@millrace/pipeline';

export const keyKinds = ['public', 'secret'] as const;
/** public: in pages and apps, where anybody can read it. secret: of a server; its requests are signed and trusted. */
export type KeyKind = (typeof keyKinds)[number];

export const keyModes = ['full', 'cookieless', 'none'] as const satisfies readonly KeyMode[];

/** createdAt, expiresAt: epoch ms; from expiresAt on the secret is worth nothing. The secret itself is in no table. */
export type SecretId = { readonly id: string; readonly createdAt: number; readonly expiresAt?: number };

/** What a client may send, and what becomes of it. */
export type KeySettings = {
  readonly kind: KeyKind;
  /** For people: whose key this is. */
  readonly name: string;
  /** Of every event that comes with it. */
  readonly source: string;
  /** Whose salt raw user ids are hashed with: `[a-z0-9-]{1,40}`. */
  readonly tenant: string;
  /** Version of the privacy policy; undefined: the one that the stage has in force. */
  readonly policy: string | undefined;
  readonly mode: KeyMode;
  /** Exact origins (`https://shop.example`) that browsers may send from, or `*` for all; none: no browser may. */
  readonly origins: readonly string[];
  /** Types of events that it may send; none named: all. */
  readonly eventTypes: readonly string[];
  /** Events a second, all instances together; undefined: no limit. */
  readonly perSecond: number | undefined;
  /** Events a UTC day; undefined: no limit. */
  readonly perDay: number | undefined;
  /** Names of query parameters that stay in URLs, beside those that always do. */
  readonly queryParameters: readonly string[];
};

export type Key = KeySettings & {
  /** `pk_…` or `sk_…`; at most 64 characters of `[A-Za-z0-9_-]`. */
  readonly keyId: string;
  readonly isRevoked: boolean;
  /** Of a secret key: one, or two while it is rotated, the older first. */
  readonly secretIds: readonly SecretId[];
};

export const keyTableKind = 'key';

const prefixes = { public: 'pk', secret: 'sk' } as const satisfies Record<KeyKind, string>;
const idForm = /^((?:pk|sk)_[0-9a-f]{16})([0-9a-f]{10})$/;

/** A new id: 64 random bits, and 40 bits of a MAC, so that an invented id is told without a look at the table. */
export function createKeyId(kind: KeyKind, lakeKey: KeyObject): string {
  const id = `${prefixes[kind]}_${randomBytes(8).toString('hex')}`;
  return id + macOfKeyId(id, lakeKey);
}

/** Whether an id can be one that `createKeyId` made with this lake's key. Takes any text, also a hostile one. */
export function isKeyId(text: string, lakeKey: KeyObject): boolean {
  const [, id, mac] = idForm.exec(text) ?? [];
  if (id === undefined || mac === undefined) return false;
  return timingSafeEqual(Buffer.from(macOfKeyId(id, lakeKey)), Buffer.from(mac));
}

function macOfKeyId(id: string, lakeKey: KeyObject): string {
  return createHmac('sha256', lakeKey).update(`key-id\0${id}\0`).digest('hex').slice(0, 10);
}

/**
 * A secret key's secret, 64 hex digits: derived, so that whoever reads the table or its backups can sign nothing.
 * The text itself, not the bytes that it spells, is the HMAC's key in signRequest.
 */
export function deriveSecret(lakeKey: KeyObject, keyId: string, secretId: string): string {
  return createHmac('sha256', lakeKey).update(`server-key\0${keyId}\0${secretId}\0`).digest('hex');
}

/** The secrets that a key's requests may be signed with at that time (epoch ms): none for a public or a revoked key. */
export function secretsOf(key: Key, lakeKey: KeyObject, now: number): readonly string[] {
  if (key.kind !== 'secret' || key.isRevoked) return [];
  return key.secretIds
    .filter(({ expiresAt }) => expiresAt === undefined || now < expiresAt)
    .map(({ id }) => deriveSecret(lakeKey, key.keyId, id));
}

/** What the table keeps of a key: everything but its id. */
export function toKeyValue({ keyId: _, ...value }: Key): StateValue {
  return value;
}

/** Throws InvariantError for a value that `toKeyValue` cannot have made. */
export function parseKey(keyId: string, value: StateValue): Key {
  const { kind, mode, policy, perSecond, perDay, isRevoked } = value;
  const key = {
    keyId,
    kind: keyKinds.find((known) => known === kind),
    name: value['name'],
    source: value['source'],
    tenant: value['tenant'],
    policy,
    mode: keyModes.find((known) => known === mode),
    origins: value['origins'],
    eventTypes: value['eventTypes'],
    perSecond,
    perDay,
    queryParameters: value['queryParameters'],
    isRevoked,
    secretIds: value['secretIds'],
  };
  const isWhole =
    key.kind !== undefined &&
    key.mode !== undefined &&
    [key.name, key.source, key.tenant].every((text) => typeof text === 'string') &&
    (policy === undefined || typeof policy === 'string') &&
    [perSecond, perDay].every((limit) => limit === undefined || (Number.isInteger(limit) && Number(limit) > 0)) &&
    [key.origins, key.eventTypes, key.queryParameters].every(isTexts) &&
    typeof isRevoked === 'boolean' &&
    isSecretIds(key.secretIds);
  if (!isWhole) throw new InvariantError('the entry of a key in the state table is damaged');
  return key as Key;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isSecretIds(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) =>
        typeof entry?.id === 'string' &&
        typeof entry.createdAt === 'number' &&
        (entry.expiresAt === undefined || typeof entry.expiresAt === 'number'),
    )
  );
}
