import type { HttpHandler } from '@millrace/middleware';
import type { Prng } from '@millrace/simulator';
import type { VirtualClock } from '@millrace/testkit';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sendingSeconds } from './draw-schedule.ts';
import { isOfDecidingUser, type PooledRequest, requestPool } from './request-pool.ts';

/** What an answer that reached its client promised. */
export type Promised = {
  readonly requestId: string;
  /** Those of which the answer tells that they were accepted; `mark`: text that their lines have. */
  readonly accepted: readonly { readonly eventId: string; readonly mark: string }[];
  readonly acceptedCount: number;
  readonly quarantined: number;
  readonly suppressed: number;
  /** Events of the request of which the answer says nothing. */
  readonly unanswered: number;
};

type Answer = {
  readonly accepted: number;
  readonly suppressed: number;
  readonly malformed: number;
  readonly rejected: readonly { readonly index: number }[];
  readonly retry: readonly { readonly index: number }[];
};

const clientCount = 3;
const attempts = 10;

/** Clients that send their requests one after the other; what fails or is refused, they send again. */
export async function sendRequests(
  world: { readonly clock: VirtualClock; readonly prng: Prng },
  requestCount: number,
  ingest: HttpHandler,
): Promise<readonly Promised[]> {
  const { clock, prng } = world;
  const first = prng.below(requestPool.length);
  const open = Array.from(
    { length: requestCount },
    (_, at) => requestPool[(first + at) % requestPool.length] as PooledRequest,
  );
  const pauseMs = (sendingSeconds * 1000 * clientCount * 2) / requestCount;
  const promises: Promised[] = [];
  let requests = 0;

  async function send({ body, events }: PooledRequest): Promise<void> {
    let left: PooledRequest = { body, events };
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      requests += 1;
      const requestId = `request-${requests}`;
      const response = await ingest(toGatewayEvent(left.body, requestId, clock.now())).catch(() => undefined);
      if (response?.statusCode === 202 || response?.statusCode === 422) {
        const answer = JSON.parse(response.body ?? '') as Answer;
        note(requestId, left.events, answer);
        if (answer.retry.length === 0) return;
        const again = answer.retry.map(({ index }) => left.events[index] as Record<string, unknown>);
        left = { body: JSON.stringify({ events: again }), events: again };
      }
      await clock.sleep(Math.min(200 * 2 ** attempt, 3_000) * (0.5 + prng.fraction() / 2));
    }
  }

  function note(requestId: string, events: PooledRequest['events'], answer: Answer): void {
    const isOther = new Set([...answer.rejected, ...answer.retry].map(({ index }) => index));
    const isAccepted = (event: Record<string, unknown>) => !isSuppressed(event) && !isOfDecidingUser(event);
    const kept = events.filter((event, index) => !isOther.has(index) && isAccepted(event));
    const accepted = kept.map((event) => ({ eventId: String(event['event_id']), mark: markOf(event) }));
    const { rejected, retry, suppressed } = answer;
    const unanswered = events.length - answer.accepted - rejected.length - suppressed - retry.length;
    const acceptedCount = answer.accepted;
    promises.push({ requestId, accepted, acceptedCount, quarantined: rejected.length, suppressed, unanswered });
  }

  await Promise.all(
    Array.from({ length: clientCount }, async () => {
      for (let request = open.shift(); request; request = open.shift()) {
        await clock.sleep(prng.fraction() * pauseMs);
        await send(request);
      }
    }),
  );
  return promises;
}

function isSuppressed(event: Record<string, unknown>): boolean {
  const { consent } = (event['user'] ?? {}) as { consent?: { analytics?: unknown } };
  return consent?.analytics === false && event['event_type'] !== 'consent_update';
}

function markOf(event: Record<string, unknown>): string {
  const { page_url: pageUrl } = (event['ctx'] ?? {}) as { page_url?: string };
  return pageUrl === undefined ? `"event_type":"${event['event_type']}"` : `"page_url":"${pageUrl}"`;
}

function toGatewayEvent(body: string, requestId: string, timeEpoch: number): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: 'POST /v1/events',
    rawPath: '/v1/events',
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    body,
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'matrix',
      domainName: '127.0.0.1',
      domainPrefix: 'matrix',
      http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: '' },
      requestId,
      routeKey: 'POST /v1/events',
      stage: '$default',
      time: new Date(timeEpoch).toISOString(),
      timeEpoch,
    },
  };
}
