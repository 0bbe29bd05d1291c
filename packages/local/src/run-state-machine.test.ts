import { readWiring } from './read-wiring.ts';
import { runStateMachine } from './run-state-machine.ts';

const definition = Object.assign({}, ...readWiring().stacks.map(({ stateMachines }) => stateMachines))['refinement'];

function targetsOf(log: string[], changes: { rowCount?: number; failingStep?: string } = {}) {
  const { rowCount = 3, failingStep } = changes;
  return {
    functions: {
      plan: async ({ runId }: { runId: string }) => {
        log.push(`plan ${runId}`);
        return { runId, planKey: `runs/${runId}/plan.json`, rowCount };
      },
      report: async ({ planKey }: { planKey: string }) => {
        log.push(`report ${planKey}`);
        return { rows: rowCount };
      },
    } as never,
    runJob: async (jobArguments: Readonly<Record<string, string>>) => {
      log.push(`${jobArguments['--step']} ${jobArguments['--plan_key']}`);
      if (jobArguments['--step'] === failingStep) throw new Error('audit bronze.events conservation: 3 rows');
    },
  };
}

test('the refinement runs from the definition of serverless.yml: plan, write, audit, publish, report', async () => {
  const log: string[] = [];
  const output = await runStateMachine(definition, { name: 'run-1', input: {} }, targetsOf(log));
  const steps = ['bronze', 'audit-bronze', 'silver', 'audit-silver', 'gold', 'audit-gold', 'publish'];
  expect(log).toEqual([
    'plan run-1',
    ...steps.map((step) => `${step} runs/run-1/plan.json`),
    'report runs/run-1/plan.json',
  ]);
  expect(output).toEqual({ rows: 3 });
});

test('nothing new: no step runs', async () => {
  const log: string[] = [];
  await runStateMachine(definition, { name: 'run-2', input: {} }, targetsOf(log, { rowCount: 0 }));
  expect(log).toEqual(['plan run-2']);
});

test('a failing audit ends the execution before publish, and says why', async () => {
  const log: string[] = [];
  const run = runStateMachine(
    definition,
    { name: 'run-3', input: {} },
    targetsOf(log, { failingStep: 'audit-silver' }),
  );
  await expect(run).rejects.toThrow(/audit bronze\.events conservation: 3 rows/);
  expect(log.at(-1)).toMatch(/^audit-silver/);
});

test('a task that is not here is refused', async () => {
  const unknown = {
    StartAt: 'A',
    States: { A: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', End: true } },
  };
  await expect(runStateMachine(unknown, { name: 'x', input: {} }, targetsOf([]))).rejects.toThrow(
    /has no arn:aws:states:::sns:publish/,
  );
});
