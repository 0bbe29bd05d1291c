import { ConfigError } from '@millrace/pipeline';
import type { QueueMapping } from './mapping/poll-queue.ts';
import { mappingDefaults, type StartingPosition, type StreamMapping } from './mapping/stream-mapping.ts';
import { readServerlessYaml, type Variables } from './read-yaml.ts';

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
type FunctionDefinition = {
  readonly environment?: Record<string, string>;
  readonly timeout?: number;
  readonly events?: readonly Settings[];
};
type Document = {
  readonly service: string;
  readonly functions?: Record<string, FunctionDefinition>;
  readonly resources?: { readonly extensions?: Record<string, { readonly Properties?: Settings }> };
  readonly stepFunctions?: { readonly stateMachines: Record<string, { readonly definition: object }> };
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
        timeoutSeconds: timeout ?? mappingDefaults.timeoutSeconds,
        kind,
        settings: settings as Settings,
        where: `${path}: ${functionName}: ${kind}`,
      })),
    ),
  );
  const of = <T>(kind: string, read: (trigger: Trigger) => T): T[] =>
    triggers.filter((trigger) => trigger.kind === kind).map(read);
  const extensions = Object.entries(document.resources?.extensions ?? {});
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

function toRoute({ functionName, settings, where }: Trigger): Route {
  refuseUnknown(settings, ['method', 'path'], where);
  return { functionName, method: String(settings['method']), path: String(settings['path']) };
}

/** The framework knows queues and topics as on-failure destinations; the lake's bucket stands in an extension of the mapping. */
function toStreamMapping(trigger: Trigger, extensions: readonly Extension[]): StreamMapping {
  const { functionName, timeoutSeconds, settings, where } = trigger;
  refuseUnknown(settings, streamSettings, where);
  demand(settings, 'type', 'kinesis', where);
  demand(settings, 'functionResponseType', 'ReportBatchItemFailures', where);
  if (settings['parallelizationFactor'] !== undefined) demand(settings, 'parallelizationFactor', 1, where);
  const mappingId = new RegExp(`^${functionName}EventSourceMappingKinesis`, 'i');
  const { DestinationConfig: destination, ...others } =
    extensions.find(([logicalId]) => mappingId.test(logicalId))?.[1].Properties ?? {};
  refuseUnknown(others, [], `${where}: extension`);
  return {
    functionName,
    timeoutSeconds,
    batchSize: toNumber(settings, 'batchSize', where) ?? mappingDefaults.batchSize,
    batchWindowSeconds: toNumber(settings, 'batchWindow', where) ?? mappingDefaults.batchWindowSeconds,
    bisectBatchOnFunctionError: settings['bisectBatchOnFunctionError'] === true,
    maximumRetryAttempts: toLimit(settings, 'maximumRetryAttempts', where),
    maximumRecordAgeSeconds: toLimit(settings, 'maximumRecordAgeInSeconds', where),
    startingPosition: toStartingPosition(settings, where),
    onFailure: toDestination(settings['destinations'] ?? destination, where),
  };
}

function toStartingPosition(settings: Settings, where: string): StartingPosition {
  const position = settings['startingPosition'];
  if (position === 'TRIM_HORIZON' || position === 'LATEST') return position;
  const seconds = toNumber(settings, 'startingPositionTimestamp', where);
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
  if (OnFailure !== undefined && /s3|Bucket|Lake/.test(JSON.stringify(OnFailure.Destination))) return 'objects';
  throw new ConfigError(`${where}: the local runtime has a queue (type: sqs) or a bucket as on-failure destination`);
}

/** -1 is the service's way to say: no limit. */
function toLimit(settings: Settings, name: string, where: string): number | undefined {
  const limit = toNumber(settings, name, where);
  return limit === -1 ? undefined : limit;
}

function toNumber(settings: Settings, name: string, where: string): number | undefined {
  const value = settings[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < -1) {
    throw new ConfigError(`${where}: ${name} is a whole number, not ${JSON.stringify(value)}`);
  }
  return value;
}

function toQueueMapping({ functionName, timeoutSeconds, settings, where }: Trigger): QueueMapping {
  refuseUnknown(settings, ['arn', 'batchSize', 'functionResponseType'], where);
  demand(settings, 'functionResponseType', 'ReportBatchItemFailures', where);
  if (JSON.stringify(settings['arn']).includes('.fifo')) {
    throw new ConfigError(`${where}: the local runtime has standard queues, no FIFO`);
  }
  const batchSize = toNumber(settings, 'batchSize', where) ?? 10;
  if (batchSize > 10)
    throw new ConfigError(`${where}: the local runtime implements batchSize up to 10, not ${batchSize}`);
  return { functionName, timeoutSeconds, batchSize };
}

function toSchedule({ functionName, settings, where }: Trigger): Schedule {
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
