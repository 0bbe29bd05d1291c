import { InvariantError } from '@millrace/pipeline';
import type { Dialect } from './dialect.ts';

/** What SQL may name in braces: numbers, texts, and lists of texts as `in (…)` takes them. */
export type SqlSettings = Readonly<Record<string, number | string | readonly string[]>>;

/** Filled in later: by the executor, and with the rows of a plan (texts in which nothing may be replaced). */
const leftForLater = ['now_ms', 'values'];

/** Puts the settings' values in place of `{name}`, and the engine's names in place of `<layer>.<table>` and `run.<name>`. */
export function expandSql(sql: string, settings: SqlSettings, dialect: Dialect): string {
  return sql
    .replace(/\b(?:run|lake|bronze|silver|gold)\.[a-z0-9_]+/g, (name) => dialect.relation(name))
    .replace(/\{([a-z_]+)\}/g, (braces, name: string) => {
      if (leftForLater.includes(name)) return braces;
      const value = settings[name];
      if (value === undefined) throw new InvariantError(`SQL names the setting {${name}}, which nothing defines`);
      return toLiteral(value, dialect);
    });
}

function toLiteral(value: number | string | readonly string[], dialect: Dialect): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return dialect.textLiteral(value);
  return value.map((item) => dialect.textLiteral(item)).join(', ');
}
