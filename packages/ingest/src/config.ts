import { ConfigError, type PortsConfig, readPortsConfig } from '@millrace/pipeline';
import type { Cdn } from './core/read-client-address.ts';

export type IngestConfig = PortsConfig & {
  readonly policy: string;
  /** Whether requests without a key are taken. */
  readonly anonymous: 'allowed' | 'refused';
  readonly cdn: Cdn;
  /** Path of an MMDB file with countries; undefined: nobody's country is looked up. */
  readonly countryDatabase: string | undefined;
  /** The state table that has no backups. */
  readonly saltsTable: string;
  /** What holds clicks while the stream is away. */
  readonly clicksQueue: string;
};

/** Throws ConfigError when a variable has a value that it does not take. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): IngestConfig {
  return Object.freeze({
    ...readPortsConfig(env),
    policy: env['PRIVACY_POLICY'] ?? 'default',
    anonymous: oneOf(env, 'ANONYMOUS_CLIENTS', ['refused', 'allowed']),
    cdn: oneOf(env, 'CDN', ['none', 'cloudfront']),
    countryDatabase: env['COUNTRY_DATABASE'] || undefined,
    saltsTable: env['SALTS_TABLE'] ?? 'salts',
    clicksQueue: env['CLICKS_QUEUE'] ?? 'clicks',
  });
}

/** The first is the value of a variable that is not set. */
function oneOf<T extends string>(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  values: readonly [T, ...T[]],
): T {
  const set = env[name] ?? values[0];
  const value = values.find((known) => known === set);
  if (value === undefined) throw new ConfigError(`${name} is ${values.join(' or ')}, not ${set}`);
  return value;
}
