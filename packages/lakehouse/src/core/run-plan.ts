import { InvariantError, type ManifestRow } from '@millrace/pipeline';

/** Grows when an executor of the version before could not execute the document. */
export const planVersion = 1;

/** In this order. The first begins the run, `publish` makes it visible. */
export const runSteps = ['bronze', 'audit-bronze', 'silver', 'audit-silver', 'gold', 'audit-gold', 'publish'] as const;
export type RunStep = (typeof runSteps)[number];

export type PlanColumn = { readonly name: string; readonly type: string };

/**
 * What one refinement does, whole: frozen before it starts, executed by an engine that knows none of its rules.
 * `{now_ms}` in SQL is the executor's time in epoch milliseconds; statements and audits with `only_if` are left out
 * when that relation has no row, those with `unless` when it has one.
 */
export type RunPlan = {
  readonly plan_version: number;
  readonly run_id: string;
  readonly dialect: string;
  readonly settings: { readonly dedup_horizon_days: number; readonly horizon_start_ms: number };
  readonly rows: readonly ManifestRow[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly PlanColumn[] }[];
  readonly sources: readonly {
    readonly run_table: string;
    readonly columns: readonly PlanColumn[];
    readonly typed_keys: readonly string[];
  }[];
  readonly steps: readonly {
    readonly name: RunStep;
    readonly statements: readonly PlanStatement[];
    readonly audits: readonly PlanAudit[];
  }[];
};

export type PlanStatement = {
  readonly table: string;
  readonly purpose: 'prepare' | 'scope' | 'current' | 'result' | 'removed' | 'added' | 'delete' | 'insert' | 'drop';
  readonly sql: string;
  /** The relation of the run that the statement makes. */
  readonly creates?: string;
  readonly only_if?: string;
  readonly unless?: string;
};

/** sql gives back the rows that should not be there. */
export type PlanAudit = {
  readonly name: string;
  readonly table: string;
  readonly sql: string;
  readonly only_if?: string;
};

/** The plan in a stored document. InvariantError when it is none, or one of another version. */
export function parseRunPlan(text: string): RunPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch (error) {
    throw new InvariantError('a stored run plan is not JSON', { cause: error });
  }
  const version = (plan as { plan_version?: unknown } | null)?.plan_version;
  if (version !== planVersion) {
    throw new InvariantError(`a stored run plan has version ${version}; this code executes version ${planVersion}`);
  }
  return plan as RunPlan;
}
