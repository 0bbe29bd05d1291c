import type { Column, ColumnType } from '../../src/column.ts';
import type { BundledContract } from './bundle-contract.ts';
import { columnTypeOf } from './column-type.ts';
import { isObject, type JsonSchema } from './json-schema.ts';

/** In a column list: all event columns that it does not name. */
const otherColumns = '*';
const columnName = /^[a-z_][a-z0-9_]{0,63}$/;
/** Reserved by DuckDB or by Spark in ANSI mode: what a column cannot be called without quotes. */
const reservedWords: ReadonlySet<string> = new Set(
  `all analyse analyze and anti any array as asc asymmetric authorization between both case cast check collate column
  constraint create cross current_date current_time current_timestamp current_user default deferrable desc describe
  distinct do else end escape except exists false fetch filter for foreign from full grant group having in initially
  inner intersect into is join lambda lateral leading left limit minus natural not null offset on only or order outer
  overlaps pivot pivot_longer pivot_wider placing primary qualify references returning right select semi session_user
  show some summarize symmetric table then time to trailing true union unique unknown unpivot user using variadic when
  where window with`.split(/\s+/),
);

/** The columns of the two bronze tables, from the column lists of contracts/lake and `x-column` of the stored contracts. */
export function toColumns(
  contracts: readonly BundledContract[],
  lists: { readonly bronze: unknown; readonly quarantine: unknown },
): { readonly bronzeColumns: readonly Column[]; readonly quarantineColumns: readonly Column[] } {
  const eventColumns = findEventColumns(contracts);
  const bronzeColumns = readColumnList(lists.bronze, 'bronze-columns.json', eventColumns);
  const quarantineColumns = readColumnList(lists.quarantine, 'quarantine-columns.json', new Map());
  const isOpen =
    isObject(lists.bronze) && Array.isArray(lists.bronze['columns']) && lists.bronze['columns'].includes(otherColumns);
  if (!isOpen) throw new Error(`bronze-columns.json: needs "${otherColumns}" where the columns of event types stand`);
  return { bronzeColumns, quarantineColumns };
}

/**
 * Every `x-column` of the stored contracts, as the first of them describes it. Throws where two contracts define one column
 * differently, and on a value without a column: it would be taken, and be nowhere.
 */
function findEventColumns(contracts: readonly BundledContract[]): ReadonlyMap<string, Column> {
  const found = new Map<string, ColumnPlace & { readonly count: number }>();
  for (const { stored, eventType, version } of contracts) {
    for (const { column, schema } of walk(stored, `${eventType} ${version}`, [], true)) {
      const before = found.get(column.name);
      if (before) assertAlike(before, { column, schema }, eventType);
      const nullable = column.nullable || (before?.column.nullable ?? false);
      const { description } = before?.column ?? column;
      const count = (before?.count ?? 0) + 1;
      found.set(column.name, { column: { ...column, description, nullable }, schema, count });
    }
  }
  assertOnePrivacy(contracts);
  // What some event types do not have is null for them.
  return new Map(
    [...found].map(([name, { column, count }]): [string, Column] => [
      name,
      { ...column, nullable: column.nullable || count < contracts.length },
    ]),
  );
}

type ColumnPlace = { readonly column: Column; readonly schema: JsonSchema };

/** From version to version privacy may be raised; the newest versions of all event types say the same of a column. */
function assertOnePrivacy(contracts: readonly BundledContract[]): void {
  const privacyOf = new Map<string, string>();
  for (const [eventType, versions] of Map.groupBy(contracts, (contract) => contract.eventType)) {
    for (const { column, schema } of walk(versions.at(-1)?.stored ?? {}, eventType, [], true)) {
      const privacy = schema['x-privacy'] ?? 'none';
      if ((privacyOf.get(column.name) ?? privacy) !== privacy) {
        throw new Error(`${eventType} says another x-privacy of the column ${column.name} than another contract`);
      }
      privacyOf.set(column.name, privacy);
    }
  }
}

/** One column means one thing, whichever event type fills it. */
function assertAlike({ column, schema }: ColumnPlace, other: ColumnPlace, eventType: string): void {
  const differs = (keyword: 'x-unit' | 'x-null') =>
    schema[keyword] !== undefined && other.schema[keyword] !== undefined && schema[keyword] !== other.schema[keyword];
  if (
    column.type !== other.column.type ||
    pathOf(column) !== pathOf(other.column) ||
    differs('x-unit') ||
    differs('x-null')
  ) {
    throw new Error(`${eventType} defines the column ${column.name} unlike another contract`);
  }
}

function* walk(
  schema: JsonSchema,
  contract: string,
  path: readonly string[],
  isAlwaysThere: boolean,
): Generator<ColumnPlace> {
  const name = schema['x-column'];
  if (name !== undefined) {
    if (!columnName.test(name) || reservedWords.has(name)) {
      throw new Error(`${contract}: ${name} is no name of a column`);
    }
    const unit = schema.format === 'date-time' ? 'epoch milliseconds' : schema['x-unit'];
    const column: Column = {
      name,
      type: columnTypeOf(schema, name),
      nullable: !isAlwaysThere || (Array.isArray(schema.type) && schema.type.includes('null')),
      description: `${schema.description ?? ''}${unit === undefined ? '' : ` (${unit})`}`,
      source: { kind: 'event', path },
    };
    yield { column, schema };
  } else if (!schema.properties) {
    throw new Error(`${contract}: /${path.join('/')} needs an x-column`);
  }
  const isObjectThere = isAlwaysThere && schema.type === 'object';
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    yield* walk(property, contract, [...path, key], isObjectThere && (schema.required ?? []).includes(key));
  }
}

const columnTypes: readonly unknown[] = ['string', 'integer', 'bigint', 'double', 'boolean'] satisfies ColumnType[];

/** `*` stands for the event columns that the list does not name. */
function readColumnList(list: unknown, file: string, eventColumns: ReadonlyMap<string, Column>): readonly Column[] {
  if (!isObject(list) || !Array.isArray(list['columns'])) throw new Error(`${file}: needs a list of columns`);
  const entries: readonly unknown[] = list['columns'];
  const columns = entries.flatMap((entry) => {
    if (typeof entry !== 'string') return readColumn(entry, file);
    if (entry === otherColumns) return [...eventColumns.values()].filter(({ name }) => !entries.includes(name));
    const column = eventColumns.get(entry);
    if (!column) throw new Error(`${file}: no contract has the column ${entry}`);
    return column;
  });
  const double = columns.find(({ name }, index) => columns.findIndex((column) => column.name === name) !== index);
  if (double) throw new Error(`${file}: the column ${double.name} is there twice`);
  return columns;
}

function readColumn(entry: unknown, file: string): Column {
  if (!isObject(entry)) throw new Error(`${file}: a column is a name or an object`);
  const { kind, name, type, nullable, description, path } = entry;
  const isComplete =
    typeof name === 'string' &&
    columnTypes.includes(type) &&
    typeof nullable === 'boolean' &&
    typeof description === 'string';
  if (!isComplete) throw new Error(`${file}: ${JSON.stringify(name)} needs name, type, nullable and description`);
  const column = { name, type: type as ColumnType, nullable, description };
  if (kind === 'frame' || kind === 'enrichment') return { ...column, source: { kind } };
  if (kind !== 'event' || !Array.isArray(path))
    throw new Error(`${file}: ${name} needs a kind, and an event column a path`);
  return { ...column, source: { kind, path: path.map(String) } };
}

function pathOf({ source }: Column): string {
  return source.kind === 'event' ? source.path.join('/') : '';
}
