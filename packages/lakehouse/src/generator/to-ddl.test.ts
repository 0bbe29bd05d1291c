import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { openLake } from '@millrace/embedded/lake';
import { planTables } from '../core/plan-run.ts';
import { duckdbDdl } from './duckdb-ddl.ts';
import { icebergDdl } from './iceberg-ddl.ts';
import { modelsFolder } from './read-models.ts';
import { readTables, type TableDefinition } from './read-tables.ts';
import { toDdl } from './to-ddl.ts';

const tables = readTables(modelsFolder);
const columnsQuery = `select schema_name || '.' || table_name, column_index, column_name, data_type
  from duckdb_columns() where not internal and database_name = current_database() order by 1, 2`;

const folder = mkdtempSync(join(tmpdir(), 'millrace-ddl-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('duckdb.sql makes the tables that a run makes: the same columns, types and order', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  // Twice: what is there is left as it is.
  for (let time = 0; time < 2; time += 1) await connection.run(toDdl(tables, duckdbDdl));
  const byDdl = (await connection.runAndReadAll(columnsQuery)).getRows();
  connection.disconnectSync();
  instance.closeSync();

  const lake = await openLake({ file: join(folder, 'lake.duckdb'), pathOf: (key) => key });
  await lake.ensureTables(planTables());
  const byRun = (await lake.query(columnsQuery)).rows;
  await lake.close();

  expect(byDdl.length).toBeGreaterThan(100);
  expect(byDdl.map((row) => row.map(String))).toEqual(byRun.map((row) => row.map(String)));
});

const table: TableDefinition = {
  name: 'bronze.events',
  description: "The sender's\n  events.",
  partitioning: ['event_type', 'hours(received_at)'],
  columns: [
    { name: 'total', type: 'double', nullable: true, description: "The order's total.", path: '/order/total' },
    { name: 'line', type: 'integer', nullable: false, description: 'Line, from 1.', path: undefined },
  ],
};

test('each column is a line with its type, and where its value stands in the event', () => {
  expect(duckdbDdl.createTable(table)).toBe(`-- The sender's events.
CREATE TABLE IF NOT EXISTS bronze.events (
  "total" DOUBLE, -- /order/total: The order's total.
  "line" INTEGER -- Line, from 1.
)`);
  expect(icebergDdl.createTable(table)).toBe(`CREATE TABLE IF NOT EXISTS glue_catalog.bronze.events (
  \`total\` double COMMENT '/order/total: The order’s total.',
  \`line\` int COMMENT 'Line, from 1.'
)
USING iceberg
COMMENT 'The sender’s events.'
PARTITIONED BY (event_type, hours(received_at))
TBLPROPERTIES ('format-version' = '2')`);
});

test('the columns of a contract keep their path through the models that inherit them, a model’s own have none', () => {
  const pathOf = (name: string, column: string) =>
    tables.find((candidate) => candidate.name === name)?.columns.find((candidate) => candidate.name === column)?.path;
  expect(pathOf('bronze.events', 'page_url')).toBe('/ctx/page_url');
  expect(pathOf('silver.events', 'page_url')).toBe('/ctx/page_url');
  expect(pathOf('bronze.events', 'page_path')).toBeUndefined();
  expect(pathOf('bronze.quarantine', 'reason')).toBe('/reason');
  // Of the first event, not of an event.
  expect(pathOf('silver.sessions', 'utm_source')).toBeUndefined();
});

test('no column has two partitions by time: Iceberg refuses the table', () => {
  for (const { name, partitioning } of tables) {
    const byTime = partitioning.flatMap(
      (transform) => /^(?:years|months|days|hours)\((\w+)\)$/.exec(transform)?.[1] ?? [],
    );
    expect({ name, columns: byTime }).toEqual({ name, columns: [...new Set(byTime)] });
  }
});

test('a comment is not longer than the catalog takes', () => {
  for (const [, comment = ''] of toDdl(tables, icebergDdl).matchAll(/^ {2}`.* COMMENT '(.*)',?$/gm)) {
    expect(comment.length).toBeLessThanOrEqual(255);
  }
});
