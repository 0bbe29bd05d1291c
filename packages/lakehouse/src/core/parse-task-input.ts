import { ConfigError } from '@millrace/pipeline';

/** dedupHorizonDays, limit (manifest rows in one run): undefined = the handler's default. */
export type PlanInput = {
  readonly runId: string;
  readonly dedupHorizonDays: number | undefined;
  readonly limit: number | undefined;
};
export type ReportInput = { readonly runId: string; readonly planKey: string };

/** A run id becomes part of an object key and of SQL text: letters, digits, `-`, `_` and `.`, as Step Functions names allow. */
const runIdForm = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;

export function parsePlanInput(input: unknown): PlanInput {
  const { runId, dedupHorizonDays, limit } = asObject(input, 'plan');
  return {
    runId: parseRunId(runId),
    dedupHorizonDays: parsePositive(dedupHorizonDays, 'dedupHorizonDays'),
    limit: parsePositive(limit, 'limit'),
  };
}

export function parseReportInput(input: unknown): ReportInput {
  const { runId, planKey } = asObject(input, 'report');
  const parsed = parseRunId(runId);
  if (planKey !== toPlanKey(parsed)) throw new ConfigError(`report: planKey must be ${toPlanKey(parsed)}`);
  return { runId: parsed, planKey };
}

export function toPlanKey(runId: string): string {
  return `runs/${runId}/plan.json`;
}

/** The engine puts this object when it has published the run: before that, a report would call unseen rows refined. */
export function toPublishedKey(planKey: string): string {
  return planKey.replace(/plan\.json$/, 'published.json');
}

function parseRunId(value: unknown): string {
  if (typeof value !== 'string' || !runIdForm.test(value)) {
    throw new ConfigError(`runId must be 1 to 128 letters, digits, "-", "_" or ".", not ${JSON.stringify(value)}`);
  }
  return value;
}

function parsePositive(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
    throw new ConfigError(`${name} must be a number above 0, not ${JSON.stringify(value)}`);
  }
  return value;
}

function asObject(input: unknown, task: string): Record<string, unknown> {
  if (typeof input !== 'object' || input === null) throw new ConfigError(`${task} takes an object`);
  return input as Record<string, unknown>;
}
