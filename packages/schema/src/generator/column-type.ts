import type { ColumnType } from '../column.ts';
import type { JsonSchema } from './json-schema.ts';

/**
 * The type of the column that holds a value: times as epoch milliseconds, and only they end in `_ms`; arrays, objects and
 * values of more than one type as text. Throws when the schema has no type, or the name breaks that rule.
 */
export function columnTypeOf(schema: JsonSchema, name: string): ColumnType {
  const isTime = schema.format === 'date-time';
  if (isTime !== name.endsWith('_ms')) throw new Error(`column ${name}: a date-time, and nothing else, ends in _ms`);
  if (isTime) return 'bigint';
  if (schema.type === undefined) throw new Error(`column ${name}: needs a type`);
  const types = [schema.type].flat().filter((type) => type !== 'null');
  const [type] = types;
  if (types.length !== 1) return 'string';
  if (type === 'boolean') return 'boolean';
  if (type === 'number') return 'double';
  if (type === 'integer') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema;
    return minimum >= -(2 ** 31) && maximum < 2 ** 31 ? 'integer' : 'bigint';
  }
  return 'string';
}
