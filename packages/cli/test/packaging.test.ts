import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateRawSync } from 'node:zlib';
import { readWiring } from '../../local/src/read-wiring.ts';
import { until, useScratch, workspaceRoot } from './run-millrace.ts';

const scratch = useScratch();
const exec = promisify(execFile);
const bin = (name: string) => join(workspaceRoot, 'node_modules/.bin', name);
/** No credentials and no way to get any: what works here works offline. */
const offline = {
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  SLS_NOTIFICATIONS_MODE: 'off',
};

async function run(
  command: string,
  args: readonly string[],
  cwd = workspaceRoot,
  env: Readonly<Record<string, string>> = {},
) {
  const { stdout, stderr } = await exec(bin(command), args, {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', ...offline, ...env },
    maxBuffer: 50_000_000,
  });
  return stdout + stderr;
}

const stacks = globSync('packages/*/serverless.yml', { cwd: workspaceRoot })
  .map((path) => path.split('/')[1] ?? '')
  .sort();

test('every stack packages offline, alone, and holds no code of the other stage', async () => {
  const output = await run('nx', ['run-many', '-t', 'package', '--output-style', 'stream']);
  expect(output).not.toMatch(/Cannot generate IAM policy statement|Error:/);
  for (const stack of stacks) {
    const zips = globSync(`packages/${stack}/.serverless/*.zip`, { cwd: workspaceRoot });
    expect([stack, zips.length > 0]).toEqual([stack, true]);
    for (const zip of zips)
      expect([zip, /node:sqlite|@duckdb/.test(readZip(join(workspaceRoot, zip)))]).toEqual([zip, false]);
    const template = readFileSync(
      join(workspaceRoot, `packages/${stack}/.serverless/cloudformation-template-update-stack.json`),
      'utf8',
    );
    expect(template).toContain('nodejs24.x');
  }
}, 300_000);

const invocations = stacks.flatMap((stack) =>
  globSync(`packages/${stack}/events/*.json`, { cwd: workspaceRoot }).map((path) => {
    const [name = ''] = (path.split('/').pop() ?? '').split('.');
    return [stack, name] as const;
  }),
);

test('there is a sample event for every function', () => {
  const functions = readWiring().stacks.flatMap(({ environments }) => Object.keys(environments));
  expect(invocations.map(([, functionName]) => functionName).sort()).toEqual(functions.sort());
});

test.each(invocations)(
  'sls invoke local: %s, %s',
  async (stack, functionName) => {
    const output = await run(
      'sls',
      ['invoke', 'local', '-f', functionName, '--stage', 'local', '-p', `events/${functionName}.json`],
      join(workspaceRoot, 'packages', stack),
      { MILLRACE_DIR: join(scratch(), 'lake') },
    );
    expect(output).not.toMatch(/"errorMessage"|Error:/);
  },
  120_000,
);

test('nx affected names what a change concerns', async () => {
  const affectedBy = async (file: string) => {
    const output = await run('nx', ['show', 'projects', '--affected', `--files=${file}`]);
    return output
      .trim()
      .split('\n')
      .filter((line) => /^[a-z-]+$/.test(line))
      .sort();
  };
  expect(await affectedBy('packages/transformer/src/commit-typed.ts')).toEqual([
    'cli',
    'fault-matrix',
    'local',
    'transformer',
  ]);
  expect(await affectedBy('packages/embedded/src/create-queue.ts')).toEqual(
    expect.arrayContaining(['embedded', 'ingest', 'lakehouse', 'local', 'processor', 'transformer']),
  );
  expect(await affectedBy('packages/schema/src/uuid.ts')).toEqual(
    expect.arrayContaining(['schema', 'pipeline', 'ingest', 'cli']),
  );
  expect(await affectedBy('docs/architecture.md')).toEqual([]);
  expect(await affectedBy('packages/ingest/README.md')).toEqual([]);
}, 120_000);

test('the local reading of serverless.yml is what the framework resolves', async () => {
  const output = await run('node', [join(workspaceRoot, 'scripts/check-wiring.mjs')]);
  expect(output).toMatch(/agree/);
}, 120_000);

test('the sample invocations left their traces in the lake folder that was named', async () => {
  expect(await until('objects', () => globSync('objects/**/*.zst', { cwd: join(scratch(), 'lake') })[0], 1)).toMatch(
    /raw/,
  );
});

/** The text of all files of a zip, by its central directory (PKWARE APPNOTE 4.3.12). */
function readZip(path: string): string {
  const zip = readFileSync(path);
  let text = '';
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1') + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    text += (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes).toString('latin1');
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  expect(text.length).toBeGreaterThan(1_000);
  return text;
}
