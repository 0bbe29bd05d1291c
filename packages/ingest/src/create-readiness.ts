import type { HttpRequest, Telemetry } from '@millrace/middleware';
import {
  bucketKeyOf,
  type Clock,
  type EventStream,
  encodeFrame,
  type Secrets,
  type StateTable,
} from '@millrace/pipeline';
import { withDeadline } from './with-deadline.ts';

/** A verdict is good for so long: asking often costs no writes. */
const verdictMs = 5_000;
const checkBudgetMs = 2_000;

type ReadinessPorts = { readonly stream: EventStream; readonly table: StateTable; readonly secrets: Secrets };

/**
 * Whether this instance can take events: it reads a secret and the state table, and really writes to the stream, a frame
 * without lines, which the rest of the line passes over. At most once in 5 s; all who ask meanwhile share the verdict.
 */
export function createReadiness(
  ports: ReadinessPorts,
  clock: Clock,
): (request: HttpRequest, telemetry: Telemetry) => Promise<boolean> {
  let verdict: { readonly at: number; readonly isReady: Promise<boolean> } | undefined;

  async function check(request: HttpRequest, telemetry: Telemetry): Promise<boolean> {
    const checks = Promise.all([
      putEmptyFrame(ports.stream, request),
      ports.secrets.get('lake-key'),
      ports.table.get('readiness', 'probe'),
    ]);
    try {
      const done = await withDeadline(checks, checkBudgetMs, clock);
      return done?.[0] ?? false;
    } catch (error) {
      telemetry.error('not ready', error);
      return false;
    }
  }

  return function isReady(request, telemetry) {
    if (!verdict || clock.now() - verdict.at >= verdictMs) {
      verdict = { at: clock.now(), isReady: check(request, telemetry) };
    }
    return verdict.isReady;
  };
}

async function putEmptyFrame(stream: EventStream, { requestId, receivedAt }: HttpRequest): Promise<boolean> {
  const frame = {
    frameId: `${requestId}-ready`,
    requestId,
    receivedAt: new Date(receivedAt).toISOString(),
    accepted: [],
    quarantined: [],
    suppressed: {},
  };
  const data = encodeFrame(frame, stream.codec);
  const [put] = await stream.putRecords([{ partitionKey: bucketKeyOf(requestId), data }]);
  return put?.ok ?? false;
}
