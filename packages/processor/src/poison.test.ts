import {
  decompress,
  type ManifestRow,
  partitionOf,
  type StreamRecord,
  sha256Hex,
  splitLines,
} from '@millrace/pipeline';
import {
  buildAggregate,
  buildBareEvent,
  buildFrameRecord,
  buildKinesisEvent,
  buildNoise,
  buildPoison,
  buildRecord,
  createMemoryManifest,
  createMemoryObjectStore,
  poisonKinds,
  quietTelemetry,
} from '@millrace/testkit';
import { createHandler } from './create-handler.ts';

type Place = { readonly shard_id: string; readonly sequence_number: string };
type Entry = Place & {
  readonly frame_id: string;
  readonly line: number;
  readonly reason: string;
  readonly quarantine_id: string;
  readonly text?: string;
  readonly sha256?: string;
};

/** What the transformer reads of one object at most (transformer, commit-typed.ts). */
const maxObjectBytes = 64 * 1024 * 1024;

function openProcessor() {
  const objects = createMemoryObjectStore();
  const manifest = createMemoryManifest();
  const telemetry = quietTelemetry();
  const secrets = { get: async () => new Uint8Array(32) };
  const handle = createHandler(() => ({ objects, manifest, secrets, policy: 'default' }), { telemetry });
  return {
    telemetry,
    land: (records: readonly StreamRecord[]) => handle(buildKinesisEvent(records)),

    /** What readers see of a shard: `shard/sequence number/line` of every accepted line, and every quarantine entry. */
    async read(shardId: string) {
      const rows = await manifest.readFrom(partitionOf('events', shardId), '', 1_000);
      const linesOf = async (keyOf: (row: ManifestRow) => string | undefined) => {
        const lines: string[] = [];
        for (const row of rows) {
          const stored = await objects.get(keyOf(row) ?? '');
          if (stored) lines.push(...splitLines(decompress(stored, maxObjectBytes)));
        }
        return lines;
      };
      const entries = (await linesOf(({ quarantineKey }) => quarantineKey)).map((line): Entry => JSON.parse(line));
      return { rows, accepted: placesOf(await linesOf(({ rawKey }) => rawKey)), entries };
    },
  };
}

/** The place of every stored line of raw objects. */
function placesOf(rawLines: readonly string[]): string[] {
  const places: string[] = [];
  let header: Place | undefined;
  let line = 0;
  for (const text of rawLines) {
    const value = JSON.parse(text);
    if (value.frame_id === undefined) {
      line += 1;
      places.push(`${header?.shard_id}/${header?.sequence_number}/${line}`);
    } else {
      header = value;
      line = 0;
    }
  }
  return places;
}

type Expected = { readonly record: StreamRecord; readonly accepted: number; readonly quarantined: number };
type Sent = Expected & { readonly isPoison: boolean };

/** 400 records of a shard; of each hundred, one is broken in each way, some are bare events and aggregates, the rest frames. */
function buildShard(shardNumber: number): Sent[] {
  const shardId = `shardId-${String(shardNumber).padStart(12, '0')}`;
  return Array.from({ length: 400 }, (_, index) => {
    const sequence = 1 + index * 3;
    const sent = (data: Uint8Array, rest: Omit<Sent, 'record'>) => ({
      record: { ...buildRecord(sequence, data), shardId },
      ...rest,
    });
    const kind = poisonKinds[(index * 7 + shardNumber) % 100];
    const seed = shardNumber * 1_000 + index;
    if (kind !== undefined) return sent(buildPoison(kind, seed), { accepted: 0, quarantined: 1, isPoison: true });
    if (index % 10 === 3) {
      return sent(buildBareEvent(seed), { accepted: 1, quarantined: 0, isPoison: false });
    }
    if (index % 10 === 6) {
      const frame = buildFrameRecord(sequence, { accepted: 2, quarantined: 1, suppressed: 1 }).data;
      const datas = [buildBareEvent(seed), frame, buildBareEvent(seed + 1, { ts: 'never' })];
      return sent(buildAggregate(datas), { accepted: 3, quarantined: 2, isPoison: false });
    }
    const accepted = 1 + (index % 4);
    const quarantined = index % 3 === 0 ? 1 : 0;
    const { data } = buildFrameRecord(sequence, { accepted, quarantined, suppressed: index % 5 === 0 ? 2 : 0 });
    return sent(data, { accepted, quarantined, isPoison: false });
  });
}

const placeOf = ({ shardId, sequenceNumber }: StreamRecord, line: number) => `${shardId}/${sequenceNumber}/${line}`;
const linesFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

test.each([[0], [1]])(
  'poison never holds up shard %s: neighbours land, every broken byte is kept',
  async (shardNumber) => {
    const sent = buildShard(shardNumber);
    expect(sent.filter(({ isPoison }) => isPoison)).toHaveLength(4 * poisonKinds.length);
    const processor = openProcessor();
    const records = sent.map(({ record }) => record);
    const shardId = records[0]?.shardId ?? '';
    expect(await processor.land(records)).toEqual({ batchItemFailures: [] });
    // Delivered again, as after a lost answer: nothing twice.
    expect(await processor.land(records)).toEqual({ batchItemFailures: [] });
    expect(processor.telemetry.errors).toEqual([]);

    const { rows, accepted, entries } = await processor.read(shardId);
    expect(rows).toHaveLength(1);
    expect(accepted).toEqual(
      sent.flatMap((one) => linesFrom(1, one.accepted).map((line) => placeOf(one.record, line))),
    );
    expect(entries.map((entry) => `${entry.shard_id}/${entry.sequence_number}/${entry.line}`)).toEqual(
      sent.flatMap((one) => linesFrom(one.accepted + 1, one.quarantined).map((line) => placeOf(one.record, line))),
    );
    for (const { record } of sent.filter(({ isPoison }) => isPoison)) {
      const kept = entries.filter(({ sequence_number }) => sequence_number === record.sequenceNumber);
      expect(kept).toHaveLength(1);
      expect(kept[0]).toMatchObject({
        reason: 'frame-corrupt',
        frame_id: `${shardId}:${record.sequenceNumber}`,
        sha256: sha256Hex(record.data),
        quarantine_id: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(Buffer.from(kept[0]?.text ?? '', 'base64').equals(record.data)).toBe(true);
    }
  },
);

test('records of 10 MiB that nobody can read land one by one, in objects that the transformer can read', async () => {
  const records = [1, 2, 3].map((sequence) => buildRecord(sequence, buildNoise(sequence, 10 << 20)));
  const processor = openProcessor();
  let open: readonly StreamRecord[] = [...records, buildFrameRecord(4, { accepted: 2 })];
  for (let invocation = 0; open.length > 0; invocation += 1) {
    expect(invocation).toBeLessThan(4);
    const { batchItemFailures } = await processor.land(open);
    const next = batchItemFailures[0]?.itemIdentifier;
    open = next === undefined ? [] : open.filter(({ sequenceNumber }) => Number(sequenceNumber) >= Number(next));
  }
  const { accepted, entries } = await processor.read('shardId-000000000000');
  expect(accepted).toHaveLength(2);
  expect(entries.map(({ sequence_number }) => sequence_number)).toEqual(['1', '2', '3']);
  for (const [index, { text = '', sha256 }] of entries.entries()) {
    const { data } = records[index] as StreamRecord;
    expect(Buffer.from(text, 'base64').equals(data)).toBe(true);
    expect(sha256).toBe(sha256Hex(data));
  }
});
