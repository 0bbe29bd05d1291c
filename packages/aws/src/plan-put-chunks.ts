import type { StreamEntry } from '@millrace/pipeline';

/** PutRecords takes 500 records and 5 MiB, keys included; a little less keeps clear of how the service counts. */
export const putLimits = { records: 500, sizeBytes: 5_000_000 };

/**
 * Cuts entries into calls, in order: every entry is in exactly one chunk and no chunk is empty. An entry that is larger
 * than the limit gets a chunk of its own, for the service to refuse.
 */
export function planPutChunks(
  entries: readonly StreamEntry[],
  limits: { readonly records: number; readonly sizeBytes: number } = putLimits,
): readonly (readonly StreamEntry[])[] {
  const chunks: StreamEntry[][] = [];
  let sizeBytes = 0;
  for (const entry of entries) {
    const entryBytes = entry.data.length + Buffer.byteLength(entry.partitionKey);
    const chunk = chunks.at(-1);
    if (chunk && chunk.length < limits.records && sizeBytes + entryBytes < limits.sizeBytes) {
      chunk.push(entry);
      sizeBytes += entryBytes;
    } else {
      chunks.push([entry]);
      sizeBytes = entryBytes;
    }
  }
  return chunks;
}
