import { ConfigError } from '@millrace/pipeline';
import { readServerlessYaml, type Variables } from './read-yaml.ts';

/** What the shared resources say about the stream, the queue behind the lake's object notifications, and that of clicks. */
export type Platform = {
  readonly shardCount: number;
  /** Objects whose key starts with one of these are announced on the queue. */
  readonly notifiedPrefixes: readonly string[];
  readonly queue: {
    readonly delaySeconds: number;
    readonly visibilitySeconds: number;
    readonly maxReceiveCount: number;
  };
  /** What holds clicks while the stream is away; a schedule drains it. */
  readonly clicks: { readonly maxReceiveCount: number };
};

type Resource = { readonly Type: string; readonly Properties?: Record<string, unknown> };
type QueueConfiguration = {
  readonly Event: string;
  readonly Filter: { readonly S3Key: { readonly Rules: readonly { Name: string; Value: string }[] } };
};

/** Reads the root serverless.yml. Throws ConfigError when a resource that the line needs is not there. */
export function readPlatform(path: string, variables: Variables): Platform {
  const { resources } = readServerlessYaml(path, variables) as { resources: { Resources: Record<string, Resource> } };
  const propertiesOf = (name: string, type: string): Record<string, unknown> => {
    const resource = resources.Resources[name];
    if (resource?.Type !== type) throw new ConfigError(`${path}: there is no ${type} named ${name}`);
    return resource.Properties ?? {};
  };
  const notifications = propertiesOf('Lake', 'AWS::S3::Bucket')['NotificationConfiguration'] as {
    readonly QueueConfigurations: readonly QueueConfiguration[];
  };
  const { QueueConfigurations: queueConfigurations = [], ...otherTargets } = notifications;
  for (const { Event, Filter } of queueConfigurations) {
    const isPrefix = Filter?.S3Key?.Rules?.every(({ Name }) => Name === 'prefix');
    if (!Event.startsWith('s3:ObjectCreated:') || !isPrefix) {
      throw new ConfigError(
        `${path}: the local runtime announces new objects by prefix only, not ${Event} with other rules`,
      );
    }
  }
  if (Object.keys(otherTargets).length > 0) {
    throw new ConfigError(`${path}: the local runtime does not implement ${Object.keys(otherTargets).join(', ')}`);
  }
  const queueOf = (name: string) => {
    const queue = propertiesOf(name, 'AWS::SQS::Queue');
    if (queue['FifoQueue'] === true) throw new ConfigError(`${path}: the local runtime has standard queues, no FIFO`);
    const { maxReceiveCount } = (queue['RedrivePolicy'] ?? {}) as { readonly maxReceiveCount?: number };
    if (!maxReceiveCount) throw new ConfigError(`${path}: ${name} has no RedrivePolicy with maxReceiveCount`);
    return {
      delaySeconds: Number(queue['DelaySeconds'] ?? 0),
      visibilitySeconds: Number(queue['VisibilityTimeout'] ?? 30),
      maxReceiveCount,
    };
  };
  const queue = queueOf('LandedObjects');
  const stream = propertiesOf('Events', 'AWS::Kinesis::Stream');
  if (!Number.isInteger(stream['ShardCount'])) {
    throw new ConfigError(`${path}: the local runtime needs a ShardCount; on-demand streams have none`);
  }
  return {
    shardCount: Number(stream['ShardCount']),
    notifiedPrefixes: queueConfigurations.flatMap(({ Filter }) =>
      Filter.S3Key.Rules.filter(({ Name }) => Name === 'prefix').map(({ Value }) => Value),
    ),
    queue,
    clicks: { maxReceiveCount: queueOf('Clicks').maxReceiveCount },
  };
}
