import { crc32 } from 'node:zlib';

/*
 * A record in a segment, integers little-endian:
 *    0  4  magic; 0xff is no byte of UTF-8 text, so no frame contains it by accident
 *    4  4  crc32 of bytes 8–39
 *    8  4  crc32 of partition key and data
 *   12  4  length of the data
 *   16  2  length of the partition key (UTF-8)
 *   18  2  zero
 *   20  4  offset in the segment of the first record of the same write
 *   24  8  sequence number
 *   32  8  arrivedAt, epoch milliseconds
 *   40     partition key, data
 * The offset tells a torn write from damage: all records of one write become durable together, so a later write proves
 * that everything before its own offset was durable once.
 */
export const headerBytes = 40;
export const magic: Buffer = Buffer.from([0xff, 0x4d, 0x52, 0x01]);

export type RecordHeader = {
  readonly bodyCrc: number;
  readonly dataLength: number;
  readonly keyLength: number;
  readonly writeOffset: number;
  readonly sequence: number;
  readonly arrivedAt: number;
  /** Header, partition key and data. */
  readonly sizeBytes: number;
};

/** Header and partition key; the data follows as it is. */
export function encodeRecordStart(
  record: { readonly partitionKey: string; readonly data: Uint8Array },
  place: { readonly writeOffset: number; readonly sequence: number; readonly arrivedAt: number },
): Buffer {
  const keyLength = Buffer.byteLength(record.partitionKey);
  const start = Buffer.allocUnsafe(headerBytes + keyLength);
  start.write(record.partitionKey, headerBytes);
  start.set(magic, 0);
  start.writeUInt32LE(crc32(record.data, crc32(start.subarray(headerBytes))), 8);
  start.writeUInt32LE(record.data.length, 12);
  start.writeUInt16LE(keyLength, 16);
  start.writeUInt16LE(0, 18);
  start.writeUInt32LE(place.writeOffset, 20);
  start.writeBigUInt64LE(BigInt(place.sequence), 24);
  start.writeBigUInt64LE(BigInt(place.arrivedAt), 32);
  start.writeUInt32LE(crc32(start.subarray(8, headerBytes)), 4);
  return start;
}

/** undefined when no intact header starts at `at`. */
export function parseHeader(bytes: Buffer, at = 0): RecordHeader | undefined {
  if (bytes.length - at < headerBytes || bytes.compare(magic, 0, magic.length, at, at + magic.length) !== 0) {
    return undefined;
  }
  if (bytes.readUInt32LE(at + 4) !== crc32(bytes.subarray(at + 8, at + headerBytes))) return undefined;
  const dataLength = bytes.readUInt32LE(at + 12);
  const keyLength = bytes.readUInt16LE(at + 16);
  return {
    bodyCrc: bytes.readUInt32LE(at + 8),
    dataLength,
    keyLength,
    writeOffset: bytes.readUInt32LE(at + 20),
    sequence: Number(bytes.readBigUInt64LE(at + 24)),
    arrivedAt: Number(bytes.readBigUInt64LE(at + 32)),
    sizeBytes: headerBytes + keyLength + dataLength,
  };
}

/** `record`: header, partition key and data. */
export function isBodyIntact(header: RecordHeader, record: Buffer): boolean {
  return record.length === header.sizeBytes && crc32(record.subarray(headerBytes)) === header.bodyCrc;
}
