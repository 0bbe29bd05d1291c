export { createEventStream, type EventStreamOptions } from './create-event-stream.ts';
export { createManifest } from './create-manifest.ts';
export { createObjectStore, type EmbeddedObjectStore, type ObjectStoreOptions } from './create-object-store.ts';
export { createQueue, type QueueOptions } from './create-queue.ts';
export { createSecrets } from './create-secrets.ts';
export { createStateTable } from './create-state-table.ts';
export type { TornTail } from './stream/recover-shard.ts';
export type { OpenSegmentFile, SegmentFile } from './stream/segment-file.ts';
