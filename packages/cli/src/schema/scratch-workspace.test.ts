import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';
import { createScratchWorkspace, type ScratchSource } from './scratch-workspace.ts';

const emptyFolder = mkdtempSync(join(tmpdir(), 'millrace-no-git-'));
afterAll(() => rmSync(emptyFolder, { recursive: true }));

test.each<[string, ScratchSource]>([
  ['the working tree', { kind: 'working-tree' }],
  ['a commit', { kind: 'git-ref', ref: 'HEAD' }],
])('a copy of %s imports its own packages, and third-party ones from here', (_, source) => {
  const workspace = createScratchWorkspace(source);
  try {
    const script = join(workspace.root, 'packages/lakehouse/resolve.ts');
    writeFileSync(script, "for (const name of ['@millrace/schema', 'yaml']) console.log(import.meta.resolve(name));\n");
    const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    const [own, thirdParty] = stdout.split('\n');
    expect(own).toBe(`file://${workspace.root}/packages/schema/src/index.ts`);
    expect(thirdParty).toMatch(/\/node_modules\/yaml\//);
    expect(thirdParty).not.toContain(workspace.root);
    const help = spawnSync(process.execPath, [join(workspace.root, 'packages/cli/src/main.ts'), '--help']);
    expect(String(help.stderr)).toBe('');
    expect(help.status).toBe(0);
  } finally {
    workspace.dispose();
  }
  expect(existsSync(workspace.root)).toBe(false);
  // Removing the copy follows no link.
  expect(readdirSync(join(import.meta.dirname, '../../../../node_modules')).length).toBeGreaterThan(10);
});

test('a ref that is not there, or a folder without history, is explained', () => {
  const ref = 'no-such-branch';
  expect(() => createScratchWorkspace({ kind: 'git-ref', ref })).toThrow(ConfigError);
  expect(() => createScratchWorkspace({ kind: 'git-ref', ref })).toThrow(/no commit no-such-branch.*fetch the history/);
  expect(() => createScratchWorkspace({ kind: 'git-ref', ref: '--output=x' })).toThrow(ConfigError);
  expect(() => createScratchWorkspace({ kind: 'git-ref', ref: 'HEAD' }, emptyFolder)).toThrow(ConfigError);
});

test('what cannot be made leaves nothing behind', () => {
  const script = `import { createScratchWorkspace } from ${JSON.stringify(join(import.meta.dirname, 'scratch-workspace.ts'))};
createScratchWorkspace({ kind: 'git-ref', ref: 'no-such-branch' });`;
  const run = (folder: string) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder },
    });
  expect(run(emptyFolder)).toMatchObject({ status: 1, stderr: expect.stringMatching(/no commit no-such-branch/) });
  expect(readdirSync(emptyFolder)).toEqual([]);
  const none = join(emptyFolder, 'none');
  expect(run(none)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/ConfigError: no folder can be made in .*none \(ENOENT.*TMPDIR names the folder/),
  });
});
