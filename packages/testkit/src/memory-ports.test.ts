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
for (const shardCount of [1, 3]) {
  describeEventStream(
    `memory, shards: ${shardCount}`,
    async () => ({ port: createMemoryEventStream(Date.now, { shardCount }), dispose }),
    { canReshard: true },
  );
}
describeQueue('memory', async () => {
  let now = 0;
  const advance = async (seconds: number) => {
    now += seconds * 1000;
  };
  return { port: createMemoryQueue({ now: () => now }), advance, dispose };
});
