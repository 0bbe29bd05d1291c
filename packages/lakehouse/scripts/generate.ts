/**
 * Writes src/generated/models.ts and generated/ddl/ from models/ and the contracts' columns. `--check` writes nothing: it
 * lists the files that differ and exits 1.
 * Run it with Node 24: `npm run generate -w @millrace/lakehouse [-- --check]`; after the contracts changed, `npm run generate`.
 */
import { dirname, join } from 'node:path';
import { runGenerator } from '@millrace/schema/generator';
import { generateFiles } from '../src/generator/generate-files.ts';

const packageDir = join(import.meta.dirname, '..');

process.exitCode = runGenerator({
  args: process.argv.slice(2),
  packageName: '@millrace/lakehouse',
  packageDir,
  generate() {
    const files = generateFiles(packageDir);
    return { files, folders: [...new Set([...files.keys()].map((path) => dirname(path)))] };
  },
});
