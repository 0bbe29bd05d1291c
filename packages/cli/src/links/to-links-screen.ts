import { isLive, type Link } from '@millrace/registry';
import { formatTable, shorten } from '../format-table.ts';

const targetWidth = 60;

/** A table of links. at: epoch ms, for whether they lead somewhere. */
export function toLinksScreen(links: readonly Link[], at: number): string {
  if (links.length === 0) return 'There are no links; npx millrace links create makes one.';
  return formatTable(
    ['link', 'state', 'pays', 'from (UTC)', 'to (UTC)', 'parameters', 'target'],
    links.map((link) => [
      ...[link.linkId, toState(link, at), toPayout(link), toMinute(link.validFrom), toMinute(link.validTo)],
      ...[link.parameters.join(', ') || '–', shorten(link.target, targetWidth)],
    ]),
  );
}

/** `0.25 EUR`. */
export function toPayout({ payoutCents, currency }: Link): string {
  const amount = `${Math.floor(payoutCents / 100)}.${String(payoutCents % 100).padStart(2, '0')}`;
  return currency === undefined ? amount : `${amount} ${currency}`;
}

function toState(link: Link, at: number): string {
  if (link.isRemoved) return 'removed';
  if (isLive(link, at)) return 'live';
  return link.validTo !== undefined && at >= Date.parse(link.validTo) ? 'ended' : 'to come';
}

function toMinute(time: string | undefined): string {
  return time === undefined ? '–' : time.slice(0, 16).replace('T', ' ');
}
