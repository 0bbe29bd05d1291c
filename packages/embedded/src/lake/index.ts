export type {
  ExecutablePlan,
  PlanAudit,
  PlanColumn,
  PlanSource,
  PlanStatement,
  PlanStep,
  PlanTable,
} from './executable-plan.ts';
export type { StepResult } from './lake-run.ts';
export { type Lake, type LakeOptions, openLake } from './open-lake.ts';
export type { QueryOptions, QueryResult, SnapshotQuery } from './read-query.ts';
export type { TableChange, TableRow } from './table-change.ts';
