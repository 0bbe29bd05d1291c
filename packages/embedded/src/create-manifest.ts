import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import {
  type Manifest,
  type ManifestRow,
  type ManifestStage,
  type PortsConfig,
  padSequenceNumber,
} from '@millrace/pipeline';
import { openDatabase } from './open-database.ts';

const schema = `
  create table if not exists manifest (
    "partition" text not null,
    previous text not null,
    last text not null,
    stage text not null,
    typed_key text,
    typed_quarantine_key text,
    run_id text,
    landing text not null,
    typed_sha256 text,
    typed_quarantine_sha256 text,
    primary key ("partition", previous)
  ) strict, without rowid;
  create index if not exists manifest_by_stage on manifest (stage, "partition", previous)`;

/** Columns that files of earlier versions lack. */
const addedColumns = ['typed_sha256', 'typed_quarantine_sha256'] as const;

type Row = {
  readonly partition: string;
  readonly previous: string;
  readonly last: string;
  readonly stage: ManifestStage;
  readonly typed_key: string | null;
  readonly typed_quarantine_key: string | null;
  readonly run_id: string | null;
  /** JSON of what never changes after the landing. */
  readonly landing: string;
  readonly typed_sha256: string | null;
  readonly typed_quarantine_sha256: string | null;
};

/** The manifest in `<dataDir>/manifest.sqlite`. Several processes may use it at once. */
export function createManifest(config: PortsConfig): Manifest {
  const path = join(resolve(config.dataDir), 'manifest.sqlite');
  const database = openDatabase(path, schema, prepareStatements);

  return {
    async head(partition) {
      return database.use(({ head }) => parseRow(head.get(partition)));
    },

    async append(row) {
      const { partition, previous, last, stage, typedKey, typedQuarantineKey, runId, ...rest } = row;
      const { typedSha256, typedQuarantineSha256, ...landing } = rest;
      const values = [partition, previous, last, stage, typedKey ?? null, typedQuarantineKey ?? null, runId ?? null];
      const hashes = [typedSha256 ?? null, typedQuarantineSha256 ?? null];
      return database.use(({ append }) => {
        const { changes } = append.run(...values, JSON.stringify(landing), ...hashes);
        return changes === 1 ? 'appended' : 'conflict';
      });
    },

    async readFrom(partition, previous, limit) {
      return database.use(({ readFrom }) => parseRows(readFrom.all(partition, previous, limit)));
    },

    async findCovering(partition, sequenceNumber) {
      return database.use(({ before }) => parseRow(before.get(partition, padSequenceNumber(sequenceNumber))));
    },

    async update(key, change, condition) {
      return database.use(({ update }) => {
        const { changes } = update.run({
          partition: key.partition,
          previous: key.previous,
          stage: change.stage ?? null,
          typedKey: change.typedKey ?? null,
          typedQuarantineKey: change.typedQuarantineKey ?? null,
          typedSha256: change.typedSha256 ?? null,
          typedQuarantineSha256: change.typedQuarantineSha256 ?? null,
          runId: change.runId ?? null,
          from: JSON.stringify(condition.from),
          anyRun: condition.runId === undefined ? 1 : 0,
          ofRun: condition.runId ?? null,
        });
        return changes === 1 ? 'updated' : 'refused';
      });
    },

    async listByStage(stage, limit) {
      return database.use(({ byStage }) => parseRows(byStage.all(stage, limit)));
    },

    async listPartitions() {
      return database.use(({ partitions }) => partitions.all().map((row) => String(row['partition'])));
    },

    async close() {
      await database.close();
    },
  };
}

/** Each statement is a transaction of its own: a condition and its change cannot come apart. */
function prepareStatements(database: DatabaseSync) {
  addMissingColumns(database);
  const columns = `"partition", previous, last, stage, typed_key, typed_quarantine_key, run_id, landing, ${addedColumns.join(', ')}`;
  const select = `select ${columns} from manifest`;
  return {
    head: database.prepare(`${select} where "partition" = ? order by previous desc limit 1`),
    append: database.prepare(
      `insert into manifest (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    ),
    readFrom: database.prepare(`${select} where "partition" = ? and previous >= ? order by previous limit ?`),
    before: database.prepare(`${select} where "partition" = ? and previous < ? order by previous desc limit 1`),
    update: database.prepare(`
      update manifest set
        stage = coalesce(:stage, stage),
        typed_key = coalesce(:typedKey, typed_key),
        typed_quarantine_key = coalesce(:typedQuarantineKey, typed_quarantine_key),
        typed_sha256 = coalesce(:typedSha256, typed_sha256),
        typed_quarantine_sha256 = coalesce(:typedQuarantineSha256, typed_quarantine_sha256),
        run_id = coalesce(:runId, run_id)
      where "partition" = :partition and previous = :previous
        and stage in (select value from json_each(:from))
        and (:anyRun = 1 or run_id is :ofRun)`),
    byStage: database.prepare(`${select} where stage = ? order by "partition", previous limit ?`),
    partitions: database.prepare('select distinct "partition" from manifest order by "partition"'),
  };
}

/** In one transaction: of several processes that open an earlier version's file at once, one adds them. */
function addMissingColumns(database: DatabaseSync): void {
  const readMissing = () => {
    const present = database.prepare(`select name from pragma_table_info('manifest')`).all();
    return addedColumns.filter((column) => !present.some(({ name }) => name === column));
  };
  if (readMissing().length === 0) return;
  database.exec('begin immediate');
  try {
    for (const column of readMissing()) database.exec(`alter table manifest add column ${column} text`);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}

function parseRows(rows: readonly unknown[]): readonly ManifestRow[] {
  return rows.map((row) => toManifestRow(row as Row));
}

function parseRow(row: unknown): ManifestRow | undefined {
  return row === undefined ? undefined : toManifestRow(row as Row);
}

function toManifestRow(row: Row): ManifestRow {
  const landing = JSON.parse(row.landing) as Omit<ManifestRow, 'partition' | 'previous' | 'last' | 'stage'>;
  return {
    partition: row.partition,
    previous: row.previous,
    first: landing.first,
    last: row.last,
    recordCount: landing.recordCount,
    rawKey: landing.rawKey,
    rawSha256: landing.rawSha256,
    quarantineKey: landing.quarantineKey,
    counts: landing.counts,
    acceptedByType: landing.acceptedByType,
    quarantinedByReason: landing.quarantinedByReason,
    suppressedByReason: landing.suppressedByReason,
    minEventTime: landing.minEventTime,
    maxEventTime: landing.maxEventTime,
    arrivedAt: landing.arrivedAt,
    stage: row.stage,
    typedKey: row.typed_key ?? undefined,
    typedQuarantineKey: row.typed_quarantine_key ?? undefined,
    typedSha256: row.typed_sha256 ?? undefined,
    typedQuarantineSha256: row.typed_quarantine_sha256 ?? undefined,
    runId: row.run_id ?? undefined,
  };
}
