import type { ManifestRow } from '@millrace/pipeline';
import { planRun } from './core/plan-run.ts';
import { parseRunPlan, type RunPlan } from './core/run-plan.ts';
import type { LakehousePorts } from './create-handler.ts';

export type PlanRequest = {
  readonly runId: string;
  readonly planKey: string;
  readonly limit: number;
  readonly dedupHorizonDays: number;
};

/** So many conditional writes are under way at once. */
const claimsAtOnce = 16;

/**
 * Claims, then the plan. A crash between any two lines and the same call again: the same plan, or one that no engine has
 * seen. undefined: nothing to refine; nothing is stored then, so that a run which finds nothing leaves nothing.
 *
 * Rows are claimed whatever run had claimed them before: only one refinement runs at a time, so that run is over (it
 * crashed, or published and did not get to say so), and lake.loads makes a file that is planned twice load once.
 */
export async function commitPlan(
  ports: Pick<LakehousePorts, 'manifest' | 'objects'>,
  { runId, planKey, limit, dedupHorizonDays }: PlanRequest,
): Promise<RunPlan | undefined> {
  const stored = await readPlan(ports.objects, planKey);
  if (stored) return stored;
  const rows = await claimRows(ports.manifest, runId, limit);
  if (rows.length === 0) return undefined;
  const plan = planRun({ runId, rows, dedupHorizonDays });
  const written = await ports.objects.putIfAbsent(planKey, new TextEncoder().encode(JSON.stringify(plan)));
  // Somebody else froze a plan for this run: that one is the plan. Our claims stay transformed for the next run.
  return written === 'created' ? plan : readPlan(ports.objects, planKey);
}

export async function readPlan(objects: LakehousePorts['objects'], planKey: string): Promise<RunPlan | undefined> {
  const body = await objects.get(planKey);
  return body === undefined ? undefined : parseRunPlan(new TextDecoder().decode(body));
}

async function claimRows(
  manifest: LakehousePorts['manifest'],
  runId: string,
  limit: number,
): Promise<readonly ManifestRow[]> {
  const listed = await manifest.listByStage('transformed', limit);
  const claimed: ManifestRow[] = [];
  for (let start = 0; start < listed.length; start += claimsAtOnce) {
    const results = await Promise.all(
      listed.slice(start, start + claimsAtOnce).map(async (row) => {
        const condition = { from: ['transformed'], runId: row.runId ?? null } as const;
        // Refused: the list is a hint, and the row has moved on since.
        return (await manifest.update(row, { runId }, condition)) === 'updated' ? { ...row, runId } : undefined;
      }),
    );
    claimed.push(...results.filter((row) => row !== undefined));
  }
  return claimed;
}
