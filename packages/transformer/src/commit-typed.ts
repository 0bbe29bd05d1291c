import {
  decompress,
  InvariantError,
  type Manifest,
  type ManifestRow,
  type ObjectStore,
  parseLandingKey,
  sha256Hex,
} from '@millrace/pipeline';
import type { UserAgent } from './core/parse-user-agent.ts';
import { type TypedRows, toQuarantineRows, toTypedRows } from './core/to-typed-rows.ts';
import { toTypedKey } from './core/typed-key.ts';
import { encodeParquet } from './encode-parquet.ts';

export type TransformPorts = { readonly objects: ObjectStore; readonly manifest: Manifest };

/** A landing has at most 24 MiB (processor, decide-landing.ts), one single record more. */
const maxObjectBytes = 64 * 1024 * 1024;

/**
 * Typed files first, then the row's stage, with the hashes of the files' stored bytes. The keys come from the landed keys,
 * so a second transformation of the same row finds its files there, hashes them and only moves the stage. Crash between
 * any two lines and run it again: same lake.
 */
export async function commitTyped(
  ports: TransformPorts,
  row: ManifestRow,
  parseUserAgent: (text: string | null) => UserAgent,
): Promise<'transformed' | 'done-before'> {
  if (row.stage !== 'landed') return 'done-before';
  const typed = await putTyped(ports.objects, row.rawKey, row.counts.accepted, (text) =>
    toTypedRows(text, parseUserAgent),
  );
  const quarantined = await putTyped(ports.objects, row.quarantineKey, row.counts.quarantined, toQuarantineRows);
  const updated = await ports.manifest.update(
    row,
    {
      stage: 'transformed',
      ...(typed && { typedKey: typed.key, typedSha256: typed.sha256 }),
      ...(quarantined && { typedQuarantineKey: quarantined.key, typedQuarantineSha256: quarantined.sha256 }),
    },
    { from: ['landed'] },
  );
  return updated === 'updated' ? 'transformed' : 'done-before';
}

type StoredFile = { readonly key: string; readonly sha256: string };

/** The typed file of a landed object, which is written unless it is there. */
async function putTyped(
  objects: ObjectStore,
  landedKey: string | undefined,
  lineCount: number,
  toRows: (text: string) => TypedRows,
): Promise<StoredFile | undefined> {
  if (landedKey === undefined) return undefined;
  const key = toTypedKey(landedKey);
  if (await objects.has(key)) return hashStored(objects, key);

  const rows = toRows(await readLanded(objects, landedKey));
  if (rows.rowCount !== lineCount) {
    throw new InvariantError(`${landedKey} has ${rows.rowCount} lines, the manifest says ${lineCount}`);
  }
  const file = encodeParquet(rows);
  if ((await objects.putIfAbsent(key, file)) === 'created') return { key, sha256: sha256Hex(file) };
  return hashStored(objects, key); // Somebody else was first.
}

/** An earlier version may have written other bytes for the same rows: what counts is what is stored. */
async function hashStored(objects: ObjectStore, key: string): Promise<StoredFile> {
  const stored = await objects.get(key);
  if (!stored) throw new InvariantError(`${key} exists and cannot be read`);
  return { key, sha256: sha256Hex(stored) };
}

async function readLanded(objects: ObjectStore, key: string): Promise<string> {
  const stored = await objects.get(key);
  if (!stored) throw new InvariantError(`${key} is in the manifest, but not in the store`);
  const content = decompress(stored, maxObjectBytes);
  if (sha256Hex(content) !== parseLandingKey(key)?.sha256) {
    throw new InvariantError(`${key} is damaged: its content does not have the sha256 of its key`);
  }
  return content.toString('utf8');
}
