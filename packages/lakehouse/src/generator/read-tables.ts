import { type Column, toPointer } from '@millrace/schema';
import { lakeTables } from '../core/lake-tables.ts';
import type { LakeColumn } from '../core/model.ts';
import { type ContractColumns, currentColumns, readModelFiles, readModels, toLists } from './read-models.ts';

/** `path`: JSON Pointer of the value in the stored event (or quarantine entry); undefined where no event carries it. */
export type TableColumn = LakeColumn & { readonly path: string | undefined };

/** A table as DDL needs it. `partitioning` holds Iceberg's transforms. */
export type TableDefinition = {
  /** `<layer>.<table>` */
  readonly name: string;
  readonly description: string | undefined;
  readonly partitioning: readonly string[];
  readonly columns: readonly TableColumn[];
};

/**
 * Every table of the lake that these contracts give: the models', each after those it reads, then the lake's own.
 * ConfigError as from readModels.
 */
export function readTables(folder: string, columns: ContractColumns = currentColumns): readonly TableDefinition[] {
  const columnsFrom = new Map(readModelFiles(folder).map(({ files }) => [files.name, toColumnsFrom(files.yml)]));
  const lists = toLists(columns);
  /** Through the models between the table and the contracts. */
  const findContractColumns = (name: string): readonly Column[] => {
    const from = columnsFrom.get(name);
    return from === undefined ? [] : (lists[from] ?? findContractColumns(from));
  };
  const tables = readModels(folder, columns).filter(({ kind }) => kind !== 'run');
  return [
    ...tables.map(({ name, description, partitioning, columns: own }) => {
      const paths = new Map(findContractColumns(name).map((column) => [column.name, toPointerOf(column)]));
      return {
        name,
        description,
        partitioning,
        columns: own.map((column) => withPath(column, paths.get(column.name))),
      };
    }),
    ...lakeTables.map(({ name, columns: own }) => ({
      name,
      description: undefined,
      partitioning: [],
      columns: own.map((column) => withPath(column, undefined)),
    })),
  ];
}

function withPath(column: LakeColumn, path: string | undefined): TableColumn {
  return { ...column, path };
}

/** readModels checks the rest of a yml. */
function toColumnsFrom(yml: unknown): string | undefined {
  const from = (yml as { columns_from?: unknown } | null)?.columns_from;
  return typeof from === 'string' ? from : undefined;
}

function toPointerOf({ source }: Column): string | undefined {
  return source.kind === 'event' ? toPointer(source.path) : undefined;
}
