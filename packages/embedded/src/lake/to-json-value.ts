import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';

/**
 * A value of a query's result as JSON can carry it. Integers are numbers while they are safe, else text; timestamps are
 * ISO 8601 text in UTC; decimals are text, because a double would not be the same number; NaN and infinities are text;
 * blobs are hex. What has no form in JSON (interval, time, uuid) is its SQL text.
 */
export function toJsonValue(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'bigint':
      return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(value)
        : value.toString();
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
    case 'string':
      return value;
    default:
      return toJsonObject(value as object);
  }
}

function toJsonObject(value: object): unknown {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return toIsoTime(value.micros);
  if (value instanceof DuckDBTimestampMillisecondsValue) return toIsoTime(value.millis * 1_000n);
  if (value instanceof DuckDBTimestampSecondsValue) return toIsoTime(value.seconds * 1_000_000n);
  if (value instanceof DuckDBTimestampNanosecondsValue) return toIsoTime(value.nanos / 1_000n);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  if (value instanceof DuckDBListValue) return value.items.map(toJsonValue);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, toJsonValue(item)]));
  }
  if (value instanceof DuckDBMapValue) {
    return value.entries.map(({ key, value: item }) => ({ key: toJsonValue(key), value: toJsonValue(item) }));
  }
  return value.toString();
}

/** Milliseconds, and microseconds only where there are some. Beyond what a Date holds (`infinity` too): the bare number. */
function toIsoTime(micros: bigint): string {
  const fraction = ((micros % 1_000n) + 1_000n) % 1_000n;
  const date = new Date(Number((micros - fraction) / 1_000n));
  if (Number.isNaN(date.getTime())) return `${micros} µs`;
  const text = date.toISOString();
  return fraction === 0n ? text : `${text.slice(0, -1)}${fraction.toString().padStart(3, '0')}Z`;
}
