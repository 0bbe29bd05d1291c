import type { ObjectStore } from '@millrace/pipeline';
import { type StubbedAnswer, type StubbedRequest, stubbedConfig, withStubbedService } from '../test/stubbed-service.ts';
import { createObjectStore } from './create-object-store.ts';

async function withStore(
  answer: (request: StubbedRequest) => StubbedAnswer,
  body: (store: ObjectStore) => Promise<void>,
): Promise<void> {
  await withStubbedService(answer, async () => {
    const store = createObjectStore(stubbedConfig);
    try {
      await body(store);
    } finally {
      await store.close();
    }
  });
}

function refuse(status: number, code: string): StubbedAnswer {
  return { status, text: `<Error><Code>${code}</Code><Message>stubbed</Message></Error>` };
}

test('a conflict with a write that is going on is tried again', async () => {
  const answers = [refuse(409, 'ConditionalRequestConflict'), refuse(412, 'PreconditionFailed')];
  await withStore(
    () => answers.shift() ?? 'hang-up',
    async (store) => {
      expect(await store.putIfAbsent('a/key', Buffer.of(1))).toBe('exists');
    },
  );
});

test('a conflict that stays is a TransientError', async () => {
  let calls = 0;
  const answer = () => {
    calls += 1;
    return refuse(409, 'ConditionalRequestConflict');
  };
  await withStore(answer, async (store) => {
    await expect(store.putIfAbsent('a/key', Buffer.of(1))).rejects.toMatchObject({ name: 'TransientError' });
  });
  expect(calls).toBe(5);
});

test('a bucket that is not there is a ConfigError, not a missing object', async () => {
  const answer = ({ operation }: StubbedRequest) =>
    operation === 'HEAD' ? { status: 404, text: '' } : refuse(404, 'NoSuchBucket');
  await withStore(answer, async (store) => {
    const expected = { name: 'ConfigError', message: expect.stringContaining('bucket a-bucket') };
    await expect(store.get('a/key')).rejects.toMatchObject(expected);
    await expect(store.has('a/key')).rejects.toMatchObject(expected);
    await expect(store.putIfAbsent('a/key', Buffer.of(1))).rejects.toMatchObject(expected);
    await expect(store.list('a/')[Symbol.asyncIterator]().next()).rejects.toMatchObject(expected);
  });
});
