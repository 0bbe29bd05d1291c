import { ConfigError } from '@millrace/pipeline';
import { readServerlessYaml, type Variables } from './read-yaml.ts';

/** What the shared resources say about the stream and the queue behind the lake's object notifications. */
export type Platform = {
  readonly shardCount: number;
  /** Objects whose key starts with one of these are announced on the queue. */
  readonly notifiedPrefixes: readonly string[];
  readonly queue: {
    readonly delaySeconds: number;
    readonly visibilitySeconds: number;
    readonly maxReceiveCount: number;
  };
};

type Resource = { readonly Type: string; readonly Properties?: Record<string, unknown> };
type QueueConfiguration = {
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
  const queue = propertiesOf('LandedObjects', 'AWS::SQS::Queue');
  if (queue['FifoQueue'] === true) throw new ConfigError(`${path}: the local runtime has standard queues, no FIFO`);
  return {
    shardCount: Number(propertiesOf('Events', 'AWS::Kinesis::Stream')['ShardCount']),
    notifiedPrefixes: notifications.QueueConfigurations.flatMap(({ Filter }) =>
      Filter.S3Key.Rules.filter(({ Name }) => Name === 'prefix').map(({ Value }) => Value),
    ),
    queue: {
      delaySeconds: Number(queue['DelaySeconds'] ?? 0),
      visibilitySeconds: Number(queue['VisibilityTimeout'] ?? 30),
      maxReceiveCount: Number((queue['RedrivePolicy'] as { maxReceiveCount: number }).maxReceiveCount),
    },
  };
}
