import type { LakeType } from './model.ts';

/**
 * What the statements around a model's SELECT look like in one engine. The SELECTs themselves are the same text in all
 * of them; only the names in it are put in the engine's form. Relation names come as `<layer>.<table>` or `run.<name>`.
 */
export type Dialect = {
  readonly name: string;
  typeOf(type: LakeType): string;
  /** A relation's name as this engine writes it. `run.` relations are the run's own and vanish with it. */
  relation(name: string): string;
  createRunTable(name: string, select: string): string;
  renameRunTable(name: string, newName: string): string;
  dropRunTable(name: string): string;
  /** Both relations have these columns; they are listed, so that their order does not matter. */
  insert(table: string, columns: readonly string[], from: string): string;
  /** Deletes the rows of a table whose key is in a run table. `bounds`: conditions on the table's rows `t`. */
  deleteKeys(table: string, key: readonly string[], from: string, bounds: readonly string[]): string;
  textLiteral(value: string): string;
};
