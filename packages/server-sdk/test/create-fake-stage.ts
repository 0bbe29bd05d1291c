import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { VirtualClock } from '@millrace/testkit';
import type { HttpAnswer, PostBody } from '../src/index.ts';

export type SentEvent = {
  readonly event_id: string;
  /** What the stage makes of it. Default accepted. */
  readonly outcome?: 'accepted' | 'suppressed' | 'rejected';
};

/** What goes wrong with one request. `lost` are answers that do not arrive: after or before the events were stored. */
export const mishaps = [
  'none',
  'partial',
  'lost-after',
  'lost-before',
  'throttled',
  'unavailable',
  'broken',
  'too-large',
] as const;
export type Mishap = (typeof mishaps)[number];

export type FakeRequest = {
  readonly at: number;
  readonly sentAt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly events: readonly SentEvent[];
};

/** A stage without a socket: answers as ingest does, in virtual time, with the mishaps that it is told to have. */
export function createFakeStage(clock: VirtualClock, nextMishap: () => Mishap | HttpAnswer = () => 'none') {
  const requests: FakeRequest[] = [];
  /** Of events whose outcome was answered, and whose answer arrived. */
  const acknowledged = new Map<string, string>();
  const stored = new Set<string>();
  let underWay = 0;
  let mostUnderWay = 0;

  const post: PostBody = async (bytes, headers) => {
    const { sent_at: sentAt, events } = JSON.parse(decode(bytes, headers['content-encoding'])) as {
      sent_at: string;
      events: SentEvent[];
    };
    requests.push({ at: clock.now(), sentAt, headers, bytes, events });
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await clock.sleep(10 + (requests.length % 7));
    underWay -= 1;
    return answer(events, nextMishap());
  };

  function answer(events: readonly SentEvent[], mishap: Mishap | HttpAnswer): HttpAnswer {
    if (typeof mishap === 'object') return mishap;
    if (mishap === 'lost-before') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    if (mishap === 'throttled') return { status: 429, headers: { 'retry-after': '1' }, body: '' };
    if (mishap === 'broken') return { status: 502, headers: {}, body: '<html>' };
    if (mishap === 'too-large' && events.length > 1) return { status: 413, headers: {}, body: '' };
    const isTaken = (index: number) => mishap !== 'unavailable' && (mishap !== 'partial' || index % 3 === 0);
    const taken = events.map((event, index) => ({ event, index })).filter(({ index }) => isTaken(index));
    for (const { event } of taken) stored.add(event.event_id);
    if (mishap === 'lost-after') throw new Error('no answer within 30000 ms');
    const of = (outcome: string) => taken.filter(({ event }) => (event.outcome ?? 'accepted') === outcome);
    for (const { event } of taken) acknowledged.set(event.event_id, event.outcome ?? 'accepted');
    const retry = events.flatMap(({ event_id }, index) => (isTaken(index) ? [] : [{ index, event_id }]));
    const body = {
      accepted: of('accepted').length,
      suppressed: of('suppressed').length,
      rejected: of('rejected').map(({ event, index }) => ({
        index,
        event_id: event.event_id,
        reason: 'schema-invalid',
        path: '/ts',
        message: 'is missing',
      })),
      retry,
      request_id: `request-${requests.length}`,
    };
    const status = taken.length === 0 ? 503 : body.rejected.length === events.length ? 422 : 202;
    return { status, headers: retry.length > 0 ? { 'retry-after': '1' } : {}, body: JSON.stringify(body) };
  }

  return { post, requests, acknowledged, stored, mostUnderWay: () => mostUnderWay };
}

/** The body as the stage reads it. */
export function decode(bytes: Uint8Array, encoding: string | undefined): string {
  const plain = encoding === 'zstd' ? zstdDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes;
  return Buffer.from(plain).toString();
}
