import { createHmac } from 'node:crypto';

/**
 * Stands for the session where nobody may be known: `d:` and 64 hex digits. The same visitor of one key has the same id
 * until the day ends; once the day's salt is deleted nobody can tell who it was. Takes the whole client address, which is
 * used here and nowhere else.
 */
export function dailySessionId(
  salt: Uint8Array,
  visitor: { readonly keyId: string; readonly address: string; readonly userAgent: string | undefined },
): string {
  const { keyId, address, userAgent = '' } = visitor;
  const parts = [keyId, address, userAgent].map((part) => JSON.stringify(part)).join('\n');
  return `d:${createHmac('sha256', salt).update(parts).digest('hex')}`;
}
