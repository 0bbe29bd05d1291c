import type { SendKey } from '@millrace/server-sdk';

/** The key that every stage has for its operator's imports. importKey: its secret `import-key`, 32 bytes. */
export function toImportKey(importKey: Uint8Array): SendKey {
  return { id: 'import', secret: Buffer.from(importKey).toString('hex') };
}
