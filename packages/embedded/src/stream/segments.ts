import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../to-pipeline-error.ts';

/** A place that a shard ends at: `length` bytes into the segment that begins with `first`. undefined: it has no segment. */
export type ShardEnd = { readonly first: number | undefined; readonly length: number };

/** A shard's segments are files named after the number that their first record has or would have had: `<20 digits>.seg`. */
export function segmentPath(folder: string, first: number): string {
  return join(folder, `${String(first).padStart(20, '0')}.seg`);
}

/** First sequence numbers, ascending. Empty when there is no folder yet. */
export async function listSegments(folder: string): Promise<readonly number[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /^\d{20}\.seg$/.test(name))
      .map((name) => Number(name.slice(0, 20)))
      .sort((a, b) => a - b);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
