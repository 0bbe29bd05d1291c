import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isFolderLocked } from '@millrace/local';
import { type Command, folderOptions, readText } from '../command.ts';

type Finding = {
  readonly what: string;
  readonly state: 'ok' | 'missing' | 'problem';
  readonly detail: string;
  /** Without it nothing works; the rest is for parts of the project. */
  readonly isNeeded: boolean;
};

const minFreeBytes = 2 * 1024 ** 3;
const defaultPort = 8787;
const workspaceRoot = fileURLToPath(new URL('../../../..', import.meta.url));

export const doctor: Command = {
  summary: 'what this machine has and lacks',
  options: { ...folderOptions, json: { type: 'boolean' } },
  help: `usage: npx millrace doctor [--dir DIR] [--json]

Looks at Node, Python, Java, disk, port ${defaultPort} and the lake's folder. Exit 1 when something that is needed is missing.

example: npx millrace doctor`,

  async run(args) {
    const dir = readText(args, 'dir') ?? '.millrace';
    const findings = [
      lookAtNode(),
      await lookAtTool(
        'Python',
        'python3',
        ['--version'],
        'for npm run test:aws, which tests the AWS adapters (3.10 or newer)',
      ),
      await lookAtTool('Java', 'java', ['-version'], 'for the Spark engine, which is not there yet (17)'),
      await lookAtTool('git', 'git', ['--version'], 'for npx nx affected'),
      lookAtDisk(dir),
      await lookAtPort(),
      lookAtFolder(dir),
    ];
    if (args.values['json']) console.log(JSON.stringify(findings));
    else {
      for (const { what, state, detail } of findings) {
        console.log(`${{ ok: '✔', missing: '–', problem: '✘' }[state]} ${what.padEnd(8)} ${detail}`);
      }
    }
    return findings.some(({ state, isNeeded }) => isNeeded && state !== 'ok') ? 1 : 0;
  },
};

function lookAtNode(): Finding {
  const isPinned = existsSync(join(workspaceRoot, 'node_modules/.bin/node'));
  const isNew = Number(process.versions.node.split('.')[0]) >= 24;
  const origin = isPinned
    ? 'the pinned one'
    : `the system's: there is no pinned package for ${process.platform}-${process.arch}`;
  return {
    what: 'Node',
    state: isNew ? 'ok' : 'problem',
    detail: isNew
      ? `${process.versions.node}, ${origin}`
      : `${process.versions.node}: install Node 24, or run npm start once`,
    isNeeded: true,
  };
}

async function lookAtTool(what: string, command: string, args: readonly string[], purpose: string): Promise<Finding> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { timeout: 10_000 });
    const version = (stdout || stderr).split('\n')[0]?.trim() ?? '';
    return { what, state: 'ok', detail: `${version}, ${purpose}`, isNeeded: false };
  } catch {
    return { what, state: 'missing', detail: `not found; only needed ${purpose}`, isNeeded: false };
  }
}

function lookAtDisk(dir: string): Finding {
  let folder = resolve(dir);
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const freeBytes = bavail * bsize;
  const free = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free in ${folder}`;
  return {
    what: 'Disk',
    state: freeBytes >= minFreeBytes ? 'ok' : 'problem',
    detail: freeBytes >= minFreeBytes ? free : `${free}: 2 GiB are a sensible minimum`,
    isNeeded: true,
  };
}

async function lookAtPort(): Promise<Finding> {
  const isFree = await new Promise<boolean>((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(defaultPort, '127.0.0.1', () => server.close(() => done(true)));
  });
  const detail = isFree ? `${defaultPort} is free` : `${defaultPort} is in use; --serve takes another with --port`;
  return { what: 'Port', state: isFree ? 'ok' : 'problem', detail, isNeeded: false };
}

function lookAtFolder(dir: string): Finding {
  const folder = resolve(dir);
  const finding = (state: Finding['state'], detail: string): Finding => ({
    what: 'Lake',
    state,
    detail,
    isNeeded: true,
  });
  if (!existsSync(folder)) return finding('ok', `${dir} does not exist yet; npm start makes it`);
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
  } catch {
    return finding('problem', `${dir} cannot be written; choose another with --dir`);
  }
  if (!existsSync(join(folder, 'millrace.json'))) return finding('ok', `${dir} holds no lake yet`);
  return finding('ok', isFolderLocked(folder) ? `${dir} is in use by a running millrace` : `${dir} is there and free`);
}
