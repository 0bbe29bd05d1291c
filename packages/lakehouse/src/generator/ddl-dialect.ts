import type { TableColumn, TableDefinition } from './read-tables.ts';

/** How one engine defines tables. Statements come without the semicolon. */
export type DdlDialect = {
  readonly name: string;
  /** What a whole file of statements begins with, as comment lines. */
  readonly remarks: readonly string[];
  createSchema(schema: string): string;
  createTable(table: TableDefinition): string;
  /** Old rows have null in columns that are added. */
  addColumns(table: string, columns: readonly TableColumn[]): readonly string[];
};

/** One line: prose of the yml files and contracts may be folded. */
export function toLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
