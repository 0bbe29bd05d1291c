import { timingSafeEqual } from 'node:crypto';
import { createHttpHandler, type HttpHandler, type HttpRequest, type Telemetry, toProblem } from '@millrace/middleware';
import type { EventStream, Secrets } from '@millrace/pipeline';
import { commitFrames, type RetryClock } from './commit-frames.ts';
import { decideRequest } from './core/decide-request.ts';
import { parseBody } from './core/parse-body.ts';
import { toAnswer } from './core/to-answer.ts';

export type IngestPorts = {
  readonly stream: EventStream;
  readonly secrets: Secrets;
  /** The version of the privacy policy that clients of this endpoint have agreed to. */
  readonly policy: string;
};

const systemClock: RetryClock = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
};

/** POST /v1/events: parse → decide → commit → answer. A 2xx covers exactly what the stream has. */
export function createHandler(
  ports: () => IngestPorts,
  options: { readonly telemetry?: Telemetry; readonly clock?: RetryClock } = {},
): HttpHandler {
  let opened: IngestPorts | undefined;
  return createHttpHandler(
    'ingest',
    async function ingestRequest(request, telemetry) {
      opened ??= ports();
      const access = await decideAccess(request, opened.secrets);
      if (access === 'refused') return toProblem(401, 'Unauthorized', 'this credential is not known here');

      const body = parseBody(request.body, request.headers, access === 'import');
      if ('status' in body) return toProblem(body.status, 'Refused', body.detail);

      const { frames, counts } = decideRequest(body, {
        requestId: request.requestId,
        receivedAt: new Date(request.receivedAt).toISOString(),
        headers: request.headers,
        sourceIp: request.sourceIp,
        source: 'http',
        policy: opened.policy,
        lakeKey: await opened.secrets.get('lake-key'),
      });
      const committed = await commitFrames(opened.stream, frames, options.clock ?? systemClock);

      const answer = toAnswer(committed.durable, committed.refused, body.events, request.requestId);
      telemetry.count('lines-received', counts.received);
      telemetry.count('lines-accepted', answer.body.accepted);
      telemetry.count('lines-quarantined', answer.body.rejected.length + answer.body.malformed);
      telemetry.count('lines-suppressed', answer.body.suppressed);
      telemetry.count('records-refused', committed.refused.length);
      return { ...answer, headers: answer.body.retry.length > 0 ? { 'retry-after': '1' } : {} };
    },
    options.telemetry,
  );
}

/** `Authorization: Bearer <import credential in hex>` opens the importer's extras; without it, anybody may send events. */
async function decideAccess(request: HttpRequest, secrets: Secrets): Promise<'public' | 'import' | 'refused'> {
  const header = request.headers['authorization'];
  if (header === undefined) return 'public';
  const given = Buffer.from(header);
  const wanted = Buffer.from(`Bearer ${Buffer.from(await secrets.get('import-key')).toString('hex')}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? 'import' : 'refused';
}
