import { spawnSync } from 'node:child_process';
import { ConfigError } from '@millrace/pipeline';

export type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end. Throws ConfigError when there is no such program. */
export function runProgram(command: string, args: readonly string[]): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) throw new ConfigError(`${command} is needed, and cannot be started: ${error.message}`, { cause: error });
  return { status, stdout, stderr };
}
