export type { DdlDialect } from './ddl-dialect.ts';
export { duckdbDdl } from './duckdb-ddl.ts';
export { generateFiles } from './generate-files.ts';
export { icebergDdl } from './iceberg-ddl.ts';
export { planMigration } from './plan-migration.ts';
export { type ContractColumns, currentColumns, modelsFolder, readModels } from './read-models.ts';
export { readTables, type TableColumn, type TableDefinition } from './read-tables.ts';
export { toDdl } from './to-ddl.ts';
