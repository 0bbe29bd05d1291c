import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createEventStream, createManifest, createObjectStore } from '@millrace/embedded';
import { openLake } from '@millrace/embedded/lake';
import { openRuntime, type Reconciliation, type Runtime, refineFolder } from '@millrace/local';
import {
  compress,
  decodeRecord,
  encodeGivenUpBatch,
  type GivenUpBatch,
  landingKey,
  type ManifestRow,
  nextPrevious,
  parsePartition,
  partitionOf,
  readPortsConfig,
  type StreamRecord,
  sha256Hex,
  toOnFailureKey,
} from '@millrace/pipeline';
import { runCli } from '../src/run-cli.ts';

const configOf = (dir: string) => ({ ...readPortsConfig({}), dataDir: dir });
export const objectPath = (dir: string, key: string) => join(dir, 'objects/lake', key);
const batchCount = 4;
const eventsPerBatch = 40;

/** A lake of four batches a shard: accepted, refused and suppressed events, duplicates and a conflict. */
export async function makeLake(dir: string): Promise<void> {
  const runtime = await openRuntime({ dir, port: 0, log: () => {}, refineEveryMs: 60_000 });
  try {
    for (let batch = 0; batch < batchCount; batch += 1) {
      await post(runtime, toEvents(batch));
      await runtime.drain();
    }
  } finally {
    await runtime.close();
  }
}

async function post(runtime: Runtime, events: readonly object[]): Promise<void> {
  const { status } = await fetch(`${runtime.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  if (status !== 202) throw new Error(`ingest answered ${status}`);
}

/** One request, so one batch a shard. Its second half repeats an event of the first one, and one id with other content. */
function toEvents(batch: number): object[] {
  return Array.from({ length: eventsPerBatch }, (_, index) => {
    const n = index % (eventsPerBatch / 2);
    const isRepeated = index !== n && n < 2;
    const id = batch * 1000 + (isRepeated ? n : index);
    return {
      event_id: `6f1c3f5e-8a4b-4d7e-9f00-${id.toString(16).padStart(12, '0')}`,
      event_type: n === 5 ? 'no_such_type' : 'page_view',
      schema_version: '1.0.0',
      ts: '2026-01-15T12:00:00Z',
      user: { consent: { analytics: n !== 6, ads: false } },
      session: { session_id: `session-${n}` },
      ctx: {
        page_url: isRepeated && n === 1 ? '/other' : `/page-${id % 1000}`,
        user_agent: 'Mozilla/5.0 (X11; Linux)',
      },
    };
  });
}

/** The chain of a shard, in order. */
export async function readChain(dir: string, shardId: string): Promise<readonly ManifestRow[]> {
  const manifest = createManifest(configOf(dir));
  const rows = await manifest.readFrom(partitionOf(configOf(dir).streamName, shardId), '', 1_000);
  await manifest.close();
  return rows;
}

/**
 * Puts two more frames on the stream and lands the second one only, as a processor that skips one would. The rest of the
 * line goes on as ever. Gives the frame that was dropped.
 */
export async function dropFrame(dir: string, shardId: string): Promise<StreamRecord> {
  const config = configOf(dir);
  const [stream, manifest, objects] = [createEventStream(config), createManifest(config), createObjectStore(config)];
  const partition = partitionOf(config.streamName, shardId);
  const all = { after: undefined, limit: 1_000, maxBytes: 10_000_000 };
  const sources = (await stream.readShard(shardId, all)).filter((record) => toAcceptedFrame(record) !== undefined);
  // The same bytes under the same key reach the same shard.
  const { partitionKey = '', data = new Uint8Array() } = sources[0] ?? {};
  await stream.putRecords([1, 2].map(() => ({ partitionKey, data })));
  const [dropped, landed] = (await stream.readShard(shardId, all)).slice(-2) as [StreamRecord, StreamRecord];
  const { header, body } = toAcceptedFrame(landed) as NonNullable<ReturnType<typeof toAcceptedFrame>>;
  const accepted = header.acceptedCount;
  const place = { shard_id: shardId, sequence_number: landed.sequenceNumber, arrived_at_ms: landed.arrivedAt };
  const head = JSON.stringify({ frame_id: header.frameId, ...place, request_id: header.requestId, accepted });
  const content = Buffer.concat([Buffer.from(`${head}\n`), body]);
  const { sequenceNumber, arrivedAt } = landed;
  const sha256 = sha256Hex(content);
  const rawKey = landingKey('raw', { arrivedAt, shardId, first: sequenceNumber, last: sequenceNumber }, sha256);
  await objects.putIfAbsent(rawKey, compress(content));
  await manifest.append({
    ...{
      partition,
      previous: nextPrevious(await manifest.head(partition)),
      first: sequenceNumber,
      last: sequenceNumber,
    },
    ...{ recordCount: 1, rawKey, rawSha256: sha256, quarantineKey: undefined, arrivedAt, stage: 'landed' },
    counts: { received: accepted, accepted, quarantined: 0, suppressed: 0 },
    ...{ acceptedByType: { page_view: accepted }, quarantinedByReason: {}, suppressedByReason: {} },
    ...{ minEventTime: 0, maxEventTime: 0, typedKey: undefined, typedQuarantineKey: undefined, runId: undefined },
  });
  await Promise.all([stream.close(), manifest.close(), objects.close()]);
  await refineFolder(dir, () => {});
  return dropped;
}

/**
 * Puts events of one user on the stream, as other producers do, who do not ask whether it has withdrawn consent: two views,
 * the withdrawal, two views of which one comes twice and once as another page, consent again, a view.
 */
export async function withdrawConsent(dir: string, shardId: string): Promise<void> {
  const stream = createEventStream(configOf(dir));
  const [{ partitionKey = '' } = {}] = await stream.readShard(shardId, {
    ...{ after: undefined, limit: 1, maxBytes: 1_000_000 },
  });
  const events = [
    ...[toBareEvent(1), toBareEvent(2), toBareEvent(3, { analytics: false })],
    ...[toBareEvent(4), toBareEvent(5), toBareEvent(4), toBareEvent(5, { path: '/other' })],
    ...[toBareEvent(6, { analytics: true }), toBareEvent(7)],
  ];
  for (const event of events) {
    const putAt = Date.now();
    await stream.putRecords([{ partitionKey, data: Buffer.from(JSON.stringify(event)) }]);
    // A decision is about what is received in a later millisecond.
    while (Date.now() === putAt);
  }
  await stream.close();
  await refineFolder(dir, () => {});
}

function toBareEvent(n: number, { analytics, path = `/page-${n}` }: { analytics?: boolean; path?: string } = {}) {
  const isDecision = analytics !== undefined;
  return {
    event_id: `6f1c3f5e-8a4b-4d7e-9f01-${n.toString(16).padStart(12, '0')}`,
    event_type: isDecision ? 'consent_update' : 'page_view',
    ...{ schema_version: '1.0.0', ts: '2026-01-15T12:00:00Z' },
    user: { user_id_hash: 'a'.repeat(64), consent: { analytics: analytics ?? true, ads: false } },
    ...(isDecision ? { consent_change: { policy_version: '1' } } : { ctx: { page_url: path } }),
  };
}

function toAcceptedFrame(record: StreamRecord) {
  const decoded = decodeRecord(record.data);
  if (decoded.kind !== 'frame' || decoded.header.quarantinedCount > 0) return undefined;
  return Object.keys(decoded.header.suppressed).length > 0 ? undefined : decoded;
}

export function linesOf(record: StreamRecord): number {
  return toAcceptedFrame(record)?.header.acceptedCount ?? 0;
}

/** What the mapping writes when it gives these records up; `damage` changes the text. Gives the object's key. */
export async function giveUp(
  dir: string,
  records: readonly [StreamRecord, ...StreamRecord[]],
  damage: (text: string) => string = (text) => text,
): Promise<string> {
  const config = configOf(dir);
  const [first] = records;
  const last = records.at(-1) ?? first;
  const batch: GivenUpBatch = {
    ...{ functionName: 'processor', streamName: config.streamName, shardId: first.shardId },
    ...{ first: first.sequenceNumber, last: last.sequenceNumber, recordCount: records.length },
    ...{ firstArrivedAt: first.arrivedAt, lastArrivedAt: last.arrivedAt, givenUpAt: Date.UTC(2026, 0, 15, 13) },
    ...{ condition: 'RetryAttemptsExhausted', invokeCount: 3 },
    payload: JSON.stringify({
      Records: records.map(({ sequenceNumber, partitionKey, data, arrivedAt }) => ({
        eventID: `${first.shardId}:${sequenceNumber}`,
        kinesis: {
          ...{ sequenceNumber, partitionKey, data: Buffer.from(data).toString('base64') },
          approximateArrivalTimestamp: arrivedAt / 1000,
        },
      })),
    }),
  };
  const key = toOnFailureKey('0e5b7c1a-0000-4000-8000-000000000001', batch, 'request-1');
  const objects = createObjectStore(config);
  await objects.putIfAbsent(key, Buffer.from(damage(encodeGivenUpBatch(batch, 'request-1'))));
  await objects.close();
  return key;
}

/** Changes the lake's tables behind the back of everything else. */
export async function damageLake(dir: string, ...statements: readonly string[]): Promise<void> {
  const lake = await openLake({ file: join(dir, 'lake.duckdb'), pathOf: (key) => objectPath(dir, key) });
  await lake.record({ statements, rows: {} });
  await lake.close();
}

export function damageManifest(dir: string, sql: string): void {
  const db = new DatabaseSync(join(dir, 'manifest.sqlite'));
  db.exec(sql);
  db.close();
}

export function copyLake(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  return to;
}

export function shardOf(row: ManifestRow): string {
  return parsePartition(row.partition).shardId;
}

export type CliRun = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** One command line in this process: what it prints, and its exit code. */
export async function runHere(args: readonly string[]): Promise<CliRun> {
  const { log, error } = console;
  const out: string[] = [];
  const err: string[] = [];
  console.log = (text: string) => void out.push(text);
  console.error = (text: string) => void err.push(text);
  try {
    const code = await runCli(args);
    return { code, stdout: out.join('\n'), stderr: err.join('\n') };
  } finally {
    Object.assign(console, { log, error });
  }
}

export async function reconcileHere(dir: string): Promise<{ code: number; result: Reconciliation; stderr: string }> {
  const { code, stdout, stderr } = await runHere(['reconcile', '--json', '--dir', dir]);
  return { code, result: JSON.parse(stdout) as Reconciliation, stderr };
}
