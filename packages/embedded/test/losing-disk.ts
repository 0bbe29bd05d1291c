import * as fs from 'node:fs';
import { join } from 'node:path';

/**
 * Stands in for node:fs/promises and keeps, beside the files as a process sees them, what is known to be on the disk:
 * the bytes of a file at its last sync, the names in a folder at the folder's last sync. A power loss leaves at least that.
 */
export type LosingDisk = {
  /** The calls that the stores make; an import of another one fails. */
  readonly calls: Readonly<Record<string, unknown>>;
  /** Everything below `root` is durable, and a process begins that is killed at effect `killAt` (from 0). */
  start(plan: DiskPlan): void;
  /** Another process on the same files: what was not synced is still seen, and still not durable. */
  restart(): void;
  isDead(): boolean;
  /** Names of the effects since `start`. */
  effects(): readonly string[];
  /** Files that a power loss now may leave, as a new folder. */
  leave(to: string, kind: Leaving): void;
};

export type DiskPlan = {
  readonly root: string;
  readonly seed: number;
  readonly killAt?: number;
  /** `after`: the effect happened, and nobody was told. */
  readonly when?: 'before' | 'after';
  /** This effect (from 0) fails once, and the process goes on. */
  readonly failAt?: number;
  /** A disk that says it synced and did not. */
  readonly liesAbout?: 'files' | 'folders';
};

/** `synced`: nothing but what is durable. `all`: only the process died. `mixed`: for each name and file something between. */
export type Leaving = 'synced' | 'all' | 'mixed';

type Entry = { readonly inode: number; readonly isFolder: boolean };
type Names = ReadonlyMap<string, Entry>;

export function createLosingDisk(): LosingDisk {
  let plan: DiskPlan = { root: '', seed: 0 };
  let random = createRandom(0);
  let isDead = false;
  let effects: string[] = [];
  const bytesOf = new Map<number, Buffer>();
  const namesIn = new Map<string, Names>();
  /** Kept open, so that a file that is removed does not leave its inode number to another one. */
  const held: number[] = [];

  /** An effect happens some turns after it was asked for: what others ask for meanwhile comes between. */
  async function effect<Result>(name: string, act: () => Result): Promise<Result> {
    for (let turns = random(4); turns > 0; turns -= 1) await undefined;
    assertAlive();
    const isLast = effects.length === plan.killAt;
    effects.push(name);
    if (effects.length - 1 === plan.failAt) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    if (isLast && plan.when !== 'after') kill();
    const result = act();
    if (isLast) kill();
    return result;
  }

  async function look<Result>(act: () => Result): Promise<Result> {
    await undefined;
    assertAlive();
    return act();
  }

  function kill(): never {
    isDead = true;
    throw diskError();
  }

  function assertAlive(): void {
    if (isDead) throw diskError();
  }

  async function open(path: string, flags: string | number, mode?: number) {
    const isNew = !fs.existsSync(path) && flags !== 'r' && flags !== 'r+';
    const fd = await (isNew
      ? effect('create', () => fs.openSync(path, flags, mode))
      : look(() => fs.openSync(path, flags, mode)));
    const { ino, isDirectory } = statOf(fd);
    if (isNew) held.push(fs.openSync(path, 'r'));
    const sync = () =>
      effect(isDirectory ? 'sync folder' : 'sync', () => {
        if (isDirectory && plan.liesAbout !== 'folders') namesIn.set(path, readNames(path));
        if (!isDirectory && plan.liesAbout !== 'files') bytesOf.set(ino, fs.readFileSync(path));
      });
    return {
      fd,
      stat: () => look(() => fs.fstatSync(fd)),
      read: (buffer: Buffer, offset: number, length: number, position: number) =>
        look(() => ({ bytesRead: fs.readSync(fd, buffer, offset, length, position) })),
      write: (buffer: Buffer, offset: number, length: number, position: number) =>
        effect('write', () => ({ bytesWritten: fs.writeSync(fd, buffer, offset, length, position) })),
      writev: (buffers: readonly Uint8Array[], position: number) =>
        effect('write', () => ({ bytesWritten: fs.writevSync(fd, buffers, position) })),
      writeFile: (body: Uint8Array) => effect('write', () => fs.writeFileSync(fd, body)),
      truncate: (sizeBytes: number) => effect('truncate', () => fs.ftruncateSync(fd, sizeBytes)),
      sync,
      datasync: sync,
      close: async () => fs.closeSync(fd),
    };
  }

  return {
    calls: {
      open,
      link: (from: string, to: string) => effect('link', () => fs.linkSync(from, to)),
      rename: (from: string, to: string) => effect('rename', () => fs.renameSync(from, to)),
      rm: (path: string, options: fs.RmOptions) => effect('remove', () => fs.rmSync(path, options)),
      mkdir: (path: string, options: fs.MakeDirectoryOptions) =>
        effect('make folder', () => fs.mkdirSync(path, options)),
      readdir: (path: string, options: { withFileTypes: true }) => look(() => fs.readdirSync(path, options)),
      readFile: (path: string, encoding: BufferEncoding) => look(() => fs.readFileSync(path, encoding)),
      stat: (path: string) => look(() => fs.statSync(path)),
    },

    start(next) {
      plan = next;
      random = createRandom(plan.seed);
      isDead = false;
      effects = [];
      bytesOf.clear();
      namesIn.clear();
      for (const fd of held.splice(0)) fs.closeSync(fd);
      for (const { path, inode, isFolder } of walk(plan.root)) {
        if (isFolder) {
          namesIn.set(path, readNames(path));
        } else {
          bytesOf.set(inode, fs.readFileSync(path));
          held.push(fs.openSync(path, 'r'));
        }
      }
      namesIn.set(plan.root, readNames(plan.root));
    },

    restart() {
      const { root, seed } = plan;
      plan = { root, seed };
      isDead = false;
    },

    isDead: () => isDead,
    effects: () => effects,

    leave(to, kind) {
      const pathOf = new Map([...walk(plan.root)].map(({ inode, path }) => [inode, path]));
      const pick = <Value>(durable: Value, seen: Value): Value => {
        if (kind === 'synced') return durable;
        return kind === 'all' || random(2) === 0 ? seen : durable;
      };
      const toBytes = (inode: number): Buffer => {
        const durable = bytesOf.get(inode) ?? Buffer.of();
        const path = pathOf.get(inode);
        const seen = path === undefined ? durable : fs.readFileSync(path);
        if (kind !== 'mixed' || seen.length <= durable.length) return pick(durable, seen);
        // A part of what was written after the sync, and perhaps the file's new length with zeros for the rest.
        const left = durable.length + random(seen.length - durable.length + 1);
        return Buffer.concat([seen.subarray(0, left)], random(2) === 0 ? left : seen.length);
      };
      const leaveFolder = (from: string, target: string) => {
        fs.mkdirSync(target, { recursive: true });
        const durable = namesIn.get(from) ?? new Map<string, Entry>();
        const seen = readNames(from);
        for (const name of new Set([...durable.keys(), ...seen.keys()])) {
          const entry = pick(durable.get(name), seen.get(name));
          if (entry?.isFolder) leaveFolder(join(from, name), join(target, name));
          else if (entry !== undefined) fs.writeFileSync(join(target, name), toBytes(entry.inode));
        }
      };
      leaveFolder(plan.root, to);
    },
  };
}

/** Integers from 0 to below `limit`, the same for the same seed (mulberry32). */
export function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

function diskError(): Error {
  return Object.assign(new Error('the power is off'), { code: 'EIO' });
}

function statOf(fd: number): { readonly ino: number; readonly isDirectory: boolean } {
  const stat = fs.fstatSync(fd);
  return { ino: stat.ino, isDirectory: stat.isDirectory() };
}

function readNames(path: string): Names {
  if (!fs.existsSync(path)) return new Map();
  return new Map(
    fs
      .readdirSync(path, { withFileTypes: true })
      .map((entry) => [entry.name, { inode: fs.statSync(join(path, entry.name)).ino, isFolder: entry.isDirectory() }]),
  );
}

function* walk(folder: string): Generator<Entry & { readonly path: string }> {
  for (const [name, entry] of readNames(folder)) {
    const path = join(folder, name);
    yield { ...entry, path };
    if (entry.isFolder) yield* walk(path);
  }
}
