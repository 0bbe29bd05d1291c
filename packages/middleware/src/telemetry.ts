import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';

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
  | 'requests-failed';

/** What a function says about itself. Content of events is never logged. */
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
    error: (message, error) => tools().logger.error(message, error as Error),
    flush: () => {
      if (made) made.metrics.publishStoredMetrics();
    },
  };
}
