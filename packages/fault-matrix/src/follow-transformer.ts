import { pollQueue, toObjectNotification } from '@millrace/local/mapping';
import { parseLandingKey } from '@millrace/pipeline';
import { createContainers, createMemoryQueue, type Guard, guardPort } from '@millrace/testkit';
import { createSweepHandler, createHandler as createTransformer } from '@millrace/transformer';
import { quiet } from './quiet.ts';
import { type Follower, type LineParts, streamName } from './run-landing.ts';

export type TransformerSettings = {
  readonly timeoutSeconds: number;
  readonly visibilitySeconds: number;
  readonly batchSize: number;
  readonly sweepSeconds: number;
  /** Before each row of a sweep. */
  readonly sweepPace?: () => Promise<void>;
  /** How late a notification is, in milliseconds. */
  readonly delayMs: () => number;
};

const bucketName = 'lake';

/** Notifications → queue → mapping → transformer, and the sweep beside it; finished when no row is landed only. */
export function followTransformer(parts: LineParts, settings: TransformerSettings): Follower {
  const { world, guardService, objects, manifest } = parts;
  const { clock } = world;
  const deadLetters = createMemoryQueue({ now: clock.now });
  const queue = createMemoryQueue({ now: clock.now, deadLetter: { queue: deadLetters, maxReceiveCount: 5 } });
  const notify = createNotifier(parts, settings.delayMs, (body) => queue.send(body));

  const ports = (guard: Guard) => ({
    streamName,
    objects: guardPort(objects, guard, {
      get: () => 'objects.getLanded',
      has: () => 'objects.hasTyped',
      putIfAbsent: () => 'objects.putTyped',
    }),
    manifest: guardPort(manifest, guard, {
      findCovering: () => 'manifest.findCovering',
      listByStage: () => 'manifest.listLanded',
      update: () => 'manifest.markTransformed',
    }),
  });
  const transformer = createContainers(world, {
    name: 'transformer',
    timeoutMs: settings.timeoutSeconds * 1000,
    start: (guard) => createTransformer(() => ports(guard), { telemetry: quiet }),
  });
  const sweep = createContainers(world, {
    name: 'sweep',
    timeoutMs: settings.timeoutSeconds * 5_000,
    start: (guard) =>
      createSweepHandler(() => ports(guard), {
        telemetry: quiet,
        ...(settings.sweepPace ? { pace: settings.sweepPace } : {}),
      }),
  });
  const poller = pollQueue({
    queue: guardPort(queue, guardService, { receive: () => 'queue.receive', delete: () => 'queue.delete' }),
    mapping: { functionName: 'transformer', timeoutSeconds: settings.timeoutSeconds, batchSize: settings.batchSize },
    visibilitySeconds: settings.visibilitySeconds,
    invoke: transformer,
    clock,
    pollMs: 1_000,
    onRetry: () => {},
    onFatal: parts.fail,
  });
  const sweeping = repeat(parts, settings.sweepSeconds * 1000, () => sweep({}));

  return {
    onObject(key, body) {
      if (parseLandingKey(key)) notify(key, body.length);
    },
    async finish() {
      while ((await manifest.listByStage('landed', 1)).length > 0) await clock.sleep(5_000);
      await sweeping.stop();
      await poller.stop();
    },
  };
}

/** Works again and again until it is stopped. A fault of the schedule is the next one's matter; a bug ends the run. */
export function repeat(
  { world: { clock }, fail }: Pick<LineParts, 'world' | 'fail'>,
  milliseconds: number,
  work: () => Promise<unknown>,
) {
  let isStopped = false;
  const running = (async () => {
    while (!isStopped) {
      await clock.sleep(milliseconds);
      if (!isStopped) await work().catch(assertExpected);
    }
  })().catch(fail);
  return {
    stop(): Promise<void> {
      isStopped = true;
      return running;
    },
  };
}

/** At least once, in any order, a second or a minute later – or, when the schedule says so, not at all. */
function createNotifier(
  { world: { clock, prng, faults } }: LineParts,
  usualDelayMs: () => number,
  send: (body: string) => Promise<void>,
) {
  let sequencer = 0;
  return function notify(key: string, sizeBytes: number): void {
    sequencer += 1;
    const body = toObjectNotification(bucketName, key, sizeBytes, sequencer);
    const fault = faults.next('notification.send');
    if (fault === 'lost') return;
    const times = fault === 'doubled' ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const delayMs = fault === 'late' ? 60_000 + prng.below(60_000) : usualDelayMs();
      clock.setTimer(delayMs, () => void send(body));
    }
  };
}

/** A fault of the schedule is expected; anything else is a bug that must end the run. */
function assertExpected(error: unknown): void {
  const { name, message } = error as Error;
  const isExpected = ['CrashError', 'TransientError'].includes(name) || message.endsWith('timed out');
  if (!isExpected) throw error;
}
