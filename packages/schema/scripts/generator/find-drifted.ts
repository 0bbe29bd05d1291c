import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names of files in a folder that are missing, differ from what they should be, or should not be there; sorted. */
export function findDrifted(files: ReadonlyMap<string, string>, dir: string): string[] {
  const present = existsSync(dir) ? readdirSync(dir) : [];
  const strangers = present.filter((name) => !files.has(name));
  const changed = [...files].filter(
    ([name, text]) => !present.includes(name) || readFileSync(join(dir, name), 'utf8') !== text,
  );
  return [...changed.map(([name]) => name), ...strangers].sort();
}
