import { createHash } from 'node:crypto';
import {
  refusal,
  type StubbedAnswer,
  type StubbedRequest,
  stubbedConfig,
  withStubbedService,
} from '../test/stubbed-service.ts';
import { createSecrets } from './create-secrets.ts';

test('a key is the SHA-256 of the secret string, read once', async () => {
  const asked: unknown[] = [];
  const secret = 'ü~5!'.repeat(8);
  const answer = ({ input }: StubbedRequest) => {
    asked.push(input['SecretId']);
    return { output: { SecretString: secret } };
  };
  await withStubbedService(answer, async () => {
    const secrets = createSecrets(stubbedConfig);
    const expected = createHash('sha256').update(secret).digest('hex');
    for (const key of [await secrets.get('lake'), await secrets.get('lake')]) {
      expect(Buffer.from(key).toString('hex')).toBe(expected);
    }
  });
  expect(asked).toEqual(['a-prefix/lake']);
});

test('a secret that is not there is a ConfigError that names it, and is looked for again', async () => {
  const answers: StubbedAnswer[] = [refusal('ResourceNotFoundException'), { output: { SecretString: 'x'.repeat(32) } }];
  await withStubbedService(
    () => answers.shift() ?? 'hang-up',
    async () => {
      const secrets = createSecrets(stubbedConfig);
      const expected = { name: 'ConfigError', message: expect.stringContaining('a-prefix/lake') };
      await expect(secrets.get('lake')).rejects.toMatchObject(expected);
      expect(await secrets.get('lake')).toHaveLength(32);
    },
  );
});

test('a secret that is too short is refused without repeating it', async () => {
  await withStubbedService(
    () => ({ output: { SecretString: 'hunter2' } }),
    async () => {
      const message = expect.not.stringContaining('hunter2');
      await expect(createSecrets(stubbedConfig).get('lake')).rejects.toMatchObject({ name: 'ConfigError', message });
    },
  );
});
