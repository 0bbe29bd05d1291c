import { type PortsConfig, readPortsConfig } from '@millrace/pipeline';

export type ProcessorConfig = PortsConfig & { readonly policy: string };

export function readConfig(env: NodeJS.ProcessEnv = process.env): ProcessorConfig {
  return Object.freeze({ ...readPortsConfig(env), policy: env['PRIVACY_POLICY'] ?? 'default' });
}
