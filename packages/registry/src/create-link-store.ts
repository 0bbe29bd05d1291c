import { InvariantError, type StateEntry, type StateTable, type StateValue, TransientError } from '@millrace/pipeline';
import { isLinkId, type Link } from './link.ts';

export type LinkStore = {
  /** `exists`: the id is taken, also by a link that was removed; nothing was written. */
  create(link: Link): Promise<'created' | 'exists'>;
  find(linkId: string): Promise<Link | undefined>;
  /** Removed ones, too; in the order of their ids. */
  list(): Promise<readonly Link[]>;
  /** From now on the link leads nowhere. Removing it again is no error. */
  remove(linkId: string): Promise<'removed' | 'unknown'>;
};

const kind = 'link';
const attemptsAtMost = 5;

/** The links in the state table. Throws what the table throws, and InvariantError for an entry that is damaged. */
export function createLinkStore(table: StateTable): LinkStore {
  return {
    async create({ linkId, ...value }) {
      // Through JSON, as any table would: what is undefined is left out.
      const plain = JSON.parse(JSON.stringify(value)) as StateValue;
      return (await table.put(kind, linkId, plain, { ifVersion: undefined })) === 'written' ? 'created' : 'exists';
    },

    async find(linkId) {
      const entry = isLinkId(linkId) ? await table.get(kind, linkId) : undefined;
      return entry && readLink(entry);
    },

    async list() {
      const links: Link[] = [];
      for await (const entry of table.list(kind)) links.push(readLink(entry));
      return links;
    },

    async remove(linkId) {
      for (let attempt = 1; attempt <= attemptsAtMost; attempt += 1) {
        const entry = isLinkId(linkId) ? await table.get(kind, linkId) : undefined;
        if (!entry) return 'unknown';
        if (readLink(entry).isRemoved) return 'removed';
        const removed = { ...entry.value, isRemoved: true };
        if ((await table.put(kind, linkId, removed, { ifVersion: entry.version })) === 'written') return 'removed';
      }
      throw new TransientError(`somebody else changes the link ${linkId} all the time`);
    },
  };
}

/** The store alone writes entries, after toLink: another shape is damage, and damage must not send anybody anywhere. */
function readLink({ id, value }: StateEntry): Link {
  const { target, payoutCents, currency, validFrom, validTo, parameters, isRemoved } = value;
  const isOptionalText = (field: unknown) => field === undefined || typeof field === 'string';
  const isWhole =
    typeof target === 'string' &&
    /^https?:\/\//.test(target) &&
    Number.isSafeInteger(payoutCents) &&
    [currency, validFrom, validTo].every(isOptionalText) &&
    Array.isArray(parameters) &&
    parameters.every((name) => typeof name === 'string') &&
    typeof isRemoved === 'boolean';
  if (!isWhole)
    throw new InvariantError(`the link ${id} in the state table is damaged; remove the entry and create it again`);
  return { linkId: id, ...value, currency, validFrom, validTo } as Link;
}
