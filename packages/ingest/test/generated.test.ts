import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { createTelemetry } from '@millrace/middleware';
import { TransientError } from '@millrace/pipeline';
import { captureOutput } from './capture-output.ts';
import { type GeneratedRequest, generateRequest } from './generated/generate-request.ts';
import { faultNames } from './generated/one-fault.ts';
import { planted } from './generated/planted.ts';
import {
  type Bed,
  type BedAccess,
  type BedAnswer,
  type BedFrame,
  type BedRequest,
  bedSourceIp,
  bedTime,
  createBed,
} from './ingest-bed.ts';
import { createPrng } from './prng.ts';
import { snapshotPrototypes } from './snapshot-prototypes.ts';

/** HOSTILE_SEED runs other requests; HOSTILE_REQUEST=<n> repeats one of the run, and shows it. */
const seed = Number(process.env['HOSTILE_SEED'] ?? 20_261_121);
const only = process.env['HOSTILE_REQUEST'];
const requestCount = 100_000;

const statuses: ReadonlySet<number> = new Set([200, 202, 302, 400, 401, 403, 404, 413, 415, 422]);

type Counts = { accepted: number; suppressed: number; malformed: number; rejected: unknown[]; retry: unknown[] };

/** What must never be in a log: who somebody is, and what opens doors. */
function hiddenFromLogs({ access }: Bed): readonly string[] {
  const { publicKey, secret, importKey } = access;
  const keys = [publicKey, secret.keyId, secret.secret, importKey.secret];
  return [...keys, ...planted.ips, bedSourceIp, 'zq7', 'leak.example'];
}

function requestOf(n: number): GeneratedRequest {
  return generateRequest(createPrng(seed * 1_000_003 + n));
}

/** Whether it answers for each event. */
function isRead({ status }: BedAnswer): boolean {
  return status === 202 || status === 422;
}

/** How many events a body has that was answered as if it could be read. */
function countEvents({ body = '', headers = {}, path = '/v1/events' }: BedRequest, access: BedAccess): number {
  if (path !== '/v1/events') return 1;
  const own = typeof headers === 'function' ? headers(access) : headers;
  const encoding = own['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const bytes = Buffer.from(typeof body === 'function' ? body() : body);
  const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decompressors[encoding]?.(bytes)));
  if (Array.isArray(json)) return json.length;
  const events =
    typeof json === 'object' && json !== null && Object.hasOwn(json, 'events') ? Reflect.get(json, 'events') : [json];
  return (events as unknown[]).length;
}

const decompressors: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gunzipSync(bytes),
  deflate: (bytes) =>
    ((bytes[0] ?? 0) % 16 === 8 && bytes.readUInt16BE() % 31 === 0 ? inflateSync : inflateRawSync)(bytes),
  br: (bytes) => brotliDecompressSync(bytes),
  zstd: (bytes) => zstdDecompressSync(bytes),
};

/** What is wrong with an answer and what the stream got; undefined: nothing. */
function findFault(
  { fault, isHealthy }: GeneratedRequest,
  answer: BedAnswer,
  eventCount: number,
  frames: readonly BedFrame[],
): string | undefined {
  if (!statuses.has(answer.status)) return `the status is ${answer.status}: ${answer.body}`;
  const accepted = frames.reduce((sum, frame) => sum + frame.accepted.length, 0);
  const quarantined = frames.reduce((sum, frame) => sum + frame.quarantined.length, 0);
  const suppressed = frames.flatMap((frame) => Object.values(frame.suppressed)).reduce((sum, count) => sum + count, 0);

  if (isRead(answer)) {
    const said = answer.json as Counts;
    const sum = said.accepted + said.suppressed + said.malformed + said.rejected.length + said.retry.length;
    if (sum !== eventCount) return `the answer accounts for ${sum} events, sent were ${eventCount}`;
    if (
      said.accepted !== accepted ||
      said.suppressed !== suppressed ||
      said.rejected.length + said.malformed !== quarantined
    ) {
      return `the answer says ${answer.body}, the stream has ${accepted}, ${suppressed}, ${quarantined}`;
    }
    const refused = said.rejected as readonly { readonly index: number; readonly reason: string }[];
    if (fault && (refused.length !== 1 || refused[0]?.index !== fault.index || refused[0]?.reason !== fault.reason)) {
      return `only event ${fault.index} should be refused, for ${fault.reason}: ${answer.body}`;
    }
    if (isHealthy && refused.length > 0) return `nothing is wrong with it: ${answer.body}`;
  } else if (answer.status >= 400) {
    const { status, title, detail } = answer.json as Record<string, unknown>;
    if (status !== answer.status || typeof title !== 'string' || typeof detail !== 'string')
      return `no problem: ${answer.body}`;
    if (frames.length > 0) return 'a request that was refused left something on the stream';
  }
  if (fault && answer.status !== 202 && answer.status !== 422) return `the whole request was refused: ${answer.body}`;
  if (isHealthy && answer.status !== 202) return `the whole request was refused: ${answer.body}`;
  return findForbidden(frames);
}

/** E-mail addresses, raw user ids and the client's address are nowhere; whole addresses not in quarantine. */
function findForbidden(frames: readonly BedFrame[]): string | undefined {
  for (const { acceptedTexts, quarantinedTexts } of frames) {
    for (const line of [...acceptedTexts, ...quarantinedTexts]) {
      for (const text of [planted.mail, planted.mail.replace('@', '%40'), planted.userId, bedSourceIp]) {
        if (line.includes(text)) return `${text} is on the stream: ${line}`;
      }
    }
    for (const line of quarantinedTexts) {
      for (const ip of planted.ips) if (line.includes(ip)) return `${ip} is in quarantine: ${line}`;
    }
  }
  return undefined;
}

/** Bytes in use after everything that nobody holds is gone. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test(`HOSTILE-2: ${requestCount} requests of seed ${seed}`, async () => {
  const bed = await createBed();
  const untouched = snapshotPrototypes();
  const hidden = hiddenFromLogs(bed);
  const output = captureOutput();
  const seen = { faulty: 0, healthy: 0, byStatus: new Map<number, number>(), faults: new Set<string>() };
  const usedAt: number[] = [];
  try {
    const [first, end] = only === undefined ? [0, requestCount] : [Number(only), Number(only) + 1];
    for (let n = first; n < end; n += 1) {
      const generated = requestOf(n);
      const answer = await bed.send(generated.request);
      const logs = bed.logs() + output.taken();
      const leak = hidden.find((text) => logs.includes(text));
      const eventCount = isRead(answer) ? countEvents(generated.request, bed.access) : 0;
      const fault = findFault(generated, answer, eventCount, bed.frames()) ?? (leak && `${leak} is in a log: ${logs}`);
      if (fault) {
        const how = `HOSTILE_SEED=${seed} HOSTILE_REQUEST=${n} repeats it`;
        const { body } = generated.request;
        throw new Error(
          `${generated.what}: ${fault}\n${how}\n${JSON.stringify({ ...generated.request, body: Buffer.from(body as string).toString() })}`,
        );
      }
      if (generated.fault) seen.faults.add(generated.fault.name);
      seen.faulty += generated.fault ? 1 : 0;
      seen.healthy += generated.isHealthy ? 1 : 0;
      seen.byStatus.set(answer.status, (seen.byStatus.get(answer.status) ?? 0) + 1);
      if (n === requestCount / 2 || n === requestCount - 1) usedAt.push(usedBytes());
    }
  } finally {
    output.end();
  }
  expect(snapshotPrototypes()).toEqual(untouched);
  if (only !== undefined) return;

  expect(seen.faulty).toBeGreaterThanOrEqual(0.3 * requestCount);
  expect([...seen.faults].sort()).toEqual([...faultNames].sort());
  expect(seen.healthy).toBeGreaterThan(5000);
  // A run in which some answer never comes would prove little.
  expect([...statuses].filter((status) => !seen.byStatus.has(status) && status !== 413)).toEqual([]);
  const [half = 0, whole = 0] = usedAt;
  expect(whole - half).toBeLessThan(16 * 1024 * 1024);
}, 300_000);

test('HOSTILE-3: what is really logged names nobody, also when the stream fails in words of its own', async () => {
  let puts = 0;
  let time = bedTime;
  const leaky = [
    new TransientError('away', { cause: new Error(`refused ${planted.mail} of ${bedSourceIp}`) }),
    Object.assign(new Error(`cannot write ${planted.userId}`), { record: planted.sessionId, code: 'EPIPE' }),
    new SyntaxError(`Unexpected token in JSON: "${planted.userIdHash}"`),
    planted.mail,
  ];
  const bed = await createBed({
    telemetry: createTelemetry('ingest'),
    clock: {
      now: () => time,
      random: () => 0.5,
      // Whatever waits has waited long enough as soon as nothing else is left to do.
      setTimer(milliseconds, callback) {
        const immediate = setImmediate(() => {
          time += milliseconds;
          callback();
        });
        return { cancel: () => clearImmediate(immediate) };
      },
    },
    putRecords: async () => {
      puts += 1;
      throw leaky[puts % leaky.length];
    },
  });
  const hidden = hiddenFromLogs(bed);
  const output = captureOutput();
  try {
    for (let n = 0; n < 2000; n += 1) {
      const { request } = requestOf(n);
      const { status } = await bed.send(request);
      // A click goes to the queue; nothing else is taken.
      expect([200, 202, 422]).not.toContain(status);
      const logs = output.taken();
      expect(hidden.filter((text) => logs.includes(text))).toEqual([]);
      if (status >= 500) expect(logs).toContain('ingest');
    }
  } finally {
    output.end();
  }
});
