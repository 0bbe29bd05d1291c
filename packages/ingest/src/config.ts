import { type PortsConfig, readPortsConfig } from '@millrace/pipeline';

export type IngestConfig = PortsConfig & { readonly policy: string };

export function readConfig(env: NodeJS.ProcessEnv = process.env): IngestConfig {
  return Object.freeze({ ...readPortsConfig(env), policy: env['PRIVACY_POLICY'] ?? 'default' });
}
