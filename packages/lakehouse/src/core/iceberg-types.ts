import type { LakeType } from './model.ts';

/** Spark's timestamp is an instant: sessions run in UTC, and no cast is needed from what timestamp_millis gives. */
const types: Readonly<Record<LakeType, string>> = {
  string: 'string',
  integer: 'int',
  bigint: 'bigint',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp',
  date: 'date',
};

/** The type of an Iceberg column as Spark SQL writes it. */
export function icebergTypeOf(type: LakeType): string {
  return types[type];
}
