import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PortsConfig, QueueMessage } from '@millrace/pipeline';
import { createRandom } from '../test/losing-disk.ts';
import { toConfig } from '../test/temp-store.ts';
import { toManifestRow } from '../test/to-manifest-row.ts';

/*
 * What a power loss leaves of a SQLite store: the database and its log as they were after the last answered statement,
 * and any part of what the next statement was writing. Small pages make the log short enough to cut it at every byte.
 */
declare global {
  namespace jest {
    /** Missing in the types. */
    function unstable_mockModule(moduleName: string, factory: () => object): void;
  }
}
const connections: DatabaseSync[] = [];
import.meta.jest.unstable_mockModule('node:sqlite', () => ({
  DatabaseSync: class extends DatabaseSync {
    constructor(...args: ConstructorParameters<typeof DatabaseSync>) {
      super(...args);
      connections.push(this);
    }
  },
}));
const { createManifest } = await import('./create-manifest.ts');
const { createQueue } = await import('./create-queue.ts');

type Image = { readonly database: Buffer; readonly log: Buffer };
type Rows = readonly unknown[];
/** One answered statement. */
type Step = { readonly before: Image; readonly after: Image; readonly rowsBefore: Rows; readonly rowsAfter: Rows };
type Store = {
  readonly name: string;
  readonly file: string;
  readonly selectAll: string;
  /** A port and what it is asked to do, one statement after the other. */
  readonly open: (config: PortsConfig) => {
    readonly next: () => Promise<unknown>;
    readonly close: () => Promise<void>;
  };
  /** After so many statements every kind was done at least once. */
  readonly kindCount: number;
  /** Another process makes one row more. Returns what closes its port. */
  readonly addRow: (config: PortsConfig) => Promise<() => Promise<void>>;
};

const manifestStore: Store = {
  name: 'manifest',
  file: 'manifest.sqlite',
  selectAll: 'select * from manifest order by "partition", previous',
  open(config) {
    const manifest = createManifest(config);
    let count = 0;
    const statements = [
      (place: number) => manifest.append(toManifestRow(place)),
      (place: number) => manifest.append(toManifestRow(place)),
      (place: number) =>
        manifest.update(toManifestRow(place - 2), { stage: 'transformed', typedKey: 'typed/x' }, { from: ['landed'] }),
      (place: number) => manifest.update(toManifestRow(place - 3), { runId: 'run-1' }, { from: ['transformed'] }),
    ];
    return {
      next: async () => {
        const answer = await statements[count % statements.length]?.(count);
        expect(answer).toBe(count % statements.length < 2 ? 'appended' : 'updated');
        count += 1;
      },
      close: manifest.close,
    };
  },
  kindCount: 3,
  async addRow(config) {
    const manifest = createManifest(config);
    expect(await manifest.append({ ...toManifestRow(0), partition: 'other' })).toBe('appended');
    expect(await manifest.head('other')).toMatchObject({ last: '1' });
    return manifest.close;
  },
};

const queueStore: Store = {
  name: 'queue',
  file: 'queues.sqlite',
  selectAll: 'select * from messages order by id',
  open(config) {
    const queue = createQueue(config, { now: () => 1_000 });
    let count = 0;
    let received: readonly QueueMessage[] = [];
    const statements = [
      () => queue.send(`message ${count}`),
      () => queue.send(`message ${count}`),
      async () => {
        received = await queue.receive({ limit: 2, visibilitySeconds: 30 });
        expect(received).toHaveLength(2);
      },
      async () => received[0] && queue.delete(received[0]),
      async () => received[1] && queue.release(received[1], 0),
    ];
    return {
      next: async () => {
        await statements[count % statements.length]?.();
        count += 1;
      },
      close: queue.close,
    };
  },
  kindCount: 4,
  async addRow(config) {
    const queue = createQueue(config);
    await queue.send('again');
    return queue.close;
  },
};

let folders: string;
beforeAll(() => {
  folders = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'millrace-'));
});
afterAll(() => rmSync(folders, { recursive: true, force: true }));

/** Does `count` statements and shows what each of them left. */
async function runStatements(store: Store, count: number, look: (step: Step) => void | Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(folders, 'store-'));
  const path = join(dataDir, store.file);
  const made = new DatabaseSync(path);
  made.exec('pragma page_size = 512; vacuum');
  made.close();
  const port = store.open(toConfig(dataDir));
  await port.next(); // Makes the tables.
  const reader = new DatabaseSync(path);
  const readState = () => ({ image: takeImage(path), rows: reader.prepare(store.selectAll).all() });
  let { image: before, rows: rowsBefore } = readState();
  for (let at = 1; at < count; at += 1) {
    await port.next();
    const { image: after, rows: rowsAfter } = readState();
    expect(after.log.equals(before.log)).toBe(false);
    await look({ before, after, rowsBefore, rowsAfter });
    [before, rowsBefore] = [after, rowsAfter];
  }
  reader.close();
  await port.close();
}

function takeImage(path: string): Image {
  return { database: readFileSync(path), log: readFileSync(`${path}-wal`) };
}

/** The rows that a process finds which opens what is left. */
function readLeft(store: Store, { database, log }: Image): Rows {
  const path = join(folders, `left-${store.file}`);
  rmSync(`${path}-shm`, { force: true });
  writeFileSync(path, database);
  writeFileSync(`${path}-wal`, log);
  const left = new DatabaseSync(path);
  const rows = left.prepare(store.selectAll).all();
  left.close();
  return rows;
}

/** Which bytes of the log a statement wrote. */
function findWritten({ before, after }: Step): { readonly start: number; readonly end: number } {
  let start = 0;
  while (start < after.log.length && after.log[start] === before.log[start]) start += 1;
  let end = after.log.length;
  while (end > start && after.log[end - 1] === before.log[end - 1]) end -= 1;
  return { start, end };
}

/** The log when the write was torn at a byte: behind it is what was there before. */
function tearLog({ before, after }: Step, at: number): Image {
  return { database: after.database, log: Buffer.concat([after.log.subarray(0, at), before.log.subarray(at)]) };
}

/** Halves of pages of both: what a checkpoint had written when the power went, in any order. */
function mixDatabases(before: Buffer, after: Buffer, random: (limit: number) => number): Buffer {
  const mixed = Buffer.from(after);
  for (let at = 0; at < mixed.length; at += 256) {
    if (random(2) === 0) mixed.fill(0, at, at + 256).set(before.subarray(at, at + 256), at);
  }
  return mixed.subarray(0, before.length + random(after.length - before.length + 1));
}

describe.each([manifestStore, queueStore])('$name', (store) => {
  test('STORE-1: what was answered is there when the power goes after any statement, and the store goes on', async () => {
    const random = createRandom(1);
    await runStatements(store, 60, async (step) => {
      expect(readLeft(store, step.after)).toEqual(step.rowsAfter);
      const { start, end } = findWritten(step);
      const torn = tearLog(step, start + random(end - start));
      expect(readLeft(store, torn)).toEqual(step.rowsBefore);
      // The port itself opens what is left, does the next statement and has everything.
      const dataDir = mkdtempSync(join(folders, 'again-'));
      writeFileSync(join(dataDir, store.file), torn.database);
      writeFileSync(join(dataDir, `${store.file}-wal`), torn.log);
      const close = await store.addRow(toConfig(dataDir));
      const rows = readLeft(store, takeImage(join(dataDir, store.file)));
      await close();
      rmSync(dataDir, { recursive: true });
      expect(rows).toHaveLength(step.rowsBefore.length + 1);
      expect(rows).toEqual(expect.arrayContaining([...step.rowsBefore]));
    });
  });

  test('STORE-2: a statement that was torn at any byte of its log is not there at all, and all before it is', async () => {
    let stride = 1;
    await runStatements(store, store.kindCount, (step) => {
      const { start, end } = findWritten(step);
      const rowsBefore = JSON.stringify(step.rowsBefore);
      const wrong: number[] = [];
      for (let at = start; at < end; at += stride) {
        if (JSON.stringify(readLeft(store, tearLog(step, at))) !== rowsBefore) wrong.push(at);
      }
      expect(wrong).toEqual([]);
      expect(readLeft(store, tearLog(step, end))).toEqual(step.rowsAfter);
      stride = 7; // The first insert at every byte, the other kinds of statement at some.
    });
  });

  test('STORE-3: a checkpoint that was torn anywhere, and a log that begins anew, lose nothing', async () => {
    const random = createRandom(2);
    let [checkpoints, beginnings] = [0, 0];
    connections.length = 0;
    await runStatements(store, 40, (step) => {
      // Of pages, so that it happens often. The default is 1,000.
      connections[0]?.exec('pragma wal_autocheckpoint = 20');
      const { before, after } = step;
      if (!after.database.equals(before.database)) {
        checkpoints += 1;
        for (let turn = 0; turn < 10; turn += 1) {
          const database = mixDatabases(before.database, after.database, random);
          expect(readLeft(store, { database, log: after.log })).toEqual(step.rowsAfter);
        }
      }
      const { start, end } = findWritten(step);
      if (start < 32) {
        // The header of the log is new: what follows it is of an older log until it is written over.
        beginnings += 1;
        for (let at = start; at < end; at += at < 64 ? 1 : 61) {
          expect(readLeft(store, tearLog(step, at))).toEqual(step.rowsBefore);
        }
      }
    });
    expect(checkpoints).toBeGreaterThan(2);
    expect(beginnings).toBeGreaterThan(2);
  });

  test('STORE-4: every connection waits for the disk: write-ahead log, synchronous full', async () => {
    connections.length = 0;
    await runStatements(store, 2, () => {
      expect(connections).toHaveLength(1);
      const pragma = (name: string) => connections[0]?.prepare(`pragma ${name}`).get()?.[name];
      expect([pragma('journal_mode'), pragma('synchronous')]).toEqual(['wal', 2]);
      expect([pragma('fullfsync'), pragma('checkpoint_fullfsync')]).toEqual([1, 1]);
    });
  });
});
