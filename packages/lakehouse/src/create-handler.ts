import { ConfigError, type Manifest, type ObjectStore } from '@millrace/pipeline';
import { commitPlan, readPlan } from './commit-plan.ts';
import { commitReport, type RunReport } from './commit-report.ts';
import { parsePlanInput, parseReportInput, toPlanKey, toPublishedKey } from './core/parse-task-input.ts';

export type { RunReport } from './commit-report.ts';
export { readConfig } from './config.ts';
export { toPublishedKey } from './core/parse-task-input.ts';
export { planRun, planTables, type RunInput } from './core/plan-run.ts';
export { parseRunPlan, type RunPlan, type RunStep, runSteps } from './core/run-plan.ts';

export type LakehousePorts = {
  readonly manifest: Pick<Manifest, 'listByStage' | 'update'>;
  readonly objects: Pick<ObjectStore, 'get' | 'putIfAbsent' | 'has'>;
  readonly dedupHorizonDays: number;
};

export type PlanTask = {
  readonly runId: string;
  readonly dedupHorizonDays?: number;
  readonly limit?: number;
};
export type PlanResult = { readonly runId: string; readonly planKey: string; readonly rowCount: number };
export type ReportTask = { readonly runId: string; readonly planKey: string };

/** Manifest rows in one run. More wait for the next one: that bounds a run's memory, and its plan's size. */
const defaultLimit = 500;

/**
 * Claims what is transformed and freezes the run's plan in the object store under `planKey`. Called again for the same
 * run it gives back the stored plan's. rowCount 0: nothing to refine, and no plan is stored.
 * Throws ConfigError for an input that is none.
 */
export function createPlanHandler(ports: () => LakehousePorts) {
  let opened: LakehousePorts | undefined;
  return async function plan(task: PlanTask): Promise<PlanResult> {
    const { runId, dedupHorizonDays, limit = defaultLimit } = parsePlanInput(task);
    opened ??= ports();
    const planKey = toPlanKey(runId);
    const stored = await commitPlan(opened, {
      runId,
      planKey,
      limit,
      dedupHorizonDays: dedupHorizonDays ?? opened.dedupHorizonDays,
    });
    return { runId, planKey, rowCount: stored?.rows.length ?? 0 };
  };
}

/** Marks the plan's manifest rows refined, after its run was published, and counts what they held. */
export function createReportHandler(ports: () => Pick<LakehousePorts, 'manifest' | 'objects'>) {
  let opened: Pick<LakehousePorts, 'manifest' | 'objects'> | undefined;
  return async function report(task: ReportTask): Promise<RunReport> {
    const { runId, planKey } = parseReportInput(task);
    opened ??= ports();
    const plan = await readPlan(opened.objects, planKey);
    if (plan && !(await opened.objects.has(toPublishedKey(planKey)))) {
      throw new ConfigError(`run ${runId} is not published: its steps come first, then the report`);
    }
    // A run that found nothing to refine stored no plan.
    return commitReport(opened.manifest, { run_id: runId, rows: plan?.rows ?? [] });
  };
}
