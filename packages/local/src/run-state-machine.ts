import { InvariantError } from '@millrace/pipeline';

type Task = (input: never) => Promise<unknown>;

/** What the tasks of a definition call: functions by name, and the batch job. */
export type TaskTargets = {
  readonly functions: Readonly<Record<string, Task>>;
  /** `glue:startJobRun.sync` with its arguments, e.g. `{"--plan_key": …, "--step": "bronze"}`. */
  readonly runJob: (jobArguments: Readonly<Record<string, string>>) => Promise<unknown>;
};

type State = {
  readonly Type: string;
  readonly Resource?: string;
  readonly Parameters?: { readonly FunctionName?: unknown };
  readonly ItemProcessor?: { readonly States: Record<string, State> };
  readonly Branches?: readonly { readonly States: Record<string, State> }[];
};

/**
 * Executes a JSONPath ASL definition as it stands in serverless.yml; Task states call the targets. Resolves with the
 * output of the execution, rejects with the error of the state that failed.
 */
export async function runStateMachine(
  definition: object,
  execution: { readonly name: string; readonly input: object },
  targets: TaskTargets,
): Promise<unknown> {
  // Its interpreter brings a Lambda client along: loaded when the first run starts, not before the first event.
  const { StateMachine } = await import('aws-local-stepfunctions');
  const handlers: Record<string, (call: never) => Promise<unknown>> = {};
  for (const [name, state] of taskStates((definition as { States: Record<string, State> }).States)) {
    handlers[name] = toHandler(name, state, targets);
  }
  const machine = new StateMachine(definition as never, { validationOptions: { checkArn: false, checkPaths: true } });
  const run = machine.run(execution.input as never, {
    overrides: { taskResourceLocalHandlers: handlers as never },
    context: { Execution: { Name: execution.name, Input: execution.input } } as never,
  });
  return await run.result;
}

function toHandler(name: string, state: State, { functions, runJob }: TaskTargets): (call: never) => Promise<unknown> {
  if (state.Resource === 'arn:aws:states:::lambda:invoke') {
    const target = (state.Parameters?.FunctionName as { 'Fn::GetAtt'?: string[] } | undefined)?.['Fn::GetAtt']?.[0];
    const functionName = (target ?? '').replace(/LambdaFunction$/, '').replace(/^./, (first) => first.toLowerCase());
    const invoke = functions[functionName];
    if (!invoke) throw new InvariantError(`state ${name} calls ${target}, which no function of this stack is`);
    return async (call: { Payload: never }) => ({ StatusCode: 200, Payload: await invoke(call.Payload) });
  }
  if (state.Resource === 'arn:aws:states:::glue:startJobRun.sync') {
    return async (call: { Arguments: Record<string, string> }) => ({
      JobRunState: 'SUCCEEDED',
      Result: await runJob(call.Arguments),
    });
  }
  throw new InvariantError(`state ${name}: the local runtime has no ${state.Resource}`);
}

function* taskStates(states: Record<string, State>): Generator<[string, State]> {
  for (const [name, state] of Object.entries(states)) {
    if (state.Type === 'Task') yield [name, state];
    if (state.ItemProcessor) yield* taskStates(state.ItemProcessor.States);
    for (const branch of state.Branches ?? []) yield* taskStates(branch.States);
  }
}
