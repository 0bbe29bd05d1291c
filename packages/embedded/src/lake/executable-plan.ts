/** A column as the engine's SQL names its type. */
export type PlanColumn = { readonly name: string; readonly type: string };

/** A table that has to be there, with at least these columns. name: `<schema>.<table>`. */
export type PlanTable = { readonly name: string; readonly columns: readonly PlanColumn[] };

/**
 * Files that a run reads. The engine shows them to SQL as the relation `run_table`: `typed_key` and the given columns;
 * a column that a file does not have is null.
 */
export type PlanSource = {
  readonly run_table: string;
  readonly columns: readonly PlanColumn[];
  /** Object keys of Parquet files. */
  readonly typed_keys: readonly string[];
};

/** `{now_ms}` in the text is the one thing an executor fills in: the caller's time in epoch milliseconds. */
export type PlanStatement = {
  readonly table: string;
  /** What the statement is for: `insert` and `delete` change the table and are counted, all others prepare. */
  readonly purpose: string;
  readonly sql: string;
  /** The relation of the run that the statement makes. */
  readonly creates?: string;
  /** Execute only when this relation of the run has a row. */
  readonly only_if?: string;
  /** Execute only when this relation of the run has no row. */
  readonly unless?: string;
};

/** A statement that gives back the rows that should not be there. */
export type PlanAudit = {
  readonly name: string;
  readonly table: string;
  readonly sql: string;
  /** Ask only when this relation of the run has a row. */
  readonly only_if?: string;
};

export type PlanStep = {
  readonly name: string;
  readonly statements: readonly PlanStatement[];
  /** Asked after the statements. */
  readonly audits: readonly PlanAudit[];
};

/**
 * What an engine needs to know of a run plan; the rest of the document is none of its business. The first step begins
 * the run's transaction, the last one ends by committing it.
 */
export type ExecutablePlan = {
  readonly run_id: string;
  readonly tables: readonly PlanTable[];
  readonly sources: readonly PlanSource[];
  readonly steps: readonly PlanStep[];
};
