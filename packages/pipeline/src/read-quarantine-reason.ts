/** The reason that a quarantine entry gives; undefined for a line that is not an object with a reason. */
export function readQuarantineReason(line: string): string | undefined {
  if (!line.startsWith('{"')) return undefined;
  try {
    const { reason } = JSON.parse(line) as { reason?: unknown };
    return typeof reason === 'string' ? reason : undefined;
  } catch {
    return undefined;
  }
}
