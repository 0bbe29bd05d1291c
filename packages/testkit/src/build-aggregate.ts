import { createHash } from 'node:crypto';

const magic = Buffer.from('f3899ac2', 'hex');

/**
 * A record as the Kinesis Producer Library makes it of several user records: all of them with one partition key. Written
 * by hand, so that the reader under test is not its own witness.
 */
export function buildAggregate(datas: readonly Uint8Array[]): Buffer {
  const partitionKeyTable = toField(1, Buffer.from('partition-key'));
  const records = datas.map((data) => toField(3, Buffer.concat([Buffer.from([0x08, 0x00]), toField(3, data)])));
  const message = Buffer.concat([partitionKeyTable, ...records]);
  return Buffer.concat([magic, message, createHash('md5').update(message).digest()]);
}

/** A length-delimited protobuf field with a number below 16. */
function toField(number: number, value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...toVarint(value.length)]), value]);
}

function toVarint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...toVarint(value >>> 7)];
}
