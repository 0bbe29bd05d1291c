// #ports is `embedded` in stage local and `aws` in every other stage (package.json "imports").
import { createManifest, createObjectStore } from '#ports';
import { readConfig } from './config.ts';
import type { LakehousePorts } from './create-handler.ts';

export function createAdapters(config = readConfig()): LakehousePorts {
  return {
    objects: createObjectStore(config),
    manifest: createManifest(config),
    dedupHorizonDays: config.dedupHorizonDays,
  };
}
