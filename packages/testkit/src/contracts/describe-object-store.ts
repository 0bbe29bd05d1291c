import { randomBytes } from 'node:crypto';
import type { ObjectStore, StoredObject } from '@millrace/pipeline';
import { type Opened, withOpened } from './opened.ts';

/** What every ObjectStore must do; ports.ts has the promises. `open` gives an empty store. */
export function describeObjectStore(adapter: string, open: () => Promise<Opened<ObjectStore>>): void {
  describe(`ObjectStore: ${adapter}`, () => {
    test('gives back the bytes of any body, the empty one too', async () => {
      await withOpened(open, async ({ port }) => {
        const bodies = {
          'bodies/empty': Buffer.alloc(0),
          'bodies/every-byte': Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
          'bodies/large': randomBytes(3_000_000),
        };
        for (const [key, body] of Object.entries(bodies)) expect(await port.putIfAbsent(key, body)).toBe('created');
        for (const [key, body] of Object.entries(bodies)) {
          expect(Buffer.compare((await port.get(key)) ?? Buffer.from('missing'), body)).toBe(0);
          expect(await port.has(key)).toBe(true);
        }
        expect((await listAll(port, 'bodies/')).map((object) => object.sizeBytes)).toEqual([0, 256, 3_000_000]);
      });
    });

    test('has nothing where nothing was put', async () => {
      await withOpened(open, async ({ port }) => {
        expect(await port.get('no/such/key')).toBeUndefined();
        expect(await port.has('no/such/key')).toBe(false);
        expect(await listAll(port, '')).toEqual([]);
        await port.putIfAbsent('folder/object', Buffer.from('x'));
        expect(await port.get('folder')).toBeUndefined();
        expect(await port.has('folder')).toBe(false);
        expect(await port.has('folder/objec')).toBe(false);
      });
    });

    test('never replaces an object', async () => {
      await withOpened(open, async ({ port }) => {
        expect(await port.putIfAbsent('a/key', Buffer.from('first'))).toBe('created');
        expect(await port.putIfAbsent('a/key', Buffer.from('second, longer'))).toBe('exists');
        expect(toText(await port.get('a/key'))).toBe('first');
      });
    });

    test('of 16 who put the same key at once exactly one creates it', async () => {
      await withOpened(open, async ({ port }) => {
        const bodies = Array.from({ length: 16 }, (_, index) => Buffer.alloc(50_000, index));
        const results = await Promise.all(bodies.map((body) => port.putIfAbsent('raced/key', body)));
        expect(results.filter((result) => result === 'created')).toHaveLength(1);
        expect(results.filter((result) => result === 'exists')).toHaveLength(15);
        const winner = bodies[results.indexOf('created')] ?? Buffer.alloc(0);
        expect(Buffer.compare((await port.get('raced/key')) ?? Buffer.alloc(0), winner)).toBe(0);
        expect(await listAll(port, '')).toEqual([{ key: 'raced/key', sizeBytes: 50_000 }]);
      });
    });

    test('takes keys that a URL would not', async () => {
      await withOpened(open, async ({ port }) => {
        const keys = [
          'raw/dt=2026-01-01/hr=05/shardId-000000000000/1-2-ab.ndjson.zst',
          'odd/a blank and a+plus',
          'odd/%2F?query&more#fragment;semicolon',
          "odd/!'()*~,:@$",
          'odd/ünïcödé 漢字 😀',
        ];
        for (const key of keys) expect(await port.putIfAbsent(key, Buffer.from(key))).toBe('created');
        for (const key of keys) expect(toText(await port.get(key))).toBe(key);
        expect((await listAll(port, '')).map((object) => object.key)).toEqual([...keys].sort(compareBytes));
        expect((await listAll(port, keys[0] ?? '')).map((object) => object.key)).toEqual([keys[0]]);
      });
    });

    test('lists in the order of the keys as UTF-8 bytes, by prefix and without siblings', async () => {
      await withOpened(open, async ({ port }) => {
        // Folders must not disturb the order: `-` and `.` come before `/`, `0` after it; UTF-16 would swap the last two.
        const keys = [
          'l/a-b',
          'l/a.b',
          'l/a/b',
          'l/a/b0',
          'l/a/c/d',
          'l/a0',
          'l/a0/b',
          'l/ab/c',
          'l/\uff01',
          'l/\u{1f600}',
        ];
        for (const key of [...keys].reverse().filter((name) => name !== 'l/a0')) {
          await port.putIfAbsent(key, Buffer.from(key));
        }
        const stored = keys.filter((key) => key !== 'l/a0');
        const list = async (prefix: string) => (await listAll(port, prefix)).map((object) => object.key);
        expect(await list('')).toEqual(stored);
        expect(await list('l/a')).toEqual(stored.filter((key) => key.startsWith('l/a')));
        expect(await list('l/a/')).toEqual(['l/a/b', 'l/a/b0', 'l/a/c/d']);
        expect(await list('l/a/b')).toEqual(['l/a/b', 'l/a/b0']);
        expect(await list('l/a/b/')).toEqual([]);
        expect(await list('l/none')).toEqual([]);
        expect(await list('no/such/folder/')).toEqual([]);
      });
    });

    test('a listing may be left early', async () => {
      await withOpened(open, async ({ port }) => {
        for (const key of ['x/1', 'x/2', 'x/3']) await port.putIfAbsent(key, Buffer.from(key));
        for await (const object of port.list('x/')) {
          expect(object.key).toBe('x/1');
          break;
        }
        expect(await listAll(port, 'x/')).toHaveLength(3);
      });
    });

    test('a store opened again has every object', async () => {
      await withOpened(open, async ({ port, reopen }) => {
        await port.putIfAbsent('kept/key', Buffer.from('kept'));
        await port.close();
        await port.close();
        if (reopen === undefined) return;
        const again = await reopen();
        expect(toText(await again.get('kept/key'))).toBe('kept');
        expect(await again.putIfAbsent('kept/key', Buffer.from('other'))).toBe('exists');
      });
    });
  });
}

async function listAll(port: ObjectStore, prefix: string): Promise<readonly StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of port.list(prefix)) objects.push(object);
  return objects;
}

function toText(body: Uint8Array | undefined): string | undefined {
  return body === undefined ? undefined : Buffer.from(body).toString();
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
