import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';

export type GitRef = {
  /** As it was asked for, or chosen. */
  readonly ref: string;
  readonly commit: string;
};

export type GitFolder = {
  /** Throws ConfigError when there is no such commit. */
  findRef(ref: string): GitRef;
  /** The branch that others build on, where it is another commit than this one, else the commit before this one. */
  chooseRef(): GitRef;
  /** Writes what a folder (from this one, `.` for itself) was at a commit; false when it was not there. */
  unpack(at: GitRef, folder: string, target: string): boolean;
};

const mainBranch = 'origin/main';

/** The history of a folder in a working tree. Throws ConfigError without git, or outside of a repository. */
export function openGitFolder(folder: string): GitFolder {
  const inside = run('git', ['-C', folder, 'rev-parse', '--show-toplevel', '--show-prefix']);
  if (inside.status !== 0) {
    throw new ConfigError(`${folder} has no history to compare with: ${firstLine(inside.stderr)}`);
  }
  const [root = '', prefix = ''] = inside.stdout.split('\n');
  // In the folder itself git would refuse to look at commits that do not have it.
  const git = (...args: readonly string[]) => run('git', ['-C', root, ...args]);

  function find(ref: string): GitRef | undefined {
    const { status, stdout } = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
    return status === 0 ? { ref, commit: stdout.trim() } : undefined;
  }

  return {
    findRef(ref) {
      const found = find(ref);
      if (found) return found;
      throw new ConfigError(
        `git knows no commit ${ref} here; fetch the history (git fetch --unshallow, or git fetch origin main), or name another with --against`,
      );
    },
    chooseRef() {
      const head = find('HEAD');
      const main = find(mainBranch);
      if (main && main.commit !== head?.commit) return main;
      const before = find('HEAD~1');
      if (before) return before;
      throw new ConfigError(
        `there is neither ${main ? `a commit on ${mainBranch} other than HEAD` : mainBranch} nor a commit before HEAD to compare with; fetch the history (git fetch --unshallow), or name a commit with --against`,
      );
    },
    unpack({ commit }, path, target) {
      const name = toTreePath(prefix, path);
      const isThere = git('cat-file', '-e', `${commit}:${name}`).status === 0;
      if (!isThere) return false;
      mkdirSync(target, { recursive: true });
      const archive = join(target, '.archive.tar');
      // With the tree of a folder instead of a commit, the paths in the archive begin in that folder.
      for (const { status, stderr } of [
        git('archive', '--format=tar', `--output=${archive}`, `${commit}:${name}`),
        run('tar', ['-xf', archive, '-C', target]),
      ]) {
        if (status !== 0) throw new ConfigError(`${name} of commit ${commit} cannot be unpacked: ${firstLine(stderr)}`);
      }
      rmSync(archive);
      return true;
    },
  };
}

/** git takes `..` in no path of a tree. */
function toTreePath(prefix: string, path: string): string {
  return join(prefix, path)
    .replace(/^\.\/?$/, '')
    .replace(/\/$/, '');
}

function run(command: string, args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw new ConfigError(`${command} is needed, and cannot be started: ${error.message}`, { cause: error });
  return { status, stdout, stderr };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
