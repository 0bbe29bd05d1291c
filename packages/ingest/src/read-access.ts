import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { HttpRequest } from '@millrace/middleware';
import { defaultQueryParameters, type Secrets } from '@millrace/pipeline';
import { type Key, keyHeader, type SignatureVerdict, secretsOf, verifySignature } from '@millrace/registry';
import { anonymousKey, importKey } from './built-in-keys.ts';
import { isOriginAllowed } from './core/to-cors-headers.ts';
import type { Registry } from './open-registry.ts';

/** Who sends, and what that allows. */
export type Access = {
  readonly key: Key;
  readonly rights: KeyRights;
  /** The page that may read the answer; undefined where no browser asks. */
  readonly origin: string | undefined;
};

export type AccessFault = { readonly status: 401 | 403; readonly detail: string };

/** What follows from a key, made once and not per request. */
export type KeyRights = {
  /** Signed with a secret: its times, sources, addresses and raw user ids are taken. */
  readonly isTrusted: boolean;
  /** undefined: every type. */
  readonly eventTypes: ReadonlySet<string> | undefined;
  readonly queryParameters: ReadonlySet<string>;
  readonly userSalt: KeyObject | undefined;
};

export type AccessPorts = {
  readonly secrets: Secrets;
  readonly registry: Registry;
  readonly anonymous: 'allowed' | 'refused';
};

// One detail for every key that is not good: which ids there are is nobody's matter.
const unknownKey = { status: 401, detail: 'this key is not known here' } as const;

const signatureFaults: Readonly<Record<Exclude<SignatureVerdict, 'valid'>, string>> = {
  missing: 'requests with a secret key are signed: x-millrace-timestamp and x-millrace-signature are missing',
  malformed: 'x-millrace-timestamp or x-millrace-signature is not readable',
  expired: 'x-millrace-timestamp is more than 5 minutes off',
  wrong: 'x-millrace-signature is wrong',
};

/**
 * The key of a request, from the header or, of public keys, the query; proven by the signature when it is a secret one,
 * used where it may be when it is public. Throws TransientError when the table is away and the key is not in memory.
 */
export async function readAccess(request: HttpRequest, ports: AccessPorts): Promise<Access | AccessFault> {
  const { registry, secrets, anonymous } = ports;
  const { origin } = request.headers;
  const keyId = request.headers[keyHeader] ?? request.query.get('key');
  if (keyId === null) {
    if (anonymous === 'allowed') return { key: anonymousKey, rights: rightsOf(anonymousKey, registry), origin };
    return { status: 401, detail: 'a request names its key: x-millrace-key, or key= in the address' };
  }
  const key = keyId === importKey.keyId ? importKey : await registry.keys.find(keyId);
  if (!key || key.isRevoked) return unknownKey;
  const rights = rightsOf(key, registry);
  if (!rights.isTrusted) {
    if (origin !== undefined && !isOriginAllowed(key.origins, origin)) {
      return { status: 403, detail: 'this key is not for pages of this origin' };
    }
    return { key, rights, origin };
  }
  const verdict = verifySignature({
    headers: request.headers,
    body: request.rawBody,
    secrets:
      key === importKey
        ? [Buffer.from(await secrets.get('import-key')).toString('hex')]
        : secretsOf(key, registry.lakeKey, request.receivedAt),
    now: request.receivedAt,
  });
  if (verdict !== 'valid') return { status: 401, detail: signatureFaults[verdict] };
  return { key, rights, origin: undefined };
}

/** The origin that may send with the key in the address, as a browser asks before it does. */
export async function readPreflight(request: HttpRequest, ports: AccessPorts): Promise<string | undefined> {
  const { origin } = request.headers;
  const keyId = request.query.get('key');
  if (origin === undefined) return undefined;
  if (keyId === null) return ports.anonymous === 'allowed' ? origin : undefined;
  const key = await ports.registry.keys.find(keyId);
  const isGood = key && !key.isRevoked && key.kind === 'public' && isOriginAllowed(key.origins, origin);
  return isGood ? origin : undefined;
}

/** Caches give the same object for the same key; when it changed, another one. */
const rightsOfKey = new WeakMap<Key, KeyRights>();

function rightsOf(key: Key, { lakeKey }: Registry): KeyRights {
  const known = rightsOfKey.get(key);
  if (known) return known;
  const isTrusted = key.kind === 'secret';
  const rights = {
    isTrusted,
    eventTypes: key.eventTypes.length === 0 ? undefined : new Set(key.eventTypes),
    queryParameters:
      key.queryParameters.length === 0
        ? defaultQueryParameters
        : new Set([...defaultQueryParameters, ...key.queryParameters]),
    userSalt: isTrusted ? deriveUserSalt(lakeKey, key.tenant) : undefined,
  };
  rightsOfKey.set(key, rights);
  return rights;
}

/** The tenant's salt for raw user ids: the same in every instance, in no table. */
function deriveUserSalt(lakeKey: KeyObject, tenant: string): KeyObject {
  return createSecretKey(createHmac('sha256', lakeKey).update(`user-salt\0${tenant}\0`).digest());
}
