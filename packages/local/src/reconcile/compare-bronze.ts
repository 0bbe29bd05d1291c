import { type ManifestRow, type ObjectStore, splitLines } from '@millrace/pipeline';
import { bronzeColumns, quarantineColumns } from '@millrace/schema';
import { readLanded } from './inspect-objects.ts';
import {
  type LakeColumns,
  maxRows,
  modelColumns,
  quoteAll,
  type ReconcileLake,
  textList,
  toText,
} from './lake-reader.ts';

/** A table that is loaded from typed files, and what its rows are. */
export type BronzeTable = {
  readonly name: 'bronze.events' | 'bronze.quarantine';
  readonly typedColumns: readonly string[];
  /** Columns that the load adds, as they must come out: b = the row, f = its file, with the run that loaded it. */
  readonly loadedColumns: Readonly<Record<string, string>>;
  /** What tells rows apart where only the landed object is left to compare with. */
  readonly landedColumns: readonly [string, string];
};

export const eventsTable: BronzeTable = {
  name: 'bronze.events',
  typedColumns: bronzeColumns.map(({ name }) => name),
  loadedColumns: {
    received_at: 'timestamp_millis(b.received_at_ms)',
    raw_key: 'f.object_key',
    run_id: 'f.run_id',
  },
  landedColumns: ['event_id', 'content_hash'],
};

export const quarantineTable: BronzeTable = {
  name: 'bronze.quarantine',
  typedColumns: quarantineColumns.map(({ name }) => name),
  loadedColumns: {
    received_at: 'timestamp_millis(b.received_at_ms)',
    quarantine_key: 'f.object_key',
    run_id: 'f.run_id',
  },
  landedColumns: ['quarantine_id', 'reason'],
};

/** A loaded typed file, and the landed object that it was made of. */
export type LoadedFile = { readonly typedKey: string; readonly objectKey: string; readonly lines: number };

/** So many lines are compared by one statement: what they take stays within the engine's memory. */
const batchLines = 200_000;
const batchFiles = 200;

/** isVerified: its bytes have the hash that the manifest says. Others, of an earlier version, may be anything. */
export type TypedFile = LoadedFile & { readonly isVerified: boolean };

type Differences = { readonly differing: ReadonlyMap<string, number>; readonly unreadable: readonly TypedFile[] };

/**
 * The rows of a bronze table against those of its typed files, as multisets of whole rows: whatever was edited, deleted,
 * added or doubled differs, in the columns that the load adds too. Gives the number of lines (places in the stream)
 * that differ, by typed key, and the files that are not verified and cannot be read.
 */
export async function compareWithTyped(
  lake: ReconcileLake,
  columns: LakeColumns,
  table: BronzeTable,
  files: readonly TypedFile[],
): Promise<Differences> {
  const differing = new Map<string, number>();
  const unreadable: TypedFile[] = [];
  for (const batch of toBatches(files)) {
    for (const part of await compareBatch(lake, columns, table, batch)) {
      for (const [key, lines] of part.differing) differing.set(key, lines);
      unreadable.push(...part.unreadable);
    }
  }
  return { differing, unreadable };
}

/** One file that cannot be read fails the statement for all: then they are asked one by one. */
async function compareBatch(
  lake: ReconcileLake,
  columns: LakeColumns,
  table: BronzeTable,
  files: readonly TypedFile[],
): Promise<readonly Differences[]> {
  try {
    return [{ differing: await selectDifferences(lake, columns, table, files), unreadable: [] }];
  } catch (error) {
    // Where every file is good, something else is wrong.
    if (files.every(({ isVerified }) => isVerified)) throw error;
    if (files.length === 1) return [{ differing: new Map(), unreadable: files }];
  }
  const parts: Differences[] = [];
  for (const file of files) parts.push(...(await compareBatch(lake, columns, table, [file])));
  return parts;
}

async function selectDifferences(
  lake: ReconcileLake,
  columns: LakeColumns,
  table: BronzeTable,
  files: readonly LoadedFile[],
): Promise<ReadonlyMap<string, number>> {
  const typed = table.typedColumns.filter((column) => columns.of(table.name).includes(column));
  const types = modelColumns(table.name);
  const sources = [
    {
      run_table: 'run_typed_files',
      columns: typed.map((name) => ({ name, type: types.get(name) ?? 'VARCHAR' })),
      typed_keys: files.map(({ typedKey }) => typedKey),
    },
  ];
  const { rows } = await lake.query(toDifferenceSql(columns, table, typed, files), { sources, maxRows });
  return new Map(rows.map(([key, lines]) => [String(key), Number(lines)]));
}

/**
 * Each place in the stream with a hash of its whole row, once from each side; what is left over differs. A row's hash has
 * 64 bits and meets only rows of the same place, so that no wide row has to be held.
 */
function toDifferenceSql(
  columns: LakeColumns,
  { name, loadedColumns }: BronzeTable,
  typed: readonly string[],
  files: readonly LoadedFile[],
): string {
  const asLoaded = Object.entries(loadedColumns)
    .filter(([column]) => columns.of(name).includes(column))
    .map(([column, sql]) => `b."${column}" is not distinct from ${sql}`);
  const values = files.map(({ typedKey, objectKey }) => `(${toText(typedKey)}, ${toText(objectKey)})`);
  return `
with
  f as (
    select v.typed_key, v.object_key, l.run_id
    from (values ${values.join(', ')}) v (typed_key, object_key) left join lake.loads l on l.typed_key = v.typed_key
  ),
  sides as (
    select b.typed_key, b.shard_id, b.sequence_number, b.line, hash(${quoteAll(typed, 'b')}) as row_hash,
      ${asLoaded.join(' and ') || 'true'} as is_as_loaded, 1 as side
    from ${name} b join f on f.typed_key = b.typed_key
    where b.typed_key in (${textList(files.map(({ typedKey }) => typedKey))})
    union all
    select s.typed_key, s.shard_id, s.sequence_number, s.line, hash(${quoteAll(typed, 's')}), true, -1
    from run_typed_files s
  ),
  differing as (
    select typed_key, shard_id, sequence_number, line
    from sides group by typed_key, shard_id, sequence_number, line, row_hash, is_as_loaded having sum(side) <> 0
  )
select typed_key, count(*)
from (select distinct typed_key, shard_id, sequence_number, line from differing) places
group by typed_key`;
}

/**
 * Where the typed file is gone or damaged: the table's rows against the lines of the landed object, by place in the stream
 * and what identifies their content. undefined: the landed object cannot be read either.
 */
export async function compareWithLanded(
  ports: { readonly lake: ReconcileLake; readonly objects: ObjectStore },
  table: BronzeTable,
  { typedKey, objectKey }: LoadedFile,
): Promise<number | undefined> {
  const content = await readLanded(ports.objects, objectKey);
  if (!content) return undefined;
  const balance = new Map<string, number>();
  const count = (place: string, side: number) => balance.set(place, (balance.get(place) ?? 0) + side);
  for (const place of table === eventsTable ? rawPlaces(content) : quarantinePlaces(content)) count(place, 1);
  const { rows } = await ports.lake.query(
    `select shard_id, sequence_number, line, ${table.landedColumns.join(', ')} from ${table.name} where typed_key = ${toText(typedKey)}`,
    { maxRows },
  );
  for (const row of rows) count(row.join('\t'), -1);
  const places = [...balance].filter(([, side]) => side !== 0).map(([place]) => place.split('\t', 3).join('\t'));
  return new Set(places).size;
}

type Json = Readonly<Record<string, unknown>>;

/** A raw object's lines as the transformer numbers them: from 1 within their record. */
function* rawPlaces(content: Buffer): Generator<string> {
  let header: Json = {};
  let line = 0;
  for (const text of splitLines(content)) {
    const value = JSON.parse(text) as Json;
    if (line === header['accepted'] || header['accepted'] === undefined) {
      header = value;
      line = 0;
      continue;
    }
    line += 1;
    yield [header['shard_id'], header['sequence_number'], line, value['event_id'], value['content_hash']].join('\t');
  }
}

function* quarantinePlaces(content: Buffer): Generator<string> {
  for (const text of splitLines(content)) {
    const entry = JSON.parse(text) as Json;
    yield ['shard_id', 'sequence_number', 'line', 'quarantine_id', 'reason'].map((name) => entry[name]).join('\t');
  }
}

function* toBatches(files: readonly TypedFile[]): Generator<readonly TypedFile[]> {
  let batch: TypedFile[] = [];
  let lines = 0;
  for (const file of files) {
    if (batch.length === batchFiles || (batch.length > 0 && lines + file.lines > batchLines)) {
      yield batch;
      batch = [];
      lines = 0;
    }
    batch.push(file);
    lines += file.lines;
  }
  if (batch.length > 0) yield batch;
}

/** The typed files that a row names, with the tables they are loaded into. */
export function loadedFilesOf(row: ManifestRow): readonly (readonly [BronzeTable, LoadedFile])[] {
  const files: [BronzeTable, LoadedFile][] = [];
  if (row.typedKey !== undefined) {
    files.push([eventsTable, { typedKey: row.typedKey, objectKey: row.rawKey ?? '', lines: row.counts.accepted }]);
  }
  if (row.typedQuarantineKey !== undefined) {
    files.push([
      quarantineTable,
      { typedKey: row.typedQuarantineKey, objectKey: row.quarantineKey ?? '', lines: row.counts.quarantined },
    ]);
  }
  return files;
}
