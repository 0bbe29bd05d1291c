import { type Manifest, type ManifestRow, type ObjectStore, parsePartition } from '@millrace/pipeline';
import { hourOf } from './ledger.ts';

/** What the key of a landed object or of a typed file says about it; undefined for any other key. */
export type StoredKey = {
  readonly shardId: string;
  readonly first: string;
  /** Hour of arrival, from the epoch. */
  readonly hour: number;
};

export type Orphan = { readonly key: string; readonly sizeBytes: number; readonly parsed: StoredKey | undefined };

const prefixes = ['raw/', 'quarantine/', 'typed/', 'typed-quarantine/'];
const keyForm =
  /^(?:raw|quarantine|typed|typed-quarantine)\/dt=(\d{4}-\d\d-\d\d)\/hr=(\d\d)\/([^/]+)\/(\d+)-\d+-[0-9a-f]{64}\./;
/** Look-ups in the manifest that are under way at once. */
const concurrency = 16;

export function parseStoredKey(key: string): StoredKey | undefined {
  const [, day, hourOfDay, shardId, first] = keyForm.exec(key) ?? [];
  const time = Date.parse(`${day}T${hourOfDay}:00:00Z`);
  if (shardId === undefined || first === undefined || Number.isNaN(time)) return undefined;
  return { shardId, first, hour: hourOf(time) };
}

/** Finds the manifest row that names a key, of whatever stream: a key does not say which. */
export function createRowFinder(manifest: Manifest, partitions: readonly string[]) {
  return async function isNamed(key: string): Promise<boolean> {
    const parsed = parseStoredKey(key);
    if (!parsed) return false;
    for (const partition of partitions) {
      if (parsePartition(partition).shardId !== parsed.shardId) continue;
      const row = await manifest.findCovering(partition, parsed.first);
      if (row && keysOf(row).includes(key)) return true;
    }
    return false;
  };
}

/** Objects that no manifest row names, in the order of their keys. */
export async function* findOrphans(
  objects: ObjectStore,
  isNamed: (key: string) => Promise<boolean>,
): AsyncGenerator<Orphan> {
  for (const prefix of prefixes) {
    let waiting: { readonly key: string; readonly sizeBytes: number }[] = [];
    for await (const object of objects.list(prefix)) {
      waiting.push(object);
      if (waiting.length < concurrency) continue;
      yield* orphansOf(waiting, isNamed);
      waiting = [];
    }
    yield* orphansOf(waiting, isNamed);
  }
}

async function* orphansOf(
  found: readonly { readonly key: string; readonly sizeBytes: number }[],
  isNamed: (key: string) => Promise<boolean>,
): AsyncGenerator<Orphan> {
  const named = await Promise.all(found.map(({ key }) => isNamed(key)));
  for (const [index, { key, sizeBytes }] of found.entries()) {
    if (!named[index]) yield { key, sizeBytes, parsed: parseStoredKey(key) };
  }
}

function keysOf({ rawKey, quarantineKey, typedKey, typedQuarantineKey }: ManifestRow): readonly (string | undefined)[] {
  return [rawKey, quarantineKey, typedKey, typedQuarantineKey];
}
