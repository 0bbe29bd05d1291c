import type { ExecutablePlan, Lake } from '@millrace/embedded/lake';
import { toPublishedKey } from '@millrace/lakehouse';
import { InvariantError, type Manifest, type ObjectStore, systemClock } from '@millrace/pipeline';
import { createPause } from './mapping/create-pause.ts';
import { runStateMachine, type TaskTargets } from './run-state-machine.ts';

export type RefinerOptions = {
  /** Of the state machine, as it stands in serverless.yml. */
  readonly definition: object;
  readonly functions: TaskTargets['functions'];
  readonly manifest: Manifest;
  readonly objects: ObjectStore;
  readonly lake: Promise<Lake>;
  readonly everyMs: number;
  readonly log: (line: string) => void;
};

export type Refiner = {
  /** One run of the state machine, after the one that is under way. Resolves with the number of its manifest rows. */
  refine(): Promise<number>;
  /** Runs whenever something is transformed, until the refiner is stopped; a run that fails is told and tried again. */
  start(): void;
  /** Resolves when no run is under way any more. */
  stop(): Promise<void>;
  /** Whether a run of the state machine is under way. */
  isRunning(): boolean;
  totals(): { readonly runs: number; readonly refinedRows: number };
};

/** Executes the refinement on this machine: functions are called, the steps of the batch job go to the lake's engine. */
export function createRefiner(options: RefinerOptions): Refiner {
  const { manifest, objects, log } = options;
  const pause = createPause(systemClock);
  let runs = 0;
  let refinedRows = 0;
  let isStopped = false;
  let isRunning = false;
  let last: Promise<unknown> = Promise.resolve();
  let loop: Promise<void> = Promise.resolve();

  async function refineOnce(): Promise<number> {
    if (isStopped || (await manifest.listByStage('transformed', 1)).length === 0) return 0;
    const lake = await options.lake;
    isRunning = true;
    const name = `local-${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${runs + 1}`;
    try {
      const output = (await runStateMachine(
        options.definition,
        { name, input: {} },
        { functions: options.functions, runJob: (jobArguments) => executeStep(lake, jobArguments) },
      )) as { readonly rows?: number } | undefined;
      runs += 1;
      refinedRows += output?.rows ?? 0;
      return output?.rows ?? 0;
    } catch (error) {
      await lake.rollback();
      throw error;
    } finally {
      isRunning = false;
    }
  }

  async function executeStep(lake: Lake, jobArguments: Readonly<Record<string, string>>): Promise<unknown> {
    const planKey = jobArguments['--plan_key'] ?? '';
    const stored = await objects.get(planKey);
    if (!stored) throw new InvariantError(`there is no plan ${planKey}`);
    const plan = JSON.parse(Buffer.from(stored).toString('utf8')) as ExecutablePlan;
    const result = await lake.executeStep(plan, jobArguments['--step'] ?? '');
    if (jobArguments['--step'] === 'publish') await objects.putIfAbsent(toPublishedKey(planKey), new Uint8Array());
    return result;
  }

  /** One run at a time: the lake has one writer. */
  function refine(): Promise<number> {
    const next = last.catch(() => {}).then(refineOnce); // The earlier caller has the earlier error.
    last = next;
    return next;
  }

  return {
    refine,
    start() {
      loop = (async () => {
        while (!isStopped) {
          await refine().catch((error: Error) => log(`refinement failed, the lake is unchanged: ${error.message}`));
          if (!isStopped) await pause.wait(options.everyMs);
        }
      })();
    },
    async stop() {
      isStopped = true;
      pause.wake();
      await loop;
      await last.catch(() => {}); // Its caller has the error.
    },
    isRunning: () => isRunning,
    totals: () => ({ runs, refinedRows }),
  };
}
