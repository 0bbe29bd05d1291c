export { createEventStream } from './create-event-stream.ts';
export { createManifest } from './create-manifest.ts';
export { createObjectStore } from './create-object-store.ts';
export { createQueue } from './create-queue.ts';
export { createSecrets } from './create-secrets.ts';
export { createStateTable } from './create-state-table.ts';
