import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ExecutablePlan, type Lake, openLake } from '@millrace/embedded/lake';
import { createPlanHandler, createReportHandler, runSteps, toPublishedKey } from '@millrace/lakehouse';
import { pollQueue, toObjectNotification } from '@millrace/local/mapping';
import { type Manifest, type ObjectStore, parseLandingKey } from '@millrace/pipeline';
import { CrashError, createContainers, createMemoryQueue, type Guard, guardPort } from '@millrace/testkit';
import { createSweepHandler, createHandler as createTransformer } from '@millrace/transformer';
import { functionTimeoutSeconds, type Schedule } from './draw-schedule.ts';
import { quiet } from './quiet.ts';
import {
  type Follower,
  type LandedWorld,
  type LandingOptions,
  type LineParts,
  runLanding,
  streamName,
} from './run-landing.ts';

export type LineWorld = LandedWorld & { readonly lake: Lake };

const bucketName = 'lake';
const timeoutMs = functionTimeoutSeconds * 1000;
const sweepMs = 30_000;
const refineMs = 45_000;

/** The whole line: what `runLanding` does, then notifications → transformer → refinement, until everything is refined. */
export async function runLine<Result>(
  schedule: Schedule,
  check: (world: LineWorld) => Promise<Result>,
  options: Pick<LandingOptions, 'foreign'> = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-matrix-'));
  const pathOf = (key: string) => join(folder, 'objects', key);
  const lake = await openLake({ file: join(folder, 'lake.duckdb'), pathOf });
  try {
    const world = await runLanding(schedule, {
      ...options,
      follow: (parts) => followLine(parts, lake, pathOf),
    });
    return await check({ ...world, lake });
  } finally {
    await lake.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function followLine(parts: LineParts, lake: Lake, pathOf: (key: string) => string): Follower {
  const { world, guardService, objects, manifest } = parts;
  const { clock, prng } = world;
  const deadLetters = createMemoryQueue({ now: clock.now });
  const queue = createMemoryQueue({ now: clock.now, deadLetter: { queue: deadLetters, maxReceiveCount: 5 } });
  const notify = createNotifier(parts, (body) => queue.send(body));

  const transformerPorts = (guard: Guard) => ({
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
    timeoutMs,
    start: (guard) => createTransformer(() => transformerPorts(guard), { telemetry: quiet }),
  });
  const sweep = createContainers(world, {
    name: 'sweep',
    timeoutMs: timeoutMs * 5,
    start: (guard) => createSweepHandler(() => transformerPorts(guard), { telemetry: quiet }),
  });
  const poller = pollQueue({
    queue: guardPort(queue, guardService, { receive: () => 'queue.receive', delete: () => 'queue.delete' }),
    mapping: { functionName: 'transformer', timeoutSeconds: functionTimeoutSeconds, batchSize: 1 + prng.below(10) },
    visibilitySeconds: functionTimeoutSeconds * 6,
    invoke: transformer,
    clock,
    pollMs: 1_000,
    onRetry: () => {},
    onFatal: (error) => {
      throw error;
    },
  });
  const refine = createRefinement(parts, lake);

  let isFinished = false;
  const every = async (milliseconds: number, work: () => Promise<unknown>) => {
    while (!isFinished) {
      await clock.sleep(milliseconds);
      await work().catch(assertExpected); // The next one goes on.
    }
  };
  const loops = Promise.all([every(sweepMs, () => sweep({})), every(refineMs, refine)]);
  const countLeft = async () =>
    (await manifest.listByStage('landed', 1)).length + (await manifest.listByStage('transformed', 1)).length;

  return {
    onObject(key, body) {
      if (parseLandingKey(key)) notify(key, body.length);
      if (!key.startsWith('typed')) return;
      mkdirSync(dirname(pathOf(key)), { recursive: true });
      writeFileSync(pathOf(key), body);
    },
    async finish() {
      while ((await countLeft()) > 0) await clock.sleep(5_000);
      isFinished = true;
      await loops;
      await poller.stop();
    },
  };
}

/** At least once, in any order, a second or a minute later – or, when the schedule says so, not at all. */
function createNotifier({ world: { clock, prng, faults } }: LineParts, send: (body: string) => Promise<void>) {
  let sequencer = 0;
  return function notify(key: string, sizeBytes: number): void {
    sequencer += 1;
    const body = toObjectNotification(bucketName, key, sizeBytes, sequencer);
    const fault = faults.next('notification.send');
    if (fault === 'lost') return;
    const times = fault === 'doubled' ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const delayMs = fault === 'late' ? 60_000 + prng.below(60_000) : 500 + prng.below(3_000);
      clock.setTimer(delayMs, () => void send(body));
    }
  };
}

/**
 * One refinement at a time, as the state machine orders it: plan, the engine's steps, publish, report. A run that fails is
 * followed by another one, or by the same one again.
 */
function createRefinement({ world, guardService, objects, manifest }: LineParts, lake: Lake): () => Promise<void> {
  const { clock, prng } = world;
  const plan = createContainers(world, {
    name: 'plan',
    timeoutMs,
    start: (guard) =>
      createPlanHandler(() => ({
        dedupHorizonDays: 90,
        objects: guardPort<ObjectStore>(objects, guard, {
          get: () => 'objects.getPlan',
          putIfAbsent: () => 'objects.putPlan',
        }),
        manifest: guardPort<Manifest>(manifest, guard, {
          listByStage: () => 'manifest.listTransformed',
          update: () => 'manifest.claim',
        }),
      })),
  });
  const report = createContainers(world, {
    name: 'report',
    timeoutMs,
    start: (guard) =>
      createReportHandler(() => ({
        objects: guardPort<ObjectStore>(objects, guard, { has: () => 'objects.hasPublished' }),
        manifest: guardPort<Manifest>(manifest, guard, {
          update: () => 'manifest.markRefined',
        }),
      })),
  });
  const published = guardPort(objects, guardService, { putIfAbsent: () => 'objects.putPublished' });
  let runs = 0;
  let again: string | undefined;

  return async function refine() {
    if (again === undefined) runs += 1;
    const runId: string = again ?? `run-${runs}`;
    again = undefined;
    try {
      const { planKey, rowCount } = await plan({ runId });
      if (rowCount === 0) return;
      const document = JSON.parse(Buffer.from((await objects.get(planKey)) ?? []).toString()) as ExecutablePlan;
      for (const step of runSteps) await executeStep(world, lake, document, step);
      await published.putIfAbsent(toPublishedKey(planKey), new Uint8Array());
      await report({ runId, planKey });
    } catch (error) {
      await clock.freeze(() => lake.rollback());
      if (prng.chance(0.5)) again = runId;
      throw error;
    }
  };
}

/** The engine's process may end before a step, or after it: then everything but a published run is undone. */
async function executeStep(
  { clock, faults, prng }: LineParts['world'],
  lake: Lake,
  plan: ExecutablePlan,
  step: string,
): Promise<void> {
  const fault = faults.next(`lake.${step}`);
  await clock.sleep(100 + prng.below(500));
  if (fault === 'crash-before') throw new CrashError(`before lake.${step}`);
  await clock.freeze(() => lake.executeStep(plan, step, clock.now()));
  if (fault === 'crash-after') throw new CrashError(`after lake.${step}`);
}

/** A fault of the schedule is expected; anything else is a bug that must end the run. */
function assertExpected(error: unknown): void {
  const { name, message } = error as Error;
  const isExpected = ['CrashError', 'TransientError'].includes(name) || message.endsWith('timed out');
  if (!isExpected) throw error;
}
