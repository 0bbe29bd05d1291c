import { type PortsConfig, readPortsConfig } from '@millrace/pipeline';

export function readConfig(env: NodeJS.ProcessEnv = process.env): PortsConfig {
  return Object.freeze(readPortsConfig(env));
}
