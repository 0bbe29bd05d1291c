import { parquetWriteBuffer } from 'hyparquet-writer';
import type { TypedRows } from './core/to-typed-rows.ts';

const parquetTypes = {
  string: 'STRING',
  integer: 'INT32',
  bigint: 'INT64',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
} as const;

/** The same rows give the same bytes: no clock, no random value goes into the file. */
export function encodeParquet({ columns, cells }: TypedRows): Uint8Array {
  const columnData = columns.map(({ name, type, nullable }, index) => ({
    name,
    data: cells[index] ?? [],
    type: parquetTypes[type],
    nullable,
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, createdBy: 'millrace', rowGroupSize: 100_000 }));
}
