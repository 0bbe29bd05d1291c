import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Clock, Secrets, StateTable } from '@millrace/pipeline';
import {
  type ConsentStore,
  createConsentStore,
  createDailySalts,
  createKeyCache,
  createQuotas,
  type DailySalts,
  type KeyCache,
  type Quotas,
} from '@millrace/registry';

/** What an instance keeps between requests: caches in front of the state table, and the lake's key. */
export type Registry = {
  readonly lakeKey: KeyObject;
  readonly keys: KeyCache;
  readonly quotas: Quotas;
  readonly consents: ConsentStore;
  readonly salts: DailySalts;
};

/** clock: epoch ms. Throws what the secrets throw: without the lake's key no event can be decided about. */
export async function openRegistry(
  {
    table,
    salts = table,
    secrets,
  }: { readonly table: StateTable; readonly salts?: StateTable; readonly secrets: Secrets },
  clock: Clock & { random(): number },
): Promise<Registry> {
  const lakeKey = createSecretKey(await secrets.get('lake-key'));
  const { now, random } = clock;
  return {
    lakeKey,
    keys: createKeyCache({ table, lakeKey, now }),
    quotas: createQuotas({ table, clock, random }),
    consents: createConsentStore({ table, now }),
    salts: createDailySalts({ table: salts, now }),
  };
}
