import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createEventStream, createManifest, createObjectStore } from '@millrace/embedded';
import { mappingDefaults, pollStream, toObjects } from '@millrace/local/mapping';
import { readPortsConfig, systemClock } from '@millrace/pipeline';
import { createHandler } from '@millrace/processor';
import { buildFrameRecord } from '@millrace/testkit';
import type { KinesisStreamEvent } from 'aws-lambda';
import { makeLake } from './damaged-lake.ts';
import { runMillrace, useScratch } from './run-millrace.ts';

const scratch = useScratch();
beforeAll(() => makeLake(join(scratch(), 'whole')), 60_000);

const poisonedFrame = 902;

/**
 * The mapping of the laptop on the lake's own stores, with two retries, bisecting, and a function that has a bug: it fails
 * on one frame, every time.
 */
async function landWithBug(dir: string): Promise<{ invocations: number; givenUp: number }> {
  const config = { ...readPortsConfig({}), dataDir: dir };
  const stream = createEventStream(config);
  const [objects, manifest] = [createObjectStore(config), createManifest(config)];
  const handle = createHandler(
    () => ({ objects, manifest, secrets: { get: async () => new Uint8Array(32) }, policy: 'default' }),
    {
      telemetry: { begin: () => {}, count: () => {}, warn: () => {}, error: () => {}, flush: () => {} },
    },
  );
  const frames = [901, poisonedFrame, 903].map((n) => buildFrameRecord(n, { accepted: 4, quarantined: 1 }));
  const puts = await stream.putRecords(frames.map(({ data }) => ({ partitionKey: '7', data })));
  const [last] = puts.slice(-1);
  if (!last?.ok) throw new Error('the stream took nothing');
  const isPoisoned = ({ Records }: KinesisStreamEvent) =>
    Records.some(({ kinesis }) => Buffer.from(kinesis.data, 'base64').includes(`"frame-${poisonedFrame}"`));

  const positions = new Map<string, string>();
  const seen = { invocations: 0, givenUp: 0 };
  const poller = pollStream({
    streamName: config.streamName,
    stream,
    mapping: {
      ...mappingDefaults,
      functionName: 'processor',
      batchSize: 1_000,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 2,
      onFailure: 'objects',
    },
    checkpoints: {
      get: (_, shardId) => positions.get(shardId),
      set: (_, shardId, sequenceNumber) => void positions.set(shardId, sequenceNumber),
    },
    invoke: async (event) => {
      seen.invocations += 1;
      if (isPoisoned(event)) throw new Error('a bug');
      return handle(event);
    },
    onFailure: toObjects(objects),
    clock: systemClock,
    random: () => 0,
    onRetry: () => {},
    onGivenUp: ({ recordCount }) => {
      seen.givenUp += recordCount;
    },
    onFatal: (error) => {
      throw error;
    },
  });
  await poller.drain(new Map([[last.shardId, last.sequenceNumber]]));
  await poller.stop();
  await Promise.all([stream.close(), objects.close(), manifest.close()]);
  return seen;
}

test('LOSS-6: retries exhausted: the batch is kept, listed, and pending – never lost', async () => {
  const dir = join(scratch(), 'given-up');
  cpSync(join(scratch(), 'whole'), dir, { recursive: true });
  expect(await landWithBug(dir)).toMatchObject({ givenUp: 1 });

  const list = await runMillrace(['quarantine', 'list', '--json', '--dir', dir]);
  expect(list.code).toBe(0);
  expect(JSON.parse(list.stdout).givenUp).toMatchObject([
    { records: 1, condition: 'RetryAttemptsExhausted', key: expect.stringMatching(/^aws\/lambda\//) },
  ]);
  const refined = await runMillrace(['run', '--dir', dir]);
  expect([refined.code, refined.stderr]).toEqual([0, expect.any(String)]);

  const reconciled = await runMillrace(['reconcile', '--json', '--dir', dir]);
  expect(reconciled.code).toBe(0);
  const { total, findings } = JSON.parse(reconciled.stdout);
  expect(findings).toEqual([]);
  expect(total).toMatchObject({ unexplained: 0, pending: 5, pendingByStage: { 'on-failure': { lines: 5 } } });
  expect(total.silver + total.duplicates + total.conflicts + 4).toBe(total.accepted);
});
