import { createHash, randomBytes } from 'node:crypto';
import {
  ConfigError,
  type EventStream,
  type Resharding,
  type Shard,
  type StreamEntry,
  type StreamPut,
  type StreamRecord,
} from '@millrace/pipeline';
import { eventually } from './eventually.ts';
import { type Opened, withOpened } from './opened.ts';

const everything = { limit: 10_000, maxBytes: 8_000_000 };

const hashKeys = 2n ** 128n;

export type EventStreamSuite = {
  /** Asserts what Resharding promises, too: the port must have it, and `open` gives a stream without closed shards. */
  readonly canReshard?: boolean;
};

/** What every EventStream must do; ports.ts has the promises. `open` gives an empty stream. */
export function describeEventStream(
  adapter: string,
  open: () => Promise<Opened<EventStream & Partial<Resharding>>>,
  { canReshard = false }: EventStreamSuite = {},
): void {
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

    if (canReshard) describeResharding(open);
  });
}

/** What Resharding promises, over the stream that is left after each step. */
function describeResharding(open: () => Promise<Opened<EventStream & Partial<Resharding>>>): void {
  /** A test with a stream that can reshard. */
  const withStream = (body: (port: EventStream & Resharding, opened: Opened<EventStream>) => Promise<void>) => () =>
    withOpened(open, async (opened) => {
      const { port } = opened;
      assertResharding(port);
      await body(port, opened);
    });

  test(
    'a split closes the shard and opens two children that share its hash keys',
    withStream(async (port) => {
      const before = await port.listShards();
      const parent = lowest(before);
      const middle = BigInt(parent.startingHashKey) + 1_000n;
      await port.splitShard(parent.shardId, String(middle));
      const after = await port.listShards();
      const [lower, upper] = childrenOf(after, parent.shardId);
      const { shardId: parentShardId, startingHashKey, endingHashKey } = parent;
      expect(lower).toEqual({
        shardId: lower.shardId,
        parentShardId,
        isClosed: false,
        startingHashKey,
        endingHashKey: String(middle - 1n),
      });
      expect(upper).toEqual({
        shardId: upper.shardId,
        parentShardId,
        isClosed: false,
        startingHashKey: String(middle),
        endingHashKey,
      });
      const kept = before.map((shard) => (shard === parent ? { ...shard, isClosed: true } : shard));
      expect(sortById(after)).toEqual(sortById([...kept, lower, upper]));
      expect(new Set(after.map((shard) => shard.shardId)).size).toBe(before.length + 2);
      expectCovered(after);
    }),
  );

  test.each([
    ['lower', 'upper'],
    ['upper', 'lower'],
  ] as const)('a merge of the %s and the %s of two neighbours closes both and opens one child', (...order) =>
    withStream(async (port) => {
      const { shardId: split } = lowest(await port.listShards());
      await port.splitShard(split, '77');
      const before = await port.listShards();
      const [lower, upper] = childrenOf(before, split);
      const [merged, adjacent] = order.map((name) => ({ lower, upper })[name]) as [Shard, Shard];
      await port.mergeShards(merged.shardId, adjacent.shardId);
      const after = await port.listShards();
      const known = new Set(before.map((shard) => shard.shardId));
      const children = after.filter((shard) => !known.has(shard.shardId));
      expect(children).toEqual([
        {
          shardId: children[0]?.shardId,
          parentShardId: merged.shardId,
          adjacentParentShardId: adjacent.shardId,
          isClosed: false,
          startingHashKey: lower.startingHashKey,
          endingHashKey: upper.endingHashKey,
        },
      ]);
      const kept = before.map((shard) => (shard === lower || shard === upper ? { ...shard, isClosed: true } : shard));
      expect(sortById(after)).toEqual(sortById([...kept, ...children]));
      expectCovered(after);
    })(),
  );

  test(
    'STREAM-9: a record goes to the open shard whose range holds the MD5 of its key, after any splits and merges',
    withStream(async (port) => {
      const entries = Array.from({ length: 24 }, (_, index) => toEntry(`key-${index}`, `record ${index}`));
      const splitAt = [3n, 2n, 0n, 5n, 1n, 0n, 7n, 2n];
      for (const [round, part] of splitAt.entries()) {
        const shards = await port.listShards();
        expectCovered(shards);
        const puts = await putAll(port, entries);
        expect(puts.map((put) => put.shardId)).toEqual(entries.map((entry) => shardOf(shards, entry)));
        const ranges = openOf(shards);
        const [one, next] = [ranges[round % (ranges.length - 1 || 1)], ranges[(round % (ranges.length - 1 || 1)) + 1]];
        if (part === 0n && one !== undefined && next !== undefined) await port.mergeShards(next.shardId, one.shardId);
        if (part > 0n) {
          const { shardId, startingHashKey, endingHashKey } = ranges[(round * 7) % ranges.length] ?? lowest(shards);
          const size = BigInt(endingHashKey) - BigInt(startingHashKey);
          await port.splitShard(shardId, String(BigInt(startingHashKey) + 1n + (size * part) / 10n));
        }
      }
      const shards = await port.listShards();
      expect(shards.length).toBeGreaterThan(splitAt.length);
      expect(new Set(shards.map((shard) => shard.shardId)).size).toBe(shards.length);
    }),
  );

  test(
    'the edge of a split belongs to the second child',
    withStream(async (port) => {
      const hashKey = toHashKey('one');
      for (const startingHashKey of [hashKey, hashKey + 1n]) {
        const parent = shardOf(await port.listShards(), toEntry('one', ''));
        await port.splitShard(parent, String(startingHashKey));
        const [lower, upper] = childrenOf(await port.listShards(), parent);
        const [put] = await putAll(port, [toEntry('one', 'x')]);
        expect(put?.shardId).toBe((startingHashKey === hashKey ? upper : lower).shardId);
      }
    }),
  );

  test(
    'a closed shard keeps its records; parents first, then children, a key has its order',
    withStream(async (port) => {
      const texts: string[] = [];
      const putNext = async () => {
        texts.push(String(texts.length));
        await putAll(port, [toEntry('one', texts.at(-1) ?? '')]);
      };
      const shardIds: string[] = [];
      for (let round = 0; round < 4; round += 1) {
        await putNext();
        await putNext();
        const shards = await port.listShards();
        const shardId = shardOf(shards, toEntry('one', ''));
        shardIds.push(shardId);
        if (round % 2 === 0) {
          await port.splitShard(shardId, String(toHashKey('one')));
        } else {
          const ranges = openOf(shards);
          const below = ranges[ranges.findIndex((shard) => shard.shardId === shardId) - 1];
          await port.mergeShards(shardId, below?.shardId ?? '');
        }
      }
      await putNext();
      expect(new Set(shardIds).size).toBe(4);
      const shards = await port.listShards();
      expect(shardIds.map((shardId) => shards.find((shard) => shard.shardId === shardId)?.isClosed)).toEqual(
        shardIds.map(() => true),
      );
      const records = await readStream(port, texts.length);
      expect(records.map(toText)).toEqual(texts);
      expectGrowing(records);
      // What is behind the last record of a closed shard is nothing, not an error.
      const last = records.findLast((record) => record.shardId === shardIds[0]);
      expect(await port.readShard(shardIds[0] ?? '', { after: last?.sequenceNumber, ...everything })).toEqual([]);
    }),
  );

  test(
    'STREAM-8: what is put while shards split and merge is taken once, in the order of its key',
    withStream(async (port) => {
      const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
      const rounds = 15;
      const places = new Set<string>();
      const [some, many] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const putKey = async (key: string) => {
        for (let round = 0; round < rounds; round += 1) {
          const [put] = await putAll(port, [toEntry(key, `${key} ${round}`)]);
          places.add(toPlace(put));
          if (places.size === 30) some.resolve();
          if (places.size === 90) many.resolve();
        }
      };
      const putting = Promise.all(keys.map(putKey));
      const original = lowest(await port.listShards());
      await Promise.race([some.promise, putting]);
      await port.splitShard(original.shardId, String(BigInt(original.endingHashKey) / 2n));
      const [lower, upper] = childrenOf(await port.listShards(), original.shardId);
      await Promise.race([many.promise, putting]);
      await port.mergeShards(lower.shardId, upper.shardId);
      await putting;
      const records = await readStream(port, keys.length * rounds);
      expect(new Set(records.map(toPlace))).toEqual(places);
      for (const key of keys) {
        const ofKey = records.filter((record) => record.partitionKey === key);
        expect(ofKey.map(toText)).toEqual(Array.from({ length: rounds }, (_, round) => `${key} ${round}`));
      }
      expectGrowing(records);
    }),
  );

  test(
    'several splits at once are done one after the other',
    withStream(async (port) => {
      const { shardId, endingHashKey } = lowest(await port.listShards());
      const results = await Promise.allSettled([
        port.splitShard(shardId, '5'),
        port.splitShard(shardId, '7'),
        port.splitShard(shardId, endingHashKey),
      ]);
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      expectCovered(await port.listShards());
    }),
  );

  test(
    'what cannot be split or merged is a ConfigError, and nothing changes',
    withStream(async (port) => {
      const { shardId: closed } = lowest(await port.listShards());
      await port.splitShard(closed, '1000');
      const [lower, upper] = childrenOf(await port.listShards(), closed);
      await port.splitShard(upper.shardId, '2000');
      const shards = await port.listShards();
      const [, farthest] = childrenOf(shards, upper.shardId);
      const refused = [
        () => port.splitShard('shardId-000000009999', '5'),
        () => port.splitShard(closed, '5'),
        () => port.splitShard(lower.shardId, '0'), // its own start
        () => port.splitShard(lower.shardId, '1000'), // behind its end
        () => port.splitShard(farthest.shardId, '1999'),
        () => port.splitShard(farthest.shardId, String(hashKeys)),
        () => port.splitShard(lower.shardId, '-1'),
        () => port.splitShard(lower.shardId, '0x10'),
        () => port.splitShard(lower.shardId, ''),
        () => port.mergeShards(lower.shardId, lower.shardId),
        () => port.mergeShards(lower.shardId, farthest.shardId),
        () => port.mergeShards(lower.shardId, upper.shardId), // it was split
        () => port.mergeShards(closed, lower.shardId),
        () => port.mergeShards('shardId-000000009999', lower.shardId),
      ];
      for (const act of refused) await expect(act()).rejects.toThrow(ConfigError);
      expect(await port.listShards()).toEqual(shards);
      await putAll(port, [toEntry('one', 'x')]);
      // The narrowest split there is: one hash key for the second child.
      await port.splitShard(lower.shardId, '999');
      expectCovered(await port.listShards());
    }),
  );

  test(
    'a stream opened again has its shards, and goes on in the open ones',
    withStream(async (port, { reopen }) => {
      await putAll(port, [toEntry('one', 'before')]);
      await port.splitShard(shardOf(await port.listShards(), toEntry('one', '')), String(toHashKey('one')));
      await putAll(port, [toEntry('one', 'between')]);
      const shards = await port.listShards();
      await port.close();
      if (reopen === undefined) return;
      const again: EventStream & Partial<Resharding> = await reopen();
      assertResharding(again);
      expect(await again.listShards()).toEqual(shards);
      const [put] = await putAll(again, [toEntry('one', 'after')]);
      expect(put?.shardId).toBe(shardOf(shards, toEntry('one', '')));
      const records = await readStream(again, 3);
      expect(records.map(toText)).toEqual(['before', 'between', 'after']);
      expectGrowing(records);
      await again.splitShard(put?.shardId ?? '', String(toHashKey('one') + 1n));
      expectCovered(await again.listShards());
    }),
  );
}

function assertResharding(port: EventStream & Partial<Resharding>): asserts port is EventStream & Resharding {
  if (port.splitShard === undefined || port.mergeShards === undefined) throw new Error('the port cannot reshard');
}

/** Open shards from the lowest hash key to the highest. */
function openOf(shards: readonly Shard[]): readonly Shard[] {
  return shards.filter((shard) => !shard.isClosed).sort(byHashKey);
}

function byHashKey(a: Shard, b: Shard): number {
  return BigInt(a.startingHashKey) < BigInt(b.startingHashKey) ? -1 : 1;
}

function lowest(shards: readonly Shard[]): Shard {
  const [shard] = openOf(shards);
  if (shard === undefined) throw new Error('no open shard');
  return shard;
}

function childrenOf(shards: readonly Shard[], parentShardId: string): readonly [Shard, Shard] {
  const [lower, upper] = shards.filter((shard) => shard.parentShardId === parentShardId).sort(byHashKey);
  if (lower === undefined || upper === undefined) throw new Error(`${parentShardId} has not two children`);
  return [lower, upper];
}

function sortById(shards: readonly Shard[]): readonly Shard[] {
  return shards.toSorted((a, b) => (a.shardId < b.shardId ? -1 : 1));
}

function toHashKey(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
}

/** The id of the open shard that has to take an entry. */
function shardOf(shards: readonly Shard[], { partitionKey }: StreamEntry): string {
  const hashKey = toHashKey(partitionKey);
  const owner = shards.find(
    (shard) => !shard.isClosed && BigInt(shard.startingHashKey) <= hashKey && hashKey <= BigInt(shard.endingHashKey),
  );
  return owner?.shardId ?? 'no shard';
}

/** Every hash key belongs to exactly one open shard. */
function expectCovered(shards: readonly Shard[]): void {
  let next = 0n;
  for (const shard of openOf(shards)) {
    expect(BigInt(shard.startingHashKey)).toBe(next);
    expect(BigInt(shard.endingHashKey)).toBeGreaterThanOrEqual(next);
    next = BigInt(shard.endingHashKey) + 1n;
  }
  expect(next).toBe(hashKeys);
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

/** Every record, shard by shard in order, parents before their children, once `count` of them show. */
async function readStream(port: EventStream, count: number): Promise<readonly StreamRecord[]> {
  const shards = parentsFirst(await port.listShards());
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

function parentsFirst(shards: readonly Shard[]): readonly Shard[] {
  const sorted: Shard[] = [];
  const left = new Set(shards);
  while (left.size > 0) {
    const leftIds = new Set([...left].map((shard) => shard.shardId));
    const isNext = ({ parentShardId = '', adjacentParentShardId = '' }: Shard) =>
      !leftIds.has(parentShardId) && !leftIds.has(adjacentParentShardId);
    const next = [...left].filter(isNext);
    if (next.length === 0) throw new Error('shards are their own parents');
    for (const shard of next) left.delete(shard);
    sorted.push(...next);
  }
  return sorted;
}

function expectGrowing(records: readonly StreamRecord[]): void {
  const last = new Map<string, bigint>();
  for (const { shardId, sequenceNumber } of records) {
    expect(sequenceNumber).toMatch(/^[0-9]{1,129}$/);
    expect(BigInt(sequenceNumber)).toBeGreaterThan(last.get(shardId) ?? -1n);
    last.set(shardId, BigInt(sequenceNumber));
  }
}
