/** The fixed beginning of a stored line (decide-event.ts). */
const storedPrefix = /^\{"schema_version":"[^"]*","event_type":"([a-z_]+)","event_id":"[^"]*","ts":"([^"]*)"/;

/**
 * What landing has to know of a stored line, read without parsing the rest of it. eventTime: epoch milliseconds.
 * undefined for a line that does not begin as a stored event does: no text inside an event can stand in for it.
 */
export function readStoredPrefix(line: string): { readonly eventType: string; readonly eventTime: number } | undefined {
  const [, eventType, ts] = storedPrefix.exec(line) ?? [];
  if (eventType === undefined || ts === undefined) return undefined;
  const eventTime = Date.parse(ts);
  return Number.isNaN(eventTime) ? undefined : { eventType, eventTime };
}
