import type { Secrets } from '@millrace/pipeline';
import { type Opened, withOpened } from './opened.ts';

const names = ['contract-first', 'contract-second'] as const;

/** What Secrets must do. `open` is told the names that the suite reads, for adapters that do not make them. */
export function describeSecrets(adapter: string, open: (names: readonly string[]) => Promise<Opened<Secrets>>): void {
  const openNamed = () => open(names);
  describe(`Secrets: ${adapter}`, () => {
    test('a secret is 32 bytes and stays the same', async () => {
      await withOpened(openNamed, async ({ port, reopen }) => {
        const first = await port.get(names[0]);
        expect(first).toHaveLength(32);
        expect(toHex(await port.get(names[0]))).toBe(toHex(first));
        if (reopen === undefined) return;
        expect(toHex(await (await reopen()).get(names[0]))).toBe(toHex(first));
      });
    });

    test('two names have two secrets', async () => {
      await withOpened(openNamed, async ({ port }) => {
        expect(toHex(await port.get(names[0]))).not.toBe(toHex(await port.get(names[1])));
      });
    });

    test('all who ask at once get the same bytes', async () => {
      await withOpened(openNamed, async ({ port }) => {
        const secrets = await Promise.all(Array.from({ length: 16 }, () => port.get(names[0])));
        expect(new Set(secrets.map(toHex)).size).toBe(1);
      });
    });
  });
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
