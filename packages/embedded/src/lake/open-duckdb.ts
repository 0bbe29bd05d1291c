import { existsSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ConfigError } from '@millrace/pipeline';
import { toOpenError } from './duckdb-error.ts';

export type DuckDBOptions = {
  readonly file: string;
  readonly isReadOnly: boolean;
  /** As DuckDB writes it: `1GB`. */
  readonly memoryLimit: string;
  readonly threads: number;
  /** The only folders that SQL may read from, beside the lake's own file. */
  readonly readableFolders: readonly string[];
};

/**
 * Opens the lake's file with everything set that plans and queries rely on, then locks the settings: from here on no
 * statement, a user's least of all, reaches other files, the network or an extension.
 */
export async function openDuckDB(options: DuckDBOptions): Promise<DuckDBInstance> {
  const { file } = options;
  if (options.isReadOnly && !existsSync(file)) throw toOpenError(new Error(`${file} does not exist`), file);
  const instance = await create(options);
  try {
    const connection = await instance.connect();
    try {
      // Under a name of its own: DuckDB would call it after the file, and `lake.runs` be ambiguous in lake.duckdb.
      await connection.run(`attach ${toText(file)} as ${catalog} (${options.isReadOnly ? 'read_only' : 'read_write'})`);
      await connection.run(`use ${catalog}`);
      await assertIsLake(connection, file, options.isReadOnly);
      const folders = options.readableFolders.map(toText).join(', ');
      for (const setting of [
        `set global TimeZone = 'UTC'`,
        `set global allowed_directories = [${folders}]`,
        'set global enable_external_access = false',
        'set global lock_configuration = true',
      ]) {
        await connection.run(setting);
      }
    } finally {
      connection.disconnectSync();
    }
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error instanceof ConfigError ? error : toOpenError(error, file);
  }
}

/** A connection with the functions of the portable SQL subset that DuckDB calls by another name. */
export async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await connection.run(`use ${catalog}`);
  await connection.run(
    'create or replace temp macro timestamp_millis(milliseconds) as epoch_ms(cast(milliseconds as bigint))',
  );
  return connection;
}

/** What the lake's file is attached as. */
export const catalog = 'millrace';

function toText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

async function create({ file, memoryLimit, threads }: DuckDBOptions): Promise<DuckDBInstance> {
  if (!/^\d+(\.\d+)? ?[KMGT]i?B$/.test(memoryLimit)) {
    throw new ConfigError(`memoryLimit is a number and a unit, like 1GB, not ${JSON.stringify(memoryLimit)}`);
  }
  return DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: `${file}.tmp`,
    preserve_insertion_order: 'false',
    default_null_order: 'nulls_first_on_asc_last_on_desc',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
}

/** The schema `lake` is the mark by which a file is known as ours; an empty file gets it. */
async function assertIsLake(connection: DuckDBConnection, file: string, isReadOnly: boolean): Promise<void> {
  const reader = await connection.runAndReadAll(
    `select
      (select count(*) from duckdb_schemas() where database_name = current_database() and schema_name = 'lake'),
      (select count(*) from duckdb_tables() where database_name = current_database())`,
  );
  const [schemaCount, tableCount] = (reader.getRows()[0] ?? []).map(Number);
  if (schemaCount !== 0) return;
  if (tableCount !== 0 || isReadOnly) throw toOpenError(new Error('a DuckDB file without the schema lake'), file);
  await connection.run('create schema lake');
}
