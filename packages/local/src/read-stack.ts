import { ConfigError } from '@millrace/pipeline';
import { readServerlessYaml, type Variables } from './read-yaml.ts';

/** A Kinesis event source mapping: the settings that the laptop runs as AWS would. */
export type StreamMapping = {
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
};

export type QueueMapping = { readonly functionName: string; readonly batchSize: number };
export type Schedule = { readonly functionName: string; readonly everySeconds: number };
export type Route = { readonly functionName: string; readonly method: string; readonly path: string };

export type Stack = {
  readonly service: string;
  readonly routes: readonly Route[];
  readonly streams: readonly StreamMapping[];
  readonly queues: readonly QueueMapping[];
  readonly schedules: readonly Schedule[];
  readonly stateMachines: Readonly<Record<string, object>>;
  /** Environment of each function, variables resolved. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

type Settings = Readonly<Record<string, unknown>>;
type FunctionDefinition = { readonly environment?: Record<string, string>; readonly events?: readonly Settings[] };
type Document = {
  readonly service: string;
  readonly functions?: Record<string, FunctionDefinition>;
  readonly stepFunctions?: { readonly stateMachines: Record<string, { readonly definition: object }> };
};

/** Routes, triggers and batch settings of one serverless.yml. Throws ConfigError for a setting that would be ignored here. */
export function readStack(path: string, variables: Variables): Stack {
  const document = readServerlessYaml(path, variables) as Document;
  const functions = Object.entries(document.functions ?? {});
  const triggers = functions.flatMap(([functionName, { events = [] }]) =>
    events.flatMap((event) => Object.entries(event).map(([kind, settings]) => ({ functionName, kind, settings }))),
  );
  const of = <T>(kind: string, read: (functionName: string, settings: Settings, where: string) => T): T[] =>
    triggers
      .filter((trigger) => trigger.kind === kind)
      .map(({ functionName, settings }) =>
        read(functionName, settings as Settings, `${path}: ${functionName}: ${kind}`),
      );
  const unknown = triggers.find(({ kind }) => !['httpApi', 'stream', 'sqs', 'schedule'].includes(kind));
  if (unknown) throw new ConfigError(`${path}: the local runtime has no ${unknown.kind} events`);
  return {
    service: document.service,
    routes: of('httpApi', toRoute),
    streams: of('stream', toStreamMapping),
    queues: of('sqs', toQueueMapping),
    schedules: of('schedule', toSchedule),
    stateMachines: Object.fromEntries(
      Object.entries(document.stepFunctions?.stateMachines ?? {}).map(([name, machine]) => [name, machine.definition]),
    ),
    environments: Object.fromEntries(functions.map(([name, { environment = {} }]) => [name, environment])),
  };
}

function toRoute(functionName: string, settings: Settings, where: string): Route {
  refuseUnknown(settings, ['method', 'path'], where);
  return { functionName, method: String(settings['method']), path: String(settings['path']) };
}

function toStreamMapping(functionName: string, settings: Settings, where: string): StreamMapping {
  refuseUnknown(
    settings,
    ['type', 'arn', 'batchSize', 'batchWindow', 'startingPosition', 'bisectBatchOnFunctionError'].concat([
      'parallelizationFactor',
      'functionResponseType',
    ]),
    where,
  );
  demand(settings, 'type', 'kinesis', where);
  demand(settings, 'startingPosition', 'TRIM_HORIZON', where);
  demand(settings, 'functionResponseType', 'ReportBatchItemFailures', where);
  if (settings['parallelizationFactor'] !== undefined) demand(settings, 'parallelizationFactor', 1, where);
  return {
    functionName,
    batchSize: Number(settings['batchSize'] ?? 100),
    batchWindowSeconds: Number(settings['batchWindow'] ?? 0),
    bisectBatchOnFunctionError: settings['bisectBatchOnFunctionError'] === true,
  };
}

function toQueueMapping(functionName: string, settings: Settings, where: string): QueueMapping {
  refuseUnknown(settings, ['arn', 'batchSize', 'functionResponseType'], where);
  demand(settings, 'functionResponseType', 'ReportBatchItemFailures', where);
  return { functionName, batchSize: Number(settings['batchSize'] ?? 10) };
}

function toSchedule(functionName: string, settings: Settings, where: string): Schedule {
  refuseUnknown(settings, ['rate'], where);
  const [rate] = [settings['rate']].flat();
  const [, amount, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(rate)) ?? [];
  const seconds = { minute: 60, hour: 3_600, day: 86_400 }[unit ?? ''];
  if (seconds === undefined) throw new ConfigError(`${where}: ${String(rate)} is no rate(n minutes|hours|days)`);
  return { functionName, everySeconds: Number(amount) * seconds };
}

/** What the laptop can't do as AWS does it is refused: a setting that is quietly ignored would make the run a lie. */
function refuseUnknown(settings: Settings, known: readonly string[], where: string): void {
  for (const name of Object.keys(settings)) {
    if (!known.includes(name)) throw new ConfigError(`${where}: the local runtime does not implement ${name}`);
  }
}

function demand(settings: Settings, name: string, value: unknown, where: string): void {
  if (settings[name] !== value) {
    throw new ConfigError(
      `${where}: the local runtime implements ${name} ${String(value)} only, not ${settings[name]}`,
    );
  }
}
