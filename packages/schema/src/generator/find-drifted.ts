import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Paths of generated files that are missing, differ from what they should be, or should not be there; sorted.
 * `folders` hold nothing but generated files; `files` may lie elsewhere, too. All paths are from `dir`.
 */
export function findDrifted(files: ReadonlyMap<string, string>, dir: string, folders: readonly string[]): string[] {
  const strangers = folders
    .flatMap((folder) => globSync(`${folder}/**/*`, { cwd: dir, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, '/').length))
    .filter((path) => !files.has(path));
  const changed = [...files].filter(([path, text]) => {
    const file = join(dir, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  return [...changed.map(([path]) => path), ...strangers].sort();
}
