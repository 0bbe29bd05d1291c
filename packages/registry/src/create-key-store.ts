import { type KeyObject, randomBytes } from 'node:crypto';
import { ConfigError, type StateTable, TransientError } from '@millrace/pipeline';
import {
  createKeyId,
  deriveSecret,
  isKeyId,
  type Key,
  type KeySettings,
  keyTableKind,
  parseKey,
  type SecretId,
  toKeyValue,
} from './key.ts';

/** A key's settings; the defaults are those of a key that may do the least that is of use. */
export type NewKey = Pick<KeySettings, 'kind' | 'name'> & Partial<KeySettings>;

export type KeyStore = {
  /** Makes a key. secret: of a secret key, shown this once; undefined for a public one, whose id is all it needs. */
  create(settings: NewKey): Promise<{ readonly key: Key; readonly secret: string | undefined }>;
  /** All keys, revoked ones too, in the order of their ids. */
  list(): Promise<readonly Key[]>;
  /**
   * Gives a secret key a second secret. The one before stays valid until the next rotation, or for expireAfterSeconds from
   * now; one that was older still ends at once. Throws ConfigError for a key that is unknown, public or revoked.
   */
  rotate(
    keyId: string,
    options?: { readonly expireAfterSeconds?: number },
  ): Promise<{ readonly key: Key; readonly secret: string }>;
  /** Ends a key for good; instances know within 30 s. Revoking it again is no error. Throws ConfigError if it is unknown. */
  revoke(keyId: string): Promise<Key>;
};

const attemptsAtMost = 5;

/**
 * Keys in the state table, kind `key`. Ids and secrets are made with the lake's key: another one knows none of them.
 * Throws TransientError when the table is away, or somebody else changes the same key all the time.
 */
export function createKeyStore(options: {
  readonly table: StateTable;
  readonly lakeKey: KeyObject;
  /** Epoch ms. */
  readonly now?: () => number;
}): KeyStore {
  const { table, lakeKey, now = Date.now } = options;

  function createSecretId(): SecretId {
    return { id: randomBytes(8).toString('hex'), createdAt: now() };
  }

  async function findEntry(keyId: string): Promise<{ readonly key: Key; readonly version: number }> {
    const entry = isKeyId(keyId, lakeKey) ? await table.get(keyTableKind, keyId) : undefined;
    if (!entry) throw new ConfigError(`there is no key ${keyId.slice(0, 64)}`);
    return { key: parseKey(keyId, entry.value), version: entry.version };
  }

  return {
    async create(settings) {
      const { kind, name, source = name, tenant = 'default', policy, mode = 'full', perSecond, perDay } = settings;
      const { origins = [], eventTypes = [], queryParameters = [] } = settings;
      const secretIds = kind === 'secret' ? [createSecretId()] : [];
      const what = { kind, name, source, tenant, policy, mode, origins, eventTypes, perSecond, perDay };
      for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
        const keyId = createKeyId(kind, lakeKey);
        const key: Key = { keyId, ...what, queryParameters, isRevoked: false, secretIds };
        const put = await table.put(keyTableKind, keyId, toKeyValue(key), { ifVersion: undefined });
        if (put === 'refused') continue;
        return { key, secret: secretIds[0] && deriveSecret(lakeKey, keyId, secretIds[0].id) };
      }
      throw new TransientError('every new key id was taken');
    },

    async list() {
      const keys: Key[] = [];
      for await (const { id, value } of table.list(keyTableKind)) keys.push(parseKey(id, value));
      return keys;
    },

    async rotate(keyId, { expireAfterSeconds } = {}) {
      const { key, version } = await findEntry(keyId);
      if (key.kind === 'public') throw new ConfigError(`${keyId} is a public key: it has no secret to rotate`);
      if (key.isRevoked) throw new ConfigError(`${keyId} is revoked: make another key`);
      const added = createSecretId();
      const newest = key.secretIds.at(-1);
      const before = newest && {
        ...newest,
        ...(expireAfterSeconds === undefined ? {} : { expiresAt: now() + expireAfterSeconds * 1000 }),
      };
      const rotated: Key = { ...key, secretIds: before ? [before, added] : [added] };
      // Not tried again: a second rotation would end the secret that somebody else was just given the time to replace.
      if ((await table.put(keyTableKind, keyId, toKeyValue(rotated), { ifVersion: version })) === 'refused') {
        throw new TransientError(`somebody else changed ${keyId} at the same moment; look at it and rotate again`);
      }
      return { key: rotated, secret: deriveSecret(lakeKey, keyId, added.id) };
    },

    async revoke(keyId) {
      for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
        const { key, version } = await findEntry(keyId);
        if (key.isRevoked) return key;
        const revoked: Key = { ...key, isRevoked: true };
        const put = await table.put(keyTableKind, keyId, toKeyValue(revoked), { ifVersion: version });
        if (put === 'written') return revoked;
      }
      throw new TransientError(`${keyId} was changed by others all the time; revoke it again`);
    },
  };
}
