import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError, readPortsConfig, type Secrets, type StateTable } from '@millrace/pipeline';
import { type Arguments, readText, UsageError } from '../command.ts';

export type StageState = { readonly table: StateTable; readonly secrets: Secrets };

/**
 * The state table and the keys of `--stage`: of the laptop's folder `--dir`, also while `millrace local` runs on it, or of a
 * deployed stage, by the names that serverless.yml gives them and with the credentials of the AWS SDK's environment.
 */
export async function openState(args: Arguments): Promise<StageState> {
  const stage = readText(args, 'stage') ?? 'local';
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(stage)) throw new UsageError(`--stage takes a name like dev, not ${stage}`);
  if (stage === 'local') {
    const dir = readText(args, 'dir') ?? '.millrace';
    if (!existsSync(resolve(dir))) {
      throw new ConfigError(`there is no lake in ${dir}; npx millrace local makes one, or name it with --dir`);
    }
    const { createSecrets, createStateTable } = await import('@millrace/embedded');
    const config = { ...readPortsConfig({}), dataDir: resolve(dir) };
    return { table: createStateTable(config), secrets: createSecrets(config) };
  }
  const { createSecrets, createStateTable } = await import('@millrace/aws');
  const config = readPortsConfig({ STATE_TABLE: `millrace-${stage}-state`, SECRET_PREFIX: `millrace/${stage}` });
  return { table: createStateTable(config), secrets: createSecrets(config) };
}
