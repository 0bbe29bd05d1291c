import type { PortsConfig } from './ports.ts';

/** The environment variables that every function shares. A variable that is not set has the laptop's value. */
export function readPortsConfig(env: Readonly<Record<string, string | undefined>>): PortsConfig {
  return {
    dataDir: env['MILLRACE_DIR'] ?? '.millrace',
    streamName: env['STREAM_NAME'] ?? 'events',
    bucketName: env['BUCKET_NAME'] ?? 'lake',
    manifestTable: env['MANIFEST_TABLE'] ?? 'manifest',
    queueName: env['QUEUE_NAME'] ?? 'landed-objects',
    stateTable: env['STATE_TABLE'] ?? 'state',
    secretPrefix: env['SECRET_PREFIX'] ?? 'millrace/local',
  };
}
