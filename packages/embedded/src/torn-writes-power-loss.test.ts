import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStream, Resharding, Shard, StreamRecord } from '@millrace/pipeline';
import { createLosingDisk, type DiskPlan, type Leaving } from '../test/losing-disk.ts';
import { toConfig } from '../test/temp-store.ts';

/*
 * Every call that the stores make on files is an effect of a disk that loses what was not synced (test/losing-disk.ts).
 * The same work is done again and again, killed at each of its effects in turn; what the disk leaves is opened again.
 */
declare global {
  namespace jest {
    /** Missing in the types. */
    function unstable_mockModule(moduleName: string, factory: () => object): void;
  }
}
const disk = createLosingDisk();
import.meta.jest.unstable_mockModule('node:fs/promises', () => disk.calls);
const { createEventStream } = await import('./create-event-stream.ts');
const { createObjectStore } = await import('./create-object-store.ts');
const { createSecrets } = await import('./create-secrets.ts');

const options = { shardCount: 2, segmentBytes: 400 };
const keys = ['a', 'b', 'c', 'd', 'e'];

type Answer = { readonly shardId: string; readonly sequenceNumber: string; readonly text: string };

/** Of one process: puts of several keys at once, each key's one after the other, while shards split and merge. */
async function putUntilKilled(
  folder: string,
  name: string,
  rounds: number,
  isDisturbed = false,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const stream = createEventStream(toConfig(folder), options);
  const putKey = async (key: string, at: number) => {
    for (let round = 0; round < rounds; round += 1) {
      const texts = Array.from({ length: 1 + ((at + round) % 3) }, (_, part) => `${key} ${name}${round}.${part}`);
      const puts = await stream.putRecords(texts.map((text) => ({ partitionKey: key, data: Buffer.from(text) })));
      for (const [index, put] of puts.entries()) {
        if (put.ok && !disk.isDead()) answers.push({ ...put, text: texts[index] ?? '' });
      }
    }
  };
  const work = keys.map(putKey);
  work.push(
    (async () => {
      const split = await splitLowest(stream);
      const [lower, upper] = (await stream.listShards()).filter((shard) => shard.parentShardId === split);
      await stream.mergeShards(upper?.shardId ?? '', lower?.shardId ?? '');
    })(),
  );
  const results = await Promise.allSettled(work);
  if (isDisturbed) {
    // The same process goes on: what failed was taken back, or is looked up on the disk.
    for (const key of keys) {
      const text = `${key} ${name}9.0`;
      const [put] = await stream.putRecords([{ partitionKey: key, data: Buffer.from(text) }]);
      expect(put?.ok).toBe(true);
      if (put?.ok) answers.push({ ...put, text });
    }
  } else if (!disk.isDead()) {
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  }
  await stream.close().catch((error: unknown) => {
    if (!disk.isDead()) throw error;
  });
  return answers;
}

async function splitLowest(stream: EventStream & Resharding): Promise<string> {
  const shard = (await stream.listShards()).find(
    ({ isClosed, startingHashKey }) => !isClosed && startingHashKey === '0',
  );
  await stream.splitShard(shard?.shardId ?? '', String(BigInt(shard?.endingHashKey ?? 0) / 2n));
  return shard?.shardId ?? '';
}

/** What is wrong with the stream that is left: nothing, if all goes well. */
async function findFaults(folder: string, answers: readonly Answer[]): Promise<readonly string[]> {
  disk.start({ root: folder, seed: 1 });
  const stream = createEventStream(toConfig(folder), options);
  try {
    // The first put after a crash looks at what it left.
    await stream.putRecords(keys.map((key) => ({ partitionKey: key, data: Buffer.from(`${key} last`) })));
    const shards = await stream.listShards();
    return [...checkShards(shards), ...checkRecords(await readAll(stream, shards), answers)];
  } catch (error) {
    return [String(error)];
  } finally {
    await stream.close();
  }
}

async function readAll(stream: EventStream, shards: readonly Shard[]): Promise<readonly StreamRecord[]> {
  const records: StreamRecord[] = [];
  // Children have greater numbers than their parents.
  for (const { shardId } of shards.toSorted((a, b) => (a.shardId < b.shardId ? -1 : 1))) {
    records.push(...(await stream.readShard(shardId, { after: undefined, limit: 1_000, maxBytes: 1_000_000 })));
  }
  return records;
}

function checkRecords(records: readonly StreamRecord[], answers: readonly Answer[]): readonly string[] {
  const faults: string[] = [];
  const textAt = new Map(records.map((record) => [toPlace(record), toText(record)]));
  for (const answer of answers) {
    if (textAt.get(toPlace(answer)) !== answer.text) faults.push(`${answer.text} was answered and is not there`);
  }
  const texts = records.map(toText);
  for (const text of new Set(texts)) {
    if (texts.indexOf(text) !== texts.lastIndexOf(text)) faults.push(`${text} is there twice`);
    if (!/^[a-e] (?:[AB]\d\.\d|last)$/.test(text)) faults.push(`${text} was never put`);
  }
  for (const key of keys) {
    const ofKey = texts.filter((text) => text.startsWith(key));
    if (ofKey.join() !== ofKey.toSorted().join()) faults.push(`the order is ${ofKey}`);
  }
  return faults;
}

function checkShards(shards: readonly Shard[]): readonly string[] {
  const open = shards
    .filter(({ isClosed }) => !isClosed)
    .map((shard) => BigInt(shard.endingHashKey) - BigInt(shard.startingHashKey) + 1n);
  const parents = new Set(shards.flatMap((shard) => [shard.parentShardId, shard.adjacentParentShardId]));
  const wrong = shards.filter((shard) => shard.isClosed !== parents.has(shard.shardId));
  return [
    ...(open.reduce((sum, size) => sum + size, 0n) === 2n ** 128n ? [] : ['the open shards are not all of the keys']),
    ...wrong.map(({ shardId }) => `${shardId} is closed without a child, or open with one`),
  ];
}

function toPlace({ shardId, sequenceNumber }: Pick<Answer, 'shardId' | 'sequenceNumber'>): string {
  return `${shardId} ${sequenceNumber}`;
}

function toText({ data }: StreamRecord): string {
  return Buffer.from(data).toString();
}

let folders: string;
beforeAll(() => {
  // The disk is a model; its files are best kept in memory.
  folders = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'millrace-'));
});
afterAll(() => rmSync(folders, { recursive: true, force: true }));

/** An empty folder; those of the run before are removed. */
function newRun(): string {
  for (const name of readdirSync(folders)) rmSync(join(folders, name), { recursive: true, force: true });
  return mkdtempSync(join(folders, 'run-'));
}

/** What a power loss leaves now, in a new folder. */
function losePower(kind: Leaving): string {
  const folder = mkdtempSync(join(folders, 'left-'));
  disk.leave(folder, kind);
  return folder;
}

/** Runs until it is killed, loses power in each of the ways, and is opened again. */
async function killAndLosePower(plan: Omit<DiskPlan, 'root'>, kinds: readonly Leaving[]) {
  const root = newRun();
  disk.start({ ...plan, root });
  const answers = await putUntilKilled(root, 'A', 5);
  const effectCount = disk.effects().length;
  const faults: string[] = [];
  for (const folder of kinds.map(losePower)) faults.push(...(await findFaults(folder, answers)));
  return { answers, effectCount, faults: faults.map((fault) => `${JSON.stringify({ ...plan, kinds })}: ${fault}`) };
}

test.each([1, 2])(
  'STREAM-1: killed at any effect, also of a split or merge, and without power: all that was answered is there once, in order (seed %i)',
  async (seed) => {
    const whole = await killAndLosePower({ seed }, ['synced']);
    expect(whole.faults).toEqual([]);
    expect(whole.answers.length).toBeGreaterThan(40);
    let answered = 0;
    for (let killAt = 0; killAt < whole.effectCount; killAt += 1) {
      for (const when of ['before', 'after'] as const) {
        const run = await killAndLosePower(
          { seed, killAt, when },
          when === 'before' ? ['synced', 'mixed'] : ['synced'],
        );
        expect(run.faults).toEqual([]);
        answered += run.answers.length;
      }
    }
    // Some were killed early and some late.
    expect(answered).toBeGreaterThan(whole.effectCount * 10);
  },
  30_000,
);

test('STREAM-1: what a killed process left un-synced is synced before the next one builds on it', async () => {
  const { effectCount } = await killAndLosePower({ seed: 3 }, []);
  for (let killAt = 0; killAt < effectCount; killAt += 1) {
    const root = newRun();
    disk.start({ root, seed: 3, killAt });
    const answers = [...(await putUntilKilled(root, 'A', 5))];
    disk.restart();
    answers.push(...(await putUntilKilled(root, 'B', 2)));
    expect(await findFaults(losePower('synced'), answers)).toEqual([]);
  }
}, 30_000);

test('STREAM-7: shards and records that a reader was shown are not taken back by a power loss', async () => {
  const read = async (folder: string) => {
    const reader = createEventStream(toConfig(folder), options);
    const shards = await reader.listShards();
    const records = await readAll(reader, shards);
    await reader.close();
    return { shards, places: records.map((record) => `${toPlace(record)} ${toText(record)}`) };
  };
  const { effectCount } = await killAndLosePower({ seed: 5 }, []);
  const seen = new Set<number>();
  for (let killAt = 0; killAt < effectCount; killAt += 1) {
    const root = newRun();
    disk.start({ root, seed: 5, killAt });
    await putUntilKilled(root, 'A', 5);
    disk.restart();
    const shown = await read(root);
    const left = losePower('synced');
    disk.start({ root: left, seed: 1 });
    expect(await read(left)).toEqual(shown);
    seen.add(shown.shards.length);
  }
  // As it was made, after the split, after the merge.
  expect([...seen]).toEqual([2, 4, 5]);
});

test('STREAM-1: a call on files that fails once, also in a split or merge, loses nothing that was answered, and the stream goes on', async () => {
  const { effectCount } = await killAndLosePower({ seed: 4 }, []);
  for (let failAt = 0; failAt < effectCount; failAt += 1) {
    const root = newRun();
    disk.start({ root, seed: 4, failAt });
    const answers = await putUntilKilled(root, 'A', 5, true);
    for (const folder of [losePower('synced'), losePower('all')]) expect(await findFaults(folder, answers)).toEqual([]);
  }
});

test.each(['files', 'folders'] as const)('a disk that lies about syncing %s is found out', async (liesAbout) => {
  const { faults } = await killAndLosePower({ seed: 1, liesAbout }, ['synced']);
  expect(faults).not.toEqual([]);
});

const objectKeys = ['raw/dt=1/a', 'raw/dt=1/b', 'raw/dt=2/c', 'typed/d'];

type Landed = { readonly key: string; readonly result: 'created' | 'exists'; readonly body: string };

/** Of one process: each key is put twice at once, with bodies that can be told apart, and again later. */
async function putObjectsUntilKilled(folder: string): Promise<readonly Landed[]> {
  const answers: Landed[] = [];
  const objects = createObjectStore(toConfig(folder));
  const put = async (key: string, body: string) => {
    const result = await objects.putIfAbsent(key, Buffer.from(body));
    if (!disk.isDead()) answers.push({ key, result, body });
  };
  const results = await Promise.allSettled(
    objectKeys.flatMap((key) => ['1', '2'].map((which) => put(key, `${key} ${which} `.repeat(50)))),
  );
  const again = await Promise.allSettled([put('raw/dt=1/a', 'third')]);
  if (!disk.isDead()) expect([...results, ...again].filter(({ status }) => status === 'rejected')).toEqual([]);
  return answers;
}

async function findObjectFaults(folder: string, answers: readonly Landed[]): Promise<readonly string[]> {
  disk.start({ root: folder, seed: 1 });
  const objects = createObjectStore(toConfig(folder));
  const faults: string[] = [];
  const bodies = new Map<string, string>();
  for await (const { key, sizeBytes } of objects.list('')) {
    const body = Buffer.from((await objects.get(key)) ?? []).toString();
    bodies.set(key, body);
    if (sizeBytes !== body.length) faults.push(`${key} is listed with ${sizeBytes} bytes`);
    const isWhole = objectKeys.includes(key) && ['1', '2'].some((which) => body === `${key} ${which} `.repeat(50));
    if (!isWhole) faults.push(`${key} is ${JSON.stringify(body)}`);
  }
  for (const { key, result, body } of answers) {
    if (!bodies.has(key)) faults.push(`${key} was answered and is not there`);
    if (result === 'created' && bodies.get(key) !== body) faults.push(`${key} was created and is another`);
  }
  for (const key of objectKeys) {
    const had = bodies.has(key);
    const results = [
      await objects.putIfAbsent(key, Buffer.from('new')),
      await objects.putIfAbsent(key, Buffer.from('x')),
    ];
    if (results.join() !== (had ? 'exists,exists' : 'created,exists')) faults.push(`a put of ${key} gave ${results}`);
    const body = Buffer.from((await objects.get(key)) ?? []).toString();
    if (body !== (had ? bodies.get(key) : 'new')) faults.push(`${key} is ${JSON.stringify(body)} after a put`);
  }
  return faults;
}

test('OBJECT-1: killed at any effect of a put and without power: an object that was answered is there, none is half there, and the next put works', async () => {
  const run = async (plan: Partial<DiskPlan>, kinds: readonly Leaving[]) => {
    const root = newRun();
    disk.start({ root, seed: 4, ...plan });
    const answers = await putObjectsUntilKilled(root);
    const effectCount = disk.effects().length;
    const faults: string[] = [];
    for (const folder of kinds.map(losePower)) faults.push(...(await findObjectFaults(folder, answers)));
    return { effectCount, answers, faults: faults.map((fault) => `${JSON.stringify(plan)}: ${fault}`) };
  };
  const whole = await run({}, ['synced', 'all']);
  expect(whole.faults).toEqual([]);
  expect(whole.answers).toHaveLength(9);
  let answered = 0;
  for (let killAt = 0; killAt < whole.effectCount; killAt += 1) {
    for (const when of ['before', 'after'] as const) {
      const { answers, faults } = await run({ killAt, when }, ['synced', 'mixed']);
      expect(faults).toEqual([]);
      answered += answers.length;
    }
  }
  expect(answered).toBeGreaterThan(whole.effectCount);
  for (const liesAbout of ['files', 'folders'] as const)
    expect((await run({ liesAbout }, ['synced'])).faults).not.toEqual([]);
}, 30_000);

test('OBJECT-1: an object that exists is durable before anybody is told so, whoever made it and was killed', async () => {
  const undisturbed = newRun();
  disk.start({ root: undisturbed, seed: 6 });
  await putObjectsUntilKilled(undisturbed);
  const effectCount = disk.effects().length;
  for (let killAt = 0; killAt < effectCount; killAt += 1) {
    const root = newRun();
    disk.start({ root, seed: 6, killAt });
    const answers = [...(await putObjectsUntilKilled(root))];
    disk.restart();
    answers.push(...(await putObjectsUntilKilled(root)));
    expect(await findObjectFaults(losePower('synced'), answers)).toEqual([]);
  }
});

test('SECRET-1: a secret that was given out once is the same after a power loss at any effect', async () => {
  /** Two ask for it; the second some turns after the first. */
  const run = async (turnsLater: number, killAt: number) => {
    const root = newRun();
    disk.start({ root, seed: 5, killAt });
    const given = new Set<string>();
    const give = async (turns: number) => {
      for (let turn = 0; turn < turns; turn += 1) await undefined;
      const key = await createSecrets(toConfig(root)).get('lake-key');
      if (!disk.isDead()) given.add(Buffer.from(key).toString('hex'));
    };
    await Promise.allSettled([give(0), give(turnsLater)]);
    const effectCount = disk.effects().length;
    const folder = losePower(killAt % 2 === 0 ? 'mixed' : 'synced');
    disk.start({ root: folder, seed: 1 });
    const key = Buffer.from(await createSecrets(toConfig(folder)).get('lake-key'));
    expect(key).toHaveLength(32);
    if (given.size > 0) expect(given).toEqual(new Set([key.toString('hex')]));
    return { given, effectCount };
  };
  for (let turnsLater = 0; turnsLater < 60; turnsLater += 1) {
    const { given, effectCount } = await run(turnsLater, Number.POSITIVE_INFINITY);
    expect(given.size).toBe(1);
    for (let killAt = 0; killAt < effectCount; killAt += 1) await run(turnsLater, killAt);
  }
});
