import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type EventStream, InvariantError } from '@millrace/pipeline';
import fc from 'fast-check';
import { toConfig } from '../test/temp-store.ts';
import { createEventStream } from './create-event-stream.ts';
import { recoverShard, type TornTail } from './stream/recover-shard.ts';

const shardId = 'shardId-000000000000';
const everything = { limit: 10_000, maxBytes: 100_000_000 };

let folders: string;
beforeAll(async () => {
  // Cutting files a thousand times needs no real disk.
  folders = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'millrace-'));
});
afterAll(() => rm(folders, { recursive: true, force: true }));

function newFolder(): Promise<string> {
  return mkdtemp(join(folders, 'stream-'));
}

function segmentOf(dataDir: string): string {
  return join(dataDir, 'stream', 'events', shardId, `${'1'.padStart(20, '0')}.seg`);
}

async function readTexts(stream: EventStream, shard = shardId, after?: string): Promise<string[]> {
  const records = await stream.readShard(shard, { after, ...everything });
  return records.map((record) => Buffer.from(record.data).toString());
}

/** Where the records of a segment end, of one write after the other: `lengths` are those of their data. */
async function makeSegment(dataDir: string, writes: readonly (readonly number[])[]) {
  const stream = createEventStream(toConfig(dataDir), { shardCount: 1 });
  const ends: { readonly end: number; readonly text: string; readonly isLastOfWrite: boolean }[] = [];
  for (const [at, lengths] of writes.entries()) {
    const texts = lengths.map((length, index) => `${at}.${index} `.padEnd(length, 'x'));
    await stream.putRecords(texts.map((text) => ({ partitionKey: 'k', data: Buffer.from(text) })));
    for (const [index, text] of texts.entries()) {
      const end = (ends.at(-1)?.end ?? 0) + 40 + 'k'.length + text.length;
      ends.push({ end, text, isLastOfWrite: index === texts.length - 1 });
    }
  }
  await stream.close();
  const bytes = await readFile(segmentOf(dataDir));
  expect(bytes).toHaveLength(ends.at(-1)?.end ?? 0);
  return { bytes, ends };
}

const anyWrites = fc.array(fc.array(fc.integer({ min: 4, max: 12 }), { minLength: 1, maxLength: 3 }), {
  minLength: 2,
  maxLength: 3,
});

test('STREAM-2: a last segment cut at any byte keeps every whole record below the cut; the torn rest is cut and reported', async () => {
  await fc.assert(
    fc.asyncProperty(anyWrites, async (writes) => {
      const dataDir = await newFolder();
      const { bytes, ends } = await makeSegment(dataDir, writes);
      const segment = segmentOf(dataDir);
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        // The rest of the last write may be missing, or its length is there already, and zeros.
        const kept = ends.filter(({ end }) => end <= cut);
        const keptBytes = kept.at(-1)?.end ?? 0;
        for (const left of [bytes.subarray(0, cut), Buffer.concat([bytes.subarray(0, cut)], bytes.length)]) {
          await writeFile(segment, left);
          const tails: TornTail[] = [];
          const onTornTail = (tail: TornTail) => tails.push(tail);
          const stream = createEventStream(toConfig(dataDir), { onTornTail });
          const puts = await stream.putRecords([{ partitionKey: 'k', data: Buffer.from('next') }]);
          expect(puts).toEqual([{ ok: true, shardId, sequenceNumber: String(kept.length + 1) }]);
          expect(await readTexts(stream)).toEqual([...kept.map(({ text }) => text), 'next']);
          await stream.close();
          expect(await readFile(segment)).toHaveLength(keptBytes + 40 + 'knext'.length);
          const cutBytes = left.length - keptBytes;
          expect(tails).toEqual(cutBytes === 0 ? [] : [{ shardId, segment, cutBytes }]);
        }
      }
    }),
    { numRuns: 2, seed: 8 },
  );
}, 30_000);

test('STREAM-3: a cut below what was seen downstream is refused at any byte, with nothing changed; one above it is not', async () => {
  await fc.assert(
    fc.asyncProperty(anyWrites, async (writes) => {
      const dataDir = await newFolder();
      const { bytes, ends } = await makeSegment(dataDir, writes);
      const segment = segmentOf(dataDir);
      const answered = [...ends.entries()].filter(([, { isLastOfWrite }]) => isLastOfWrite);
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        for (const [index, { end }] of answered) {
          const left = bytes.subarray(0, cut);
          await writeFile(segment, left);
          const floor = String(index + 1);
          const recovered = recoverShard(dirname(segment), shardId, { floor, onTornTail: () => {} });
          if (cut >= end) {
            expect((await recovered).nextSequence).toBeGreaterThan(index + 1);
          } else {
            await expect(recovered).rejects.toThrow(InvariantError);
            expect((await readFile(segment)).equals(left)).toBe(true);
          }
        }
      }
    }),
    { numRuns: 2, seed: 8 },
  );
}, 30_000);

test('STREAM-4: a closed shard that was cut at any byte, or has lost a segment, is an error for who reads it, never a shorter shard', async () => {
  const dataDir = await newFolder();
  const stream = createEventStream(toConfig(dataDir), { shardCount: 1, segmentBytes: 150 });
  for (const text of ['first', 'second', 'third', 'fourth']) {
    await stream.putRecords([{ partitionKey: 'k', data: Buffer.from(text) }]);
  }
  await stream.splitShard(shardId, '1');
  await stream.close();
  const folder = dirname(segmentOf(dataDir));
  const last = join(folder, (await readdir(folder)).sort().at(-1) ?? '');
  expect(last).not.toBe(segmentOf(dataDir));
  const bytes = await readFile(last);

  const readParent = async (after?: string) => {
    const reader = createEventStream(toConfig(dataDir));
    try {
      await reader.listShards();
      return await readTexts(reader, shardId, after);
    } finally {
      await reader.close();
    }
  };
  for (let cut = 0; cut < bytes.length; cut += 1) {
    await writeFile(last, bytes.subarray(0, cut));
    for (const after of [undefined, '3']) await expect(readParent(after)).rejects.toThrow(InvariantError);
  }
  await rm(last);
  for (const after of [undefined, '3', '4']) await expect(readParent(after)).rejects.toThrow('is gone');
  await rm(folder, { recursive: true });
  await expect(readParent()).rejects.toThrow('is gone');
  await mkdir(folder);
  await expect(readParent()).rejects.toThrow('is gone');
});

test('STREAM-5: with nothing but the segments and stream.json a fresh process reads after any number', async () => {
  const dataDir = await newFolder();
  const made = createEventStream(toConfig(dataDir), { shardCount: 2, segmentBytes: 200 });
  const texts = new Map<string, string[]>();
  for (let round = 0; round < 12; round += 1) {
    const entries = ['a', 'b', 'c', 'd'].map((key) => ({ partitionKey: key, data: Buffer.from(`${key} ${round}`) }));
    for (const [index, put] of (await made.putRecords(entries)).entries()) {
      if (!put.ok) throw new Error(put.code);
      texts.set(put.shardId, [...(texts.get(put.shardId) ?? []), entries[index]?.data.toString() ?? '']);
    }
    if (round === 7) await made.splitShard(shardId, '50000000000000000000000000000000000000');
  }
  await made.close();

  const copy = await newFolder();
  await cp(join(dataDir, 'stream'), join(copy, 'stream'), {
    recursive: true,
    filter: (path) => !basename(path).includes('.') || /\.seg$|^stream\.json$/.test(basename(path)),
  });
  expect((await readdir(join(copy, 'stream', 'events'))).filter((name) => !name.startsWith('shardId-'))).toEqual([
    'stream.json',
  ]);
  expect(texts.size).toBe(4);
  for (const [shard, ofShard] of texts) {
    for (let after = 0; after <= ofShard.length; after += 1) {
      const fresh = createEventStream(toConfig(copy));
      expect(await readTexts(fresh, shard, after === 0 ? undefined : String(after))).toEqual(ofShard.slice(after));
      await fresh.close();
    }
  }
});
