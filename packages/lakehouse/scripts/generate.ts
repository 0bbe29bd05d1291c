/**
 * Writes src/generated/models.ts and generated/ddl/ from models/ and the contracts' columns. `--check` writes nothing: it
 * lists the files that differ and exits 1.
 * Run it with Node 24: `npm run generate -w @millrace/lakehouse [-- --check]`; after the contracts changed, `npm run generate`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findDrifted } from '@millrace/schema/generator';
import { generateFiles } from '../src/generator/generate-files.ts';

const packageDir = join(import.meta.dirname, '..');
const args = process.argv.slice(2);

if (args.some((arg) => arg !== '--check')) {
  console.error('usage: node scripts/generate.ts [--check]');
  process.exitCode = 2;
} else {
  const files = generateFiles(packageDir);
  const folders = [...new Set([...files.keys()].map((path) => dirname(path)))];
  const drifted = findDrifted(files, packageDir, folders);
  if (args.includes('--check')) {
    for (const path of drifted) console.error(`drifted: ${path} (run: npm run generate -w @millrace/lakehouse)`);
    process.exitCode = drifted.length > 0 ? 1 : 0;
  } else {
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
  }
}
