import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError, InvariantError, type PortsConfig, type Secrets } from '@millrace/pipeline';
import { createFile, makeFolder, syncFolder } from './durable-files.ts';
import { callFiles, codeOf } from './to-pipeline-error.ts';

const secretBytes = 32;

/** Secrets in `<dataDir>/secrets/<name>`, readable by the owner only. A missing one is made, once, by whoever is first. */
export function createSecrets(config: PortsConfig): Secrets {
  const dataDir = resolve(config.dataDir);
  const folder = join(dataDir, 'secrets');
  const durable = new Set<string>();

  return {
    async get(name) {
      if (!/^[a-z0-9-]+$/.test(name)) {
        throw new ConfigError(`"${name}" cannot name a secret: use small letters, digits and -`);
      }
      const path = join(folder, name);
      return callFiles(path, async () => {
        const secret = (await readIfPresent(path)) ?? (await makeSecret(path));
        if (secret.length !== secretBytes) {
          throw new InvariantError(
            `${path} has ${secret.length} bytes, a secret has ${secretBytes}: restore it from a backup; a new one would break every hash made with it`,
          );
        }
        if (!durable.has(name)) {
          // Whoever made it may not have come to that; a secret that was used must not be another after a power cut.
          await syncFolder(folder);
          durable.add(name);
        }
        return secret;
      });
    },
  };

  async function makeSecret(path: string): Promise<Uint8Array> {
    const tempFolder = join(dataDir, 'tmp');
    await makeFolder(dataDir, folder);
    await makeFolder(dataDir, tempFolder);
    await createFile(tempFolder, path, randomBytes(secretBytes), 0o600);
    // Not the bytes just drawn: another process may have been first.
    return readFile(path);
  }
}

async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
