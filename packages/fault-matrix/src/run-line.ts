import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ExecutablePlan, type Lake, openLake } from '@millrace/embedded/lake';
import { createPlanHandler, createReportHandler, runSteps, toPublishedKey } from '@millrace/lakehouse';
import type { Manifest, ObjectStore } from '@millrace/pipeline';
import { CrashError, createContainers, guardPort } from '@millrace/testkit';
import { functionTimeoutSeconds, type Schedule } from './draw-schedule.ts';
import { followTransformer, repeat } from './follow-transformer.ts';
import { type Follower, type LandedWorld, type LandingOptions, type LineParts, runLanding } from './run-landing.ts';

export type LineWorld = LandedWorld & { readonly lake: Lake };

const timeoutMs = functionTimeoutSeconds * 1000;

/** The whole line: what `runLanding` does, then notifications → transformer → refinement, until everything is refined. */
export async function runLine<Result>(
  schedule: Schedule,
  check: (world: LineWorld) => Promise<Result>,
  options: Pick<LandingOptions, 'foreign'> = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-matrix-'));
  const pathOf = (key: string) => join(folder, 'objects', key);
  const lake = await openLake({ file: join(folder, 'lake.duckdb'), pathOf, threads: 1 });
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
  const { world, manifest } = parts;
  const { clock, prng } = world;
  const transformation = followTransformer(parts, {
    timeoutSeconds: functionTimeoutSeconds,
    visibilitySeconds: functionTimeoutSeconds * 6,
    batchSize: 1 + prng.below(10),
    sweepSeconds: 30,
    delayMs: () => 500 + prng.below(3_000),
  });
  const refining = repeat(parts, 30_000 + prng.below(90_000), createRefinement(parts, lake));
  return {
    onObject(key, body) {
      transformation.onObject(key, body);
      if (!key.startsWith('typed')) return;
      mkdirSync(dirname(pathOf(key)), { recursive: true });
      writeFileSync(pathOf(key), body);
    },
    async finish() {
      await transformation.finish();
      while ((await manifest.listByStage('transformed', 1)).length > 0) await clock.sleep(5_000);
      await refining.stop();
    },
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
        objects: guardPort<ObjectStore>(objects, guard, {
          get: () => 'objects.getPlan',
          has: () => 'objects.hasPublished',
        }),
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
