// #ports is `embedded` in stage local and `aws` in every other stage (package.json "imports").
import { createManifest, createObjectStore, createSecrets } from '#ports';
import { readConfig } from './config.ts';
import type { ProcessorPorts } from './create-handler.ts';

export function createAdapters(config = readConfig()): ProcessorPorts {
  return {
    objects: createObjectStore(config),
    manifest: createManifest(config),
    secrets: createSecrets(config),
    policy: config.policy,
  };
}
