import type { MiddlewareObj } from '@middy/core';
import type { Telemetry } from './telemetry.ts';

/** Context into the logs before, metrics out after, whatever the outcome. */
export function withTelemetry<Event, Result>(telemetry: Telemetry): MiddlewareObj<Event, Result> {
  return {
    before: (request) => telemetry.begin(request.context),
    after: () => telemetry.flush(),
    onError: (request) => {
      telemetry.error('invocation failed', request.error);
      telemetry.flush();
    },
  };
}
