import type { HttpRequest } from '@millrace/middleware';
import { originHeader, refuseBypass } from './refuse-bypass.ts';

const originKey = new Uint8Array(32).fill(0xab);
const secrets = { get: async (name: string) => (name === 'origin-key' ? originKey : new Uint8Array(32)) };
const refuse = (given: string | undefined, cdn: 'none' | 'cloudfront') =>
  refuseBypass({ headers: { [originHeader]: given } } as unknown as HttpRequest, { cdn, secrets });

test('PRIVACY-5: behind a CDN whoever goes past it is refused', async () => {
  const shown = Buffer.from(originKey).toString('hex');
  expect(await refuse(shown, 'cloudfront')).toBeUndefined();
  for (const other of [undefined, '', shown.slice(1), shown.toUpperCase(), `${shown}0`, '0'.repeat(64)]) {
    expect((await refuse(other, 'cloudfront'))?.status).toBe(403);
  }
});

test('without a CDN there is nothing to go past', async () => {
  expect(await refuse(undefined, 'none')).toBeUndefined();
});
