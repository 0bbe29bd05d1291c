import type { Manifest, ManifestKey, ManifestRow, ManifestStage } from '@millrace/pipeline';
import { eventually } from './eventually.ts';
import { type Opened, withOpened } from './opened.ts';

const partition = 'events#shardId-000000000000';
const other = 'events#shardId-000000000001';

/** What every Manifest must do; ports.ts has the promises. `open` gives an empty manifest. */
export function describeManifest(adapter: string, open: () => Promise<Opened<Manifest>>): void {
  describe(`Manifest: ${adapter}`, () => {
    test('is empty at first', async () => {
      await withOpened(open, async ({ port }) => {
        expect(await port.head(partition)).toBeUndefined();
        expect(await port.readFrom(partition, toSortKey(0n), 10)).toEqual([]);
        expect(await port.findCovering(partition, '5')).toBeUndefined();
        expect(await port.listByStage('landed', 10)).toEqual([]);
        expect(await port.listPartitions()).toEqual([]);
      });
    });

    test('gives back every field, the absent ones too', async () => {
      await withOpened(open, async ({ port }) => {
        const full: ManifestRow = {
          ...toRow(partition, 0n, 4n),
          rawKey: 'raw/dt=2026-01-01/hr=05/x.ndjson.zst',
          rawSha256: 'a'.repeat(64),
          quarantineKey: 'quarantine/dt=2026-01-01/hr=05/x.ndjson.zst',
          acceptedByType: { page_view: 3, 'odd.type "ü"': 1 },
          quarantinedByReason: { 'schema-invalid': 2 },
          suppressedByReason: { 'analytics-denied': 1 },
          minEventTime: -1,
          maxEventTime: 1_767_225_600_123,
          stage: 'refined',
          typedKey: 'typed/x/v1.parquet',
          typedQuarantineKey: 'typed-quarantine/x/v1.parquet',
          typedSha256: 'b'.repeat(64),
          typedQuarantineSha256: 'c'.repeat(64),
          runId: 'run-1',
        };
        const bare = toRow(other, 0n, 2n);
        for (const row of [full, bare]) {
          expect(await port.append(row)).toBe('appended');
          expect(await port.head(row.partition)).toEqual(row);
          expect(await port.readFrom(row.partition, row.previous, 1)).toEqual([row]);
          expect(await port.findCovering(row.partition, row.last)).toEqual(row);
          expect(await listByStage(port, row.stage, 1)).toEqual([row]);
        }
      });
    });

    test('a taken place in the chain is a conflict and stays as it was', async () => {
      await withOpened(open, async ({ port }) => {
        const first = toRow(partition, 0n, 4n);
        expect(await port.append(first)).toBe('appended');
        expect(await port.append(first)).toBe('conflict');
        expect(await port.append(toRow(partition, 0n, 9n))).toBe('conflict');
        expect(await port.readFrom(partition, toSortKey(0n), 10)).toEqual([first]);
      });
    });

    test('of 16 who append at the same place at once exactly one wins', async () => {
      await withOpened(open, async ({ port }) => {
        const rows = Array.from({ length: 16 }, (_, index) => toRow(partition, 7n, BigInt(index + 8)));
        const results = await Promise.all(rows.map((row) => port.append(row)));
        expect(results.filter((result) => result === 'appended')).toHaveLength(1);
        expect(results.filter((result) => result === 'conflict')).toHaveLength(15);
        expect(await port.head(partition)).toEqual(rows[results.indexOf('appended')]);
      });
    });

    test('keeps a chain in the order of its numbers, up to 129 digits, apart from other chains', async () => {
      await withOpened(open, async ({ port }) => {
        const ends = [0n, 9n, 10n, 2n ** 53n + 1n, 10n ** 56n, 10n ** 128n, 10n ** 128n + 1n, 10n ** 129n - 1n];
        const chain = ends.slice(1).map((end, index) => toRow(partition, ends[index] ?? 0n, end));
        for (const row of [...chain].reverse()) expect(await port.append(row)).toBe('appended');
        await port.append(toRow(other, 0n, 10n ** 129n - 1n));

        expect(await port.head(partition)).toEqual(chain.at(-1));
        expect(await port.readFrom(partition, toSortKey(0n), 100)).toEqual(chain);
        expect(await port.readFrom(partition, toSortKey(0n), 3)).toEqual(chain.slice(0, 3));
        expect(await port.readFrom(partition, toSortKey(10n), 3)).toEqual(chain.slice(2, 5));
        expect(await port.readFrom(partition, toSortKey(11n), 2)).toEqual(chain.slice(3, 5));
        expect(await port.readFrom(partition, toSortKey(10n ** 129n - 1n), 2)).toEqual([]);

        const findLast = async (number: bigint) => (await port.findCovering(partition, String(number)))?.last;
        expect(await findLast(0n)).toBeUndefined();
        expect(await findLast(1n)).toBe('9');
        expect(await findLast(9n)).toBe('9');
        expect(await findLast(10n)).toBe('10');
        expect(await findLast(11n)).toBe(String(2n ** 53n + 1n));
        expect(await findLast(10n ** 128n)).toBe(String(10n ** 128n));
        expect(await findLast(10n ** 128n + 1n)).toBe(String(10n ** 128n + 1n));
        expect((await port.findCovering(other, '77'))?.partition).toBe(other);
      });
    });

    test('changes what is named and nothing else', async () => {
      await withOpened(open, async ({ port }) => {
        const rows = [toRow(partition, 0n, 4n), toRow(partition, 4n, 8n)] as const;
        for (const row of rows) await port.append(row);
        const read = () => port.readFrom(partition, toSortKey(0n), 10);
        const change = {
          stage: 'transformed',
          typedKey: 'typed/a',
          typedQuarantineKey: 'typed-quarantine/a',
          typedSha256: 'd'.repeat(64),
          typedQuarantineSha256: 'e'.repeat(64),
        } as const;
        expect(await port.update(rows[0], change, { from: ['landed'] })).toBe('updated');
        expect(await read()).toEqual([{ ...rows[0], ...change }, rows[1]]);
        expect(await port.update(rows[0], { runId: 'run-1' }, { from: ['transformed'] })).toBe('updated');
        expect(await read()).toEqual([{ ...rows[0], ...change, runId: 'run-1' }, rows[1]]);
        expect(await port.update(rows[0], { stage: 'refined' }, { from: ['transformed'] })).toBe('updated');
        expect(await read()).toEqual([{ ...rows[0], ...change, runId: 'run-1', stage: 'refined' }, rows[1]]);
      });
    });

    test('refuses a change when the row, its stage or its run is another', async () => {
      await withOpened(open, async ({ port }) => {
        const row = toRow(partition, 0n, 4n);
        await port.append(row);
        const change = { stage: 'refined', runId: 'run-9', typedKey: 'typed/z' } as const;
        const refused: [ManifestKey, Parameters<Manifest['update']>[2]][] = [
          [{ partition, previous: toSortKey(4n) }, { from: ['landed'] }],
          [{ partition: other, previous: toSortKey(0n) }, { from: ['landed'] }],
          [row, { from: ['transformed', 'refined'] }],
          [row, { from: ['landed'], runId: 'run-1' }],
        ];
        for (const [key, condition] of refused) expect(await port.update(key, change, condition)).toBe('refused');
        expect(await port.listPartitions()).toEqual([partition]);
        expect(await port.readFrom(partition, toSortKey(0n), 10)).toEqual([row]);

        const claim = { stage: 'transformed', runId: 'run-1' } as const;
        expect(await port.update(row, claim, { from: ['transformed', 'landed'], runId: null })).toBe('updated');
        expect(await port.update(row, change, { from: ['transformed'], runId: null })).toBe('refused');
        expect(await port.update(row, change, { from: ['transformed'], runId: 'run-2' })).toBe('refused');
        expect(await port.head(partition)).toEqual({ ...row, ...claim });
        expect(await port.update(row, change, { from: ['transformed'], runId: 'run-1' })).toBe('updated');
        expect(await port.head(partition)).toEqual({ ...row, ...change });
      });
    });

    test('of 16 runs that claim a row at once exactly one gets it', async () => {
      await withOpened(open, async ({ port }) => {
        const row = toRow(partition, 0n, 4n);
        await port.append(row);
        const runIds = Array.from({ length: 16 }, (_, index) => `run-${index}`);
        const results = await Promise.all(
          runIds.map((runId) => port.update(row, { runId }, { from: ['landed'], runId: null })),
        );
        expect(results.filter((result) => result === 'updated')).toHaveLength(1);
        expect((await port.head(partition))?.runId).toBe(runIds[results.indexOf('updated')]);
      });
    });

    test('lists the rows of a stage, sooner or later', async () => {
      await withOpened(open, async ({ port }) => {
        const rows = [toRow(partition, 0n, 4n), toRow(partition, 4n, 8n), toRow(other, 0n, 3n)];
        for (const row of rows) await port.append(row);
        const keysIn = async (stage: ManifestStage, count: number) =>
          (await listByStage(port, stage, count)).map((row) => `${row.partition} ${row.last}`).sort();
        expect(await keysIn('landed', 3)).toEqual([`${partition} 4`, `${partition} 8`, `${other} 3`]);
        expect(await port.listByStage('landed', 2)).toHaveLength(2);
        await port.update(rows[0] as ManifestRow, { stage: 'transformed' }, { from: ['landed'] });
        expect(await keysIn('transformed', 1)).toEqual([`${partition} 4`]);
        expect(await keysIn('landed', 2)).toEqual([`${partition} 8`, `${other} 3`]);
        expect(await keysIn('refined', 0)).toEqual([]);
      });
    });

    test('reads a chain that is larger than a page of a service', async () => {
      await withOpened(open, async ({ port }) => {
        const rows = Array.from({ length: 14 }, (_, index) => ({
          ...toRow(partition, BigInt(index), BigInt(index + 1)),
          acceptedByType: { [`large_${index}_${'x'.repeat(100_000)}`]: index },
        }));
        for (const row of rows) await port.append(row);
        await port.append(toRow(other, 0n, 4n));
        expect((await port.readFrom(partition, toSortKey(0n), 100)).map((row) => row.last)).toEqual(
          rows.map((row) => row.last),
        );
        expect(await listByStage(port, 'landed', 15)).toHaveLength(15);
        expect(await port.listPartitions()).toEqual([partition, other]);
      });
    });

    test('lists every partition once, sorted', async () => {
      await withOpened(open, async ({ port }) => {
        const partitions = ['b#shardId-000000000000', 'a#shardId-000000000002', 'a#shardId-000000000001'];
        for (const name of partitions) {
          await port.append(toRow(name, 0n, 4n));
          await port.append(toRow(name, 4n, 8n));
        }
        expect(await port.listPartitions()).toEqual([...partitions].sort());
      });
    });

    test('a manifest opened again has every row', async () => {
      await withOpened(open, async ({ port, reopen }) => {
        const row = toRow(partition, 0n, 4n);
        await port.append(row);
        await port.close();
        await port.close();
        if (reopen === undefined) return;
        const again = await reopen();
        expect(await again.head(partition)).toEqual(row);
        expect(await again.append(row)).toBe('conflict');
      });
    });
  });
}

/** The sort key of a row: 129 digits, the most a sequence number can have. */
function toSortKey(sequenceNumber: bigint): string {
  return String(sequenceNumber).padStart(129, '0');
}

function toRow(chain: string, previous: bigint, last: bigint): ManifestRow {
  return {
    partition: chain,
    previous: toSortKey(previous),
    first: String(previous + 1n),
    last: String(last),
    recordCount: 1,
    rawKey: undefined,
    rawSha256: undefined,
    quarantineKey: undefined,
    counts: { received: 7, accepted: 4, quarantined: 2, suppressed: 1 },
    acceptedByType: {},
    quarantinedByReason: {},
    suppressedByReason: {},
    minEventTime: undefined,
    maxEventTime: undefined,
    arrivedAt: 1_767_225_600_000,
    stage: 'landed',
    typedKey: undefined,
    typedQuarantineKey: undefined,
    runId: undefined,
  };
}

/** The index may lag behind: waits until it shows `count` rows. */
async function listByStage(port: Manifest, stage: ManifestStage, count: number): Promise<readonly ManifestRow[]> {
  return eventually(
    () => port.listByStage(stage, 100),
    (rows) => rows.length === count,
  );
}
