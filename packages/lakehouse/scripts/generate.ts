/**
 * Writes src/generated/models.ts from models/. `--check` writes nothing and exits 1 when it would change.
 * Run it with Node 24: `npm run generate -w @millrace/lakehouse [-- --check]`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readModels } from './generator/read-models.ts';
import { toModule } from './generator/to-module.ts';

const packageDir = join(import.meta.dirname, '..');
const file = join(packageDir, 'src/generated/models.ts');
const args = process.argv.slice(2);

if (args.some((arg) => arg !== '--check')) {
  console.error('usage: node scripts/generate.ts [--check]');
  process.exitCode = 2;
} else {
  const text = toModule(readModels(join(packageDir, 'models')));
  const isDrifted = !existsSync(file) || readFileSync(file, 'utf8') !== text;
  if (args.includes('--check')) {
    if (isDrifted) console.error('drifted: src/generated/models.ts (run: npm run generate -w @millrace/lakehouse)');
    process.exitCode = isDrifted ? 1 : 0;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(isDrifted ? 'wrote src/generated/models.ts' : 'nothing changed');
  }
}
