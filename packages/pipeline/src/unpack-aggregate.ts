import { createHash } from 'node:crypto';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** F3 89 9A C2, as a little-endian number. No UTF-8 text begins so, and no zstd frame. */
const magic = 0xc29a89f3;
const magicBytes = 4;
const md5Bytes = 16;

/** Field numbers of AggregatedRecord and of its Record. */
const recordsField = 3;
const dataField = 3;

/** Whether the bytes say that they are an aggregate of the Kinesis Producer Library (KPL). */
export function isAggregate(bytes: Buffer): boolean {
  return bytes.length >= magicBytes && bytes.readUInt32LE(0) === magic;
}

/**
 * The data of the user records in an aggregate, in order and without a copy; a text that says what is wrong when it can't
 * be read, has none, or has more than `maxRecords`.
 *
 *   F3 89 9A C2 | AggregatedRecord | MD5 of the AggregatedRecord
 *   AggregatedRecord {1: partition keys, 2: explicit hash keys, 3: Record, any number}
 *   Record {1: index of its partition key, 2: index of its explicit hash key, 3: data, 4: tags}
 *
 * (aggregation-format.md of the KPL.) The keys chose the shard, and tags are not in use: both are passed over. A field
 * that the format does not have is passed over too, as protobuf wants it; where data could be missed, it is a fault.
 */
export function unpackAggregate(bytes: Buffer, maxRecords: number): readonly Buffer[] | string {
  const end = bytes.length - md5Bytes;
  if (end < magicBytes) return 'the aggregate is cut';
  const message = bytes.subarray(magicBytes, end);
  if (!createHash('md5').update(message).digest().equals(bytes.subarray(end))) {
    return 'MD5 does not match: the aggregate was damaged or cut';
  }
  const records: Buffer[] = [];
  try {
    for (const record of fieldsOf(message, recordsField)) {
      if (records.length === maxRecords) return `the aggregate has more than ${maxRecords} records`;
      const [data, another] = fieldsOf(record, dataField);
      if (data === undefined || another !== undefined) return 'a record of the aggregate does not have data once';
      records.push(data);
    }
  } catch (error) {
    return `protobuf: ${(error as Error).message}`;
  }
  return records.length === 0 ? 'the aggregate has no records' : records;
}

/** Every value of one length-delimited field of a message. Throws what the reader throws at a malformed message. */
function* fieldsOf(message: Buffer, field: number): Generator<Buffer> {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [fieldNumber, wireType] = reader.tag();
    if (fieldNumber !== field) {
      reader.skip(wireType, fieldNumber);
      continue;
    }
    if (wireType !== WireType.LengthDelimited) throw new Error(`field ${field} has wire type ${wireType}`);
    const value = reader.bytes();
    yield Buffer.from(value.buffer, value.byteOffset, value.length);
  }
}
