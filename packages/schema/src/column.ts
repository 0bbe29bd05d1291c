/** Types that Parquet, DuckDB and Spark agree on. Times are `bigint` epoch milliseconds and end in `_ms`. */
export type ColumnType = 'string' | 'integer' | 'bigint' | 'double' | 'boolean';

/**
 * Where the value of a column comes from: `frame` = from the record that carried the event, `event` = at that path of
 * the stored event (or of the quarantine entry), `enrichment` = computed by the transformer.
 * An array or object at the path is kept as JSON text; so are numbers and booleans where a value may be text, too.
 */
export type ColumnSource =
  | { readonly kind: 'frame' | 'enrichment'; readonly path?: never }
  | { readonly kind: 'event'; readonly path: readonly string[] };

/** One column of a bronze table. */
export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly description: string;
  readonly source: ColumnSource;
};
