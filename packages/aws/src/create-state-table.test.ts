import type { StateTable } from '@millrace/pipeline';
import {
  refusal,
  type StubbedAnswer,
  type StubbedRequest,
  stubbedConfig,
  withStubbedService,
} from '../test/stubbed-service.ts';
import { createStateTable } from './create-state-table.ts';

type Item = Record<string, { S?: string; N?: string }>;

async function withTable(
  answer: (request: StubbedRequest) => StubbedAnswer,
  body: (table: StateTable) => Promise<void>,
): Promise<void> {
  await withStubbedService(answer, async () => {
    const table = createStateTable(stubbedConfig, { now: () => 1_000_000 });
    try {
      await body(table);
    } finally {
      await table.close();
    }
  });
}

const toItem = (id: string): Item => ({ kind: { S: 'key' }, id: { S: id }, version: { N: '1' }, value: { S: '{}' } });
const isNew = { ifVersion: undefined };

test('a put whose answer was lost is found written when it is repeated', async () => {
  const items: Item[] = [];
  const answer = ({ input }: StubbedRequest) => {
    items.push(input['Item'] as Item);
    return items.length === 1 ? 'hang-up' : refusal('ConditionalCheckFailedException', 400, { Item: items[0] });
  };
  await withTable(answer, async (table) => {
    expect(await table.put('key', 'a', { n: 1 }, isNew)).toBe('written');
  });
  expect(items).toHaveLength(2);
});

test('a repeated put that somebody else beat is refused, even if both wrote the same', async () => {
  const items: Item[] = [];
  const answer = ({ input }: StubbedRequest) => {
    items.push(input['Item'] as Item);
    const theirs = { ...items[0], write_id: { S: 'theirs' } };
    return items.length === 1 ? 'hang-up' : refusal('ConditionalCheckFailedException', 400, { Item: theirs });
  };
  await withTable(answer, async (table) => {
    expect(await table.put('key', 'a', { n: 1 }, isNew)).toBe('refused');
  });
});

test('expiry is stored in seconds for TTL, rounded up, and in milliseconds; conditions look at the clock', async () => {
  const inputs: Record<string, unknown>[] = [];
  const answer = ({ input }: StubbedRequest) => {
    inputs.push(input);
    return {};
  };
  await withTable(answer, async (table) => {
    await table.put('quota', 'a', {}, { ifVersion: undefined, expiresAt: 1_000_001 });
    await table.put('quota', 'a', {}, { ifVersion: 7 });
  });
  expect(inputs[0]).toMatchObject({
    Item: { version: { N: '1' }, expires_at: { N: '1001' }, expires_at_ms: { N: '1000001' } },
    ConditionExpression: 'attribute_not_exists(#version) OR #expiry <= :now',
    ExpressionAttributeValues: { ':now': { N: '1000000' } },
  });
  expect(Object.keys(inputs[1]?.['Item'] as Item)).not.toContain('expires_at');
  expect(inputs[1]).toMatchObject({
    Item: { version: { N: '8' } },
    ConditionExpression: '#version = :version AND (attribute_not_exists(#expiry) OR #expiry > :now)',
    ExpressionAttributeValues: { ':version': { N: '7' } },
  });
});

test('what a batch left out is asked for again, duplicates once, expired entries are left out', async () => {
  const asked: number[] = [];
  const answer = ({ input }: StubbedRequest) => {
    const keys = (input['RequestItems'] as Record<string, { Keys: Item[] }>)['a-state-table']?.Keys ?? [];
    asked.push(keys.length);
    const [first, ...rest] = keys;
    const item = {
      ...toItem(first?.['id']?.S ?? ''),
      ...(asked.length === 2 ? { expires_at_ms: { N: '1000000' } } : {}),
    };
    const UnprocessedKeys = rest.length === 0 ? {} : { 'a-state-table': { Keys: rest } };
    return { output: { Responses: { 'a-state-table': [item] }, UnprocessedKeys } };
  };
  await withTable(answer, async (table) => {
    expect([...(await table.getMany('key', ['a', 'b', 'a', 'c'])).keys()]).toEqual(['a', 'c']);
  });
  expect(asked).toEqual([3, 2, 1]);
});

test('a batch that is left out all the time is a TransientError, not an absence', async () => {
  const answer = ({ input }: StubbedRequest) => ({
    output: { Responses: {}, UnprocessedKeys: input['RequestItems'] },
  });
  await withTable(answer, async (table) => {
    await expect(table.getMany('key', ['a', 'b'])).rejects.toMatchObject({
      name: 'TransientError',
      message: expect.stringContaining('2 of 2'),
    });
  });
});

test('a list goes on over as many pages as it takes', async () => {
  const answer = ({ input }: StubbedRequest) => {
    const start = input['ExclusiveStartKey'] as Item | undefined;
    const next = { kind: { S: 'key' }, id: { S: 'a' } };
    return { output: start ? { Items: [toItem('b')] } : { Items: [toItem('a')], LastEvaluatedKey: next } };
  };
  await withTable(answer, async (table) => {
    const ids: string[] = [];
    for await (const { id } of table.list('key')) ids.push(id);
    expect(ids).toEqual(['a', 'b']);
  });
});

test('a table that is not there is a ConfigError that names it, one that is busy a TransientError', async () => {
  let type = 'ResourceNotFoundException';
  await withTable(
    () => refusal(type),
    async (table) => {
      const expected = { name: 'ConfigError', message: expect.stringContaining('table a-state-table') };
      await expect(table.get('key', 'a')).rejects.toMatchObject(expected);
      await expect(table.getMany('key', ['a'])).rejects.toMatchObject(expected);
      await expect(table.put('key', 'a', {}, isNew)).rejects.toMatchObject(expected);
      await expect(table.delete('key', 'a')).rejects.toMatchObject(expected);
      await expect(table.list('key')[Symbol.asyncIterator]().next()).rejects.toMatchObject(expected);
      type = 'ThrottlingException';
      await expect(table.get('key', 'a')).rejects.toMatchObject({ name: 'TransientError' });
    },
  );
});

test('an item that is no entry is an InvariantError', async () => {
  const { version: _, ...item } = toItem('a');
  await withTable(
    () => ({ output: { Item: item } }),
    async (table) => {
      await expect(table.get('key', 'a')).rejects.toMatchObject({ name: 'InvariantError' });
    },
  );
});
