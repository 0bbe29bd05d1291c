import type { StateEntry, StateTable } from '@millrace/pipeline';
import { eventually } from './eventually.ts';
import { type Opened, withOpened } from './opened.ts';

const isNew = { ifVersion: undefined } as const;

/** What an adapter's `open` gives: `now` is the clock that the port was made with, real or injected. */
export type OpenedStateTable = Opened<StateTable> & { readonly now: () => number };

/**
 * What every StateTable must do; ports.ts has the promises. `open` gives an empty table. Without `advance` entries are
 * written that have expired already; with it time passes.
 */
export function describeStateTable(adapter: string, open: () => Promise<OpenedStateTable>): void {
  const withTable = (body: (opened: OpenedStateTable) => Promise<void>) =>
    withOpened(open, (opened) => body(opened as OpenedStateTable));

  describe(`StateTable: ${adapter}`, () => {
    test('is empty at first', async () => {
      await withTable(async ({ port }) => {
        expect(await port.get('key', 'a')).toBeUndefined();
        expect(await port.getMany('key', ['a', 'b'])).toEqual(new Map());
        expect(await port.getMany('key', [])).toEqual(new Map());
        expect(await listAll(port, 'key')).toEqual([]);
        await port.delete('key', 'a');
      });
    });

    test('gives back what was put, whatever JSON it is', async () => {
      await withTable(async ({ port, now }) => {
        const value = {
          text: 'ünïcödé 漢字 😀 "quoted"\n\u0000',
          empty: '',
          numbers: [0, -1.5, 1e-7, Number.MAX_SAFE_INTEGER],
          nested: { list: [{ a: [] }, null, true], none: {} },
        };
        const expiresAt = (Math.floor(now() / 1000) + 3600) * 1000;
        expect(await port.put('key', 'a', value, { ...isNew, expiresAt })).toBe('written');
        expect(await port.put('key', 'b', {}, isNew)).toBe('written');
        const expected = { id: 'a', version: 1, value, expiresAt };
        expect(await port.get('key', 'a')).toEqual(expected);
        expect(await port.get('key', 'b')).toEqual({ id: 'b', version: 1, value: {}, expiresAt: undefined });
        const both = await readMany(port, 'key', ['b', 'nothing', 'a', 'b'], 2);
        expect(both.get('a')).toEqual(expected);
        expect([...both.keys()].sort()).toEqual(['a', 'b']);
        expect((await listAll(port, 'key')).map(({ id }) => id)).toEqual(['a', 'b']);
      });
    });

    test('a write needs the version that is there, and replaces the whole entry', async () => {
      await withTable(async ({ port, now }) => {
        expect(await port.put('key', 'a', { n: 1 }, { ifVersion: 1 })).toBe('refused');
        expect(await port.put('key', 'a', { n: 1, more: true }, { ...isNew, expiresAt: now() + 3_600_000 })).toBe(
          'written',
        );
        expect(await port.put('key', 'a', { n: 2 }, isNew)).toBe('refused');
        expect(await port.put('key', 'a', { n: 2 }, { ifVersion: 2 })).toBe('refused');
        expect(await port.get('key', 'a')).toMatchObject({ version: 1, value: { n: 1, more: true } });
        expect(await port.put('key', 'a', { n: 2 }, { ifVersion: 1 })).toBe('written');
        expect(await port.get('key', 'a')).toEqual({ id: 'a', version: 2, value: { n: 2 }, expiresAt: undefined });
      });
    });

    test('of 16 who write at once exactly one wins, whether the entry is new or not', async () => {
      await withTable(async ({ port }) => {
        for (const ifVersion of [undefined, 1]) {
          const results = await Promise.all(
            Array.from({ length: 16 }, (_, writer) => port.put('quota', 'a', { writer }, { ifVersion })),
          );
          expect(results.filter((result) => result === 'written')).toHaveLength(1);
          expect((await port.get('quota', 'a'))?.value).toEqual({ writer: results.indexOf('written') });
        }
      });
    });

    test('nothing is lost where many count in one entry', async () => {
      await withTable(async ({ port }) => {
        const countOnce = async () => {
          for (;;) {
            const entry = await port.get('quota', 'sum');
            const sum = Number(entry?.value['sum'] ?? 0) + 1;
            if ((await port.put('quota', 'sum', { sum }, { ifVersion: entry?.version })) === 'written') return;
          }
        };
        await Promise.all(Array.from({ length: 8 }, countOnce));
        expect(await port.get('quota', 'sum')).toMatchObject({ version: 8, value: { sum: 8 } });
      });
    });

    test('an expired entry is not there, for any call, and its place is free', async () => {
      await withTable(async ({ port, now, advance }) => {
        const expiresAt = advance ? now() + 5_000 : now() - 5_000;
        expect(await port.put('salt', 'old', { n: 1 }, { ...isNew, expiresAt })).toBe('written');
        expect(await port.put('salt', 'kept', { n: 2 }, { ...isNew, expiresAt: now() + 3_600_000 })).toBe('written');
        if (advance) {
          await advance(4.999);
          expect(await port.get('salt', 'old')).toMatchObject({ expiresAt });
          await advance(0.001);
        }
        expect(await port.get('salt', 'old')).toBeUndefined();
        expect([...(await readMany(port, 'salt', ['old', 'kept'], 1)).keys()]).toEqual(['kept']);
        expect((await listAll(port, 'salt')).map(({ id }) => id)).toEqual(['kept']);
        expect(await port.put('salt', 'old', { n: 3 }, { ifVersion: 1 })).toBe('refused');
        expect(await port.put('salt', 'old', { n: 3 }, isNew)).toBe('written');
        expect(await port.get('salt', 'old')).toEqual({ id: 'old', version: 1, value: { n: 3 }, expiresAt: undefined });
      });
    });

    test('ids and kinds are apart, whatever characters an id has; the list is in the order of its bytes', async () => {
      await withTable(async ({ port }) => {
        const ids = [
          ...['a', 'A', 'a ', ' a', 'a#b', 'a/b', "a'b", 'a"b', 'a\\b', 'a%b', 'a_b', 'a\nb', 'a\u0001b', '1', '01'],
          ...['ä', 'a\u0308', 'ß', '漢字', '\uffee', '😀', '__proto__', 'constructor', '\u007f', 'x'.repeat(256)],
          '😀'.repeat(128),
        ];
        for (const id of ids) {
          for (const kind of ['key', 'key-two']) await port.put(kind, id, { kind, id }, isNew);
        }
        for (const id of ids) {
          expect((await port.get('key', id))?.value).toEqual({ kind: 'key', id });
          expect((await port.get('key-two', id))?.value).toEqual({ kind: 'key-two', id });
        }
        const many = await readMany(port, 'key', ids, ids.length);
        expect([...many.values()].map(({ id, value }) => [id, value['id']])).toEqual(
          [...many.keys()].map((id) => [id, id]),
        );
        const sorted = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect((await listAll(port, 'key')).map(({ id }) => id)).toEqual(sorted);
        await port.delete('key', 'a');
        expect(await port.get('key', 'a')).toBeUndefined();
        expect(await port.get('key', 'A')).toBeDefined();
        expect(await port.get('key-two', 'a')).toBeDefined();
      });
    });

    test('reads 100 at once; more, and names that cannot be, are refused by name', async () => {
      await withTable(async ({ port }) => {
        const ids = Array.from({ length: 101 }, (_, index) => `id-${index}`);
        await Promise.all(ids.map((id) => port.put('link', id, { id }, isNew)));
        expect((await readMany(port, 'link', ids.slice(0, 100), 100)).size).toBe(100);
        const refusal = (text: RegExp) => ({ name: 'InvariantError', message: expect.stringMatching(text) });
        await expect(port.getMany('link', ids)).rejects.toMatchObject(refusal(/100 ids, not 101/));
        for (const id of ['', 'x'.repeat(257), 'half \ud800']) {
          await expect(port.get('link', id)).rejects.toMatchObject(refusal(/1 to 256 characters/));
          await expect(port.getMany('link', ['fine', id])).rejects.toMatchObject(refusal(/1 to 256 characters/));
          await expect(port.put('link', id, {}, isNew)).rejects.toMatchObject(refusal(/1 to 256 characters/));
          await expect(port.delete('link', id)).rejects.toMatchObject(refusal(/1 to 256 characters/));
        }
        await expect(port.get('A Kind', 'a')).rejects.toMatchObject(refusal(/A Kind/));
      });
    });

    test('a value may have 100 KB; a larger one is refused with both sizes, nothing is written', async () => {
      await withTable(async ({ port }) => {
        // {"x":"…"} has eight bytes beside the text.
        const largest = { x: 'ü'.repeat((100 * 1024 - 8) / 2) };
        expect(await port.put('link', 'large', largest, isNew)).toBe('written');
        expect((await port.get('link', 'large'))?.value).toEqual(largest);
        await expect(port.put('link', 'larger', { x: `${largest.x}u` }, isNew)).rejects.toMatchObject({
          name: 'InvariantError',
          message: expect.stringMatching(/102400 bytes, not 102401/),
        });
        expect(await port.get('link', 'larger')).toBeUndefined();
      });
    });

    test('reads and lists more than a page of a service', async () => {
      await withTable(async ({ port }) => {
        const large = 'x'.repeat(90_000);
        const ids = Array.from({ length: 210 }, (_, index) => `id-${String(index).padStart(3, '0')}`);
        for (const [index, id] of ids.entries()) await port.put('link', id, index < 30 ? { large } : {}, isNew);
        expect((await listAll(port, 'link')).map(({ id }) => id)).toEqual(ids);
        expect((await readMany(port, 'link', ids.slice(0, 100), 100)).size).toBe(100);
      });
    });

    test('two that have the table open at once see each other’s writes', async () => {
      await withTable(async ({ port, reopen }) => {
        if (reopen === undefined) return;
        const other = await reopen();
        await port.put('key', 'a', { n: 1 }, isNew);
        expect(await other.get('key', 'a')).toMatchObject({ version: 1, value: { n: 1 } });
        expect(await other.put('key', 'a', { n: 2 }, { ifVersion: 1 })).toBe('written');
        expect(await port.put('key', 'a', { n: 3 }, { ifVersion: 1 })).toBe('refused');
        expect(await port.get('key', 'a')).toMatchObject({ version: 2, value: { n: 2 } });
        await other.delete('key', 'a');
        expect(await port.get('key', 'a')).toBeUndefined();
        await port.put('key', 'b', { n: 4 }, isNew);
        await port.close();
        await port.close();
        expect(await other.get('key', 'b')).toMatchObject({ value: { n: 4 } });
      });
    });
  });
}

async function listAll(port: StateTable, kind: string): Promise<readonly StateEntry[]> {
  const entries: StateEntry[] = [];
  for await (const entry of port.list(kind)) entries.push(entry);
  return entries;
}

/** May be a second behind: waits until it shows `count` entries. */
async function readMany(
  port: StateTable,
  kind: string,
  ids: readonly string[],
  count: number,
): Promise<ReadonlyMap<string, StateEntry>> {
  return eventually(
    () => port.getMany(kind, ids),
    (entries) => entries.size === count,
  );
}
