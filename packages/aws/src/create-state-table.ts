import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import {
  InvariantError,
  type PortsConfig,
  type StateEntry,
  type StateTable,
  type StateValue,
  TransientError,
} from '@millrace/pipeline';
import { createRequestHandler } from './create-request-handler.ts';
import { callService } from './to-pipeline-error.ts';

type StateItem = Record<string, AttributeValue>;

const idsAtMost = 100;
const valueBytesAtMost = 100 * 1024;
/** Of a batch: what the service leaves out is asked for again, after a pause that grows. */
const roundsAtMost = 5;
const firstPauseMs = 20;
/** Names that are, or look like, words of DynamoDB's language. */
const names = { '#version': 'version', '#expiry': 'expires_at_ms' };
const isAlive = '(attribute_not_exists(#expiry) OR #expiry > :now)';

/**
 * DynamoDB: partition key `kind`, sort key `id`; attributes version (N), value (S, JSON), expires_at (N, epoch seconds: the
 * table's TTL attribute) and expires_at_ms (N). TTL deletes late, so reads and conditions look at the time themselves.
 * The SDK repeats a write whose answer was lost: `write_id` tells that what is in the way is this very write.
 */
export function createStateTable(
  config: PortsConfig,
  options: {
    /** Epoch ms; Date.now when absent. */
    readonly now?: () => number;
  } = {},
): StateTable {
  const { stateTable } = config;
  const { now = Date.now } = options;
  const resource = `table ${stateTable}`;
  let client: DynamoDBClient | undefined;

  function dynamodb(): DynamoDBClient {
    // Requests wait for these: what takes longer than this is away.
    client ??= new DynamoDBClient({ requestHandler: createRequestHandler({ requestTimeoutMs: 2_000 }) });
    return client;
  }

  /** undefined: the entry has expired. */
  function toEntry(item: StateItem): StateEntry | undefined {
    const { id, version, value, expires_at_ms: expiry } = item;
    if (id?.S === undefined || version?.N === undefined || value?.S === undefined) {
      throw new InvariantError(`${resource}: an item without its id, version or value`);
    }
    const expiresAt = expiry?.N === undefined ? undefined : Number(expiry.N);
    if (expiresAt !== undefined && expiresAt <= now()) return undefined;
    return { id: id.S, version: Number(version.N), value: JSON.parse(value.S) as StateValue, expiresAt };
  }

  return {
    async get(kind, id) {
      const Key = toKey(kind, id);
      const { Item } = await callService({ action: 'read state', resource }, () =>
        dynamodb().send(new GetItemCommand({ TableName: stateTable, Key, ConsistentRead: true })),
      );
      return Item && toEntry(Item);
    },

    async getMany(kind, ids) {
      if (ids.length > idsAtMost) throw new InvariantError(`getMany takes ${idsAtMost} ids, not ${ids.length}`);
      const entries = new Map<string, StateEntry>();
      let keys: StateItem[] = [...new Set(ids)].map((id) => toKey(kind, id));
      for (let round = 1; keys.length > 0; round += 1) {
        if (round > roundsAtMost) {
          throw new TransientError(`Cannot read state (${resource}): ${keys.length} of ${ids.length} were left out`);
        }
        if (round > 1) await sleep(firstPauseMs * 2 ** (round - 2) * (0.5 + Math.random()));
        const asked = keys;
        const page: BatchGetItemCommandOutput = await callService({ action: 'read state', resource }, () =>
          dynamodb().send(new BatchGetItemCommand({ RequestItems: { [stateTable]: { Keys: asked } } })),
        );
        for (const item of page.Responses?.[stateTable] ?? []) {
          const entry = toEntry(item);
          if (entry) entries.set(entry.id, entry);
        }
        keys = page.UnprocessedKeys?.[stateTable]?.Keys ?? [];
      }
      return entries;
    },

    async put(kind, id, value, { ifVersion, expiresAt }) {
      const writeId = randomUUID();
      const item: StateItem = {
        ...toKey(kind, id),
        version: { N: String((ifVersion ?? 0) + 1) },
        value: { S: toText(kind, value) },
        write_id: { S: writeId },
      };
      if (expiresAt !== undefined) {
        item['expires_at'] = { N: String(Math.ceil(expiresAt / 1000)) };
        item['expires_at_ms'] = { N: String(expiresAt) };
      }
      const isFree = 'attribute_not_exists(#version) OR #expiry <= :now';
      return callService({ action: 'write state', resource }, async () => {
        try {
          await dynamodb().send(
            new PutItemCommand({
              TableName: stateTable,
              Item: item,
              ConditionExpression: ifVersion === undefined ? isFree : `#version = :version AND ${isAlive}`,
              ExpressionAttributeNames: names,
              ExpressionAttributeValues: {
                ':now': { N: String(now()) },
                ...(ifVersion === undefined ? {} : { ':version': { N: String(ifVersion) } }),
              },
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          );
          return 'written';
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
          return error.Item?.['write_id']?.S === writeId ? 'written' : 'refused';
        }
      });
    },

    async delete(kind, id) {
      const Key = toKey(kind, id);
      await callService({ action: 'delete state', resource }, () =>
        dynamodb().send(new DeleteItemCommand({ TableName: stateTable, Key })),
      );
    },

    async *list(kind) {
      assertKind(kind);
      let start: StateItem | undefined;
      do {
        const from = start;
        const page: QueryCommandOutput = await callService({ action: 'list state', resource }, () =>
          dynamodb().send(
            new QueryCommand({
              TableName: stateTable,
              KeyConditionExpression: '#kind = :kind',
              ExpressionAttributeNames: { '#kind': 'kind' },
              ExpressionAttributeValues: { ':kind': { S: kind } },
              ConsistentRead: true,
              ...(from ? { ExclusiveStartKey: from } : {}),
            }),
          ),
        );
        for (const item of page.Items ?? []) {
          const entry = toEntry(item);
          if (entry) yield entry;
        }
        start = page.LastEvaluatedKey;
      } while (start);
    },

    async close() {
      client?.destroy();
      client = undefined;
    },
  };
}

function toKey(kind: string, id: string): StateItem {
  assertKind(kind);
  if (id.length < 1 || id.length > 256 || !id.isWellFormed()) {
    throw new InvariantError(`an id of kind ${kind} has 1 to 256 characters, not ${id.length}, and no half of one`);
  }
  return { kind: { S: kind }, id: { S: id } };
}

function assertKind(kind: string): void {
  if (!/^[a-z-]+$/.test(kind)) throw new InvariantError(`"${kind}" cannot be a kind of state`);
}

function toText(kind: string, value: StateValue): string {
  const text = JSON.stringify(value);
  const size = Buffer.byteLength(text);
  if (size > valueBytesAtMost) {
    throw new InvariantError(`a value of kind ${kind} has at most ${valueBytesAtMost} bytes, not ${size}`);
  }
  return text;
}
