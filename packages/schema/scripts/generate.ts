/**
 * Writes src/generated/ from contracts/. `--check` writes nothing: it lists the files that differ and exits 1.
 * Run it with Node 24: `npm run generate -w @millrace/schema [-- --check]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDrifted } from './generator/find-drifted.ts';
import { generateFiles } from './generator/generate-files.ts';

const packageDir = join(import.meta.dirname, '..');
const generatedDir = join(packageDir, 'src/generated');
const args = process.argv.slice(2);

if (args.some((arg) => arg !== '--check')) {
  console.error('usage: node scripts/generate.ts [--check]');
  process.exitCode = 2;
} else {
  const files = generateFiles(join(packageDir, 'contracts'));
  const drifted = findDrifted(files, generatedDir);
  if (args.includes('--check')) {
    for (const name of drifted)
      console.error(`drifted: src/generated/${name} (run: npm run generate -w @millrace/schema)`);
    process.exitCode = drifted.length > 0 ? 1 : 0;
  } else {
    mkdirSync(generatedDir, { recursive: true });
    for (const [name, text] of files) writeFileSync(join(generatedDir, name), text);
    console.log(drifted.length > 0 ? `wrote ${drifted.join(', ')}` : 'nothing changed');
  }
}
