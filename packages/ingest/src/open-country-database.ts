import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { ConfigError } from '@millrace/pipeline';
import { Reader, type Response } from 'mmdb-lib';

/** ISO 3166-1 alpha-2 of a whole address, null when nobody knows. The address is not kept. */
export type CountryOf = (address: string) => string | null;

/** What the two common layouts say: DB-IP's and MaxMind's country databases, and ip-location-db's. */
type CountryRecord = { readonly country?: { readonly iso_code?: unknown }; readonly country_code?: unknown };

/**
 * Reads an MMDB country database, a few megabytes that stay in memory. We bring none along: those on the registry say of
 * themselves that their data is wrong. DB-IP's country lite is free (CC BY 4.0). Throws ConfigError when the file is
 * not there or is something else.
 */
export function openCountryDatabase(path: string): CountryOf {
  const reader = openReader(path);
  return function countryOf(address) {
    const plain = address.replace(/^::ffff:(?=[\d.]+$)/i, '');
    const version = isIP(plain);
    // The reader takes anything for an address, and looks up what it makes of it.
    if (version === 0 || version > reader.metadata.ipVersion) return null;
    const record = reader.get(plain) as unknown as CountryRecord | null;
    const code = record?.country?.iso_code ?? record?.country_code;
    return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
  };
}

function openReader(path: string): Reader<Response> {
  try {
    return new Reader(readFileSync(path));
  } catch (error) {
    throw new ConfigError(
      `COUNTRY_DATABASE ${path} cannot be read (${(error as Error).message}); it takes an MMDB file with countries`,
      { cause: error },
    );
  }
}
