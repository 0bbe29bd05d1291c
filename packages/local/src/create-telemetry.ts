import type { MetricName, Telemetry } from '@millrace/middleware';

export type LocalTelemetry = Telemetry & { total(name: MetricName): number };

/** The functions' metrics as running totals; what they warn of and fail with goes to the laptop's log. */
export function createTelemetry(functionName: string, log: (line: string) => void): LocalTelemetry {
  const totals = new Map<MetricName, number>();
  return {
    begin: () => {},
    count: (name, value) => void totals.set(name, (totals.get(name) ?? 0) + value),
    warn: (message) => log(`${functionName}: ${message}`),
    error: (message, error) => log(`${functionName}: ${message}: ${error instanceof Error ? error.message : error}`),
    flush: () => {},
    total: (name) => totals.get(name) ?? 0,
  };
}
