import {
  decompress,
  type ManifestRow,
  type ObjectStore,
  parseLandingKey,
  sha256Hex,
  splitLines,
} from '@millrace/pipeline';
import { hourOf } from './ledger.ts';

/** A landing has at most 24 MiB decoded, one single record more. */
const maxObjectBytes = 64 * 1024 * 1024;

/** Lines by sequence number, and by hour of arrival. */
export type LinesOf = { readonly bySequence: Map<string, number>; readonly byHour: Map<number, number>; lines: number };
export type QuarantineLines = LinesOf & {
  readonly reasonsByHour: Map<number, Record<string, number>>;
  /** The lines' numbers within their records. */
  readonly numbersBySequence: Map<string, number[]>;
};

/** none: the row has no such object. unverified: there, but nobody noted its hash. */
export type Inspected<Content> =
  | { readonly state: 'none' | 'missing' | 'damaged' }
  | { readonly state: 'ok'; readonly content: Content };
export type InspectedFile = { readonly state: 'none' | 'missing' | 'damaged' | 'ok' | 'unverified' };

export type InspectedRow = {
  readonly raw: Inspected<LinesOf>;
  readonly quarantine: Inspected<QuarantineLines>;
  readonly typed: InspectedFile;
  readonly typedQuarantine: InspectedFile;
};

/** Reads everything that a manifest row names, and proves it by its hashes. */
export async function inspectRow(objects: ObjectStore, row: ManifestRow): Promise<InspectedRow> {
  const [raw, quarantine, typed, typedQuarantine] = await Promise.all([
    inspectLanded(objects, row.rawKey, countRawLines),
    inspectLanded(objects, row.quarantineKey, countQuarantineLines),
    inspectFile(objects, row.typedKey, row.typedSha256),
    inspectFile(objects, row.typedQuarantineKey, row.typedQuarantineSha256),
  ]);
  return { raw, quarantine, typed, typedQuarantine };
}

/** The content of a landed object; undefined when it is not there or does not have the hash of its key. */
export async function readLanded(objects: ObjectStore, key: string): Promise<Buffer | undefined> {
  const stored = await objects.get(key);
  return stored && unpack(stored, key);
}

async function inspectLanded<Content>(
  objects: ObjectStore,
  key: string | undefined,
  count: (content: Buffer) => Content | undefined,
): Promise<Inspected<Content>> {
  if (key === undefined) return { state: 'none' };
  const stored = await objects.get(key);
  if (!stored) return { state: 'missing' };
  const unpacked = unpack(stored, key);
  try {
    const content = unpacked && count(unpacked);
    return content ? { state: 'ok', content } : { state: 'damaged' };
  } catch (error) {
    if (error instanceof SyntaxError) return { state: 'damaged' }; // Lines that are not ours, under a name that fits.
    throw error;
  }
}

function unpack(stored: Uint8Array, key: string): Buffer | undefined {
  let content: Buffer;
  try {
    content = decompress(stored, maxObjectBytes);
  } catch {
    return undefined; // Whatever is wrong with the bytes, they are not those that landed.
  }
  return sha256Hex(content) === parseLandingKey(key)?.sha256 ? content : undefined;
}

async function inspectFile(
  objects: ObjectStore,
  key: string | undefined,
  sha256: string | undefined,
): Promise<InspectedFile> {
  if (key === undefined) return { state: 'none' };
  if (sha256 === undefined) return { state: (await objects.has(key)) ? 'unverified' : 'missing' };
  const stored = await objects.get(key);
  if (!stored) return { state: 'missing' };
  return { state: sha256Hex(stored) === sha256 ? 'ok' : 'damaged' };
}

type RawHeader = { readonly sequence_number: string; readonly arrived_at_ms: number; readonly accepted: number };

/** Only the frames' headers are parsed. undefined when a frame has fewer lines than it says. */
function countRawLines(content: Buffer): LinesOf | undefined {
  const counted: LinesOf = { bySequence: new Map(), byHour: new Map(), lines: 0 };
  for (let offset = 0; offset < content.length; ) {
    const end = content.indexOf(10, offset);
    if (end < 0) return undefined;
    const header = JSON.parse(content.toString('utf8', offset, end)) as RawHeader;
    offset = end + 1;
    for (let line = 0; line < header.accepted; line += 1) {
      offset = content.indexOf(10, offset) + 1;
      if (offset === 0) return undefined;
    }
    addLines(counted, header.sequence_number, hourOf(header.arrived_at_ms), header.accepted);
  }
  return counted;
}

type QuarantineEntry = {
  readonly sequence_number: string;
  readonly arrived_at_ms: number;
  readonly line: number;
  readonly reason: string;
};

function countQuarantineLines(content: Buffer): QuarantineLines {
  const counted: QuarantineLines = {
    ...{ bySequence: new Map(), byHour: new Map(), lines: 0 },
    ...{ reasonsByHour: new Map(), numbersBySequence: new Map() },
  };
  for (const text of splitLines(content)) {
    const { sequence_number, arrived_at_ms, line, reason } = JSON.parse(text) as QuarantineEntry;
    const hour = hourOf(arrived_at_ms);
    addLines(counted, sequence_number, hour, 1);
    const reasons = counted.reasonsByHour.get(hour) ?? {};
    reasons[reason] = (reasons[reason] ?? 0) + 1;
    counted.reasonsByHour.set(hour, reasons);
    const numbers = counted.numbersBySequence.get(sequence_number) ?? [];
    numbers.push(line);
    counted.numbersBySequence.set(sequence_number, numbers);
  }
  return counted;
}

function addLines(counted: LinesOf, sequenceNumber: string, hour: number, lines: number): void {
  counted.bySequence.set(sequenceNumber, (counted.bySequence.get(sequenceNumber) ?? 0) + lines);
  counted.byHour.set(hour, (counted.byHour.get(hour) ?? 0) + lines);
  counted.lines += lines;
}
