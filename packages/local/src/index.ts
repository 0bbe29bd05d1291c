export { queryFolder, reconcileFolder, refineFolder } from './ask-folder.ts';
export {
  type GivenUpObject,
  listQuarantine,
  type QuarantinedReason,
  type QuarantineFilter,
  type QuarantineList,
} from './list-quarantine.ts';
export { isFolderLocked } from './open-folder.ts';
export { openRuntime, type Progress, type Runtime } from './open-runtime.ts';
export type { Finding, Note, ReconcileCell, Reconciliation } from './reconcile/reconcile.ts';
export { checkInput, type JobInput, type JobResult, type JobStage, openItems, runJob } from './run-job.ts';
