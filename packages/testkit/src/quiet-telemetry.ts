/** Telemetry that keeps what a function reported, for tests to look at. */
export function quietTelemetry() {
  const totals: Record<string, number> = {};
  const errors: unknown[] = [];
  return {
    totals,
    errors,
    begin: () => {},
    count: (name: string, value: number) => {
      totals[name] = (totals[name] ?? 0) + value;
    },
    warn: () => {},
    error: (_: string, error: unknown) => void errors.push(error),
    flush: () => {},
  };
}
