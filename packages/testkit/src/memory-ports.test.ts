import { describeEventStream } from './contracts/describe-event-stream.ts';
import { describeManifest } from './contracts/describe-manifest.ts';
import { describeObjectStore } from './contracts/describe-object-store.ts';
import { createMemoryEventStream } from './memory-event-stream.ts';
import { createMemoryManifest } from './memory-manifest.ts';
import { createMemoryObjectStore } from './memory-object-store.ts';

const dispose = async () => {};

describeObjectStore('memory', async () => ({ port: createMemoryObjectStore(), dispose }));
describeManifest('memory', async () => ({ port: createMemoryManifest(), dispose }));
describeEventStream('memory', async () => ({ port: createMemoryEventStream(), dispose }));
