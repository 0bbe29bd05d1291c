import { addCounts, type ManifestRow, noOutcomes, type OutcomeCounts } from '@millrace/pipeline';
import type { RunPlan } from './core/run-plan.ts';
import type { LakehousePorts } from './create-handler.ts';

/** rows: of the plan. refined: those whose stage changed now; the others were refined before, or claimed by a later run. */
export type RunReport = OutcomeCounts & { readonly runId: string; readonly rows: number; readonly refined: number };

const updatesAtOnce = 16;

/**
 * Runs after publishing. A crash before or within it leaves rows `transformed` whose files are in lake.loads: this call
 * again, or the next run, marks them and loads nothing.
 */
export async function commitReport(
  manifest: LakehousePorts['manifest'],
  plan: Pick<RunPlan, 'run_id' | 'rows'>,
): Promise<RunReport> {
  let refined = 0;
  for (let start = 0; start < plan.rows.length; start += updatesAtOnce) {
    const results = await Promise.all(
      plan.rows.slice(start, start + updatesAtOnce).map((row) => markRefined(manifest, row, plan.run_id)),
    );
    refined += results.filter((result) => result === 'updated').length;
  }
  const counts = plan.rows.reduce((sum, row) => addCounts(sum, row.counts), noOutcomes);
  return { runId: plan.run_id, rows: plan.rows.length, refined, ...counts };
}

function markRefined(
  manifest: LakehousePorts['manifest'],
  row: ManifestRow,
  runId: string,
): Promise<'updated' | 'refused'> {
  return manifest.update(row, { stage: 'refined' }, { from: ['transformed'], runId });
}
