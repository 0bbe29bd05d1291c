import { ConfigError, type PortsConfig, readPortsConfig } from '@millrace/pipeline';

export type LakehouseConfig = PortsConfig & {
  /** For how long after it was received an event_id is known again. */
  readonly dedupHorizonDays: number;
};

export function readConfig(env: NodeJS.ProcessEnv = process.env): LakehouseConfig {
  const dedupHorizonDays = Number(env['DEDUP_HORIZON_DAYS'] ?? 90);
  if (!(dedupHorizonDays > 0)) {
    throw new ConfigError(`DEDUP_HORIZON_DAYS must be a number of days, not ${env['DEDUP_HORIZON_DAYS']}`);
  }
  return Object.freeze({ ...readPortsConfig(env), dedupHorizonDays });
}
