import { createHash, createHmac, createSecretKey, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { build } from 'esbuild';
import { createHandler } from '../../packages/ingest/src/create-handler.ts';
import type { EventStream } from '../../packages/pipeline/src/ports.ts';
import { createMemoryStateTable } from '../../packages/testkit/src/memory-state-table.ts';
import { quietTelemetry } from '../../packages/testkit/src/quiet-telemetry.ts';
import type { Bench, PreparedBench } from '../bench.ts';
import { createFreshSubject } from '../create-fresh-subject.ts';
import { createWarmSubject } from '../create-warm-subject.ts';
import { type Latency, measureLatency, measureRate } from '../measure-latency.ts';
import type { Subject } from '../measure-rounds.ts';
import { createSender } from '../send-requests.ts';
import { type ServerProcess, startServer } from '../start-server.ts';
import { buildEvent, buildPersonalEvent } from './build-bodies.ts';

const batchSize = 25;
const lakeKeyBytes = new Uint8Array(32).fill(7);

const names = {
  raw: `handler, ${batchSize} events, frame not compressed`,
  rawOne: 'handler, one event, frame not compressed',
  whole: `handler, ${batchSize} events`,
  personal: `handler, ${batchSize} events with personal data`,
  floorRaw: `parse + stringify + bytes + hashes, ${batchSize} events`,
  floorRawOne: 'parse + stringify + bytes + hashes, one event',
  floorWhole: `parse + stringify + hashes + zstd, ${batchSize} events`,
  hashes: `hashes, ${batchSize} events`,
  hashesOne: 'hashes, one event',
  server: 'request with one event, served by ingest',
  serverEmpty: 'request with one event, served by nothing',
  freshEmpty: 'empty process',
  freshHandler: 'ingest bundle, loaded',
  freshKinesis: 'handler + Kinesis client, loaded',
} as const;

/** T1, T1f, T1p, T2 and T8 of the performance targets, and how long requests take over a real socket. */
export const ingestBench: Bench = {
  name: 'ingest',
  description: 'ingest against what parsing, writing, hashing and compressing cost alone; its server; its cold start',
  prepare: prepareIngest,
};

async function prepareIngest(): Promise<PreparedBench> {
  const scratch = mkdtempSync(join(tmpdir(), 'millrace-bench-'));
  const bundles = await bundlePrograms(scratch);
  const env = { MILLRACE_DIR: join(scratch, 'lake'), ANONYMOUS_CLIENTS: 'allowed' };
  const ingest = await startServer(join(import.meta.dirname, 'serve-ingest.ts'), env);
  const empty = await startServer(join(import.meta.dirname, 'serve-empty.ts'));

  const batch = toBody(Array.from({ length: batchSize }, buildEvent));
  const one = JSON.stringify(buildEvent());
  const personal = toBody(Array.from({ length: batchSize }, buildPersonalEvent));
  return {
    subjects: [
      createWarmSubject(names.raw, batchSize, toHandling(batch, 'raw')),
      createWarmSubject(names.rawOne, 1, toHandling(one, 'raw')),
      createWarmSubject(names.whole, batchSize, toHandling(batch, 'zstd')),
      createWarmSubject(names.personal, batchSize, toHandling(personal, 'zstd')),
      createWarmSubject(names.floorRaw, batchSize, toFloor(batch, toBytes, hashAll)),
      createWarmSubject(names.floorRawOne, 1, toFloor(one, toBytes, hashAll)),
      createWarmSubject(names.floorWhole, batchSize, toFloor(batch, toBytes, hashAll, compressAll)),
      createWarmSubject(names.hashes, batchSize, toFloorAlone(batch, hashAll)),
      createWarmSubject(names.hashesOne, 1, toFloorAlone(one, hashAll)),
      createServedSubject(names.server, ingest),
      createServedSubject(names.serverEmpty, empty),
      createFreshSubject(names.freshEmpty, bundles.empty, [], 3),
      createFreshSubject(names.freshHandler, bundles.handler, [], 3),
      createFreshSubject(names.freshKinesis, bundles.kinesis, [], 3),
    ],
    comparisons: [
      { subject: names.raw, reference: names.floorRaw, without: names.hashes, target: 1.35 },
      { subject: names.rawOne, reference: names.floorRawOne, without: names.hashesOne, target: 1.5 },
      { subject: names.whole, reference: names.floorWhole, target: 1.35 },
      { subject: names.personal, beyond: names.whole, reference: names.floorWhole, target: 0.6 },
      { subject: names.server, reference: names.serverEmpty, target: 1.7 },
      { subject: names.freshHandler, reference: names.freshKinesis, without: names.freshEmpty, target: 1.15 },
    ],
    notes: [
      'T1 (25 and one), T1f, T1p, T2, T8 in this order; CPU is per event, per request, per process.',
      `Events: page_view of ${one.length} B, one session. Handler: middy, access, body, decision, frame; the stream, the state table`,
      '  and the telemetry are stubs. T1 is without the hashes of contents and frame, which are taken off both sides.',
      'Personal data: two addresses with queries to cut, one e-mail address to replace, in every event.',
      'T2: CPU of the server process, real sockets, the laptop’s durable stream. T8: bundles as they are deployed, minus an empty process.',
    ],
    measureMore: () => describeLatency(ingest, empty),
    dispose: async () => {
      await Promise.all([ingest.stop(), empty.stop()]);
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

function toBody(events: readonly object[]): string {
  return JSON.stringify({ events });
}

/** One call is one request. Throws when it is not answered 202. */
function toHandling(body: string, codec: EventStream['codec']): () => Promise<void> {
  const table = createMemoryStateTable();
  const put = { ok: true, shardId: 'shardId-000000000000', sequenceNumber: '1' } as const;
  const stream = { codec, putRecords: async (entries: readonly unknown[]) => entries.map(() => put) };
  const handle = createHandler(
    () => ({
      stream: stream as unknown as EventStream,
      secrets: { get: async () => lakeKeyBytes },
      table,
      policy: 'default',
      anonymous: 'allowed',
      cdn: 'none',
      countryOf: () => null,
    }),
    { telemetry: quietTelemetry() },
  );
  const event = toGatewayEvent(body);
  return async () => {
    const { statusCode, body: answer } = await handle(event);
    if (statusCode !== 202) throw new Error(`ingest answered ${statusCode}: ${answer}`);
  };
}

function toGatewayEvent(body: string): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: 'POST /v1/events',
    rawPath: '/v1/events',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'user-agent': 'bench', 'content-length': String(body.length) },
    body,
    isBase64Encoded: false,
    requestContext: {
      http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'bench' },
      requestId: randomUUID(),
      timeEpoch: Date.now(),
    },
  } as unknown as APIGatewayProxyEventV2;
}

/** What nobody can do without: read the body, write each event, make bytes of it. */
function toFloor(body: string, ...steps: readonly ((lines: readonly string[]) => unknown)[]): () => void {
  return () => {
    const parsed = JSON.parse(body) as { events?: object[] };
    const lines = (parsed.events ?? [parsed]).map((event) => JSON.stringify(event));
    for (const step of steps) step(lines);
  };
}

function toFloorAlone(body: string, step: (lines: readonly string[]) => unknown): () => void {
  const parsed = JSON.parse(body) as { events?: object[] };
  const lines = (parsed.events ?? [parsed]).map((event) => JSON.stringify(event));
  return () => {
    step(lines);
  };
}

function toBytes(lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\n'));
}

const lakeKey = createSecretKey(lakeKeyBytes);

/** The hashes of the contents, and the frame's. */
function hashAll(lines: readonly string[]): void {
  for (const line of lines) createHmac('sha256', lakeKey).update(line).digest('hex');
  createHash('sha256').update(lines.join('\n')).digest('hex');
}

function compressAll(lines: readonly string[]): Buffer {
  return zstdCompressSync(lines.join('\n'), { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** CPU of the server process per request. */
function createServedSubject(name: string, server: ServerProcess): Subject {
  const requests = 1_500;
  const connections = 16;
  const sender = createSender(`${server.url}/v1/events`, connections);
  return {
    name,
    measure: async () => {
      const before = await server.readCpu();
      let left = requests;
      const work = async () => {
        while (left-- > 0) {
          const status = await sender.post(JSON.stringify(buildEvent()));
          if (status !== 202) throw new Error(`${name} answered ${status}`);
        }
      };
      await Promise.all(Array.from({ length: connections }, work));
      return ((await server.readCpu()) - before) / requests;
    },
  };
}

async function describeLatency(ingest: ServerProcess, empty: ServerProcess): Promise<string[]> {
  const nextBody = () => JSON.stringify(buildEvent());
  const load = { connections: 32, seconds: 4 };
  const rate = await measureRate(`${ingest.url}/v1/events`, nextBody, load);
  const offered = { ...load, rate: rate / 2 };
  const ofEmpty = await measureLatency(`${empty.url}/v1/events`, nextBody, offered);
  const ofIngest = await measureLatency(`${ingest.url}/v1/events`, nextBody, offered);
  const text = ({ p50, p95, p99 }: Latency) =>
    [p50, p95, p99].map((milliseconds, place) => `p${[50, 95, 99][place]} ${milliseconds.toFixed(1)} ms`).join('  ');
  return [
    `One-event requests over a real socket, durable before the answer: at most ${Math.round(rate)}/s. At half of that:`,
    `  ingest        ${text(ofIngest)}   ${ofIngest.p95 < 100 ? 'ok' : 'OVER'}: p95 is to be below 100 ms`,
    `  empty server  ${text(ofEmpty)}`,
  ];
}

/** As config/esbuild.yml bundles for a deployed stage. */
async function bundlePrograms(folder: string): Promise<{ empty: string; handler: string; kinesis: string }> {
  const programs = ['fresh-empty', 'fresh-handler', 'fresh-kinesis'];
  await build({
    entryPoints: programs.map((program) => join(import.meta.dirname, `${program}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    conditions: ['module', 'dev'],
    mainFields: ['module', 'main'],
  });
  const pathOf = (program: string) => join(folder, `fresh-${program}.cjs`);
  return { empty: pathOf('empty'), handler: pathOf('handler'), kinesis: pathOf('kinesis') };
}
