import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@millrace/pipeline';
import { runProgram } from './run-program.ts';

export type GitRef = {
  /** As it was asked for, or chosen. */
  readonly ref: string;
  readonly commit: string;
};

export type GitFolder = {
  /** Throws ConfigError when there is no such commit. */
  findRef(ref: string): GitRef;
  /**
   * What a change is to be compared with: where this branch left origin/main; on origin/main itself, or behind it, the
   * commit that is checked out when the folder is not as it is there, else the commit before it.
   */
  chooseRef(): GitRef;
  /** Writes what a folder (from this one, `.` for itself) was at a commit; false when it was not there. */
  unpack(at: GitRef, folder: string, target: string): boolean;
};

const mainBranch = 'origin/main';
const fetchAdvice =
  'fetch the history (git fetch --unshallow, or git fetch origin main), or name another commit with --against';

/** The history of a folder in a working tree. Throws ConfigError without git, or outside of a repository. */
export function openGitFolder(folder: string): GitFolder {
  const inside = runProgram('git', ['-C', folder, 'rev-parse', '--show-toplevel', '--show-prefix']);
  if (inside.status !== 0) {
    throw new ConfigError(`${folder} has no history to compare with: ${firstLine(inside.stderr)}`);
  }
  const [root = '', prefix = ''] = inside.stdout.split('\n');
  // In the folder itself git would refuse to look at commits that do not have it.
  const git = (...args: readonly string[]) => runProgram('git', ['-C', root, ...args]);

  function find(ref: string): GitRef | undefined {
    const { status, stdout } = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
    return status === 0 ? { ref, commit: stdout.trim() } : undefined;
  }

  /** The newest commit that both have: what others have added to main since then is no change of this branch. */
  function findBase(head: GitRef, main: GitRef): GitRef {
    const { status, stdout } = git('merge-base', head.commit, main.commit);
    if (status !== 0) {
      throw new ConfigError(`git finds no commit that HEAD and ${mainBranch} have in common; ${fetchAdvice}`);
    }
    const commit = stdout.trim();
    return commit === main.commit ? main : { ref: `the merge base with ${mainBranch}`, commit };
  }

  function isEdited(): boolean {
    const at = toTreePath(prefix, '.') || '.';
    const { status, stdout, stderr } = git(
      ...['--no-optional-locks', '--literal-pathspecs', 'status', '--porcelain', '--untracked-files=all', '--', at],
    );
    if (status !== 0) throw new ConfigError(`git cannot tell what is new in ${folder}: ${firstLine(stderr)}`);
    return stdout.trim() !== '';
  }

  return {
    findRef(ref) {
      const found = find(ref);
      if (found) return found;
      throw new ConfigError(`git knows no commit ${ref} here; ${fetchAdvice}`);
    },
    chooseRef() {
      const head = find('HEAD');
      const main = find(mainBranch);
      const base = head && main && findBase(head, main);
      if (base && base.commit !== head.commit) return base;
      if (head && isEdited()) return head;
      const before = find('HEAD~1');
      if (before) return before;
      throw new ConfigError(
        `there is neither ${main ? `a commit of this branch that ${mainBranch} has not` : mainBranch} nor a commit before HEAD to compare with; ${fetchAdvice}`,
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
        runProgram('tar', ['-xf', archive, '-C', target]),
      ]) {
        if (status === 0) continue;
        throw new ConfigError(
          `${name || 'the tree'} of commit ${commit} cannot be unpacked to ${target}: ${firstLine(stderr)}`,
        );
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

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
