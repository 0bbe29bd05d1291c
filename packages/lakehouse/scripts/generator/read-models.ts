import { globSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { bronzeColumns, quarantineColumns } from '@millrace/schema';
import { parse } from 'yaml';
import type { Model } from '../../src/core/model.ts';
import { orderModels } from '../../src/core/order-models.ts';
import { type ModelFiles, parseModel } from '../../src/core/parse-model.ts';

const columns = { 'schema.bronzeColumns': bronzeColumns, 'schema.quarantineColumns': quarantineColumns };

/** The models below a folder, each after those it reads. ConfigError: a file is not as it should be. */
export function readModels(folder: string): readonly Model[] {
  const read = globSync('*/*/model.yml', { cwd: folder }).map((path) => readFiles(folder, dirname(path)));
  const byName = new Map(read.map((model) => [model.files.name, model]));
  const models = new Map<string, Model>();
  for (const name of orderModels(read.map(({ files, text }) => ({ name: files.name, text })))) {
    const model = byName.get(name);
    if (model) models.set(name, parseModel(model.files, { columns, models }));
  }
  return [...models.values()];
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
