import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url));
const main = join(workspaceRoot, 'packages/cli/src/main.ts');

/** The real access log lies beside the checkout; without it these tests can say nothing. */
export function findRealLog(): string {
  const path = join(workspaceRoot, '../shared/data/apache_access.log');
  if (!existsSync(path)) throw new Error(`the real access log is missing: ${path}`);
  return path;
}

export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type Running = { readonly child: ChildProcess; readonly finished: Promise<Finished>; stderr(): string };

/** Starts the command line as a user does, in a process of its own. */
export function startMillrace(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: workspaceRoot,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A command that hangs must fail its test, not outlive it.
  const limit = setTimeout(() => child.kill('SIGKILL'), 100_000);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += chunk));
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  const finished = new Promise<Finished>((resolve) =>
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, stdout, stderr });
    }),
  );
  return { child, finished, stderr: () => stderr };
}

export function runMillrace(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished> {
  return startMillrace(args, env).finished;
}

/** A folder for one test file, gone after it. */
export function useScratch(): () => string {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** Waits for something that another process does; fails after `seconds` with what was last seen. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
