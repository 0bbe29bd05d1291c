import { ConfigError } from '@millrace/pipeline';
import { bronzeColumns, type Column, quarantineColumns } from '@millrace/schema';
import { duckdbDdl } from './duckdb-ddl.ts';
import { icebergDdl } from './iceberg-ddl.ts';
import { planMigration } from './plan-migration.ts';
import { modelsFolder } from './read-models.ts';
import { readTables } from './read-tables.ts';

const added: Column = {
  name: 'basket_value',
  type: 'double',
  nullable: true,
  description: 'What the basket is worth.',
  source: { kind: 'event', path: ['basket', 'value'] },
};
const tablesOf = (bronze: readonly Column[]) => readTables(modelsFolder, { bronze, quarantine: quarantineColumns });
const before = tablesOf(bronzeColumns);
const after = tablesOf([...bronzeColumns, added]);

test('a new field is one statement for each table that has the events’ columns', () => {
  expect(planMigration(before, after, duckdbDdl)).toEqual([
    'ALTER TABLE bronze.events ADD COLUMN "basket_value" DOUBLE',
    'ALTER TABLE silver.events ADD COLUMN "basket_value" DOUBLE',
  ]);
  const definition = "`basket_value` double COMMENT '/basket/value: What the basket is worth.'";
  expect(planMigration(before, after, icebergDdl)).toEqual([
    `ALTER TABLE glue_catalog.bronze.events ADD COLUMNS (${definition})`,
    `ALTER TABLE glue_catalog.silver.events ADD COLUMNS (${definition})`,
  ]);
});

test('nothing changed, nothing to do; a new table is created', () => {
  expect(planMigration(before, before, icebergDdl)).toEqual([]);
  const [first, ...others] = before;
  expect(planMigration(others, before, duckdbDdl)).toEqual([first && duckdbDdl.createTable(first)]);
});

test('another order or description of the columns is no change', () => {
  const described = bronzeColumns.map((column) => ({ ...column, description: 'Something.' }));
  expect(planMigration(before, tablesOf([...described].reverse()), icebergDdl)).toEqual([]);
});

test('what would need the old rows rewritten is refused, all of it at once', () => {
  const retyped = bronzeColumns
    .filter(({ name }) => name !== 'page_title')
    .map((column) => (column.name === 'page_category' ? { ...column, type: 'bigint' as const } : column));
  const migrate = () => planMigration(before, tablesOf(retyped), duckdbDdl);
  expect(migrate).toThrow(ConfigError);
  expect(migrate).toThrow(
    /bronze.events.page_title is gone; bronze.events.page_category was string and is bigint; silver.events.page_title/,
  );
  const cutAnew = before.map((table) => ({ ...table, partitioning: [] }));
  expect(() => planMigration(before, cutAnew, icebergDdl)).toThrow(/bronze.events has other partitions/);
  expect(() => planMigration(before, [], icebergDdl)).toThrow(/silver.events is gone/);
});
