import { ConfigError } from '@millrace/pipeline';
import type { QueueMapping } from './mapping/poll-queue.ts';
import { mappingDefaults, type StartingPosition, type StreamMapping } from './mapping/stream-mapping.ts';
import { readServerlessYaml, type Variables } from './read-yaml.ts';

export type Schedule = { readonly functionName: string; readonly everySeconds: number };
/** path: `/r/{link_id}`; a `{parameter}` is one segment. */
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
type FunctionDefinition = {
  readonly environment?: Record<string, string>;
  readonly timeout?: number;
  readonly events?: readonly Settings[];
};
type Document = {
  readonly service: string;
  readonly provider?: { readonly timeout?: number };
  readonly functions?: Record<string, FunctionDefinition>;
  readonly resources?: {
    readonly Resources?: Record<string, { readonly Type: string }>;
    readonly extensions?: Record<string, { readonly Properties?: Settings }>;
  };
  readonly stepFunctions?: {
    readonly stateMachines: Record<string, { readonly definition: object; readonly events?: unknown }>;
  };
};

type Trigger = {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly settings: Settings;
  /** For messages. */
  readonly where: string;
};
type Extension = readonly [logicalId: string, resource: { readonly Properties?: Settings }];

const streamSettings = [
  'type',
  'arn',
  'batchSize',
  'batchWindow',
  'startingPosition',
  'startingPositionTimestamp',
  'bisectBatchOnFunctionError',
  'maximumRetryAttempts',
  'maximumRecordAgeInSeconds',
  'destinations',
  'parallelizationFactor',
  'functionResponseType',
];

/** Routes, triggers and batch settings of one serverless.yml. Throws ConfigError for a setting that would be ignored here. */
export function readStack(path: string, variables: Variables): Stack {
  const document = readServerlessYaml(path, variables) as Document;
  const functions = Object.entries(document.functions ?? {});
  const triggers = functions.flatMap(([functionName, { events = [], timeout }]) =>
    events.flatMap((event) =>
      Object.entries(event).map(([kind, settings]) => ({
        functionName,
        timeoutSeconds: timeout ?? document.provider?.timeout ?? mappingDefaults.timeoutSeconds,
        kind,
        settings: settings as Settings,
        where: `${path}: ${functionName}: ${kind}`,
      })),
    ),
  );
  const of = <T>(kind: string, read: (trigger: Trigger) => T): T[] =>
    triggers.filter((trigger) => trigger.kind === kind).map(read);
  const extensions = Object.entries(document.resources?.extensions ?? {});
  refuseOwnTriggers(
    path,
    document,
    functions.map(([name]) => name),
    triggers,
  );
  const unknown = triggers.find(({ kind }) => !['httpApi', 'stream', 'sqs', 'schedule'].includes(kind));
  if (unknown) throw new ConfigError(`${path}: the local runtime has no ${unknown.kind} events`);
  return {
    service: document.service,
    routes: of('httpApi', toRoute),
    streams: of('stream', (trigger) => toStreamMapping(trigger, extensions)),
    queues: of('sqs', toQueueMapping),
    schedules: of('schedule', toSchedule),
    stateMachines: Object.fromEntries(
      Object.entries(document.stepFunctions?.stateMachines ?? {}).map(([name, machine]) => [name, machine.definition]),
    ),
    environments: Object.fromEntries(functions.map(([name, { environment = {} }]) => [name, environment])),
  };
}

/** What invokes functions, or changes how they are invoked, past `functions:` would be ignored here. */
function refuseOwnTriggers(
  path: string,
  document: Document,
  functionNames: readonly string[],
  triggers: readonly { readonly kind: string; readonly functionName: string }[],
): void {
  for (const [name, { Type }] of Object.entries(document.resources?.Resources ?? {})) {
    if (/EventSourceMapping|::Pipes::|::Events::Rule|::Scheduler::|::Lambda::Function/.test(Type)) {
      throw new ConfigError(`${path}: the local runtime does not implement ${name}, a resource of type ${Type}`);
    }
  }
  const streamFunctions = triggers.filter(({ kind }) => kind === 'stream').map(({ functionName }) => functionName);
  for (const logicalId of Object.keys(document.resources?.extensions ?? {})) {
    const isRead = streamFunctions.some((functionName) => isStreamMappingOf(functionName, logicalId));
    const isOfFunction = functionNames.some((name) => logicalId.toLowerCase().startsWith(name.toLowerCase()));
    if (!isRead && (isOfFunction || /EventSourceMapping|LambdaFunction/.test(logicalId))) {
      throw new ConfigError(`${path}: the local runtime does not implement the extension of ${logicalId}`);
    }
  }
  for (const [name, machine] of Object.entries(document.stepFunctions?.stateMachines ?? {})) {
    if (machine.events !== undefined) {
      throw new ConfigError(`${path}: the local runtime does not implement events of the state machine ${name}`);
    }
  }
}

/** The framework's logical id of a stream mapping begins with the function's name. */
function isStreamMappingOf(functionName: string, logicalId: string): boolean {
  return logicalId.toLowerCase().startsWith(`${functionName.toLowerCase()}eventsourcemappingkinesis`);
}

function toRoute({ functionName, settings, where }: Trigger): Route {
  refuseUnknown(settings, ['method', 'path'], where);
  const method = String(settings['method']);
  const path = String(settings['path']);
  if (!/^(?:GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD)$/.test(method)) {
    throw new ConfigError(`${where}: the local runtime has routes of one method, not ${method}`);
  }
  if (!/^(?:\/(?:[\w.~-]+|\{\w+\}))+$/.test(path)) {
    throw new ConfigError(`${where}: the local runtime has paths of names and {parameters}, not ${path}`);
  }
  return { functionName, method, path };
}

/** The framework knows queues and topics as on-failure destinations; the lake's bucket stands in an extension of the mapping. */
function toStreamMapping(trigger: Trigger, extensions: readonly Extension[]): StreamMapping {
  const { functionName, timeoutSeconds, settings, where } = trigger;
  refuseUnknown(settings, streamSettings, where);
  demand(settings, 'type', 'kinesis', where);
  demand(settings, 'functionResponseType', 'ReportBatchItemFailures', where);
  if (settings['parallelizationFactor'] !== undefined) demand(settings, 'parallelizationFactor', 1, where);
  const { DestinationConfig: destination, ...others } =
    extensions.find(([logicalId]) => isStreamMappingOf(functionName, logicalId))?.[1]?.Properties ?? {};
  refuseUnknown(others, [], `${where}: extension`);
  const read: StreamMapping = {
    functionName,
    timeoutSeconds,
    batchSize: toNumber(settings, 'batchSize', where, [1, 10_000]) ?? mappingDefaults.batchSize,
    batchWindowSeconds: toNumber(settings, 'batchWindow', where, [0, 300]) ?? mappingDefaults.batchWindowSeconds,
    bisectBatchOnFunctionError: toBoolean(settings, 'bisectBatchOnFunctionError', where) ?? false,
    maximumRetryAttempts: toLimit(settings, 'maximumRetryAttempts', where, [0, 10_000]),
    maximumRecordAgeSeconds: toLimit(settings, 'maximumRecordAgeInSeconds', where, [60, 604_800]),
    startingPosition: toStartingPosition(settings, where),
    onFailure: toDestination(settings['destinations'] ?? destination, where),
  };
  const hasLimit = read.maximumRetryAttempts !== undefined || read.maximumRecordAgeSeconds !== undefined;
  if (hasLimit && read.onFailure === undefined) {
    throw new ConfigError(`${where}: what a limit gives up would be lost; add an on-failure destination`);
  }
  return read;
}

function toStartingPosition(settings: Settings, where: string): StartingPosition {
  const position = settings['startingPosition'];
  if (position === 'TRIM_HORIZON' || position === 'LATEST') return position;
  const seconds = toNumber(settings, 'startingPositionTimestamp', where, [0, 1e11]);
  if (position === 'AT_TIMESTAMP' && seconds !== undefined) return { atTimestamp: seconds * 1000 };
  throw new ConfigError(
    `${where}: startingPosition is TRIM_HORIZON, LATEST or AT_TIMESTAMP with startingPositionTimestamp, not ${String(position)}`,
  );
}

/** `{onFailure: {type, arn}}` of the framework or `{OnFailure: {Destination}}` of CloudFormation. */
function toDestination(config: unknown, where: string): StreamMapping['onFailure'] {
  if (config === undefined) return undefined;
  const { onFailure, OnFailure } = config as { onFailure?: { type?: string }; OnFailure?: { Destination?: unknown } };
  if (onFailure?.type === 'sqs') return 'queue';
  if (OnFailure !== undefined && JSON.stringify(OnFailure.Destination).includes(':s3:::')) return 'objects';
  throw new ConfigError(`${where}: the local runtime has a queue (type: sqs) or a bucket as on-failure destination`);
}

type Range = readonly [least: number, most: number];

/** -1 is the service's way to say: no limit. */
function toLimit(settings: Settings, name: string, where: string, range: Range): number | undefined {
  return settings[name] === -1 ? undefined : toNumber(settings, name, where, range);
}

function toNumber(settings: Settings, name: string, where: string, [least, most]: Range): number | undefined {
  const value = settings[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new ConfigError(`${where}: ${name} is a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`);
  }
  return value;
}

function toBoolean(settings: Settings, name: string, where: string): boolean | undefined {
  const value = settings[name];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new ConfigError(`${where}: ${name} is true or false, not ${JSON.stringify(value)}`);
}

function toQueueMapping({ functionName, timeoutSeconds, settings, where }: Trigger): QueueMapping {
  refuseUnknown(settings, ['arn', 'batchSize', 'functionResponseType'], where);
  demand(settings, 'functionResponseType', 'ReportBatchItemFailures', where);
  if (JSON.stringify(settings['arn']).includes('.fifo')) {
    throw new ConfigError(`${where}: the local runtime has standard queues, no FIFO`);
  }
  // More than ten need a batching window, which the local runtime does not have for queues.
  const batchSize = toNumber(settings, 'batchSize', where, [1, 10]) ?? 10;
  return { functionName, timeoutSeconds, batchSize };
}

function toSchedule({ functionName, settings, where }: Trigger): Schedule {
  refuseUnknown(settings, ['rate'], where);
  const rates = [settings['rate']].flat();
  if (rates.length !== 1) throw new ConfigError(`${where}: the local runtime implements one rate, not ${rates.length}`);
  const [rate] = rates;
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
