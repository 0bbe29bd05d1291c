import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { toLoggedError } from './to-logged-error.ts';

/** Every metric of every function: dashboards and alarms name exactly these. */
export type MetricName =
  | 'lines-received'
  | 'lines-accepted'
  | 'lines-quarantined'
  | 'lines-suppressed'
  | 'records-refused'
  | 'batches-landed'
  | 'batches-landed-before'
  | 'batches-failed'
  | 'objects-transformed'
  | 'messages-failed'
  | 'rows-planned'
  | 'requests-failed'
  | 'requests-refused' // 4xx, but for what has a name of its own below
  | 'requests-unauthorized' // 401, 403
  | 'requests-limited' // 429
  | 'consents-unrecorded'
  | 'clicks-queued' // the stream was away: they wait in the queue
  | 'clicks-drained';

/** What a function says about itself. Content of events, ids of keys and addresses are never logged. */
export type Telemetry = {
  begin(context: Context | undefined): void;
  count(name: MetricName, value: number): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, error: unknown): void;
  /** Once per invocation, after everything else. */
  flush(): void;
};

/** Powertools' logger and metrics (EMF). Made on the first call, so that importing a handler reads no environment. */
export function createTelemetry(serviceName: string): Telemetry {
  let made: { logger: Logger; metrics: Metrics } | undefined;
  const tools = () => {
    made ??= { logger: new Logger({ serviceName }), metrics: new Metrics({ namespace: 'millrace', serviceName }) };
    return made;
  };
  return {
    begin(context) {
      if (context?.invokedFunctionArn) tools().logger.addContext(context);
    },
    count: (name, value) => {
      if (value > 0) tools().metrics.addMetric(name, MetricUnit.Count, value);
    },
    warn: (message, fields) => tools().logger.warn(message, { ...fields }),
    error: (message, error) => tools().logger.error(message, { error: toLoggedError(error) }),
    flush: () => {
      if (made) made.metrics.publishStoredMetrics();
    },
  };
}
