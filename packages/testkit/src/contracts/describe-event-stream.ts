import { randomBytes } from 'node:crypto';
import type { EventStream, StreamEntry, StreamPut, StreamRecord } from '@millrace/pipeline';
import { eventually } from './eventually.ts';
import { type Opened, withOpened } from './opened.ts';

const everything = { limit: 10_000, maxBytes: 8_000_000 };

/** What every EventStream must do; ports.ts has the promises. `open` gives an empty stream. */
export function describeEventStream(adapter: string, open: () => Promise<Opened<EventStream>>): void {
  describe(`EventStream: ${adapter}`, () => {
    test('gives one result per entry, in the order of the entries', async () => {
      await withOpened(open, async ({ port }) => {
        const entries = Array.from({ length: 20 }, (_, index) => toEntry(`key-${index}`, `record ${index}`));
        const puts = await putAll(port, entries);
        expect(puts).toHaveLength(20);
        const byPlace = new Map((await readStream(port, 20)).map((record) => [toPlace(record), record]));
        expect(puts.map((put) => toText(byPlace.get(toPlace(put))))).toEqual(entries.map(toText));
        expect(puts.map((put) => byPlace.get(toPlace(put))?.partitionKey)).toEqual(
          entries.map((entry) => entry.partitionKey),
        );
        expect(await port.putRecords([])).toEqual([]);
      });
    });

    test('lists open shards, each once, and no other shard takes records', async () => {
      await withOpened(open, async ({ port }) => {
        const shards = await port.listShards();
        const shardIds = shards.map((shard) => shard.shardId);
        expect(shardIds.length).toBeGreaterThan(0);
        expect(new Set(shardIds).size).toBe(shardIds.length);
        expect(shards.filter((shard) => shard.isClosed)).toEqual([]);
        const puts = await putAll(
          port,
          Array.from({ length: 30 }, (_, index) => toEntry(`key-${index}`, 'x')),
        );
        expect(puts.filter((put) => !shardIds.includes(put.shardId))).toEqual([]);
      });
    });

    test('keeps the order of a shard, and a partition key keeps its shard', async () => {
      await withOpened(open, async ({ port }) => {
        const puts = [];
        for (let round = 0; round < 5; round += 1) {
          puts.push(
            ...(await putAll(
              port,
              ['a', 'b', 'a', 'c'].map((key, at) => toEntry(key, `${round}.${at}`)),
            )),
          );
        }
        for (const at of [0, 1, 2, 3]) {
          const shards = puts.filter((_, index) => index % 4 === at || (at === 2 && index % 4 === 0));
          expect(new Set(shards.map((put) => put.shardId)).size).toBe(1);
        }
        const records = await readStream(port, 20);
        const ofA = records.filter((record) => record.partitionKey === 'a');
        expect(ofA.map(toText)).toEqual([0, 1, 2, 3, 4].flatMap((round) => [`${round}.0`, `${round}.2`]));
        expectGrowing(records);
      });
    });

    test('takes more entries in one call than a service call holds, in order', async () => {
      await withOpened(open, async ({ port }) => {
        const entries = Array.from({ length: 620 }, (_, index) => toEntry('one', String(index)));
        await putAll(port, entries);
        expect((await readStream(port, 620)).map(toText)).toEqual(entries.map(toText));
      });
    });

    test('gives numbers that grow when many put at once', async () => {
      await withOpened(open, async ({ port }) => {
        const rounds = await Promise.all(
          Array.from({ length: 32 }, (_, index) =>
            putAll(port, [toEntry(`key-${index}`, `${index}.0`), toEntry(`key-${index}`, `${index}.1`)]),
          ),
        );
        expect(new Set(rounds.flat().map(toPlace)).size).toBe(64);
        const records = await readStream(port, 64);
        expect(new Set(records.map(toText)).size).toBe(64);
        expectGrowing(records);
        for (const [first, second] of rounds) {
          expect(BigInt(second?.sequenceNumber ?? 0)).toBeGreaterThan(BigInt(first?.sequenceNumber ?? 0));
        }
      });
    });

    test('reads after a sequence number, at most `limit` at a time, until nothing is left', async () => {
      await withOpened(open, async ({ port }) => {
        const puts = await putAll(
          port,
          Array.from({ length: 11 }, (_, index) => toEntry('one', String(index))),
        );
        const shardId = puts[0]?.shardId ?? '';
        const pages = await readPages(port, shardId, { after: undefined, limit: 4, maxBytes: 8_000_000 }, 11);
        expect(pages.filter((page) => page.length > 4 || page.length === 0)).toEqual([]);
        expect(pages.flat().map(toText)).toEqual(Array.from({ length: 11 }, (_, index) => String(index)));
        // A position is a number, not a cursor: an older one may be asked for again.
        const after = puts[6]?.sequenceNumber;
        const rest = await readPages(port, shardId, { after, limit: 10, maxBytes: 8_000_000 }, 4);
        expect(rest.flat().map(toText)).toEqual(['7', '8', '9', '10']);
        const last = puts[10]?.sequenceNumber;
        expect(await port.readShard(shardId, { after: last, ...everything })).toEqual([]);
        const [late] = await putAll(port, [toEntry('one', 'late')]);
        const found = await readPages(port, shardId, { after: last, ...everything }, 1);
        expect(found.flat().map(toPlace)).toEqual([toPlace(late)]);
      });
    });

    test('stops before maxBytes, but always gives at least one record', async () => {
      await withOpened(open, async ({ port }) => {
        const sizes = [3_000, 3_000, 3_000, 20_000, 10, 10];
        const [first] = await putAll(
          port,
          sizes.map((size) => ({ partitionKey: 'one', data: randomBytes(size) })),
        );
        const position = { after: undefined, limit: 100, maxBytes: 7_000 };
        const pages = await readPages(port, first?.shardId ?? '', position, sizes.length);
        expect(pages.flat().map((record) => record.data.length)).toEqual(sizes);
        for (const page of pages) {
          const sizeBytes = page.reduce((sum, record) => sum + record.data.length, 0);
          expect(page.length === 1 || sizeBytes <= 7_000).toBe(true);
        }
      });
    });

    test('gives bytes back as they were, of any value and up to 900 KB', async () => {
      await withOpened(open, async ({ port }) => {
        const bodies = [Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), randomBytes(900_000)];
        await putAll(
          port,
          bodies.map((data) => ({ partitionKey: 'one', data })),
        );
        const records = await readStream(port, 2);
        expect(
          records.map((record) => Buffer.compare(record.data, bodies[records.indexOf(record)] ?? Buffer.of())),
        ).toEqual([0, 0]);
      });
    });

    test('says when a record arrived, in epoch milliseconds', async () => {
      await withOpened(open, async ({ port }) => {
        await putAll(port, [toEntry('one', 'now')]);
        const [record] = await readStream(port, 1);
        expect(Number.isInteger(record?.arrivedAt)).toBe(true);
        expect(Math.abs((record?.arrivedAt ?? 0) - Date.now())).toBeLessThan(60_000);
      });
    });

    test('a stream opened again has every record and goes on with greater numbers', async () => {
      await withOpened(open, async ({ port, reopen }) => {
        await putAll(port, [toEntry('one', 'before')]);
        await port.close();
        await port.close();
        if (reopen === undefined) return;
        const again = await reopen();
        await putAll(again, [toEntry('one', 'after')]);
        const records = await readStream(again, 2);
        expect(records.map(toText)).toEqual(['before', 'after']);
        expectGrowing(records);
      });
    });
  });
}

type Place = { readonly shardId: string; readonly sequenceNumber: string };

function toEntry(partitionKey: string, text: string): StreamEntry {
  return { partitionKey, data: Buffer.from(text) };
}

function toText(record: { readonly data: Uint8Array } | undefined): string {
  return record === undefined ? 'nothing' : Buffer.from(record.data).toString();
}

function toPlace(place: Place | undefined): string {
  return `${place?.shardId} ${place?.sequenceNumber}`;
}

async function putAll(port: EventStream, entries: readonly StreamEntry[]): Promise<readonly Place[]> {
  const puts = await port.putRecords(entries);
  expect(puts.filter((put) => !put.ok)).toEqual([]);
  return puts.filter((put): put is StreamPut & { ok: true } => put.ok);
}

/** Pages of one shard until `count` records were seen (a service may show them late), each from where the last one ended. */
async function readPages(
  port: EventStream,
  shardId: string,
  position: { readonly after: string | undefined; readonly limit: number; readonly maxBytes: number },
  count: number,
): Promise<readonly (readonly StreamRecord[])[]> {
  const pages: (readonly StreamRecord[])[] = [];
  let after = position.after;
  const readAvailable = async () => {
    for (;;) {
      const page = await port.readShard(shardId, { ...position, after });
      if (page.length === 0) return pages.flat().length;
      pages.push(page);
      after = page.at(-1)?.sequenceNumber;
    }
  };
  await eventually(readAvailable, (seen) => seen >= count);
  return pages;
}

/** Every record, shard by shard in order, once `count` of them show. */
async function readStream(port: EventStream, count: number): Promise<readonly StreamRecord[]> {
  const shards = await port.listShards();
  const readOnce = async () => {
    const records: StreamRecord[] = [];
    for (const { shardId } of shards) {
      const pages = await readPages(port, shardId, { after: undefined, ...everything }, 0);
      records.push(...pages.flat());
    }
    return records;
  };
  const records = await eventually(readOnce, (found) => found.length >= count);
  expect(records).toHaveLength(count);
  return records;
}

function expectGrowing(records: readonly StreamRecord[]): void {
  const last = new Map<string, bigint>();
  for (const { shardId, sequenceNumber } of records) {
    expect(sequenceNumber).toMatch(/^[0-9]{1,129}$/);
    expect(BigInt(sequenceNumber)).toBeGreaterThan(last.get(shardId) ?? -1n);
    last.set(shardId, BigInt(sequenceNumber));
  }
}
