import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  InvariantError,
  type Manifest,
  type ManifestRow,
  type ManifestUpdate,
  type PortsConfig,
  padSequenceNumber,
} from '@millrace/pipeline';
import { createRequestHandler } from './create-request-handler.ts';
import { type ManifestItem, parseManifestItem, toManifestItem, toManifestKey } from './manifest-item.ts';
import { planManifestUpdate } from './plan-manifest-update.ts';
import { callService } from './to-pipeline-error.ts';

/** Partition key `stage`, all attributes. */
const stageIndex = 'by-stage';
/** `partition` and `stage` are words of DynamoDB's language. */
const partitionName = { '#partition': 'partition' };

/**
 * DynamoDB: partition key `partition`, sort key `previous`, index `by-stage`. The SDK repeats a write whose answer was lost:
 * `append` then says `conflict` to its own row (read forward, as after any conflict), `update` looks at the row and says
 * `updated` when it already is what was asked for.
 */
export function createManifest(config: PortsConfig): Manifest {
  const { manifestTable } = config;
  const resource = `table ${manifestTable}`;
  let client: DynamoDBClient | undefined;

  function dynamodb(): DynamoDBClient {
    client ??= new DynamoDBClient({ requestHandler: createRequestHandler({ requestTimeoutMs: 5_000 }) });
    return client;
  }

  /** Up to `limit` rows, over as many pages as it takes. */
  async function query(limit: number, input: Omit<QueryCommandInput, 'TableName'>): Promise<ManifestRow[]> {
    const rows: ManifestRow[] = [];
    let start: ManifestItem | undefined;
    do {
      const page: QueryCommandOutput = await callService({ action: 'query the manifest', resource }, () =>
        dynamodb().send(
          new QueryCommand({
            ...input,
            TableName: manifestTable,
            Limit: limit - rows.length,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        ),
      );
      rows.push(...(page.Items ?? []).map(parseManifestItem));
      start = page.LastEvaluatedKey;
    } while (start && rows.length < limit);
    return rows;
  }

  return {
    async head(partition) {
      const [row] = await query(1, {
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: partitionName,
        ExpressionAttributeValues: { ':partition': { S: partition } },
        ScanIndexForward: false,
        ConsistentRead: true,
      });
      return row;
    },

    async append(row) {
      return callService({ action: 'append to the manifest', resource }, async () => {
        try {
          await dynamodb().send(
            new PutItemCommand({
              TableName: manifestTable,
              Item: toManifestItem(row),
              ConditionExpression: 'attribute_not_exists(#partition)',
              ExpressionAttributeNames: partitionName,
            }),
          );
          return 'appended';
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException) return 'conflict';
          throw error;
        }
      });
    },

    async readFrom(partition, previous, limit) {
      return query(limit, {
        KeyConditionExpression: '#partition = :partition AND previous >= :previous',
        ExpressionAttributeNames: partitionName,
        ExpressionAttributeValues: { ':partition': { S: partition }, ':previous': { S: previous } },
        ConsistentRead: true,
      });
    },

    async findCovering(partition, sequenceNumber) {
      const [row] = await query(1, {
        KeyConditionExpression: '#partition = :partition AND previous < :number',
        ExpressionAttributeNames: partitionName,
        ExpressionAttributeValues: {
          ':partition': { S: partition },
          ':number': { S: padSequenceNumber(sequenceNumber) },
        },
        ScanIndexForward: false,
        ConsistentRead: true,
      });
      return row;
    },

    async update(key, change, condition) {
      if (condition.from.length === 0) return 'refused';
      return callService({ action: 'update the manifest', resource }, async () => {
        try {
          await dynamodb().send(
            new UpdateItemCommand({
              TableName: manifestTable,
              Key: toManifestKey(key),
              ...planManifestUpdate(change, condition),
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return 'updated';
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          const isRepeated = (error.$metadata.attempts ?? 1) > 1;
          return isRepeated && error.Item && isAlready(parseManifestItem(error.Item), change) ? 'updated' : 'refused';
        }
      });
    },

    async listByStage(stage, limit) {
      return query(limit, {
        IndexName: stageIndex,
        KeyConditionExpression: '#stage = :stage',
        ExpressionAttributeNames: { '#stage': 'stage' },
        ExpressionAttributeValues: { ':stage': { S: stage } },
      });
    },

    async listPartitions() {
      const partitions = new Set<string>();
      let start: ManifestItem | undefined;
      do {
        const page: ScanCommandOutput = await callService({ action: 'scan the manifest', resource }, () =>
          dynamodb().send(
            new ScanCommand({
              TableName: manifestTable,
              ProjectionExpression: '#partition',
              ExpressionAttributeNames: partitionName,
              ConsistentRead: true,
              ...(start ? { ExclusiveStartKey: start } : {}),
            }),
          ),
        );
        for (const { partition } of page.Items ?? []) {
          if (partition?.S === undefined) throw new InvariantError(`${resource}: an item without its key`);
          partitions.add(partition.S);
        }
        start = page.LastEvaluatedKey;
      } while (start);
      return [...partitions].sort();
    },

    async close() {
      client?.destroy();
      client = undefined;
    },
  };
}

/** Whether a row is what a change would have made of it. */
function isAlready(row: ManifestRow, change: ManifestUpdate): boolean {
  const wanted = Object.entries(change) as [keyof ManifestUpdate, string | undefined][];
  return wanted.every(([name, value]) => value === undefined || value === row[name]);
}
