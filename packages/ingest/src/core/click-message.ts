import type { StreamEntry } from '@millrace/pipeline';

/** A stream record that waits in the queue `clicks`: JSON, its bytes in base64. */
export function toClickMessage({ partitionKey, data }: StreamEntry): string {
  return JSON.stringify({ partition_key: partitionKey, data: Buffer.from(data).toString('base64') });
}

/** undefined: not a message of ours. */
export function parseClickMessage(body: string): StreamEntry | undefined {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return undefined;
  }
  const { partition_key, data } = (message ?? {}) as { partition_key?: unknown; data?: unknown };
  if (typeof partition_key !== 'string' || typeof data !== 'string') return undefined;
  return { partitionKey: partition_key, data: Buffer.from(data, 'base64') };
}
