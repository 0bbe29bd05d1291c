/**
 * Writes what follows from contracts/: src/generated, generated and docs/events.md. `--check` writes nothing: it lists the
 * files that differ and exits 1. Run it with Node 24: `npm run generate -w @millrace/schema [-- --check]`.
 */
import { join } from 'node:path';
import { generatedFolders, generateFiles } from '../src/generator/generate-files.ts';
import { runGenerator } from '../src/generator/run-generator.ts';

const packageDir = join(import.meta.dirname, '..');

process.exitCode = runGenerator({
  args: process.argv.slice(2),
  packageName: '@millrace/schema',
  packageDir,
  generate: () => ({ files: generateFiles(join(packageDir, 'contracts')), folders: generatedFolders }),
});
