export { type OnFailureDestination, toObjects, toQueue } from './on-failure.ts';
export { pollQueue, type QueueMapping, type QueuePoller } from './poll-queue.ts';
export { pollStream, type StreamPoller } from './poll-stream.ts';
export { mappingDefaults, type StartingPosition, type StreamMapping } from './stream-mapping.ts';
export { toKinesisEvent } from './to-kinesis-event.ts';
export { toObjectNotification } from './to-object-notification.ts';
