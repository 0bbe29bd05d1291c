import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findDrifted } from './find-drifted.ts';

/**
 * A package's `scripts/generate.ts`: writes the generated files that are not as they should be, and says which. With
 * `--check` it writes nothing and its exit code is 1 when there are any; 2 for any other argument. `generate` is called
 * before anything is written, so a fault in what it reads changes no file.
 */
export function runGenerator({
  args,
  packageName,
  packageDir,
  generate,
}: {
  readonly args: readonly string[];
  readonly packageName: string;
  readonly packageDir: string;
  /** files: path from packageDir → text. folders: those that hold nothing but generated files. */
  readonly generate: () => { readonly files: ReadonlyMap<string, string>; readonly folders: readonly string[] };
}): 0 | 1 | 2 {
  if (args.some((arg) => arg !== '--check')) {
    console.error('usage: node scripts/generate.ts [--check]');
    return 2;
  }
  const { files, folders } = generate();
  const drifted = findDrifted(files, packageDir, folders);
  if (args.includes('--check')) {
    for (const path of drifted) console.error(`drifted: ${path} (run: npm run generate -w ${packageName})`);
    return drifted.length > 0 ? 1 : 0;
  }
  for (const path of drifted) {
    const text = files.get(path);
    const file = join(packageDir, path);
    if (text === undefined) rmSync(file);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    console.log(`${text === undefined ? 'removed' : 'wrote'} ${path}`);
  }
  if (drifted.length === 0) console.log('nothing changed');
  return 0;
}
