import type { Key } from '@millrace/registry';
import { formatCount, formatTable, shorten, toPrintable } from '../format-table.ts';

/** A table of keys, without any secret. at: epoch ms, for which secrets are valid. */
export function toKeysScreen(keys: readonly Key[], at: number): string {
  if (keys.length === 0) return 'There are no keys; npx millrace keys create makes one.';
  return formatTable(
    ['key', 'state', 'name', 'source', 'mode', 'a second', 'a day', 'origins', 'event types'],
    keys.map((key) => [
      ...[key.keyId, toState(key, at), toPrintable(shorten(key.name, 24)), toPrintable(shorten(key.source, 24))],
      ...[key.mode, toLimit(key.perSecond), toLimit(key.perDay)],
      ...[shorten(key.origins.join(', ') || '–', 50), shorten(key.eventTypes.join(', ') || 'all', 50)],
    ]),
  );
}

function toState({ isRevoked, kind, secretIds }: Key, at: number): string {
  if (isRevoked) return 'revoked';
  if (kind === 'public') return 'valid';
  const valid = secretIds.filter(({ expiresAt }) => expiresAt === undefined || at < expiresAt);
  return valid.length === 1 ? 'valid' : `valid, ${valid.length} secrets`;
}

function toLimit(limit: number | undefined): string {
  return limit === undefined ? '–' : formatCount(limit);
}
