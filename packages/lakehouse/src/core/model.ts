import type { ColumnType } from '@millrace/schema';

/** Column types of the lake. timestamp: UTC, without an offset. */
export type LakeType = ColumnType | 'timestamp' | 'date';

export type LakeColumn = {
  readonly name: string;
  readonly type: LakeType;
  readonly nullable: boolean;
  readonly description: string;
};

/**
 * append: a run inserts what the model selects. merge and replace_partitions: a run recomputes the keys in its scope, by
 * row or by partition. run: rows that live as long as the run, for other models to start from; with columns they are cast
 * and in that order, as a table's are.
 */
export const modelKinds = ['append', 'merge', 'replace_partitions', 'run'] as const;
export type ModelKind = (typeof modelKinds)[number];

/** sql gives back the rows that should not be there. */
export type ModelAudit = { readonly name: string; readonly description: string; readonly sql: string };

/** What `models/<layer>/<table>/` says, with columns and settings of other models already in place. */
export type Model = {
  /** `<layer>.<table>` */
  readonly name: string;
  readonly kind: ModelKind;
  readonly description: string;
  /** What a row is: these columns are never null, and no two rows agree in all of them. Empty for kind run. */
  readonly grain: readonly string[];
  /** Of kind run: the relation of the run without a row of which this one is empty, and nothing is read for it. */
  readonly onlyIf: string | undefined;
  /** The columns that scope.sql selects, each key once. */
  readonly scopeKey: readonly string[];
  /** scope.sql has a column is_present besides: false = the table has no row of this key, so none is looked for. */
  readonly scopeTellsPresence: boolean;
  /**
   * The rows of a key in scope, old and new, have this column within from and to, columns of scope.sql: what lies outside
   * of all of them an engine need not read.
   */
  readonly prune: { readonly column: string; readonly from: string; readonly to: string } | undefined;
  /** Of type epoch milliseconds: rows before the run's horizon are neither read nor replaced. */
  readonly horizonColumn: string | undefined;
  /** The audit that shows the grain to be unique; undefined: one is made for it. */
  readonly grainProvedBy: string | undefined;
  readonly timeColumn: string | undefined;
  /** Iceberg's transforms. The laptop's tables have no partitions. */
  readonly partitioning: readonly string[];
  readonly columns: readonly LakeColumn[];
  /** Values that the SQL names as {name}. */
  readonly settings: Readonly<Record<string, number | readonly string[]>>;
  readonly audits: readonly ModelAudit[];
  readonly scopeSql: string | undefined;
  readonly modelSql: string;
};
