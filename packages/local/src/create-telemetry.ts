import { type MetricName, type Telemetry, toLoggedError } from '@millrace/middleware';

export type LocalTelemetry = Telemetry & { total(name: MetricName): number };

/** The functions' metrics as running totals; what they warn of and fail with goes to the laptop's log. */
export function createTelemetry(functionName: string, log: (line: string) => void): LocalTelemetry {
  const totals = new Map<MetricName, number>();
  return {
    begin: () => {},
    count: (name, value) => void totals.set(name, (totals.get(name) ?? 0) + value),
    warn: (message) => log(`${functionName}: ${message}`),
    error: (message, error) => {
      const { name, code, message: why = code ?? name } = toLoggedError(error);
      log(`${functionName}: ${message}: ${why}`);
    },
    flush: () => {},
    total: (name) => totals.get(name) ?? 0,
  };
}
