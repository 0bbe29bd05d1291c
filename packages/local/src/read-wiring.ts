import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Platform, readPlatform } from './read-platform.ts';
import { readStack, type Stack } from './read-stack.ts';

export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url));

export type Wiring = { readonly platform: Platform; readonly stacks: readonly Stack[] };

/** Everything the serverless.yml files of the workspace say, in stage `local`. About 40 ms. */
export function readWiring(root: string = workspaceRoot): Wiring {
  const variables = { stage: 'local', options: { stage: 'local' }, env: process.env };
  const paths = globSync('packages/*/serverless.yml', { cwd: root }).sort();
  return {
    platform: readPlatform(join(root, 'serverless.yml'), variables),
    stacks: paths.map((path) => readStack(join(root, path), variables)),
  };
}
