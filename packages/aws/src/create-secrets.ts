import { createHash } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ConfigError, type PortsConfig, type Secrets } from '@millrace/pipeline';
import { createRequestHandler } from './create-request-handler.ts';
import { callService } from './to-pipeline-error.ts';

/** 64 hexadecimal digits hold 256 bits, 32 characters of GenerateSecretString about 200. */
const charactersAtLeast = 32;

/**
 * Secrets Manager, id `<secretPrefix>/<name>`. The key is the SHA-256 of the secret string's UTF-8 bytes, so 32 bytes
 * whatever made the string. Read once: a key never changes.
 */
export function createSecrets(config: PortsConfig): Secrets {
  const keys = new Map<string, Promise<Uint8Array>>();
  let client: SecretsManagerClient | undefined;

  function secretsManager(): SecretsManagerClient {
    client ??= new SecretsManagerClient({ requestHandler: createRequestHandler({ requestTimeoutMs: 5_000 }) });
    return client;
  }

  async function readKey(id: string): Promise<Uint8Array> {
    const { SecretString: secret } = await callService({ action: 'read a secret', resource: `secret ${id}` }, () =>
      secretsManager().send(new GetSecretValueCommand({ SecretId: id })),
    );
    if (secret === undefined || secret.length < charactersAtLeast) {
      throw new ConfigError(`The secret ${id} must be a string of at least ${charactersAtLeast} characters.`);
    }
    return new Uint8Array(createHash('sha256').update(secret, 'utf8').digest());
  }

  return {
    get(name) {
      const id = `${config.secretPrefix}/${name}`;
      const known = keys.get(id);
      if (known) return known;
      const key = readKey(id).catch((error: unknown) => {
        keys.delete(id); // a failure is not remembered
        throw error;
      });
      keys.set(id, key);
      return key;
    },
  };
}
