import { TransientError } from '@millrace/pipeline';
import type { LinkStore } from './create-link-store.ts';
import { isLinkId, type Link } from './link.ts';

const freshMs = 30_000;
/** What is known is good for so long while the table is away. */
const staleMs = 10 * 60_000;
/** After a failed read: clicks are not to wait for the table one after the other. */
const pauseMs = 2_000;
const linksAtMost = 10_000;

export type LinkCache = {
  /**
   * Takes any text. A link as it was at most 30 s ago, removed ones too; undefined: there is none. While the table is away what is known is
   * good for ten minutes; throws TransientError for what is not known, or older.
   */
  find(linkId: string): Promise<Link | undefined>;
};

type Known = { readonly link: Link | undefined; readonly readAt: number };

/**
 * Links in the memory of an instance: one read a link and 30 s, one at a time for a link. That there is no such link is
 * remembered as well, in a place of its own: invented ids cannot push out real links. 10,000 of each.
 */
export function createLinkCache(options: {
  readonly store: Pick<LinkStore, 'find'>;
  /** Epoch ms. */
  readonly now?: () => number;
}): LinkCache {
  const { store, now = Date.now } = options;
  const present = new Map<string, Known>();
  const absent = new Map<string, Known>();
  const reads = new Map<string, Promise<Link | undefined>>();
  let awayUntil = Number.NEGATIVE_INFINITY;

  function keep(linkId: string, known: Known): void {
    present.delete(linkId);
    absent.delete(linkId);
    const entries = known.link === undefined ? absent : present;
    entries.set(linkId, known);
    const [oldest] = entries.keys();
    if (entries.size > linksAtMost && oldest !== undefined) entries.delete(oldest);
  }

  async function read(linkId: string, known: Known | undefined): Promise<Link | undefined> {
    const readAt = now(); // before: the answer may be as old as the question
    try {
      const link = await store.find(linkId);
      keep(linkId, { link, readAt });
      return link;
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      awayUntil = now() + pauseMs;
      if (known !== undefined && now() - known.readAt <= staleMs) return known.link;
      throw error;
    }
  }

  return {
    async find(linkId) {
      if (!isLinkId(linkId)) return undefined;
      const known = present.get(linkId) ?? absent.get(linkId);
      const goodForMs = now() < awayUntil ? staleMs : freshMs;
      if (known !== undefined && now() - known.readAt <= goodForMs) return known.link;
      const reading = reads.get(linkId) ?? read(linkId, known).finally(() => reads.delete(linkId));
      reads.set(linkId, reading);
      return reading;
    },
  };
}
