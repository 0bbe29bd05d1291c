export { type IngestConfig, readConfig } from './config.ts';
export type { Cdn } from './core/read-client-address.ts';
export { createHandler, type IngestOptions, type IngestPorts } from './create-handler.ts';
export { createRedirectHandler, type RedirectHandler, type RedirectPorts } from './create-redirect-handler.ts';
export { type CountryOf, openCountryDatabase } from './open-country-database.ts';
