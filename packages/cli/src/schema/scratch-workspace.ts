import { cpSync, existsSync, globSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openGitFolder } from './git-folder.ts';
import { makeScratchFolder } from './scratch-folder.ts';

/** The working tree as it is, or what a commit, branch or tag of it holds. */
export type ScratchSource = { readonly kind: 'working-tree' } | { readonly kind: 'git-ref'; readonly ref: string };

export type ScratchWorkspace = {
  /** Of the copy: `<root>/packages/…`. */
  readonly root: string;
  /** Removes the copy and all that was made beside its files. */
  readonly dispose: () => void;
};

/** What code, generators and the laptop's pipeline read. */
const copied = ['packages', 'config', 'docs', 'serverless.yml', 'package.json', 'tsconfig.json', 'tsconfig.base.json'];
/** Made by installing, building and testing. */
const leftOut: ReadonlySet<string> = new Set(['node_modules', '.serverless', '.esbuild', 'coverage']);

/**
 * A copy of the workspace that runs: `node <root>/packages/cli/src/main.ts local …`. Packages of the workspace are those
 * of the copy; third-party ones are those that are installed here, whatever versions the copy was written for.
 * Throws ConfigError when git or the ref is missing, or there is no room.
 */
export function createScratchWorkspace(
  source: ScratchSource,
  workspaceRoot = fileURLToPath(new URL('../../../..', import.meta.url)),
): ScratchWorkspace {
  const { path, remove: dispose } = makeScratchFolder('millrace-scratch-');
  // Node looks imports up from real paths.
  const folder = realpathSync(path);
  const root = join(folder, 'copy');
  try {
    mkdirSync(root);
    if (source.kind === 'working-tree') copyWorkingTree(workspaceRoot, root);
    else unpackRef(workspaceRoot, source.ref, root);
    linkPackages(workspaceRoot, root);
  } catch (error) {
    dispose();
    throw error;
  }
  return { root, dispose };
}

function copyWorkingTree(workspaceRoot: string, root: string): void {
  const isWanted = (path: string) => !leftOut.has(basename(path));
  for (const name of copied.filter((path) => existsSync(join(workspaceRoot, path)))) {
    cpSync(join(workspaceRoot, name), join(root, name), { recursive: true, filter: isWanted });
  }
}

function unpackRef(workspaceRoot: string, ref: string, root: string): void {
  const git = openGitFolder(workspaceRoot);
  git.unpack(git.findRef(ref), '.', root);
}

/**
 * `<root>/node_modules` holds the packages of the copy and nothing else; what is not found there is looked for in the
 * folder above, which is the installed one. A package's own node_modules (other versions than its neighbours') too.
 */
function linkPackages(workspaceRoot: string, root: string): void {
  symlinkSync(join(workspaceRoot, 'node_modules'), join(dirname(root), 'node_modules'), 'dir');
  for (const manifest of globSync('packages/*/package.json', { cwd: root })) {
    const folder = dirname(manifest);
    const { name } = JSON.parse(readFileSync(join(root, manifest), 'utf8')) as { name: string };
    const link = join(root, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, folder), link, 'dir');
    const own = join(workspaceRoot, folder, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(root, folder, 'node_modules'), 'dir');
  }
}
