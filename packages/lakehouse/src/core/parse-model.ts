import { ConfigError } from '@millrace/pipeline';
import type { Column } from '@millrace/schema';
import { type LakeColumn, type LakeType, type Model, type ModelAudit, type ModelKind, modelKinds } from './model.ts';

/** The files of one model as they are read: yml parsed, SQL as text. */
export type ModelFiles = {
  readonly name: string;
  readonly yml: unknown;
  readonly modelSql: string;
  readonly scopeSql: string | undefined;
};

/** What `columns_from` and `settings_from` may name: columns of the contracts, and models parsed before. */
export type KnownDefinitions = {
  readonly columns: Readonly<Record<string, readonly Column[]>>;
  readonly models: ReadonlyMap<string, Model>;
};

const lakeTypes: readonly LakeType[] = ['string', 'integer', 'bigint', 'double', 'boolean', 'timestamp', 'date'];
const modelKeys = [
  'description',
  'kind',
  'only_if',
  'grain',
  'scope_key',
  'scope_tells_presence',
  'prune',
  'horizon_column',
  'grain_proved_by',
  'time_column',
  'partitioning',
  'columns_from',
  'without',
  'columns',
  'settings',
  'settings_from',
  'audits',
];

/** Throws ConfigError, naming model and key, for whatever is not as model.yml should be. */
export function parseModel(files: ModelFiles, known: KnownDefinitions): Model {
  const yml = asRecord(files.yml, files.name);
  assertKeys(yml, modelKeys, files.name);
  const kind = asOneOf<ModelKind>(yml['kind'], modelKinds, `${files.name}: kind`);
  const columns = parseColumns(yml, files.name, known);
  const grain = asTexts(yml['grain'] ?? [], `${files.name}: grain`);
  const scopeKey = asTexts(yml['scope_key'] ?? grain, `${files.name}: scope_key`);
  const model: Model = {
    name: files.name,
    kind,
    description: asText(yml['description'], `${files.name}: description`),
    onlyIf: asOptionalText(yml['only_if'], `${files.name}: only_if`),
    grain,
    scopeKey,
    scopeTellsPresence: yml['scope_tells_presence'] === true,
    prune: parsePrune(yml['prune'], files.name),
    horizonColumn: asOptionalText(yml['horizon_column'], `${files.name}: horizon_column`),
    grainProvedBy: asOptionalText(yml['grain_proved_by'], `${files.name}: grain_proved_by`),
    timeColumn: asOptionalText(yml['time_column'], `${files.name}: time_column`),
    partitioning: asTexts(yml['partitioning'] ?? [], `${files.name}: partitioning`),
    columns,
    settings: parseSettings(yml, files.name, known),
    audits: asArray(yml['audits'] ?? [], `${files.name}: audits`).map((audit) => parseAudit(audit, files.name)),
    scopeSql: files.scopeSql === undefined ? undefined : toStatement(files.scopeSql),
    modelSql: toStatement(files.modelSql),
  };
  assertWhole(model);
  return model;
}

/** Comments stay in the files; the plan carries the text that is executed. */
function toStatement(sql: string): string {
  return sql
    .split('\n')
    .filter((line) => !line.trim().startsWith('--') && line.trim() !== '')
    .join('\n');
}

function assertWhole(model: Model): void {
  const names = new Set<string>();
  for (const { name } of model.columns) {
    if (names.has(name))
      throw new ConfigError(`${model.name}: ${name} is there twice; a contract may not use it, either`);
    names.add(name);
  }
  const used = [
    ...model.grain,
    ...model.scopeKey,
    ...[model.horizonColumn, model.timeColumn, model.prune?.column].filter((name) => name),
  ];
  for (const name of used) {
    if (name !== undefined && !names.has(name)) throw new ConfigError(`${model.name}: ${name} is none of its columns`);
  }
  if (model.kind === 'run') return;
  if (model.onlyIf !== undefined) throw new ConfigError(`${model.name}: only_if belongs to kind run, and to no other`);
  if (model.grain.length === 0) throw new ConfigError(`${model.name}: a table needs a grain`);
  if ((model.scopeSql === undefined) !== (model.kind === 'append')) {
    throw new ConfigError(`${model.name}: scope.sql belongs to merge and replace_partitions, and to no other kind`);
  }
  for (const name of model.grain) {
    if (model.columns.some((column) => column.name === name && column.nullable)) {
      throw new ConfigError(`${model.name}: ${name} is part of the grain and cannot be nullable`);
    }
  }
  if (model.grainProvedBy !== undefined && !model.audits.some(({ name }) => name === model.grainProvedBy)) {
    throw new ConfigError(`${model.name}: grain_proved_by names no audit of it`);
  }
}

function parseColumns(yml: Record<string, unknown>, model: string, known: KnownDefinitions): readonly LakeColumn[] {
  const from = asOptionalText(yml['columns_from'], `${model}: columns_from`);
  const without = new Set(asTexts(yml['without'] ?? [], `${model}: without`));
  const inherited = from === undefined ? [] : (known.columns[from] ?? known.models.get(from)?.columns);
  if (!inherited) throw new ConfigError(`${model}: columns_from names ${from}, which nothing defines before it`);
  for (const name of without) {
    if (!inherited.some((column) => column.name === name)) throw new ConfigError(`${model}: ${from} has no ${name}`);
  }
  return [
    ...inherited.filter(({ name }) => !without.has(name)).map(toLakeColumn),
    ...asArray(yml['columns'] ?? [], `${model}: columns`).map((column) => parseColumn(column, model)),
  ];
}

function toLakeColumn({ name, type, nullable, description }: LakeColumn | Column): LakeColumn {
  return { name, type, nullable, description };
}

function parseColumn(value: unknown, model: string): LakeColumn {
  const column = asRecord(value, `${model}: columns`);
  assertKeys(column, ['name', 'type', 'nullable', 'description'], `${model}: columns`);
  const name = asText(column['name'], `${model}: name of a column`);
  return {
    name,
    type: asOneOf<LakeType>(column['type'], lakeTypes, `${model}.${name}: type`),
    nullable: column['nullable'] === true,
    description: asText(column['description'], `${model}.${name}: description`),
  };
}

function parsePrune(value: unknown, model: string): Model['prune'] {
  if (value === undefined) return undefined;
  const prune = asRecord(value, `${model}: prune`);
  assertKeys(prune, ['column', 'from', 'to'], `${model}: prune`);
  return {
    column: asText(prune['column'], `${model}: column of prune`),
    from: asText(prune['from'], `${model}: from of prune`),
    to: asText(prune['to'], `${model}: to of prune`),
  };
}

function parseSettings(yml: Record<string, unknown>, model: string, known: KnownDefinitions): Model['settings'] {
  const from = asOptionalText(yml['settings_from'], `${model}: settings_from`);
  const inherited = from === undefined ? {} : known.models.get(from)?.settings;
  if (!inherited) throw new ConfigError(`${model}: settings_from names ${from}, which nothing defines before it`);
  const own = asRecord(yml['settings'] ?? {}, `${model}: settings`);
  const settings: Record<string, number | readonly string[]> = { ...inherited };
  for (const [name, value] of Object.entries(own)) {
    settings[name] = typeof value === 'number' ? value : asTexts(value, `${model}: setting ${name}`);
  }
  return settings;
}

function parseAudit(value: unknown, model: string): ModelAudit {
  const audit = asRecord(value, `${model}: audits`);
  assertKeys(audit, ['name', 'description', 'sql'], `${model}: audits`);
  const name = asText(audit['name'], `${model}: name of an audit`);
  return {
    name,
    description: asText(audit['description'], `${model}, audit ${name}: description`),
    sql: toStatement(asText(audit['sql'], `${model}, audit ${name}: sql`)),
  };
}

function assertKeys(value: Record<string, unknown>, keys: readonly string[], where: string): void {
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new ConfigError(`${where}: ${unknown} is no key there`);
}

function asRecord(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ConfigError(`${where}: a mapping`);
  return value as Record<string, unknown>;
}

function asArray(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ConfigError(`${where}: a list is needed`);
  return value;
}

function asText(value: unknown, where: string): string {
  if (typeof value !== 'string' || value === '') throw new ConfigError(`${where}: a text is needed`);
  return value.trim();
}

function asOptionalText(value: unknown, where: string): string | undefined {
  return value === undefined ? undefined : asText(value, where);
}

function asTexts(value: unknown, where: string): readonly string[] {
  return asArray(value, where).map((item) => asText(item, where));
}

function asOneOf<Choice extends string>(value: unknown, choices: readonly Choice[], where: string): Choice {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw new ConfigError(`${where}: one of ${choices.join(', ')}`);
  return choice;
}
