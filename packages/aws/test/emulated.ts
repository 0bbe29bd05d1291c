import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  KinesisClient,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateSecretCommand, DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { PortsConfig } from '@millrace/pipeline';
import { createRequestHandler } from '../src/create-request-handler.ts';

/** A resource of one test, under a name that no other test has. */
export type Emulated = { readonly config: PortsConfig; readonly remove: () => Promise<void> };

// Only scripts/test-aws.mjs sets a loopback address: these tests make and remove resources, never in an account.
if (!process.env['AWS_ENDPOINT_URL']?.startsWith('http://127.0.0.1:')) {
  throw new Error('These tests need the emulator: run `npm run test:aws`.');
}

const requestHandler = createRequestHandler({ requestTimeoutMs: 10_000 });
const active = { maxWaitTime: 20, minDelay: 0.05, maxDelay: 0.2 };

export function uniqueConfig(): PortsConfig {
  const name = `test-${randomUUID()}`;
  return {
    dataDir: '',
    streamName: name,
    bucketName: name,
    manifestTable: name,
    queueName: name,
    stateTable: `${name}-state`,
    secretPrefix: name,
  };
}

export async function createTestStream(shardCount: number): Promise<Emulated> {
  const config = uniqueConfig();
  const client = new KinesisClient({ requestHandler });
  await client.send(new CreateStreamCommand({ StreamName: config.streamName, ShardCount: shardCount }));
  await waitUntilStreamExists({ client, ...active }, { StreamName: config.streamName });
  const remove = async () => {
    await client.send(new DeleteStreamCommand({ StreamName: config.streamName }));
  };
  return { config, remove };
}

export async function createTestBucket(): Promise<Emulated> {
  const config = uniqueConfig();
  const bucket = { Bucket: config.bucketName };
  const client = new S3Client({ requestHandler });
  await client.send(new CreateBucketCommand(bucket));
  const remove = async () => {
    for await (const page of paginateListObjectsV2({ client }, bucket)) {
      for (const { Key } of page.Contents ?? []) await client.send(new DeleteObjectCommand({ ...bucket, Key }));
    }
    await client.send(new DeleteBucketCommand(bucket));
  };
  return { config, remove };
}

/** The manifest table as the root serverless.yml has it. */
export async function createTestTable(): Promise<Emulated> {
  const config = uniqueConfig();
  const table = { TableName: config.manifestTable };
  const client = new DynamoDBClient({ requestHandler });
  await client.send(
    new CreateTableCommand({
      ...table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'partition', AttributeType: 'S' },
        { AttributeName: 'previous', AttributeType: 'S' },
        { AttributeName: 'stage', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'partition', KeyType: 'HASH' },
        { AttributeName: 'previous', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-stage',
          KeySchema: [{ AttributeName: 'stage', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client, ...active }, table);
  const remove = async () => {
    await client.send(new DeleteTableCommand(table));
  };
  return { config, remove };
}

/** The state table as the root serverless.yml has it, but for its TTL: the adapter must not need it. */
export async function createTestStateTable(): Promise<Emulated> {
  const config = uniqueConfig();
  const table = { TableName: config.stateTable };
  const client = new DynamoDBClient({ requestHandler });
  await client.send(
    new CreateTableCommand({
      ...table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'kind', AttributeType: 'S' },
        { AttributeName: 'id', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'kind', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client, ...active }, table);
  const remove = async () => {
    await client.send(new DeleteTableCommand(table));
  };
  return { config, remove };
}

export async function createTestQueue(): Promise<Emulated> {
  const config = uniqueConfig();
  const client = new SQSClient({ requestHandler });
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: config.queueName }));
  const remove = async () => {
    await client.send(new DeleteQueueCommand({ QueueUrl }));
  };
  return { config, remove };
}

export async function createTestSecrets(secrets: Readonly<Record<string, string>>): Promise<Emulated> {
  const config = uniqueConfig();
  const client = new SecretsManagerClient({ requestHandler });
  const ids = Object.keys(secrets).map((name) => `${config.secretPrefix}/${name}`);
  for (const [name, value] of Object.entries(secrets)) {
    await client.send(new CreateSecretCommand({ Name: `${config.secretPrefix}/${name}`, SecretString: value }));
  }
  const remove = async () => {
    for (const SecretId of ids)
      await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  };
  return { config, remove };
}
