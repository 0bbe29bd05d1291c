import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { useScratch, workspaceRoot } from './run-millrace.ts';

const scratch = useScratch();

beforeAll(() => {
  const rules = ['biome.json', 'biome', '.gitignore', 'package.json'];
  for (const path of [...rules, ...globSync('packages/*/package.json', { cwd: workspaceRoot })]) {
    cpSync(join(workspaceRoot, path), join(scratch(), path), { recursive: true });
  }
});

/** What biome says of a file with this content at this place, in a copy of the workspace's rules. */
function lint(path: string, content: string): string {
  const file = join(scratch(), path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  const { stdout, stderr } = spawnSync(join(workspaceRoot, 'node_modules/.bin/biome'), ['ci', path], {
    cwd: scratch(),
    encoding: 'utf8',
  });
  rmSync(file);
  return stdout + stderr;
}

test.each([
  [
    'a function imports a function by name',
    'packages/ingest/src/x.ts',
    "import { createHandler } from '@millrace/processor';\nexport const x = createHandler;\n",
  ],
  [
    'a function imports a function by path',
    'packages/transformer/src/x.ts',
    "import { createHandler } from '../../processor/src/create-handler.ts';\nexport const x = createHandler;\n",
  ],
  [
    'core imports an SDK',
    'packages/processor/src/core/x.ts',
    "import { S3Client } from '@aws-sdk/client-s3';\nexport const x = S3Client;\n",
  ],
  [
    'core imports node',
    'packages/processor/src/core/x.ts',
    "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
  ],
  [
    'core imports the ports',
    'packages/lakehouse/src/core/x.ts',
    "import { createManifest } from '#ports';\nexport const x = createManifest;\n",
  ],
  [
    'core imports adapters',
    'packages/ingest/src/core/x.ts',
    "import { createAdapters } from '../adapters.ts';\nexport const x = createAdapters;\n",
  ],
  ['core reads the clock', 'packages/ingest/src/core/x.ts', 'export const x = () => Date.now();\n'],
  ['core makes a date of now', 'packages/ingest/src/core/x.ts', 'export const x = () => new Date();\n'],
  ['core rolls dice', 'packages/ingest/src/core/x.ts', 'export const x = () => Math.random();\n'],
  ['core reads the environment', 'packages/ingest/src/core/x.ts', "export const x = process.env['X'];\n"],
  [
    'an undeclared dependency',
    'packages/pipeline/src/x.ts',
    "import middy from '@middy/core';\nexport const x = middy;\n",
  ],
])('boundary: %s', (_, path, content) => {
  expect(lint(path, content)).toMatch(/no(?:RestrictedImports|RestrictedGlobals|UndeclaredDependencies)|core\/ reads/);
});

test('what is allowed passes', () => {
  const content =
    "import { decideEvent } from '@millrace/pipeline';\nexport const x = [decideEvent, new Date(0), Date.parse('')];\n";
  expect(lint('packages/ingest/src/core/x.ts', content)).toMatch(/Checked 1 file.*No fixes applied/);
});
