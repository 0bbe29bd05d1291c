import type { Column, ColumnType } from '../../src/column.ts';
import type { BundledContract } from './bundle-contract.ts';
import { generatedHeader, toLiteral } from './generated-file.ts';
import { isObject, type JsonSchema } from './json-schema.ts';

/** bronzeColumns and quarantineColumns, from the column lists of contracts/lake and `x-column` of the stored contracts. */
export function emitColumns(
  contracts: readonly BundledContract[],
  bronzeList: unknown,
  quarantineList: unknown,
): string {
  const eventColumns = findEventColumns(contracts);
  const bronze = readColumnList(bronzeList, 'bronze-columns.json', eventColumns);
  const quarantine = readColumnList(quarantineList, 'quarantine-columns.json', new Map());
  const forgotten = [...eventColumns.keys()].filter((name) => !bronze.some((column) => column.name === name));
  if (forgotten.length > 0) throw new Error(`bronze-columns.json does not place ${forgotten.join(', ')}`);
  return [
    generatedHeader,
    "import type { Column } from '../column.ts';",
    '',
    '/** Columns of bronze.events, in order. */',
    ...emitList('bronzeColumns', bronze),
    '',
    '/** Columns of bronze.quarantine, in order. The path of an event column leads into the quarantine entry. */',
    ...emitList('quarantineColumns', quarantine),
    '',
  ].join('\n');
}

/** Every `x-column` of the stored contracts. Throws where two contracts define one column differently. */
function findEventColumns(contracts: readonly BundledContract[]): ReadonlyMap<string, Column> {
  const found = new Map<string, { column: Column; count: number }>();
  for (const { stored, eventType } of contracts) {
    for (const column of walk(stored, [], true)) {
      const before = found.get(column.name);
      if (before && (before.column.type !== column.type || pathOf(before.column) !== pathOf(column))) {
        throw new Error(`${eventType} defines the column ${column.name} unlike another contract`);
      }
      const nullable = column.nullable || (before?.column.nullable ?? false);
      found.set(column.name, { column: { ...column, nullable }, count: (before?.count ?? 0) + 1 });
    }
  }
  // What some event types do not have is null for them.
  return new Map(
    [...found].map(([name, { column, count }]) => [
      name,
      { ...column, nullable: column.nullable || count < contracts.length },
    ]),
  );
}

function* walk(schema: JsonSchema, path: readonly string[], isAlwaysThere: boolean): Generator<Column> {
  const name = schema['x-column'];
  if (name !== undefined) {
    const unit = schema.format === 'date-time' ? 'epoch milliseconds' : schema['x-unit'];
    yield {
      name,
      type: columnTypeOf(schema, name),
      nullable: !isAlwaysThere || (Array.isArray(schema.type) && schema.type.includes('null')),
      description: `${schema.description ?? ''}${unit === undefined ? '' : ` (${unit})`}`,
      source: { kind: 'event', path },
    };
  }
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    yield* walk(property, [...path, key], isAlwaysThere && (schema.required ?? []).includes(key));
  }
}

/** Times are epoch milliseconds, and only they end in _ms; arrays and objects are kept as JSON text. */
function columnTypeOf(schema: JsonSchema, name: string): ColumnType {
  const isTime = schema.format === 'date-time';
  if (isTime !== name.endsWith('_ms')) throw new Error(`column ${name}: a date-time, and nothing else, ends in _ms`);
  if (isTime) return 'bigint';
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  const [type] = types;
  if (types.length !== 1 || type === undefined) throw new Error(`column ${name}: needs one type`);
  if (type === 'boolean') return 'boolean';
  if (type === 'number') return 'double';
  if (type === 'integer') return (schema.maximum ?? Number.POSITIVE_INFINITY) < 2 ** 31 ? 'integer' : 'bigint';
  return 'string';
}

const columnTypes: readonly unknown[] = ['string', 'integer', 'bigint', 'double', 'boolean'] satisfies ColumnType[];

function readColumnList(list: unknown, file: string, eventColumns: ReadonlyMap<string, Column>): readonly Column[] {
  if (!isObject(list) || !Array.isArray(list['columns'])) throw new Error(`${file}: needs a list of columns`);
  const columns = list['columns'].map((entry: unknown) => {
    if (typeof entry !== 'string') return readColumn(entry, file);
    const column = eventColumns.get(entry);
    if (!column) throw new Error(`${file}: no contract has the column ${entry}`);
    return column;
  });
  const names = new Set(columns.map((column) => column.name));
  if (names.size !== columns.length) throw new Error(`${file}: a column is there twice`);
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

function emitList(constant: string, columns: readonly Column[]): string[] {
  return [
    `export const ${constant}: readonly Column[] = [`,
    ...columns.flatMap(({ name, type, nullable, description, source }) => [
      '  {',
      `    name: ${toLiteral(name)},`,
      `    type: ${toLiteral(type)},`,
      `    nullable: ${nullable},`,
      `    description: ${toLiteral(description)},`,
      source.kind === 'event'
        ? `    source: { kind: 'event', path: [${source.path.map(toLiteral).join(', ')}] },`
        : `    source: { kind: ${toLiteral(source.kind)} },`,
      '  },',
    ]),
    '];',
  ];
}
