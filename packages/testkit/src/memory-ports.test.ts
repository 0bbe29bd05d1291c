import { describeEventStream } from './contracts/describe-event-stream.ts';
import { describeManifest } from './contracts/describe-manifest.ts';
import { describeObjectStore } from './contracts/describe-object-store.ts';
import { describeQueue } from './contracts/describe-queue.ts';
import { createMemoryEventStream } from './memory-event-stream.ts';
import { createMemoryManifest } from './memory-manifest.ts';
import { createMemoryObjectStore } from './memory-object-store.ts';
import { createMemoryQueue } from './memory-queue.ts';

const dispose = async () => {};

describeObjectStore('memory', async () => ({ port: createMemoryObjectStore(), dispose }));
describeManifest('memory', async () => ({ port: createMemoryManifest(), dispose }));
describeEventStream('memory, one shard', async () => ({ port: createMemoryEventStream(), dispose }));
describeEventStream('memory, three shards', async () => ({
  port: createMemoryEventStream(Date.now, { shardCount: 3 }),
  dispose,
}));
describeQueue('memory', async () => {
  let now = 0;
  const advance = async (seconds: number) => {
    now += seconds * 1000;
  };
  return { port: createMemoryQueue({ now: () => now }), advance, dispose };
});
