import { globSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { bronzeColumns, type Column, quarantineColumns } from '@millrace/schema';
import { parse } from 'yaml';
import type { Model } from '../core/model.ts';
import { orderModels } from '../core/order-models.ts';
import { type ModelFiles, parseModel } from '../core/parse-model.ts';

/** What the contracts say about the bronze tables: the columns of today, or those of other contracts. */
export type ContractColumns = { readonly bronze: readonly Column[]; readonly quarantine: readonly Column[] };

export const currentColumns: ContractColumns = { bronze: bronzeColumns, quarantine: quarantineColumns };

/** The models of this package. */
export const modelsFolder = join(import.meta.dirname, '../../models');

/**
 * The models below a folder, each after those it reads, with the columns that these contracts give them.
 * ConfigError: a file is not as it should be, or a model wants a column that the contracts do not have.
 */
export function readModels(folder: string, columns: ContractColumns = currentColumns): readonly Model[] {
  const read = readModelFiles(folder);
  const byName = new Map(read.map((model) => [model.files.name, model]));
  const models = new Map<string, Model>();
  const known = { columns: toLists(columns), models };
  for (const name of orderModels(read.map(({ files, text }) => ({ name: files.name, text })))) {
    const model = byName.get(name);
    if (model) models.set(name, parseModel(model.files, known));
  }
  return [...models.values()];
}

/** The contracts' columns by the name under which a model.yml asks for them. */
export function toLists({ bronze, quarantine }: ContractColumns): Readonly<Record<string, readonly Column[]>> {
  return { 'schema.bronzeColumns': bronze, 'schema.quarantineColumns': quarantine };
}

/** The files of each model, as they are read; `text` is all of a model's text. */
export function readModelFiles(folder: string): readonly { readonly files: ModelFiles; readonly text: string }[] {
  return globSync('*/*/model.yml', { cwd: folder }).map((path) => readFiles(folder, dirname(path)));
}

function readFiles(folder: string, path: string): { readonly files: ModelFiles; readonly text: string } {
  const yml = readFileSync(join(folder, path, 'model.yml'), 'utf8');
  const modelSql = readFileSync(join(folder, path, 'model.sql'), 'utf8');
  const [scopeFile] = globSync('scope.sql', { cwd: join(folder, path) });
  const scopeSql = scopeFile === undefined ? undefined : readFileSync(join(folder, path, scopeFile), 'utf8');
  return {
    files: { name: path.replaceAll(sep, '.'), yml: parse(yml), modelSql, scopeSql },
    text: [yml, modelSql, scopeSql ?? ''].join('\n'),
  };
}
