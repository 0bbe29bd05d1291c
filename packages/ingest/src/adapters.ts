// #ports is `embedded` in stage local and `aws` in every other stage (package.json "imports").
import { createEventStream, createSecrets } from '#ports';
import { readConfig } from './config.ts';
import type { IngestPorts } from './create-handler.ts';

export function createAdapters(config = readConfig()): IngestPorts {
  return { stream: createEventStream(config), secrets: createSecrets(config), policy: config.policy };
}
