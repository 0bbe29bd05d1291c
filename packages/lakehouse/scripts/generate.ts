/**
 * Writes src/generated/models.ts and generated/ddl/ from models/ and the contracts' columns. `--check` writes nothing: it
 * lists the files that differ and exits 1.
 * Run it with Node 24: `npm run generate -w @millrace/lakehouse [-- --check]`; after the contracts changed, `npm run generate`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateFiles } from '../src/generator/generate-files.ts';

const packageDir = join(import.meta.dirname, '..');
const args = process.argv.slice(2);

if (args.some((arg) => arg !== '--check')) {
  console.error('usage: node scripts/generate.ts [--check]');
  process.exitCode = 2;
} else {
  const drifted = [...generateFiles(packageDir)].filter(([path, text]) => {
    const file = join(packageDir, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  if (args.includes('--check')) {
    for (const [path] of drifted) console.error(`drifted: ${path} (run: npm run generate -w @millrace/lakehouse)`);
    process.exitCode = drifted.length > 0 ? 1 : 0;
  } else {
    for (const [path, text] of drifted) {
      mkdirSync(dirname(join(packageDir, path)), { recursive: true });
      writeFileSync(join(packageDir, path), text);
    }
    console.log(drifted.length > 0 ? `wrote ${drifted.map(([path]) => path).join(', ')}` : 'nothing changed');
  }
}
