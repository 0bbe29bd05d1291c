// #ports is `embedded` in stage local and `aws` in every other stage (package.json "imports").
import { createEventStream, createQueue, createSecrets, createStateTable } from '#ports';
import { type IngestConfig, readConfig } from './config.ts';
import type { IngestPorts } from './create-handler.ts';
import type { RedirectPorts } from './create-redirect-handler.ts';
import { openCountryDatabase } from './open-country-database.ts';

export function createAdapters(config = readConfig()): IngestPorts {
  return { ...createClientPorts(config), anonymous: config.anonymous };
}

export function createRedirectAdapters(config = readConfig()): RedirectPorts {
  return { ...createClientPorts(config), clicks: createQueue({ ...config, queueName: config.clicksQueue }) };
}

function createClientPorts(config: IngestConfig) {
  const { policy, cdn, countryDatabase } = config;
  return {
    stream: createEventStream(config),
    table: createStateTable(config),
    salts: createStateTable({ ...config, stateTable: config.saltsTable }),
    secrets: createSecrets(config),
    countryOf: countryDatabase === undefined ? () => null : openCountryDatabase(countryDatabase),
    ...{ policy, cdn },
  };
}
