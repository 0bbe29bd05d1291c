import { randomUUID } from 'node:crypto';
import {
  createHttpHandler,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  type Telemetry,
  toProblem,
} from '@millrace/middleware';
import { type EventStream, type Secrets, type StateTable, systemClock } from '@millrace/pipeline';
import type { Key } from '@millrace/registry';
import { answerPixel } from './answer-pixel.ts';
import { commitFrames, type RetryClock } from './commit-frames.ts';
import { decideRequest } from './core/decide-request.ts';
import { maxBodyBytes, parseBody, type RequestBody } from './core/parse-body.ts';
import type { Cdn } from './core/read-client-address.ts';
import { readContentHeaders } from './core/read-content-headers.ts';
import { type Answer, toAnswer } from './core/to-answer.ts';
import { toCorsHeaders, toPreflightHeaders } from './core/to-cors-headers.ts';
import { createReadiness } from './create-readiness.ts';
import { decompressBody } from './decompress-body.ts';
import type { CountryOf } from './open-country-database.ts';
import { openRegistry, type Registry } from './open-registry.ts';
import { type Access, readAccess, readPreflight } from './read-access.ts';
import { recordConsents } from './record-consents.ts';
import { refuseBypass } from './refuse-bypass.ts';
import { toReceipts } from './to-receipts.ts';

export type IngestPorts = {
  readonly stream: EventStream;
  readonly secrets: Secrets;
  readonly table: StateTable;
  /** Where the salts of the days lie: without backups, or a deleted one could come back. Absent: in `table`. */
  readonly salts?: StateTable;
  /** The version of the privacy policy that is in force where a key names none. */
  readonly policy: string;
  /** Whether requests without a key are taken. */
  readonly anonymous: 'allowed' | 'refused';
  readonly cdn: Cdn;
  readonly countryOf: CountryOf;
};

export type IngestOptions = {
  readonly telemetry?: Telemetry;
  /** now: epoch ms. */
  readonly clock?: RetryClock;
  /** A random UUID: the id of a pixel's event. */
  readonly mintId?: () => string;
};

type Opened = IngestPorts & {
  readonly registry: Registry;
  readonly isReady: ReturnType<typeof createReadiness>;
};

/**
 * POST and OPTIONS /v1/events, GET /v1/pixel.gif, /health and /health/ready.
 * Events: access → body → decide → commit → record consents → answer. A 2xx covers exactly what the stream has.
 */
export function createHandler(ports: () => IngestPorts, options: IngestOptions = {}): HttpHandler {
  const { clock = { ...systemClock, random: Math.random }, mintId = randomUUID } = options;
  let opened: IngestPorts | undefined;
  let opening: Promise<Opened> | undefined;

  function open(): Promise<Opened> {
    opened ??= ports();
    opening ??= openAll(opened).catch((error: unknown) => {
      opening = undefined; // A failure is not remembered.
      throw error;
    });
    return opening;
  }

  async function openAll(own: IngestPorts): Promise<Opened> {
    return { ...own, registry: await openRegistry(own, clock), isReady: createReadiness(own, clock) };
  }

  async function route(request: HttpRequest, telemetry: Telemetry): Promise<HttpResponse> {
    switch (`${request.method} ${request.path}`) {
      case 'POST /v1/events':
        return postEvents(request, telemetry);
      case 'OPTIONS /v1/events':
        return answerPreflight(request);
      case 'GET /v1/pixel.gif':
        return answerPixel(request, { takeEvents: (asked, body) => takeEvents(asked, body, telemetry), mintId });
      case 'GET /health':
        return { status: 200, body: { status: 'ok' } };
      case 'GET /health/ready':
        return answerReady(request, telemetry);
      default:
        return toProblem(404, 'Not Found', 'there is nothing here');
    }
  }

  /** Cheap refusals first: nothing is decompressed or parsed for who may not send. */
  async function postEvents(request: HttpRequest, telemetry: Telemetry): Promise<HttpResponse> {
    if (request.rawBody.length > maxBodyBytes) return refuse({ status: 413, detail: tooLarge });
    const content = readContentHeaders(request.headers);
    if ('status' in content) return refuse(content);
    const access = await admit(request);
    if (!('key' in access)) return access;

    const bytes = decompressBody(request.rawBody, content.encoding);
    if ('status' in bytes) return refuse(bytes, access);
    const body = parseBody(bytes, access.rights.isTrusted);
    if ('status' in body) return refuse(body, access);
    return takeBody(request, access, body, telemetry);
  }

  async function answerPreflight(request: HttpRequest): Promise<HttpResponse> {
    const own = await open();
    const bypass = await refuseBypass(request, own);
    return bypass ?? { status: 204, headers: toPreflightHeaders(await readPreflight(request, own)) };
  }

  async function takeEvents(request: HttpRequest, body: RequestBody, telemetry: Telemetry): Promise<HttpResponse> {
    const access = await admit(request);
    return 'key' in access ? takeBody(request, access, body, telemetry) : access;
  }

  /** Who may send, and has at least one event left of its quota. */
  async function admit(request: HttpRequest): Promise<Access | HttpResponse> {
    const own = await open();
    const bypass = await refuseBypass(request, own);
    if (bypass) return bypass;
    const access = await readAccess(request, own);
    if ('status' in access) return refuse(access);
    return (await takeQuota(access, 1, own.registry)) ?? access;
  }

  async function takeBody(
    request: HttpRequest,
    access: Access,
    body: RequestBody,
    telemetry: Telemetry,
  ): Promise<HttpResponse> {
    const own = await open();
    const { registry } = own;
    const lineCount = body.events.length + body.malformed.length;
    const limited = await takeQuota(access, lineCount - 1, registry);
    if (limited) return limited;

    const receipts = await toReceipts(request, body, access, own);
    const { requestId } = request;
    const { frames, counts } = decideRequest(body, { requestId, ...receipts });
    const committed = await commitFrames(own.stream, frames, clock);
    const decisions = committed.durable.flatMap((frame) => frame.decisions);
    const unrecorded = await recordConsents(registry.consents, decisions, clock, telemetry);

    const { status, answer } = toAnswer(committed, unrecorded, body.events, requestId);
    telemetry.count('lines-received', counts.received);
    telemetry.count('lines-accepted', answer.accepted);
    telemetry.count('lines-quarantined', answer.rejected.length + answer.malformed);
    telemetry.count('lines-suppressed', answer.suppressed);
    telemetry.count('records-refused', committed.refused.length);
    return toResponse(status, answer, access);
  }

  async function answerReady(request: HttpRequest, telemetry: Telemetry): Promise<HttpResponse> {
    const isReady = await open().then(
      (own) => own.isReady(request, telemetry),
      (error: unknown) => {
        telemetry.error('not ready', error);
        return false;
      },
    );
    if (isReady) return { status: 200, headers: notCached, body: { status: 'ready' } };
    return toProblem(503, 'Service Unavailable', 'events cannot be written now', {}, { ...notCached, ...retrySoon });
  }

  return createHttpHandler(
    'ingest',
    async function ingestRequest(request, telemetry) {
      const response = await route(request, telemetry);
      countRefusal(response.status, telemetry);
      return response;
    },
    options.telemetry,
  );
}

const tooLarge = `a body may have ${maxBodyBytes} bytes`;
const notCached = { 'cache-control': 'no-store' };
const retrySoon = { 'retry-after': '1' };

/** Nothing to say: it has as many left. */
async function takeQuota(access: Access, count: number, { quotas }: Registry): Promise<HttpResponse | undefined> {
  if (count === 0 || !isLimited(access.key)) return undefined;
  const taken = await quotas.take(access.key, count);
  if (taken.ok) return undefined;
  const headers = { ...toCorsHeaders(access.origin), 'retry-after': String(taken.retryAfterSeconds) };
  return toProblem(429, 'Too Many Requests', 'the quota of this key is spent for now', {}, headers);
}

function isLimited({ perSecond, perDay }: Key): boolean {
  return perSecond !== undefined || perDay !== undefined;
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
};

function refuse(fault: { readonly status: number; readonly detail: string }, access?: Access): HttpResponse {
  const { status, detail } = fault;
  return toProblem(status, titles[status] ?? 'Refused', detail, {}, toCorsHeaders(access?.origin));
}

function toResponse(status: 202 | 422 | 503, answer: Answer, { origin }: Access): HttpResponse {
  const cors = toCorsHeaders(origin);
  if (status === 422) {
    return toProblem(422, 'Unprocessable Content', 'no event was acceptable; rejected says why', answer, cors);
  }
  const headers = answer.retry.length > 0 ? { ...cors, ...retrySoon } : cors;
  if (status === 202) return { status, headers, body: answer };
  return toProblem(503, 'Service Unavailable', 'nothing was accepted; send the events of retry again', answer, headers);
}

function countRefusal(status: number, telemetry: Telemetry): void {
  if (status === 429) telemetry.count('requests-limited', 1);
  else if (status === 401 || status === 403) telemetry.count('requests-unauthorized', 1);
  else if (status >= 400 && status < 500 && status !== 422) telemetry.count('requests-refused', 1);
}
