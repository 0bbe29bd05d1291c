import type { Dialect } from './dialect.ts';
import { expandSql, type SqlSettings } from './expand-sql.ts';
import type { Model } from './model.ts';
import type { PlanAudit, PlanStatement } from './run-plan.ts';

type Expand = (sql: string) => string;

export type CompiledModel = { readonly statements: readonly PlanStatement[]; readonly audits: readonly PlanAudit[] };

/**
 * The statements by which one run brings a model's table up to date.
 *
 * append: added = the SELECT; insert it.
 * merge, replace_partitions: scope = the keys to recompute; current = what the table has of them; result = what the SELECT
 * makes of them; removed and added = what differs between the two. Only these rows are deleted and inserted, so a row that
 * comes out as it was is not rewritten, and nothing that starts from `removed` and `added` has work because of it.
 */
export function compileModel(model: Model, runSettings: SqlSettings, dialect: Dialect): CompiledModel {
  const settings = { ...runSettings, ...model.settings };
  const expand = (sql: string) => expandSql(sql, settings, dialect);
  const statements = compileStatements(model, expand, dialect);
  const own = model.audits.map(({ name, sql }) => ({ name, table: model.name, sql: expand(sql) }));
  return { statements, audits: [...own, ...compileAudits(model, expand, dialect)] };
}

type Purpose = PlanStatement['purpose'];
type Condition = Pick<PlanStatement, 'only_if' | 'unless'>;

function compileStatements(model: Model, expand: Expand, dialect: Dialect): readonly PlanStatement[] {
  const { name: table } = model;
  const run = (purpose: string) => runRelation(model, purpose);
  const create = (purpose: Purpose, select: string): PlanStatement => ({
    table,
    purpose,
    sql: dialect.createRunTable(run(purpose), expand(select)),
    creates: dialect.relation(run(purpose)),
  });
  const scope = model.scopeSql === undefined ? [] : [create('scope', model.scopeSql)];
  switch (model.kind) {
    case 'run':
      return [...scope, ...createRun(model, expand, dialect)];
    case 'append':
      return [create('added', castResult(model, dialect)), insertAdded(model, dialect)];
    case 'merge':
    case 'replace_partitions':
      return [...scope, ...mergeScope(model, expand, dialect)];
  }
}

/** A relation of the run. With only_if it is one of two: the model's rows, or none. */
function createRun(model: Model, expand: Expand, dialect: Dialect): readonly PlanStatement[] {
  const { name: table, columns, onlyIf } = model;
  const name = runRelation(model, '');
  const select = columns.length === 0 ? model.modelSql : castResult(model, dialect);
  const create = (sql: string, condition: Condition = {}): PlanStatement => ({
    table,
    purpose: 'result',
    sql: dialect.createRunTable(name, expand(sql)),
    creates: dialect.relation(name),
    ...condition,
  });
  if (onlyIf === undefined) return [create(select)];
  const relation = dialect.relation(onlyIf);
  return [
    create(select, { only_if: relation }),
    create(`select * from (\n${select}\n) m where 1 = 0`, { unless: relation }),
  ];
}

/**
 * Keys are matched by joins, not by EXISTS: DuckDB reads the whole wide table for that, and only the key column for this.
 * Where the scope is empty, or the table has nothing of it, the general statements give way to cheaper ones with the same
 * outcome: a run with few rows is all planning, a run with many should not copy them.
 */
function mergeScope(model: Model, expand: Expand, dialect: Dialect): readonly PlanStatement[] {
  const { name: table, grain } = model;
  const columns = model.columns.map(({ name }) => name);
  const [scope, current, result, removed, added] = ['scope', 'current', 'result', 'removed', 'added'].map((purpose) =>
    runRelation(model, purpose),
  ) as [string, string, string, string, string];
  const matches = model.scopeKey.map((column) => `s.${column} = t.${column}`);
  const inScope = [...matches, ...(model.scopeTellsPresence ? ['s.is_present'] : [])].join(' and ');
  const bounds = boundsOf(model);
  const statement = (
    purpose: Purpose,
    sql: string,
    more: Condition & Pick<PlanStatement, 'creates'> = {},
  ): PlanStatement => ({
    table,
    purpose,
    sql: expand(sql),
    ...more,
  });
  const create = (purpose: Purpose, name: string, select: string, condition: Condition = {}) =>
    statement(purpose, dialect.createRunTable(name, select), { ...condition, creates: dialect.relation(name) });
  const isScoped = { only_if: dialect.relation(scope) };
  const isUnscoped = { unless: dialect.relation(scope) };
  const isPresent = { only_if: dialect.relation(current) };
  const isNew = { unless: dialect.relation(current) };

  return [
    create(
      'current',
      current,
      `select ${columns.map((column) => `t.${column}`).join(', ')}
from ${table} t
join ${scope} s on ${inScope}${bounds.length > 0 ? `\nwhere ${bounds.join(' and ')}` : ''}`,
    ),
    create('result', result, castResult(model, dialect), isScoped),
    create('result', result, `select * from ${current}`, isUnscoped),
    create('removed', removed, difference(model, current, result), isPresent),
    create('removed', removed, `select * from ${current}`, isNew),
    create('added', added, difference(model, result, current), isPresent),
    statement('drop', dialect.dropRunTable(result), isPresent),
    statement('added', dialect.renameRunTable(result, added), isNew),
    statement('delete', dialect.deleteKeys(table, grain, removed, bounds), {
      only_if: dialect.relation(removed),
    }),
    insertAdded(model, dialect),
    statement('drop', dialect.dropRunTable(current)),
  ];
}

function insertAdded(model: Model, dialect: Dialect): PlanStatement {
  const added = runRelation(model, 'added');
  const columns = model.columns.map(({ name }) => name);
  return {
    table: model.name,
    purpose: 'insert',
    sql: dialect.insert(model.name, columns, added),
    only_if: dialect.relation(added),
  };
}

/** The model's SELECT with each column cast to its type: types are said once, in the yml. */
function castResult({ columns, modelSql }: Model, dialect: Dialect): string {
  const casts = columns.map(({ name, type }) => `cast(m.${name} as ${dialect.typeOf(type)}) as ${name}`);
  return `select ${casts.join(',\n  ')}\nfrom (\n${modelSql}\n) m`;
}

/** Rows of one relation without an equal one in the other. Grains are unique, so this is EXCEPT ALL, at a join's price. */
function difference({ grain, columns }: Model, rows: string, others: string): string {
  const equal = columns.map(({ name }) =>
    grain.includes(name) ? `a.${name} = b.${name}` : `a.${name} is not distinct from b.${name}`,
  );
  return `select a.*\nfrom ${rows} a\nleft join ${others} b on ${equal.join(' and ')}\nwhere b.${grain[0]} is null`;
}

function compileAudits(model: Model, expand: Expand, dialect: Dialect): readonly PlanAudit[] {
  if (model.kind === 'run') return [];
  const { name: table, grain, columns } = model;
  const added = runRelation(model, 'added');
  const required = columns.filter(({ nullable }) => !nullable).map(({ name }) => `${name} is null`);
  const keys = grain.join(', ');
  const matches = grain.map((column) => `t.${column} = a.${column}`).join(' and ');
  const bounds = boundsOf(model);
  const notNull = {
    name: 'required_columns',
    table,
    only_if: dialect.relation(added),
    sql: expand(`select ${keys} from ${added} where ${required.join(' or ')}`),
  };
  if (model.grainProvedBy !== undefined) return [notNull];
  const unique = {
    name: 'unique_grain',
    table,
    only_if: dialect.relation(added),
    sql: expand(`select ${grain.map((column) => `t.${column}`).join(', ')}, count(*) as row_count
from ${table} t
join ${added} a on ${matches}${bounds.length > 0 ? `\nwhere ${bounds.join(' and ')}` : ''}
group by ${grain.map((column) => `t.${column}`).join(', ')}
having count(*) > 1`),
  };
  return [notNull, unique];
}

/** Conditions on rows `t` of the table: what the run may see of it, and what can be in its scope at all. */
function boundsOf(model: Model): readonly string[] {
  const { horizonColumn, prune } = model;
  const scope = runRelation(model, 'scope');
  return [
    ...(horizonColumn === undefined ? [] : [`t.${horizonColumn} >= (select start_ms from run.horizon)`]),
    ...(prune === undefined
      ? []
      : [
          `t.${prune.column} between (select min(${prune.from}) from ${scope}) and (select max(${prune.to}) from ${scope})`,
        ]),
  ];
}

/** `run.silver_events_added`; for kind run, with an empty purpose, `run.silver_arrivals`. */
function runRelation({ name }: Model, purpose: string): string {
  return `run.${name.replace('.', '_')}${purpose === '' ? '' : `_${purpose}`}`;
}
