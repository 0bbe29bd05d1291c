// Everything that is made from the contracts and the models; prints what was written.
//   (nothing)   writes what differs
//   --check     writes nothing: lists what differs and exits 1
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
// In this order, each in a process of its own: the models take their columns from what was made of the contracts.
const packages = ['schema', 'lakehouse'];

if (args.some((arg) => arg !== '--check')) {
  console.error('usage: npm run generate [-- --check]');
  process.exitCode = 2;
} else {
  for (const name of packages) {
    const code = generate(name);
    process.exitCode = Math.max(process.exitCode ?? 0, code);
    if (code !== 0 && !args.includes('--check')) break;
  }
}

function generate(name) {
  const script = join(root, 'packages', name, 'scripts/generate.ts');
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (error) throw error;
  for (const line of stdout.split('\n').filter((text) => text !== '')) console.log(`${name}: ${line}`);
  process.stderr.write(stderr);
  return status ?? 1;
}
