import { isUtf8 } from 'node:buffer';
import { sha256Hex } from './digest.ts';
import { exceedsDepth } from './find-fault.ts';
import { decompress, type FrameHeader, frameVersion, hashField } from './frame.ts';
import { isAggregate, unpackAggregate } from './unpack-aggregate.ts';

/** What one producer put: a stream record, or one of those that an aggregate carries. */
export type DecodedUserRecord =
  /** `body`: the lines after the header; `acceptedBytes` of it are the accepted ones. */
  | { readonly kind: 'frame'; readonly header: FrameHeader; readonly body: Buffer; readonly acceptedBytes: number }
  /** JSON that another producer put on the stream: to be validated like any event. */
  | { readonly kind: 'json'; readonly value: unknown; readonly text: string }
  /** `isReadable`: it is JSON that was not searched for consent or addresses, so its bytes are not to be kept. */
  | { readonly kind: 'corrupt'; readonly detail: string; readonly isReadable: boolean };

/** A record of the Kinesis Producer Library that carries several user records, in order; each with its own bytes. */
export type DecodedAggregate = {
  readonly kind: 'aggregate';
  readonly records: readonly { readonly data: Buffer; readonly decoded: DecodedUserRecord }[];
};

export type DecodedRecord = DecodedUserRecord | DecodedAggregate;

const zstdMagic = 0xfd2fb528;
/** Of a frame, decompressed. */
const maxDecodedBytes = 1 << 20;
/** Of all that an aggregate carries, decompressed. */
const maxUnpackedBytes = 8 << 20;
/** Of all that an aggregate carries: each costs some hundred bytes in the lake, however short it is. */
const maxUnpackedLines = 20_000;
/** What can't be decompressed took time up to the fault: of an aggregate's bytes it takes at least so many. */
const undecompressableBytes = 64 << 10;
/** Nested deeper, JSON can't be serialised safely. */
const maxBareDepth = 64;
/** A hundred times what an event may have; in a run of some million digits the search for addresses ends in an exception. */
const maxBareBytes = 4 << 20;
/** Far more than a request has lines; sums of such counts stay exact. */
const maxSuppressed = 1_000_000;

/** What a record is. Never throws for what the bytes say: a damaged record is a data fault. */
export function decodeRecord(data: Uint8Array): DecodedRecord {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (isAggregate(bytes)) return decodeAggregate(bytes);
  const content = expand(bytes);
  return typeof content === 'string' ? corrupt(content) : decodeContent(content);
}

/**
 * A damaged user record is corrupt alone. An aggregate that is damaged itself, or carries more than anybody wants to
 * expand, is corrupt as a whole.
 */
function decodeAggregate(bytes: Buffer): DecodedRecord {
  const unpacked = unpackAggregate(bytes, maxUnpackedLines);
  if (typeof unpacked === 'string') return corrupt(`KPL: ${unpacked}`);
  const records: { data: Buffer; decoded: DecodedUserRecord }[] = [];
  let openBytes = maxUnpackedBytes;
  let openLines = maxUnpackedLines;
  for (const data of unpacked) {
    const content = isAggregate(data) ? 'KPL: an aggregate within an aggregate' : expand(data);
    const isExpanded = typeof content !== 'string';
    openBytes -= isExpanded ? content.length : Math.max(data.length, undecompressableBytes);
    if (openBytes < 0) return corrupt(`KPL: the aggregate expands to more than ${maxUnpackedBytes} bytes`);
    const decoded = isExpanded ? decodeContent(content) : corrupt(content);
    openLines -= decoded.kind === 'frame' ? decoded.header.acceptedCount + decoded.header.quarantinedCount : 1;
    if (openLines < 0) return corrupt(`KPL: the aggregate has more than ${maxUnpackedLines} lines`);
    records.push({ data, decoded });
  }
  return { kind: 'aggregate', records };
}

/** The bytes without their compression; a text that says why they can't be decompressed. */
function expand(bytes: Buffer): Buffer | string {
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== zstdMagic) return bytes;
  try {
    return decompress(bytes, maxDecodedBytes);
  } catch (error) {
    return `zstd: ${(error as Error).message}`;
  }
}

function decodeContent(bytes: Buffer): DecodedUserRecord {
  const end = bytes.indexOf(10);
  const headerText = bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
  const hashAt = headerText.lastIndexOf(hashField);
  if (!headerText.startsWith('{"v":') || hashAt < 0) return decodeBare(bytes);

  const parsed = parseHeader(headerText);
  if (typeof parsed === 'string') return corrupt(parsed);
  const body = bytes.subarray(end < 0 ? bytes.length : end + 1);
  const sha256 = headerText.slice(hashAt + hashField.length, -2);
  if (sha256 !== sha256Hex(headerText.slice(0, hashAt), '}\n', body)) {
    return corrupt('sha256 does not match: the frame was damaged or cut');
  }
  // Lines are handled as text from here on, which would put replacement characters where its bytes were.
  if (!isUtf8(bytes)) return corrupt('the frame is not UTF-8');
  const acceptedBytes = offsetOfLine(body, parsed.acceptedCount);
  const allBytes =
    acceptedBytes < 0 ? -1 : acceptedBytes + offsetOfLine(body.subarray(acceptedBytes), parsed.quarantinedCount);
  if (allBytes !== body.length) return corrupt('the counts of the header are not those of the body');
  return { kind: 'frame', header: parsed, body, acceptedBytes };
}

function decodeBare(bytes: Buffer): DecodedUserRecord {
  if (!isUtf8(bytes)) return corrupt('neither a frame nor UTF-8');
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return corrupt(bytes.length === 0 ? 'empty record' : 'neither a frame nor JSON');
  }
  if (exceedsDepth(value, maxBareDepth)) return { kind: 'corrupt', detail: 'JSON nested too deep', isReadable: true };
  if (bytes.length > maxBareBytes) return { kind: 'corrupt', detail: 'JSON too long', isReadable: true };
  return { kind: 'json', value, text };
}

function parseHeader(text: string): FrameHeader | string {
  let header: Record<string, unknown>;
  try {
    header = JSON.parse(text);
  } catch {
    return 'the header is not JSON';
  }
  const { v, frame_id, request_id, received_at, accepted, quarantined, suppressed } = header;
  // Anything but a number may be long, personal, or an object that can't become text: it is not repeated.
  if (typeof v !== 'number') return 'the frame has no version';
  if (v !== frameVersion) return `frame version ${v} is not ${frameVersion}`;
  const isTally = typeof suppressed === 'object' && suppressed !== null && !Array.isArray(suppressed);
  const isComplete =
    isTally &&
    typeof frame_id === 'string' &&
    typeof request_id === 'string' &&
    typeof received_at === 'string' &&
    [accepted, quarantined].every((count) => isCount(count, Number.MAX_SAFE_INTEGER)) &&
    Object.values(suppressed).every((count) => isCount(count, maxSuppressed));
  if (!isComplete) return 'the header lacks a field';
  return {
    frameId: frame_id,
    requestId: request_id,
    receivedAt: received_at,
    acceptedCount: accepted as number,
    quarantinedCount: quarantined as number,
    suppressed: suppressed as Record<string, number>,
  };
}

function isCount(value: unknown, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;
}

/** Where the line after `count` lines begins, −1 when there are fewer. */
function offsetOfLine(body: Buffer, count: number): number {
  let offset = 0;
  for (let line = 0; line < count; line += 1) {
    offset = body.indexOf(10, offset) + 1;
    if (offset === 0) return -1;
  }
  return offset;
}

function corrupt(detail: string): DecodedUserRecord {
  return { kind: 'corrupt', detail, isReadable: false };
}
